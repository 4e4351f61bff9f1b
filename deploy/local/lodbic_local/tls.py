"""A certificate made on the spot, for phones on the same network: browsers give no camera to plain HTTP."""

import io
import os
import socket
import time
from pathlib import Path

import segno
import trustme

from lodbic_local.nginx import Certificate

RENEW_AFTER_SECONDS = 300 * 24 * 3600


def lan_address(bind: str) -> str:
    """The address by which others on the network reach this machine; no packet is sent to find it."""
    if bind != "0.0.0.0":  # noqa: S104 - compared, not bound
        return bind
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))  # an address set aside for documentation: any route will do
        except OSError:
            return "127.0.0.1"
        return str(probe.getsockname()[0])


def ensure_certificate(folder: Path, address: str) -> Certificate:
    """Return a certificate for `address` and localhost by an authority that is made once and kept in `folder`."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    files = Certificate(chain=folder / "server.pem", key=folder / "server.key")
    note = folder / "address"
    if note.exists() and note.read_text() == address and time.time() - note.stat().st_mtime < RENEW_AFTER_SECONDS:
        return files
    issued = _authority(folder).issue_cert(address, "localhost", "127.0.0.1")
    _write_private(files.key, issued.private_key_pem.bytes())
    files.chain.write_bytes(b"".join(part.bytes() for part in issued.cert_chain_pems))
    note.write_text(address)
    return files


def qr_code(address: str) -> str:
    """The address as a picture for a phone's camera, in characters of the terminal."""
    drawn = io.StringIO()
    segno.make_qr(address).terminal(drawn, compact=True)
    return drawn.getvalue()


def _authority(folder: Path) -> trustme.CA:
    certificate, key = folder / "authority.pem", folder / "authority.key"
    if certificate.exists():
        return trustme.CA.from_pem(certificate.read_bytes(), key.read_bytes())
    authority = trustme.CA(organization_name="Lodbic on this machine")
    _write_private(key, authority.private_key_pem.bytes())
    certificate.write_bytes(authority.cert_pem.bytes())
    return authority


def _write_private(file: Path, content: bytes) -> None:
    file.unlink(missing_ok=True)
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
        out.write(content)
