"""Registers the app with Django."""

from django.apps import AppConfig


class TranscriptsConfig(AppConfig):
    """Its models carry the label `transcripts`."""

    name = "business_api.transcripts"
    label = "transcripts"
