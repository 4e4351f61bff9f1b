"""What tests of signalling share: a raw socket.io client, people and calls, tickets, and the process."""

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
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self, TypeVar
from urllib.parse import urlsplit
from uuid import uuid4

import aiohttp
import jwt
import psycopg
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from lodbic_contracts.shapes import Shape
from lodbic_contracts.tickets import TICKET_AUDIENCE, TICKET_ISSUER

ROOT = Path(__file__).parents[2]
ORIGIN = "http://localhost:8080"
Message = dict[str, Any]
Kind = TypeVar("Kind", bound=Shape)


def read(kind: type[Kind], payload: Message) -> Kind:
    """A payload by its contract, as strictly as JSON allows."""
    return kind.model_validate_json(json.dumps(payload))


class Refused(Exception):
    """`connect_error`: the server did not let the socket in."""

    def __init__(self, data: Message) -> None:
        """`data` is the error's body."""
        super().__init__(data)
        self.code: str = data["code"]


class Wire:
    """A raw client: it says exactly what it is told to."""

    def __init__(self, session: aiohttp.ClientSession, websocket: aiohttp.ClientWebSocketResponse) -> None:
        """Use `raw` or `open`."""
        self._session = session
        self.websocket = websocket
        self.events: list[tuple[str, Message]] = []
        self.frames: list[str] = []
        self.pings = 0
        self.answer_pings = True
        self._acks: dict[int, asyncio.Future[Message]] = {}
        self._number = 0
        self._news = asyncio.Condition()
        self.ended = asyncio.Event()
        self.ended_by_server = False
        """Whether a DISCONNECT packet came before the end."""
        self._admitted: asyncio.Future[str] = asyncio.get_running_loop().create_future()
        self._reader = asyncio.create_task(self._read())

    @classmethod
    async def raw(cls, url: str, call: str | None = None, **headers: str) -> Self:
        """A websocket that has said nothing yet."""
        session = aiohttp.ClientSession()
        query = f"?EIO=4&transport=websocket{f'&call={call}' if call else ''}"
        try:
            websocket = await session.ws_connect(f"{url}/socket.io/{query}", headers={"Origin": ORIGIN, **headers})
        except BaseException:
            await session.close()
            raise
        return cls(session, websocket)

    @classmethod
    async def open(cls, url: str, ticket: str, call: str | None = None) -> Self:
        """A socket that was let in. Refused when it was not."""
        wire = await cls.raw(url, call)
        try:
            await wire.admit(ticket)
        except BaseException:
            await wire.close()
            raise
        return wire

    async def admit(self, ticket: str) -> str:
        """Ask to be let in."""
        await self.say("40" + json.dumps({"ticket": ticket}))
        return await asyncio.wait_for(asyncio.shield(self._admitted), 12)

    async def say(self, frame: str) -> None:
        """Send a frame as it stands."""
        await self.websocket.send_str(frame)

    async def ask(self, name: str, payload: object = None, within: float = 8) -> Message:
        """Send an event and give its acknowledgement."""
        self._number += 1
        number = self._number
        self._acks[number] = asyncio.get_running_loop().create_future()
        await self.say(f"42{number}" + json.dumps([name, {} if payload is None else payload]))
        return await asyncio.wait_for(self._acks[number], within)

    async def expect(self, name: str, where: Callable[[Message], bool] = lambda _: True, within: float = 5) -> Message:
        """Take the first event of this name and kind that has come, or wait for it."""

        def find() -> int | None:
            found = (i for i, (n, payload) in enumerate(self.events) if n == name and where(payload))
            return next(found, None)

        async with self._news, asyncio.timeout(within):
            while (index := find()) is None:
                await self._news.wait()
            return self.events.pop(index)[1]

    def heard(self, name: str) -> list[Message]:
        """Events of this name that nobody has expected so far."""
        return [payload for n, payload in self.events if n == name]

    async def until_ended(self, within: float = 5) -> None:
        """Wait for the server to end the socket."""
        await asyncio.wait_for(self.ended.wait(), within)

    async def close(self) -> None:
        """Go without a word."""
        await self.websocket.close()
        self._reader.cancel()
        await self._session.close()

    def cut(self) -> None:
        """Lose the network: the connection is reset."""
        self.websocket._writer.transport.abort()  # the public close says goodbye first

    async def _read(self) -> None:
        try:
            async for message in self.websocket:
                if message.type is aiohttp.WSMsgType.TEXT:
                    await self._take(message.data)
        finally:
            self.ended.set()
            waiting: list[asyncio.Future[Any]] = [self._admitted, *self._acks.values()]
            for future in waiting:
                if not future.done():
                    future.cancel()

    async def _take(self, frame: str) -> None:
        self.frames.append(frame)
        if frame == "2":
            self.pings += 1
            if self.answer_pings:
                await self.say("3")
        elif frame.startswith("40"):
            self._admitted.set_result(json.loads(frame[2:])["sid"])
        elif frame.startswith("44"):
            self._admitted.set_exception(Refused(json.loads(frame[2:])["data"]))
        elif frame.startswith("41"):
            self.ended_by_server = True
        elif frame.startswith("42"):
            name, payload = json.loads(frame[2:])
            async with self._news:
                self.events.append((name, payload))
                self._news.notify_all()
        elif frame.startswith("43"):
            number, _, rest = frame[2:].partition("[")
            if (waiting := self._acks.pop(int(number), None)) is not None:
                waiting.set_result(json.loads("[" + rest)[0])


@dataclass(frozen=True)
class Person:
    """An account with one login."""

    user_id: str
    name: str
    session: str


@dataclass(frozen=True)
class Call:
    """A call between two people."""

    call_id: str
    caller: Person
    callee: Person
    participants: dict[str, str]
    """participant id by user id"""


class World:
    """What business-api would have written, written by the schema's owner."""

    def __init__(self, address: str) -> None:
        """Everything is committed at once."""
        self.db = psycopg.connect(address, autocommit=True)

    def one(self, query: str, *values: object) -> Any:
        """The first column of the first row."""
        row = self.db.execute(query.encode(), values).fetchone()
        return row[0] if row else None

    def person(self, name: str) -> Person:
        """Somebody new who has logged in."""
        unique = uuid4().hex
        user_id = str(self.one("INSERT INTO users (login, email) VALUES (%s, %s) RETURNING user_id",
                               f"{name}-{unique}", f"{unique}@lodbic.example"))  # fmt: skip
        return Person(user_id, name, self.login(user_id))

    def login(self, user_id: str) -> str:
        """The digest of another login session."""
        digest = uuid4().hex
        self.db.execute(
            "INSERT INTO sessions (session_key, session_data, expire_date, user_id, digest)"
            " VALUES (%s, '', now() + interval '1 day', %s, %s)",
            (uuid4().hex, user_id, digest),
        )
        return digest

    def log_out(self, person: Person) -> None:
        """End the person's login session."""
        self.db.execute("DELETE FROM sessions WHERE digest = %s", (person.session,))

    def ring(self, caller: Person, callee: Person, seconds: float = 45, title: str = "Велосипед") -> Call:
        """A call that rings."""
        with self.db.transaction():
            call_id = str(self.one("INSERT INTO calls (name) VALUES (%s) RETURNING call_id", title))
            participants = {}
            for person, side in ((caller, "caller"), (callee, "callee")):
                participants[person.user_id] = uuid4().hex[:16]
                self.db.execute(
                    "INSERT INTO call_sides (call_id, user_id, side, participant_id, name, open)"
                    " VALUES (%s, %s, %s, %s, %s, true)",
                    (call_id, person.user_id, side, participants[person.user_id], person.name),
                )
            self.db.execute(
                "INSERT INTO call_rings (call_id, caller_id, callee_id, state, expires_at)"
                " VALUES (%s, %s, %s, 'ringing', now() + make_interval(secs => %s))",
                (call_id, caller.user_id, callee.user_id, seconds),
            )
        return Call(call_id, caller, callee, participants)

    def accepted(self, caller: Person, callee: Person) -> Call:
        """A call whose ring was accepted just now."""
        call = self.ring(caller, callee)
        self.db.execute(
            "UPDATE call_rings SET state = 'accepted', version = 1, changed_at = now() WHERE call_id = %s",
            (call.call_id,),
        )
        return call

    def ring_row(self, call: Call) -> tuple[str, int]:
        """State and version."""
        row = self.db.execute("SELECT state, version FROM call_rings WHERE call_id = %s", (call.call_id,)).fetchone()
        assert row is not None
        return row[0], row[1]

    def call_row(self, call: Call) -> tuple[bool, bool, int]:
        """Whether it started, whether it ended, and how many sides are open."""
        row = self.db.execute(
            "SELECT start_time IS NOT NULL, end_time IS NOT NULL,"
            " (SELECT count(*) FROM call_sides s WHERE s.call_id = c.call_id AND open) FROM calls c WHERE call_id = %s",
            (call.call_id,),
        ).fetchone()
        assert row is not None
        return row[0], row[1], row[2]

    def stays(self, call: Call, person: Person) -> list[tuple[object, object]]:
        """Start and end of the person's stays, in order."""
        return self.db.execute(
            "SELECT start_time, end_time FROM call_participants WHERE call_id = %s AND user_id = %s ORDER BY 1",
            (call.call_id, person.user_id),
        ).fetchall()

    async def until(self, what: Callable[[], bool], within: float = 5) -> None:
        """Wait for the database to say so."""
        async with asyncio.timeout(within):
            while not what():  # noqa: ASYNC110 - another process writes
                await asyncio.sleep(0.05)


class Signer:
    """business-api's part in tickets."""

    def __init__(self) -> None:
        """A new key."""
        self.key = Ed25519PrivateKey.generate()
        self.public = self.key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()

    def sign(self, claims: Message, key: object = None, algorithm: str = "EdDSA") -> str:
        """A ticket with these claims in place of the usual ones; None drops a claim."""
        now = int(time.time())
        usual: Message = {"iss": TICKET_ISSUER, "aud": TICKET_AUDIENCE, "iat": now, "exp": now + 60}
        claims = usual | {"jti": str(uuid4())} | claims
        kept = {name: value for name, value in claims.items() if value is not None}
        return jwt.encode(kept, self.key if key is None else key, algorithm=algorithm)  # type: ignore[arg-type]  # wrong keys are meant

    def presence(self, person: Person, **claims: object) -> str:
        """A presence ticket."""
        return self.sign({"kind": "presence", "sub": person.user_id, "session": person.session, **claims})

    def call(self, call: Call, person: Person, **claims: object) -> str:
        """A call ticket."""
        own: Message = {
            "kind": "call",
            "sub": person.user_id,
            "session": person.session,
            "call_id": call.call_id,
            "participant_id": call.participants.get(person.user_id, "p" * 16),
            "name": person.name,
            "image_url": "/media/pictures/x.webp",
            "side": "caller" if person is call.caller else "callee",
        }
        return self.sign(own | claims)


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
        give_up = time.monotonic() + 20
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
            self.process.wait(15)

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
