"""Presence sockets: who is here, and what rings for them. Rings are a projection of the database, read anew."""

import asyncio
import logging
import time
from collections import Counter
from collections.abc import Iterable

from lodbic_contracts.events import Ring, Rings, RingState, user_room
from signalling.bus import Bus
from signalling.connections import Connection, Connections
from signalling.errors import Unavailable
from signalling.store import presences, rings
from signalling.store.database import Database
from signalling.store.rings import RingRow

log = logging.getLogger(__name__)
REMEMBER_SECONDS = 60


def ring_for(row: RingRow, user_id: str) -> Ring:
    """A ring as one of its two people sees it."""
    outgoing = user_id == row.caller_id
    image = row.callee_image if outgoing else row.caller_image
    return Ring(
        call_id=row.call_id,
        direction="outgoing" if outgoing else "incoming",
        state=RingState(row.state),
        version=row.version,
        name=row.callee_name if outgoing else row.caller_name,
        # An object key is no address, and signalling cannot sign links: the page has the picture from the call itself.
        image_url=image if image and image.startswith(("/", "https://")) else None,
        title=row.title,
        expires_at=row.expires_at,
    )


class Presence:
    """The people whose tabs are open at this process."""

    def __init__(self, db: Database, connections: Connections, bus: Bus, process_id: str, gone_seconds: float) -> None:
        """Nobody is here."""
        self._db = db
        self._connections = connections
        self._bus = bus
        self._process_id = process_id
        self._gone_seconds = gone_seconds
        self._sockets: Counter[str] = Counter()
        self._unwritten: set[str] = set()
        self._gone: dict[str, float] = {}
        """When the last tab here of a person was closed, until it is clear whether they come back."""
        self._sent: dict[str, frozenset[tuple[str, int]]] = {}
        self._moved: dict[str, tuple[int, float]] = {}
        """By call, the newest version that was told, and when."""
        self.wanted = asyncio.Event()
        """Set to have the rings read again now."""
        self._missed = False

    def __len__(self) -> int:
        return len(self._sockets)

    def add(self, connection: Connection) -> None:
        """A tab was opened."""
        self._sockets[connection.user_id] += 1
        self._gone.pop(connection.user_id, None)
        self._unwritten.add(connection.user_id)

    def remove(self, connection: Connection) -> None:
        """A tab was closed."""
        user_id = connection.user_id
        self._unwritten.add(user_id)
        self._sockets[user_id] -= 1
        if not self._sockets[user_id]:
            del self._sockets[user_id]
            self._sent.pop(user_id, None)
            self._gone[user_id] = time.monotonic()

    # --- rings

    async def read_rings(self, user_id: str) -> Rings:
        """What rings for a person now."""
        return self._rings_of(user_id, await rings.open_rings(self._db, [user_id]))

    def make_good(self) -> None:
        """Send everybody here their rings, and say that they may have missed news."""
        self._missed = True
        self.wanted.set()

    async def reread(self) -> None:
        """Read the rings of everybody here, and send them to those for whom something is new."""
        users, missed = list(self._sockets), self._missed
        if not users:
            return
        rows = await rings.open_rings(self._db, users)
        by_user: dict[str, list[RingRow]] = {user_id: [] for user_id in users}
        for row in rows:
            for user_id in (row.caller_id, row.callee_id):
                if user_id in by_user:
                    by_user[user_id].append(row)
        self._missed = False
        for user_id, own in by_user.items():
            now = self._rings_of(user_id, own).model_copy(update={"missed": missed})
            state = frozenset((ring.call_id, ring.version) for ring in now.rings)
            if user_id in self._sockets and (missed or state != self._sent.get(user_id, frozenset())):
                self._sent[user_id] = state
                for connection in self._connections.room(user_room(user_id)):
                    connection.emit("rings", now)
        self._forget_moved()

    def tell_moved(self, row: RingRow) -> None:
        """Tell both people, at every process, how a ring stands now."""
        for user_id in (row.caller_id, row.callee_id):
            self._bus.emit(user_room(user_id), "ring.changed", ring_for(row, user_id))

    def note(self, ring: Ring) -> None:
        """A ring changed, here or elsewhere: what is older and still on its way is not to be sent any more."""
        known = self._moved.get(ring.call_id, (-1, 0.0))[0]
        self._moved[ring.call_id] = (max(known, ring.version), time.monotonic())

    async def expire_rings(self) -> None:
        """End what nobody answered, and what a person rang who has closed every tab since."""
        for row in await rings.expire_rings(self._db):
            self.tell_moved(row)
        before = time.monotonic() - self._gone_seconds
        gone = [user_id for user_id, when in self._gone.items() if when < before]
        if gone:
            for row in await rings.cancel_rings_of(self._db, gone):
                self.tell_moved(row)
            for user_id in gone:
                self._gone.pop(user_id, None)

    def _rings_of(self, user_id: str, rows: Iterable[RingRow]) -> Rings:
        fresh = [row for row in rows if row.version >= self._moved.get(row.call_id, (0, 0.0))[0]]
        return Rings(rings=[ring_for(row, user_id) for row in fresh])

    def _forget_moved(self) -> None:
        old = time.monotonic() - REMEMBER_SECONDS
        for call_id in [call for call, (_, when) in self._moved.items() if when < old]:
            del self._moved[call_id]

    # --- the table of presences

    async def write_changes(self) -> None:
        """Write who came and went since the last time."""
        changed, self._unwritten = self._unwritten, set()
        try:
            if changed:
                sockets = {user: self._sockets[user] for user in changed}
                await presences.write_presences(self._db, self._process_id, sockets)
        except Unavailable:
            self._unwritten |= changed
            raise

    async def refresh(self) -> None:
        """Say that everybody is still here."""
        await presences.write_presences(self._db, self._process_id, dict(self._sockets))
        await presences.forget_dead_processes(self._db)

    async def forget_all(self) -> None:
        """This process stops."""
        await presences.forget_process(self._db, self._process_id)
