"""Registers the app with Django."""

from django.apps import AppConfig


class CallsConfig(AppConfig):
    """Its models carry the label `calls`."""

    name = "business_api.calls"
    label = "calls"
