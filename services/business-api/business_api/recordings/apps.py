"""Registers the app with Django."""

from django.apps import AppConfig


class RecordingsConfig(AppConfig):
    """Its models carry the label `recordings`."""

    name = "business_api.recordings"
    label = "recordings"
