"""Registers the app with Django."""

from django.apps import AppConfig


class CoreConfig(AppConfig):
    """Has no models; its migration makes extensions and the text search configuration."""

    name = "business_api.core"
    label = "core"
