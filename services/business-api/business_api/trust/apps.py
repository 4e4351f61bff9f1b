"""Registers the app with Django."""

from django.apps import AppConfig


class TrustConfig(AppConfig):
    """Its models carry the label `trust`."""

    name = "business_api.trust"
    label = "trust"
