"""Settings from the environment, read here and nowhere else. A bad value stops the start and names the variable."""

import os
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import load_pem_public_key


class BadSetting(Exception):
    """A variable is missing or wrong; the message names it and says what it should be."""


@dataclass(frozen=True)
class Timings:
    """Seconds after which the rules of docs/PROTOCOL.md act."""

    connect: float = 5
    """A websocket that never asks to be let in is closed."""
    reread: float = 3
    """Ringing rows are read again, so that lost news is made good."""
    sessions: float = 1
    """Login sessions are looked up; with the query itself a logout closes sockets within 2 s."""
    seat: float = 30
    """A lost person's seat in a call is kept."""
    join: float = 60
    """An accepted call that two people have not joined ends."""
    gone: float = 6
    """A caller who closed every tab may come back before their ring is cancelled."""
    alone: float = 60
    """A call that one person has left and nobody came back to ends."""
    presence: float = 15
    """Rows of `presences` are refreshed."""
    ping: float = 10
    pong: float = 8


@dataclass(frozen=True)
class Settings:
    """All of the service's settings."""

    host: str
    port: int
    database_url: str
    valkey_url: str
    ticket_public_key: Ed25519PublicKey
    public_origins: tuple[str, ...]
    timings: Timings


def read_settings() -> Settings:
    """The settings. BadSetting names the first variable that is wrong."""
    return Settings(
        host=_text("HOST", "127.0.0.1"),
        port=_number("PORT", 8001, 0, 65535),
        database_url=_address("DATABASE_URL", ("postgresql",)),
        valkey_url=_address("VALKEY_URL", ("redis", "rediss")),
        ticket_public_key=_public_key("TICKET_PUBLIC_KEY"),
        public_origins=_origins("PUBLIC_ORIGINS"),
        timings=Timings(
            seat=_number("SEAT_SECONDS", 30, 1, 600),
            join=_number("JOIN_SECONDS", 180, 1, 3600),
            alone=_number("ALONE_SECONDS", 60, 1, 3600),
        ),
    )


def _text(name: str, default: str | None = None) -> str:
    value = os.environ.get(name)
    if value is None and (file := os.environ.get(f"{name}_FILE")):
        try:
            value = Path(file).read_text(encoding="utf-8").removesuffix("\n")
        except OSError as error:
            raise BadSetting(f"{name}_FILE: cannot read {file}: {error.strerror}.") from error
    if value is None:
        value = default
    if value is None:
        raise BadSetting(f"{name} is not set. Set {name}, or {name}_FILE to a file that holds it.")
    return value


def _number(name: str, default: int, low: int, high: int) -> int:
    value = _text(name, str(default))
    if not value.isascii() or not value.isdecimal() or not low <= int(value) <= high:
        raise BadSetting(f"{name} must be a whole number from {low} to {high}, not {value!r}.")
    return int(value)


def _address(name: str, schemes: tuple[str, ...]) -> str:
    value = _text(name)
    parts = urlsplit(value)
    if parts.scheme not in schemes or not parts.hostname:
        raise BadSetting(f"{name} must be an address that begins with {' or '.join(f'{s}://' for s in schemes)}.")
    return value


def _public_key(name: str) -> Ed25519PublicKey:
    try:
        key = load_pem_public_key(_text(name).encode())
    except (ValueError, UnsupportedAlgorithm) as error:
        raise BadSetting(f"{name} must be an Ed25519 public key in PEM.") from error
    if not isinstance(key, Ed25519PublicKey):
        raise BadSetting(f"{name} must be an Ed25519 public key, not of another kind.")
    return key


def _origins(name: str) -> tuple[str, ...]:
    origins = tuple(word.strip() for word in _text(name).split(",") if word.strip())
    for origin in origins:
        parts = urlsplit(origin)
        if parts.scheme not in {"http", "https"} or origin != f"{parts.scheme}://{parts.netloc}" or not parts.netloc:
            raise BadSetting(f"{name}: {origin!r} must look like https://lodbic.example, with no path.")
    if not origins:
        raise BadSetting(f"{name} names no address. Name those that browsers use, e.g. https://lodbic.example.")
    return origins
