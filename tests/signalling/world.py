"""People and calls in the database as business-api would write them, and its signature under tickets."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import jwt
import psycopg
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from tests.signalling.wire import Message

from lodbic_contracts.tickets import TICKET_AUDIENCE, TICKET_ISSUER, TICKET_SECONDS


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

    def ring(
        self, caller: Person, callee: Person, seconds: float = 45, title: str = "Велосипед", *, open: bool = True
    ) -> Call:
        """A call that rings; or, not `open`, one whose callee was in another call."""
        with self.db.transaction():
            call_id = str(self.one("INSERT INTO calls (name) VALUES (%s) RETURNING call_id", title))
            participants = {}
            for person, side in ((caller, "caller"), (callee, "callee")):
                participants[person.user_id] = uuid4().hex[:16]
                self.db.execute(
                    "INSERT INTO call_sides (call_id, user_id, side, participant_id, name, open)"
                    " VALUES (%s, %s, %s, %s, %s, %s)",
                    (call_id, person.user_id, side, participants[person.user_id], person.name, open),
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
        usual: Message = {"iss": TICKET_ISSUER, "aud": TICKET_AUDIENCE, "iat": now, "exp": now + TICKET_SECONDS}
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
