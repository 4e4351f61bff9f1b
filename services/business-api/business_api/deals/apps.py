"""Registers the app with Django."""

from django.apps import AppConfig


class DealsConfig(AppConfig):
    """Its models carry the label `deals`."""

    name = "business_api.deals"
    label = "deals"
