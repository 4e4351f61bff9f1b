"""The websocket under a socket: python-engineio's server, hardened. The only importer of engineio.

What the library leaves open is closed here: websocket only, text only, frames of at most 64 KiB, a bound on what waits
to be sent, an end to sockets that never ask to be let in, and any frame that is none of ours ends the socket at once.
"""

import asyncio
import logging
import time
from collections import Counter
from collections.abc import Awaitable, Callable
from typing import Any

import engineio
from aiohttp import WSMsgType, web
from engineio.packet import MESSAGE, OPEN, PING, Packet

from signalling.errors import ProtocolError
from signalling.limits import MESSAGE_BYTES, QUEUED_BYTES, QUEUED_MESSAGES, UNKNOWN_SOCKETS_PER_ADDRESS
from signalling.settings import Timings

log = logging.getLogger(__name__)
CLOSING_SECONDS = 2
BUSY_MESSAGES = 32
PONG = "3"
CLOSE = "1"


def address_of(request: web.Request) -> str:
    """The client's address as nginx saw it: it overwrites X-Forwarded-For, so the last entry is its own."""
    forwarded = request.headers.get("X-Forwarded-For", "").rsplit(",", 1)[-1].strip()
    return forwarded or request.headers.get("X-Real-IP", "").strip() or request.remote or "unknown"


class Socket:
    """One websocket: what engineio's server expects of a socket, and no more of it."""

    def __init__(self, engine: "Engine", sid: str, request: web.Request) -> None:
        """Not open before `serve`."""
        now = time.monotonic()
        self.sid = sid
        self.address = address_of(request)
        self.call = request.query.get("call")
        self.closed = False
        self.asked = False
        """Whether it asked to be let in."""
        self._engine = engine
        self._request = request
        self._queue: asyncio.Queue[str | None] = asyncio.Queue()
        self._queued_bytes = 0
        self._connect_by = now + engine.timings.connect
        self._next_ping = now + engine.timings.ping
        self._pong_by: float | None = None

    def put(self, message: str) -> None:
        """Send a socket.io packet, in order, without waiting. A socket that reads too slowly is cut off."""
        self._put(f"{MESSAGE}{message}")

    def _put(self, frame: str) -> None:
        if self.closed:
            return
        self._queued_bytes += len(frame)
        if self._queue.qsize() >= QUEUED_MESSAGES or self._queued_bytes > QUEUED_BYTES:
            log.warning("socket %s of %s reads too slowly: closed", self.sid, self.address)
            self.abort()
            return
        self._queue.put_nowait(frame)

    def know(self) -> None:
        """It has asked to be let in."""
        self._engine.know(self)

    async def serve(self) -> web.WebSocketResponse:
        """Read until either side ends it. Afterwards nothing of the socket is left."""
        websocket = web.WebSocketResponse(timeout=1, compress=False, max_msg_size=MESSAGE_BYTES)
        try:
            await websocket.prepare(self._request)
        except (OSError, web.HTTPException):
            self._forget()
            raise
        self._put(str(self._opening().encode()))
        writer = asyncio.create_task(self._write(websocket))
        try:
            async for message in websocket:
                if message.type is not WSMsgType.TEXT:
                    break
                await self._take(message.data)
                if self.closed:
                    break
                if self._queue.qsize() >= BUSY_MESSAGES:
                    await asyncio.sleep(0)  # let the answers go before more is asked
        except ProtocolError as error:
            log.info("socket %s of %s: %s: closed", self.sid, self.address, error)
        finally:
            self._forget()
            await writer
        return websocket

    def finish(self) -> None:
        """End the socket once everything put before was sent, or after a short while."""
        self._forget()
        asyncio.get_running_loop().call_later(CLOSING_SECONDS, self._abort_transport)

    def abort(self) -> None:
        """End the socket at once."""
        self._forget()
        self._abort_transport()

    def tick(self, now: float) -> None:
        """Once a second: ping, and end what does not answer or never asked to be let in."""
        timings = self._engine.timings
        if (not self.asked and now >= self._connect_by) or (self._pong_by is not None and now >= self._pong_by):
            self.abort()
        elif self._pong_by is None and now >= self._next_ping:
            self._pong_by = now + timings.pong
            self._put(str(PING))

    async def _take(self, frame: str) -> None:
        if frame == PONG:
            self._pong_by = None
            self._next_ping = time.monotonic() + self._engine.timings.ping
        elif frame.startswith(str(MESSAGE)):
            await self._engine.take(self, frame[1:])
        elif frame == CLOSE:
            self._forget()
        else:
            raise ProtocolError("not an Engine.IO packet of a client")

    async def _write(self, websocket: web.WebSocketResponse) -> None:
        try:
            while (frame := await self._queue.get()) is not None:
                self._queued_bytes -= len(frame)
                await websocket.send_str(frame)
            async with asyncio.timeout(CLOSING_SECONDS):
                await websocket.close()
        except (OSError, TimeoutError):  # the other end is gone, or does not read
            self.abort()

    def _forget(self) -> None:
        if not self.closed:
            self.closed = True
            self._queue.put_nowait(None)
            self._engine.forget(self)

    def _abort_transport(self) -> None:
        if self._request.transport is not None:
            self._request.transport.abort()

    def _opening(self) -> Packet:
        timings = self._engine.timings
        milliseconds = {"pingInterval": int(timings.ping * 1000), "pingTimeout": int(timings.pong * 1000)}
        return Packet(OPEN, {"sid": self.sid, "upgrades": [], "maxPayload": MESSAGE_BYTES, **milliseconds})


class Engine(engineio.AsyncServer):  # type: ignore[misc]  # the library carries no types
    """The Engine.IO end point. The library checks origin, transport and version; sockets are ours."""

    def __init__(
        self,
        origins: tuple[str, ...],
        timings: Timings,
        take: Callable[[Socket, str], Awaitable[None]],
        closed: Callable[[Socket], None],
    ) -> None:
        """`take` gets each message of a socket in turn and raises ProtocolError to end it; `closed` is called once."""
        super().__init__(
            async_mode="aiohttp",
            transports=["websocket"],
            cors_allowed_origins=list(origins),
            max_http_buffer_size=MESSAGE_BYTES,
            monitor_clients=False,
            allow_upgrades=False,
            logger=log,
        )
        self.timings = timings
        self.take = take
        self._closed = closed
        self._unknown: Counter[str] = Counter()

    async def _handle_connect(self, environ: dict[str, Any], transport: str, jsonp_index: int | None = None) -> Any:
        request: web.Request = environ["aiohttp.request"]
        socket = Socket(self, self.generate_id(), request)
        if self._unknown[socket.address] >= UNKNOWN_SOCKETS_PER_ADDRESS:
            return web.Response(status=429)
        self._unknown[socket.address] += 1
        self.sockets[socket.sid] = socket
        return await socket.serve()

    def know(self, socket: Socket) -> None:
        """The socket showed a ticket, or asked to and was refused: it counts no longer as unknown."""
        if not socket.asked:
            socket.asked = True
            self._unknown[socket.address] -= 1
            if not self._unknown[socket.address]:
                del self._unknown[socket.address]

    def forget(self, socket: Socket) -> None:
        """Drop a socket that has ended, once."""
        self.know(socket)
        del self.sockets[socket.sid]
        self._closed(socket)

    def tick(self) -> None:
        """To be called once a second."""
        now = time.monotonic()
        for socket in list(self.sockets.values()):
            socket.tick(now)

    def finish(self) -> None:
        """End every socket, politely."""
        for socket in list(self.sockets.values()):
            socket.finish()
