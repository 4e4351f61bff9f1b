"""`/health` for whoever starts and watches the process, `/metrics` for Prometheus."""

import asyncio
import time

from aiohttp import web

from signalling.bus import Bus
from signalling.calls import Calls
from signalling.connections import Connections
from signalling.errors import Unavailable
from signalling.store.database import Database


def add_routes(app: web.Application, db: Database, bus: Bus, connections: Connections, calls: Calls) -> None:
    """Add both addresses. nginx passes neither on."""

    async def health(request: web.Request) -> web.Response:
        """200 when the loop turns, the database answers and the listener at Valkey hears; otherwise 503 and which not.

        A process that says 503 still serves the calls that it has: do not end it for that.
        """
        before = time.monotonic()
        await asyncio.sleep(0)
        late = time.monotonic() - before
        parts = {"loop": late < 1, "database": await _answers(db), "valkey": bus.hears}
        return web.json_response(parts, status=200 if all(parts.values()) else 503)

    async def metrics(request: web.Request) -> web.Response:
        """How many sockets and calls there are."""
        figures = {"sockets": len(connections), "calls": len(calls), "valkey_hears": int(bus.hears)}
        lines = [
            f"# TYPE lodbic_signalling_{name} gauge\nlodbic_signalling_{name} {n}\n" for name, n in figures.items()
        ]
        return web.Response(text="".join(lines))

    app.router.add_get("/health", health)
    app.router.add_get("/metrics", metrics)


async def _answers(db: Database) -> bool:
    try:
        async with asyncio.timeout(2):
            await db.rows("SELECT 1")
    except (Unavailable, TimeoutError):
        return False
    return True
