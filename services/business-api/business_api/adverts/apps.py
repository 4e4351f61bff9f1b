"""Registers the app with Django."""

from django.apps import AppConfig


class AdvertsConfig(AppConfig):
    """Its models carry the label `adverts`."""

    name = "business_api.adverts"
    label = "adverts"
