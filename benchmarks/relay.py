"""How long a description takes through signalling with all its checks on: `python -m benchmarks.relay`.

Real sockets of real calls in a real database, 2,000 messages a second in all, each acknowledged. Sender
and receiver are one process, so its own delays are in the figures.
"""

import argparse
import asyncio
import itertools
import json
import os
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple
from uuid import uuid4

import aiohttp
import uvloop
from tests.signalling.process import Signalling
from tests.signalling.wire import ORIGIN
from tests.signalling.world import Call, Signer, World

from lodbic_local.ports import Ports
from lodbic_local.supervisor import Supervisor
from lodbic_local.testing import ensure_template, services_for, shared_stores
from lodbic_local.valkey import Valkey

TARGET_P99_MS = 10.0
SDP = "v=0\r\n" + "a=candidate:1 1 udp 2130706431 192.0.2.1 54321 typ host generation 0 ufrag abcd\r\n" * 2


class Figures(NamedTuple):
    """Milliseconds from sending to receiving, how many messages there were, and the service's share of a core."""

    p50: float
    p95: float
    p99: float
    messages: int
    lost: int
    core: float


@contextmanager
def signalling_process() -> Iterator[tuple[Signalling, World, Signer]]:
    """Stores and a signalling process of our own, gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="lodbic-relay-") as name:
        folder = Path(name)
        folder.chmod(0o711)
        supervisor = Supervisor(folder / "logs", print)
        try:
            valkey = Valkey(folder / "valkey", Ports(folder / "ports").get("valkey"), uuid4().hex)
            supervisor.launch([valkey.command()])
            supervisor.wait_ready()
            with shared_stores(folder / "shared") as stores:
                stores.valkey = valkey
                database = ensure_template(stores, services_for(stores, folder), supervisor, folder / "shared")
                signer = Signer()
                environment = {
                    "DATABASE_URL": stores.database_url("lodbic_signalling", database),
                    "VALKEY_URL": valkey.url,
                    "TICKET_PUBLIC_KEY": signer.public,
                    "PUBLIC_ORIGINS": ORIGIN,
                }
                process = Signalling(environment, folder / "signalling.log")
                world = World(stores.database_url("lodbic_owner", database))
                try:
                    yield process.start(), world, signer
                finally:
                    process.stop()
                    world.db.close()
        finally:
            supervisor.stop()


class Load:
    """Pairs of people who send each other descriptions."""

    def __init__(self) -> None:
        """Nothing was measured yet."""
        self.taken: list[float] = []
        self.acknowledged = 0
        self._session: aiohttp.ClientSession

    async def run(self, process: Signalling, pairs: list[tuple[Call, str, str]], rate: float, seconds: float) -> int:
        """Send `rate` messages a second in all; gives how many were sent."""
        async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as self._session:
            sockets, readers = [], []
            for call, *tickets in pairs:
                for ticket in tickets:
                    sockets.append(await self._join(process, call, ticket))
                    readers.append(asyncio.create_task(self._read(sockets[-1])))
            await asyncio.sleep(1)
            sent = await self._send(sockets, rate, seconds)
            await asyncio.sleep(1)
            for reader in readers:
                reader.cancel()
            for socket in sockets:
                await socket.close()
            return sent

    async def _join(self, process: Signalling, call: Call, ticket: str) -> aiohttp.ClientWebSocketResponse:
        url = f"{process.url}/socket.io/?EIO=4&transport=websocket&call={call.call_id}"
        socket = await self._session.ws_connect(url, headers={"Origin": ORIGIN}, compress=0)
        await socket.receive_str()
        await socket.send_str("40" + json.dumps({"ticket": ticket}))
        admitted = await socket.receive_str()
        if not admitted.startswith("40"):
            raise RuntimeError(f"not let in: {admitted}")
        return socket

    async def _send(self, sockets: list[aiohttp.ClientWebSocketResponse], rate: float, seconds: float) -> int:
        start = time.perf_counter()
        total = int(rate * seconds)
        for number, socket in zip(range(total), itertools.cycle(sockets), strict=False):
            if (early := start + number / rate - time.perf_counter()) > 0:
                await asyncio.sleep(early)
            payload = {"type": "offer", "sdp": f"{time.perf_counter():.6f}\n{SDP}"}
            await socket.send_str(f"42{number}" + json.dumps(["description", payload]))
        return total

    async def _read(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        async for message in socket:
            text: str = message.data
            if text.startswith("43"):
                self.acknowledged += '"ok":true' in text
            elif text == "2":
                await socket.send_str("3")
            elif text.startswith('42["description"'):
                now = time.perf_counter()
                self.taken.append((now - float(text.split('"sdp":"', 1)[1].split("\\n", 1)[0])) * 1000)


def measure(rate: float = 2_000, seconds: float = 15, calls: int = 100) -> Figures:
    """Run it all once."""
    with signalling_process() as (process, world, signer):
        pairs = []
        for _ in range(calls):
            boris, alice = world.person("Борис"), world.person("Алиса")
            call = world.accepted(boris, alice)
            pairs.append((call, signer.call(call, boris), signer.call(call, alice)))
        load = Load()
        before, began = _cpu_seconds(process), time.monotonic()
        sent = uvloop.run(load.run(process, pairs, rate, seconds))
        core = (_cpu_seconds(process) - before) / (time.monotonic() - began)
    taken = sorted(load.taken)
    if load.acknowledged != len(taken) or not taken:
        raise RuntimeError(f"{load.acknowledged} acknowledged, {len(taken)} arrived")

    def share(part: float) -> float:
        return taken[min(int(len(taken) * part), len(taken) - 1)]

    return Figures(share(0.5), share(0.95), share(0.99), len(taken), sent - len(taken), core)


def _cpu_seconds(process: Signalling) -> float:
    assert process.process is not None
    fields = Path(f"/proc/{process.process.pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rate", type=float, default=2_000)
    parser.add_argument("--seconds", type=float, default=15)
    parser.add_argument("--calls", type=int, default=100)
    options = parser.parse_args()
    figures = measure(options.rate, options.seconds, options.calls)
    print(
        f"relay at {options.rate:.0f} messages/s over {2 * options.calls} sockets: "
        f"p50 {figures.p50:.2f} ms, p95 {figures.p95:.2f} ms, p99 {figures.p99:.2f} ms (target {TARGET_P99_MS:.0f}), "
        f"{figures.messages} messages, {figures.lost} lost, {figures.core:.0%} of a core"
    )


if __name__ == "__main__":
    main()
