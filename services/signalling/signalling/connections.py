"""The sockets that were let in, found by room and by login session. None of it is ever searched through."""

from collections import defaultdict
from dataclasses import dataclass, field

from lodbic_contracts.events import call_room, user_room
from lodbic_contracts.shapes import Shape
from lodbic_contracts.tickets import CallTicket, PresenceTicket
from signalling import packets
from signalling.limits import Bucket, refusals
from signalling.transport import Socket


@dataclass(eq=False, slots=True)
class Connection:
    """A socket and the ticket that opened it."""

    socket: Socket
    ticket: PresenceTicket | CallTicket
    running: int = 0
    """Handlers that have not finished."""
    refusals: Bucket = field(default_factory=refusals)
    """What is left of being refused for the number of its events."""
    leaving: bool = False
    """To be ended after the next acknowledgement."""
    room: str = field(init=False)

    def __post_init__(self) -> None:
        call = isinstance(self.ticket, CallTicket) and self.ticket.call_id
        self.room = call_room(call) if call else user_room(self.ticket.sub)

    @property
    def user_id(self) -> str:
        """The account."""
        return self.ticket.sub

    @property
    def open(self) -> bool:
        """Whether anything can still be sent."""
        return not self.socket.closed

    def emit(self, name: str, payload: Shape) -> None:
        """Send an event to this socket alone."""
        self.socket.put(packets.encode_event(name, payload))

    def disconnect(self) -> None:
        """End it for good: the client does not come back by itself."""
        self.socket.put(packets.encode_disconnect())
        self.socket.finish()


class Connections:
    """Every socket of this process that was let in."""

    def __init__(self) -> None:
        """Empty."""
        self._rooms: defaultdict[str, set[Connection]] = defaultdict(set)
        self._by_sid: dict[str, Connection] = {}
        self._users: defaultdict[str, set[Connection]] = defaultdict(set)

    def __len__(self) -> int:
        return len(self._by_sid)

    def add(self, connection: Connection) -> None:
        """Let it in."""
        self._by_sid[connection.socket.sid] = connection
        self._users[connection.user_id].add(connection)
        self._rooms[connection.room].add(connection)

    def pop(self, sid: str) -> Connection | None:
        """Forget a socket."""
        connection = self._by_sid.pop(sid, None)
        if connection is not None:
            _discard(self._users, connection.user_id, connection)
            _discard(self._rooms, connection.room, connection)
        return connection

    def get(self, sid: str) -> Connection | None:
        """The connection of a socket, if it was let in."""
        return self._by_sid.get(sid)

    def room(self, name: str) -> list[Connection]:
        """Who is in a room here."""
        return list(self._rooms.get(name, ()))

    def of_user(self, user_id: str) -> list[Connection]:
        """All sockets of a person here."""
        return list(self._users.get(user_id, ()))

    def sessions(self) -> dict[str, list[Connection]]:
        """Login sessions with a socket here."""
        found: defaultdict[str, list[Connection]] = defaultdict(list)
        for connection in self._by_sid.values():
            found[connection.ticket.session].append(connection)
        return found


def _discard(index: defaultdict[str, set[Connection]], key: str, connection: Connection) -> None:
    index[key].discard(connection)
    if not index[key]:
        del index[key]
