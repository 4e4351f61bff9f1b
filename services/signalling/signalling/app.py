"""The service: its parts, how sockets come and go, and what it does again and again."""

import asyncio
import logging
import signal
import uuid
from collections.abc import Awaitable, Callable, Iterable
from contextlib import suppress

from aiohttp import web

from lodbic_contracts.captions import WISH_SECONDS
from lodbic_contracts.control import RingStarted, SessionsEnded
from lodbic_contracts.events import CallChanged, Ring, SessionEnded, user_room
from lodbic_contracts.shapes import Shape
from lodbic_contracts.tickets import CallTicket
from signalling import health
from signalling.bus import Bus
from signalling.calls import Calls
from signalling.connections import Connection, Connections
from signalling.context import Context
from signalling.dispatch import Dispatcher
from signalling.door import Door
from signalling.errors import Unavailable
from signalling.handlers import HANDLERS
from signalling.presence import Presence
from signalling.settings import Settings
from signalling.store import tickets
from signalling.store.database import Database
from signalling.store.ownership import Ownership
from signalling.transport import Engine

log = logging.getLogger(__name__)
STOPPING_SECONDS = 2


class Service:
    """One signalling process."""

    def __init__(self, settings: Settings) -> None:
        """Nothing runs before `start`."""
        self._timings = settings.timings
        self._process_id = uuid.uuid4().hex
        self.connections = Connections()
        self.db = Database(settings.database_url)
        self._owned = Ownership(settings.database_url)
        self.bus = Bus(settings.valkey_url, self._process_id, self._deliver, self._obey, self._release, self._make_good)
        self.presence = Presence(self.db, self.connections, self.bus, self._process_id, self._timings.gone)
        self.calls = Calls(self.db, self._owned, self._timings, self._tell_ended, self.bus.ask_for)
        self.dispatcher = Dispatcher(Context(self.db, self.presence, self.calls), HANDLERS)
        self.door = Door(
            settings.ticket_public_key, self.db, self.connections, self.presence, self.calls, self.dispatcher
        )
        self.engine = Engine(settings.public_origins, self._timings, self.door.take, self.door.closed)
        self._check_sessions = asyncio.Event()
        self._recheck_calls = asyncio.Event()
        self._tasks: list[asyncio.Task[None]] = []

    async def start(self) -> None:
        """Begin all that goes on by itself. The database and Valkey need not be there yet."""
        await self.db.open()
        every, timings = self._every, self._timings
        jobs = [
            self.bus.run(),
            every(1, self._tick),
            every(timings.sessions, self._end_sessions, self._check_sessions),
            every(timings.reread, self.presence.reread, self.presence.wanted),
            every(1, self.presence.expire_rings),
            every(1, self.presence.write_changes),
            every(timings.presence, self.presence.refresh),
            every(1, self.calls.tick),
            every(1, self.calls.recheck, self._recheck_calls),
            every(2, self.calls.end_abandoned),
            every(WISH_SECONDS / 3, self._want_captions, self.calls.captions_wanted),
            every(60, self._clean),
        ]
        self._tasks = [asyncio.create_task(job) for job in jobs]

    async def stop(self) -> None:
        """End the sockets; they come back by themselves to a process that lives. Stays are left open for them."""
        for task in self._tasks:
            task.cancel()
        self.engine.finish()
        await asyncio.wait(self._tasks, timeout=STOPPING_SECONDS)
        await self.dispatcher.drain()
        try:
            async with asyncio.timeout(STOPPING_SECONDS):
                await self.presence.forget_all()
        except (Unavailable, TimeoutError):
            log.warning("the presences of this process stay until they are too old")
        with suppress(TimeoutError):
            async with asyncio.timeout(STOPPING_SECONDS):
                await self._let_go()

    async def _let_go(self) -> None:
        await self._owned.close()
        await self.db.close()
        await self.bus.close()

    async def _every(
        self, seconds: float, job: Callable[[], Awaitable[None]], sooner: asyncio.Event | None = None
    ) -> None:
        """Do a job again and again, `sooner` when asked. It never ends: what fails is tried again in its turn."""
        while True:
            try:
                await job()
            except Unavailable:
                log.info("%s waits for the database", job.__name__)
            except Exception:  # the edge of the process: nobody else would notice that a job is dead
                log.exception("%s failed", job.__name__)
            if sooner is None:
                await asyncio.sleep(seconds)
                continue
            with suppress(TimeoutError):
                async with asyncio.timeout(seconds):
                    await sooner.wait()
            sooner.clear()

    async def _tick(self) -> None:
        self.engine.tick()

    async def _clean(self) -> None:
        self.dispatcher.forget_idle()
        await tickets.forget_tickets(self.db)

    async def _want_captions(self) -> None:
        await self.bus.want_captions(self.calls.captioned())

    async def _end_sessions(self) -> None:
        """End the sockets of login sessions that are over, whether an order came or not."""
        sessions = self.connections.sessions()
        if sessions:
            living = await tickets.living_sessions(self.db, list(sessions))
            for session in sessions.keys() - living:
                self._end(sessions[session], SessionEnded(reason="logged_out"))

    def _end(self, connections: Iterable[Connection], why: SessionEnded) -> None:
        for connection in connections:
            if isinstance(connection.ticket, CallTicket):
                self.calls.dismiss(connection, connection.ticket)
            else:
                connection.emit("session.ended", why)
            connection.disconnect()

    # --- what comes through Valkey

    def _deliver(self, room: str, name: str, payload: Shape) -> None:
        if isinstance(payload, Ring):
            self.presence.note(payload)
        for connection in self.connections.room(room):
            connection.emit(name, payload)

    def _obey(self, order: RingStarted | SessionsEnded) -> None:
        if isinstance(order, RingStarted):
            self.presence.wanted.set()
            return
        for connection in self.connections.of_user(order.user_id):
            if not order.sessions or connection.ticket.session in order.sessions:
                self._end([connection], SessionEnded(reason=order.reason))

    def _release(self, call_id: str) -> None:
        self.calls.hand_over(call_id)
        self._recheck_calls.set()

    def _make_good(self) -> None:
        self.presence.make_good()
        self._check_sessions.set()
        self.calls.show_again()

    def _tell_ended(self, call_id: str, user_ids: Iterable[str]) -> None:
        for user_id in user_ids:
            self.bus.emit(user_room(user_id), "call.changed", CallChanged(call_id=call_id, what="ended"))


def make_app(service: Service) -> web.Application:
    """The HTTP side: the socket's end point and health."""
    app = web.Application()
    app.router.add_get("/socket.io/", service.engine.handle_request)
    health.add_routes(app, service.db, service.bus, service.connections, service.calls)
    return app


async def serve(settings: Settings) -> None:
    """Run until SIGTERM or SIGINT."""
    stopping = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stopping.set)
    service = Service(settings)
    runner = web.AppRunner(make_app(service), access_log=None, handle_signals=False, shutdown_timeout=3)
    await runner.setup()
    await service.start()
    await web.TCPSite(runner, settings.host, settings.port, backlog=1024).start()
    log.info("signalling serves at %s:%s", settings.host, settings.port)
    await stopping.wait()
    await service.stop()
    await runner.cleanup()
