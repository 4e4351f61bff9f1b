"""A TURN relay by the machine's own coturn, where it is installed: for networks that let nothing direct pass."""

import shutil
import socket
from pathlib import Path

from lodbic_local.processes import Command

# Whom a relayed packet may never reach: every special network. This machine's own relays are the one exception.
SPECIAL_NETWORKS = (
    "0.0.0.0-0.255.255.255",
    "10.0.0.0-10.255.255.255",
    "100.64.0.0-100.127.255.255",
    "127.0.0.0-127.255.255.255",
    "169.254.0.0-169.254.255.255",
    "172.16.0.0-172.31.255.255",
    "192.0.0.0-192.0.0.255",
    "192.0.2.0-192.0.2.255",
    "192.88.99.0-192.88.99.255",
    "192.168.0.0-192.168.255.255",
    "198.18.0.0-198.19.255.255",
    "198.51.100.0-198.51.100.255",
    "203.0.113.0-203.0.113.255",
    "240.0.0.0-255.255.255.255",
    "::1",
    "64:ff9b::-64:ff9b::ffff:ffff",
    "::ffff:0.0.0.0-::ffff:255.255.255.255",
    "2001::-2001:1ff:ffff:ffff:ffff:ffff:ffff:ffff",
    "2002::-2002:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
    "fc00::-fdff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
    "fe80::-febf:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
)


def find_turnserver() -> str | None:
    """The path of coturn's program, or None where it is not installed."""
    return shutil.which("turnserver")


class Coturn:
    """One relay with time-limited credentials from a shared secret."""

    def __init__(self, folder: Path, address: str, port: int, secret: str) -> None:
        self._folder = folder
        self._address = address
        self._port = port
        self._secret = secret

    @property
    def environment(self) -> dict[str, str]:
        """The settings by which business-api makes credentials for it."""
        urls = (f"turn:{self._address}:{self._port}?transport={transport}" for transport in ("udp", "tcp"))
        return {"TURN_SECRET": self._secret, "TURN_URLS": ",".join(urls)}

    def command(self, program: str) -> Command:
        """How to run it."""
        argv = [program, "-c", str(self._folder / "turnserver.conf")]
        return Command("coturn", argv, self._is_ready, folder=self._folder, before=self._prepare, stop_seconds=3)

    def _prepare(self) -> None:
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        lines = [
            f"listening-ip={self._address}",
            f"relay-ip={self._address}",
            f"listening-port={self._port}",
            "use-auth-secret",
            f"static-auth-secret={self._secret}",
            "realm=lodbic",
            "user-quota=12",
            "total-quota=1200",
            "stale-nonce=600",
            "no-cli",
            "no-tls",
            "no-dtls",
            "no-multicast-peers",
            # Datagrams only: a relay that opened connections would reach this machine's own servers.
            "no-tcp-relay",
            "no-software-attribute",
            f"userdb={self._folder / 'turndb'}",
            f"pidfile={self._folder / 'turnserver.pid'}",
            "log-file=stdout",
            "simple-log",
            *(f"denied-peer-ip={network}" for network in SPECIAL_NETWORKS),
            f"allowed-peer-ip={self._address}",
        ]
        if self._address.startswith("127."):
            lines.append("allow-loopback-peers")
        file = self._folder / "turnserver.conf"
        file.touch(mode=0o600)
        file.write_text("\n".join(lines) + "\n")

    def _is_ready(self) -> bool:
        with socket.socket() as probe:
            probe.settimeout(1)
            return probe.connect_ex((self._address, self._port)) == 0
