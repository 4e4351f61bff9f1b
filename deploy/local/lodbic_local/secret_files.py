"""Secrets of one installation: made on the first start, kept in files that only their owner reads."""

import os
import secrets
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey


class SecretFiles:
    """A folder of secrets, one a file."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._folder = folder

    def get(self, name: str) -> str:
        """Return a password of letters and digits, made when it is first asked for."""
        return self._keep(name, lambda: secrets.token_hex(24))

    def private_key(self, name: str) -> str:
        """Return an Ed25519 private key in PEM."""
        return self._keep(name, _new_private_key)

    def public_key(self, name: str) -> str:
        """Return the public half, in PEM, of the private key of this name."""
        key = serialization.load_pem_private_key(self.private_key(name).encode(), password=None)
        encoding, form = serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
        return key.public_key().public_bytes(encoding, form).decode()

    def _keep(self, name: str, make: Callable[[], str]) -> str:
        file = self._folder / name
        if not file.exists():
            # Written aside and linked into place: a start that is cut off leaves no half of a secret, and of two
            # processes that make it at once both read the first one's.
            draft = self._folder / f".{name}.{os.getpid()}"
            draft.unlink(missing_ok=True)
            with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as out:
                out.write(make())
            with suppress(FileExistsError):
                file.hardlink_to(draft)
            draft.unlink()
        return file.read_text()


def _new_private_key() -> str:
    return (
        Ed25519PrivateKey.generate()
        .private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        .decode()
    )
