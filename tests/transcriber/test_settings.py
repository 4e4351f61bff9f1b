"""Settings: complete or refused, and never shown."""

from pathlib import Path

import pytest

from transcriber.settings import SettingsError, read_settings

GOOD = {
    "DATABASE_URL": "postgresql://x:s3cret@localhost/x",
    "VALKEY_URL": "redis://:s3cret@localhost/0",
    "STORAGE_ENDPOINT": "localhost:9000",
    "STORAGE_ACCESS_KEY": "key",
    "STORAGE_SECRET_KEY": "s3cret",
    "WHISPER_MODEL": "base",
}


def test_what_is_not_set_has_its_default() -> None:
    settings = read_settings(GOOD)
    assert (settings.whisper_language, settings.storage_secure, settings.storage_bucket) == ("ru", False, "media")
    assert settings.health_file is None


def test_the_language_can_be_detected() -> None:
    assert read_settings(GOOD | {"WHISPER_LANGUAGE": "auto"}).whisper_language is None


def test_a_secret_can_come_from_a_file(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("from a file\n")
    given = {name: value for name, value in GOOD.items() if name != "STORAGE_SECRET_KEY"}
    assert (
        read_settings(given | {"STORAGE_SECRET_KEY_FILE": str(tmp_path / "secret")}).storage_secret_key == "from a file"
    )


@pytest.mark.parametrize("name", sorted(GOOD))
def test_what_is_missing_is_named(name: str) -> None:
    with pytest.raises(SettingsError, match=f"^{name} is not set"):
        read_settings({key: value for key, value in GOOD.items() if key != name})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("STORAGE_SECURE", "yes"),
        ("WHISPER_LANGUAGE", "русский"),
        ("WHISPER_HOT_WORDS", "yes"),
        ("WHISPER_MODEL", "/nowhere"),
        ("DATABASE_URL_FILE", "/nowhere/secret"),
    ],
)
def test_what_is_bad_is_named(name: str, value: str) -> None:
    given = {key: content for key, content in GOOD.items() if not name.startswith(key)}
    with pytest.raises(SettingsError, match=f"^{name}"):
        read_settings(given | {name: value})


def test_secrets_are_not_shown() -> None:
    assert "s3cret" not in repr(read_settings(GOOD))
