"""Ports of the services behind nginx: free ones, remembered so that a restart keeps them."""

import json
import os
import random
import socket
from collections.abc import Iterable
from pathlib import Path

from lodbic_local.errors import RunError

# Below the range that Linux takes for outgoing connections, so that no client ever sits on a remembered port.
FIRST, LAST = 20_000, 32_000


def is_free(host: str, port: int) -> bool:
    """Tell whether a server could listen there now."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def check_free(hosts: Iterable[str], port: int) -> None:
    """Raise RunError when a server could not listen there now."""
    if not all(is_free(host, port) for host in hosts):
        raise RunError(
            f"Port {port} is taken by another program or needs root; stop that program or choose another port: "
            f"make run PORT={port + 10 if port >= 1024 else 8080}"
        )


class Ports:
    """Names to ports, kept in a file; `in_use` when another process of ours listens on them already."""

    def __init__(self, file: Path, in_use: bool = False) -> None:
        self._file = file
        self._ports: dict[str, int] = json.loads(file.read_text()) if file.exists() else {}
        self._given = set(self._ports) if in_use else set()

    def get(self, name: str) -> int:
        """Return the port of a service: the remembered one unless another program took it meanwhile."""
        if name in self._given:
            return self._ports[name]
        port = self._ports.get(name, 0)
        if not port or not is_free("127.0.0.1", port):
            port = self._find()
        self._ports[name] = port
        self._given.add(name)
        self._save()
        return port

    def _save(self) -> None:
        # Renamed into place: another process may be reading it.
        draft = self._file.with_name(f"{self._file.name}.{os.getpid()}")
        draft.write_text(json.dumps(self._ports, indent=1))
        draft.replace(self._file)

    def _find(self) -> int:
        taken = set(self._ports.values())
        while True:
            port = random.randint(FIRST, LAST)  # noqa: S311 - a port is no secret
            if port not in taken and is_free("127.0.0.1", port):
                return port
