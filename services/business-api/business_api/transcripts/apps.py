"""Registers the app with Django."""

from pathlib import Path

from django.apps import AppConfig
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from business_api.language import add_places


class TranscriptsConfig(AppConfig):
    """Its models carry the label `transcripts`."""

    name = "business_api.transcripts"
    label = "transcripts"

    def ready(self) -> None:
        """Learn the operator's own places; one that cannot be read refuses the start."""
        if not settings.PLACES_FOLDER:
            return
        try:
            add_places(Path(settings.PLACES_FOLDER))
        except (OSError, ValueError) as error:
            raise ImproperlyConfigured(f"PLACES_FOLDER: {error}") from error
