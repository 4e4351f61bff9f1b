"""Ports for the runner's own tests."""

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from lodbic_local.ports import Ports


@pytest.fixture
def free_port(tmp_path: Path) -> int:
    """A port that nobody listens on."""
    return Ports(tmp_path / "free-port.json").get("free")


@pytest.fixture
def taken_port(free_port: int) -> Iterator[int]:
    """A port that another program listens on."""
    with socket.socket() as other:
        other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        other.bind(("127.0.0.1", free_port))
        other.listen()
        yield free_port
