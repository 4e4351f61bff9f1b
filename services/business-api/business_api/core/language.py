"""Sentences for people, in Russian and English side by side."""

from typing import NamedTuple

from django.utils.translation import get_language


class Text(NamedTuple):
    """One sentence in both languages."""

    ru: str
    en: str

    def __str__(self) -> str:
        """In the language of the request being answered."""
        return self.en if get_language() == "en" else self.ru

    def to(self, language: str) -> str:
        """In a named language: `ru` or `en`."""
        return self.en if language == "en" else self.ru
