"""Registers the app with Django."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Its models carry the label `accounts`."""

    name = "business_api.accounts"
    label = "accounts"
