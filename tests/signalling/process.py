"""The signalling process, and what stands between it and its stores."""

import asyncio
import contextlib
import json
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import Self
from urllib.parse import urlsplit

from tests.signalling.wire import Message

ROOT = Path(__file__).parents[2]


class Signalling:
    """A signalling process."""

    def __init__(self, environment: dict[str, str], log: Path) -> None:
        """Not running before `start`."""
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self.log = log
        path = ":".join(str(ROOT / part) for part in ("contracts", "services/signalling"))
        self._environment = os.environ | environment | {"PORT": str(self.port), "HOST": "127.0.0.1", "PYTHONPATH": path}
        self.process: subprocess.Popen[bytes] | None = None

    def start(self, healthy: bool = True) -> Self:
        """Run it, and wait until it is healthy or at least answers."""
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "signalling"], env=self._environment, stdout=log, stderr=log
            )
        give_up = time.monotonic() + 60
        while self.health()[0] not in ((200,) if healthy else (200, 503)):
            if self.process.poll() is not None or time.monotonic() > give_up:
                raise RuntimeError(f"signalling did not start:\n{self.log.read_text()}")
            time.sleep(0.05)
        return self

    def health(self) -> tuple[int, Message]:
        """Status and body of /health; 0 when nobody answers."""
        try:
            with urllib.request.urlopen(f"{self.url}/health", timeout=5) as answer:
                return answer.status, json.load(answer)
        except urllib.error.HTTPError as error:
            return error.code, json.load(error)
        except OSError:
            return 0, {}

    def kill(self) -> None:
        """SIGKILL, and wait until it is dead."""
        assert self.process is not None
        self.process.kill()
        assert self.process.wait(5) == -9

    def stop(self) -> None:
        """SIGTERM, and wait until it is gone."""
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()
            self.process.wait(30)

    def memory(self) -> int:
        """Resident bytes."""
        assert self.process is not None
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        return int(status.split("VmRSS:")[1].split()[0]) * 1024


class Proxy:
    """Stands before PostgreSQL or Valkey, and is what fails in its place. Start services in a thread beside it."""

    def __init__(self, url: str) -> None:
        """Not listening before `open`."""
        self._target = urlsplit(url)
        self._server: asyncio.Server | None = None
        self._pumps: dict[asyncio.Task[None], asyncio.StreamWriter] = {}
        self._port = 0

    @property
    def url(self) -> str:
        """The address to give to the service."""
        account = self._target.netloc.rpartition("@")[0]
        return self._target._replace(netloc=f"{account}@127.0.0.1:{self._port}").geturl()

    async def open(self) -> Self:
        """Let everything through."""
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", self._port)
        self._port = self._server.sockets[0].getsockname()[1]
        return self

    async def cut(self) -> None:
        """As if the server had been stopped: connections end, and new ones are refused."""
        assert self._server is not None
        self._server.close()
        for pump, writer in list(self._pumps.items()):
            pump.cancel()
            writer.transport.abort()
        self._pumps.clear()

    def freeze(self) -> None:
        """As if the network swallowed all that is on its way; new connections work."""
        for pump in self._pumps:
            pump.cancel()
        self._pumps.clear()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        there, back = await asyncio.open_connection(self._target.hostname, self._target.port)
        if self._server is None or not self._server.is_serving():
            writer.transport.abort()
            return
        for source, sink in ((reader, back), (there, writer)):
            self._pumps[asyncio.create_task(_pump(source, sink))] = sink


async def _pump(source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
    with contextlib.suppress(OSError):
        while data := await source.read(65536):
            sink.write(data)
            await sink.drain()
        sink.close()
