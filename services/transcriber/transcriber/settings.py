"""The transcriber's settings: read from the environment here and nowhere else.

Every value comes from NAME, or from the file that NAME_FILE names. A bad one stops the start and is named.
"""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

LANGUAGE = re.compile(r"[a-z]{2,3}")


class SettingsError(Exception):
    """A setting is missing or bad; the message names it and says what to give."""


@dataclass(frozen=True)
class Settings:
    """All that may differ between two places where the transcriber runs."""

    database_url: str = field(repr=False)
    valkey_url: str = field(repr=False)
    storage_endpoint: str
    storage_secure: bool
    storage_region: str
    storage_bucket: str
    storage_access_key: str = field(repr=False)
    storage_secret_key: str = field(repr=False)
    whisper_model: str
    """A folder with a CTranslate2 conversion, or the name of a model that faster-whisper can download."""
    whisper_language: str | None
    """Two or three letters; None: detected anew in each track."""
    hot_words: bool
    """Whether the recogniser is told the words of the call's advert."""
    caption_drafts: bool
    """Whether what is said just now is shown before its window is whole. Costs up to 0.6 of a core per call."""
    health_file: Path | None
    """Touched every few seconds while the worker takes work."""


@cache
def settings() -> Settings:
    """The settings of this process, read once."""
    return read_settings(os.environ)


def read_settings(environment: Mapping[str, str]) -> Settings:
    """Read and check all settings; raises SettingsError."""
    health_file = _text(environment, "WORKER_HEALTH_FILE", "")
    return Settings(
        database_url=_text(environment, "DATABASE_URL"),
        valkey_url=_text(environment, "VALKEY_URL"),
        storage_endpoint=_text(environment, "STORAGE_ENDPOINT"),
        storage_secure=_flag(environment, "STORAGE_SECURE", "0"),
        storage_region=_text(environment, "STORAGE_REGION", "us-east-1"),
        storage_bucket=_text(environment, "STORAGE_BUCKET", "media"),
        storage_access_key=_text(environment, "STORAGE_ACCESS_KEY"),
        storage_secret_key=_text(environment, "STORAGE_SECRET_KEY"),
        whisper_model=_model(environment),
        whisper_language=_language(environment),
        hot_words=_flag(environment, "WHISPER_HOT_WORDS", "1"),
        caption_drafts=_flag(environment, "CAPTION_DRAFTS", "1"),
        health_file=Path(health_file) if health_file else None,
    )


def _text(environment: Mapping[str, str], name: str, default: str | None = None) -> str:
    value = environment.get(name)
    if value is None and (file := environment.get(f"{name}_FILE")):
        try:
            value = Path(file).read_text(encoding="utf-8").removesuffix("\n")
        except OSError as error:
            raise SettingsError(f"{name}_FILE: cannot read {file}: {error.strerror}.") from error
    if value is None:
        value = default
    if value is None or (value == "" and default is None):
        raise SettingsError(f"{name} is not set. Set {name}, or {name}_FILE to a file that holds it.")
    return value


def _flag(environment: Mapping[str, str], name: str, default: str) -> bool:
    value = _text(environment, name, default)
    if value not in {"0", "1"}:
        raise SettingsError(f"{name} must be 0 or 1, not {value!r}.")
    return value == "1"


def _model(environment: Mapping[str, str]) -> str:
    value = _text(environment, "WHISPER_MODEL")
    if value.startswith(("/", ".")) and not (Path(value) / "model.bin").is_file():
        raise SettingsError(f"WHISPER_MODEL: the folder {value} holds no model.bin; give a model's folder or its name.")
    return value


def _language(environment: Mapping[str, str]) -> str | None:
    value = _text(environment, "WHISPER_LANGUAGE", "ru")
    if value == "auto":
        return None
    if not LANGUAGE.fullmatch(value):
        raise SettingsError(f"WHISPER_LANGUAGE must be a language such as ru or en, or auto, not {value!r}.")
    return value
