"""Serializers' common base, and the fields that take text from people."""

import unicodedata
from typing import Any
from zoneinfo import available_timezones

from rest_framework import serializers

from business_api.core.language import Text


class StrictSerializer(serializers.Serializer[Any]):
    """Refuses fields it does not declare: a misspelt name never passes silently."""

    def to_internal_value(self, data: Any) -> Any:
        """DRF's, after the check."""
        if isinstance(data, dict) and (unknown := data.keys() - self.fields.keys()):
            message = str(Text("Такого поля нет.", "There is no such field."))
            raise serializers.ValidationError({name: [message] for name in sorted(map(str, unknown))})
        return super().to_internal_value(data)


_NOT_SHOWN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
_JOINERS = {"\u200d"}  # holds compound emoji together


def _hidden(text: str, allowed: set[str]) -> bool:
    return any(unicodedata.category(sign) in _NOT_SHOWN and sign not in allowed for sign in text)


class LineField(serializers.CharField):
    """One line that people read: no control or direction signs, spaces folded."""

    def to_internal_value(self, data: Any) -> str:
        """The cleaned line."""
        text = " ".join(super().to_internal_value(data).split(" "))
        if _hidden(text, _JOINERS):
            raise serializers.ValidationError(str(Text("Уберите невидимые символы.", "Remove invisible signs.")))
        return text


class TextField(serializers.CharField):
    """Several lines that people read: line breaks as \\n, no other control or direction signs."""

    def to_internal_value(self, data: Any) -> str:
        """The cleaned text."""
        text = super().to_internal_value(data).replace("\r\n", "\n").replace("\r", "\n")
        if _hidden(text, _JOINERS | {"\n", "\t"}):
            raise serializers.ValidationError(str(Text("Уберите невидимые символы.", "Remove invisible signs.")))
        return text


# They stand among the system's zones and are places of nobody: a browser knows none of them.
_NO_ZONES = {"localtime", "Factory", "posixrules"}


class TimeZoneField(serializers.CharField):
    """The IANA name of a time zone."""

    def __init__(self, **options: Any) -> None:
        """As CharField's."""
        super().__init__(max_length=64, **options)

    def to_internal_value(self, data: Any) -> str:
        """A name that is known here and in browsers."""
        name = super().to_internal_value(data)
        if name not in available_timezones() or name in _NO_ZONES:
            raise serializers.ValidationError(str(Text("Неизвестный часовой пояс.", "There is no such time zone.")))
        return name


class ErrorSerializer(serializers.Serializer[Any]):
    """The one error shape."""

    code = serializers.CharField()
    message = serializers.CharField()
    fields = serializers.DictField(child=serializers.ListField(child=serializers.CharField()))  # type: ignore[assignment]  # the contract's name
