"""Registers the app with Django."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Its models carry the label `accounts`."""

    name = "business_api.accounts"
    label = "accounts"

    def ready(self) -> None:
        """Let the OpenAPI page know the session: it finds its extensions once they are imported."""
        from business_api.accounts import openapi  # noqa: F401, PLC0415 - only now are models there
