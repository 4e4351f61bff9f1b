"""Many sockets: leaving touches one's own rooms and no other."""

from types import SimpleNamespace
from typing import Any, cast
from uuid import uuid4

from lodbic_contracts.events import user_room
from lodbic_contracts.tickets import PresenceTicket
from signalling.connections import Connection, Connections
from signalling.transport import Socket


def connect(connections: Connections, user_id: str) -> Connection:
    """A tab of a person."""
    socket = cast(Socket, SimpleNamespace(sid=uuid4().hex, closed=False))
    ticket = PresenceTicket(iat=1, exp=2, jti=str(uuid4()), sub=user_id, session="s" * 32)
    connection = Connection(socket, ticket)
    connections.add(connection)
    return connection


class Counting(set[Connection]):
    """Counts how often it was touched."""

    touched = 0

    def discard(self, element: object) -> None:
        """Count."""
        Counting.touched += 1
        super().discard(element)  # type: ignore[arg-type, unused-ignore]  # typeshed versions differ

    def __contains__(self, element: object) -> bool:
        Counting.touched += 1
        return super().__contains__(element)


def test_the_work_of_leaving_does_not_grow_with_the_number_of_rooms() -> None:
    connections = Connections()
    internals: Any = connections
    internals._rooms.default_factory = internals._users.default_factory = Counting
    people = [connect(connections, str(uuid4())) for _ in range(2_000)]
    Counting.touched = 0
    for person in people:
        assert connections.pop(person.socket.sid) is person
    assert Counting.touched == 2 * len(people)
    assert len(connections) == len(internals._rooms) == len(internals._users) == 0


def test_a_room_has_all_tabs_of_its_person_and_nobody_else() -> None:
    connections = Connections()
    alice, boris = str(uuid4()), str(uuid4())
    tabs = [connect(connections, alice), connect(connections, alice)]
    other = connect(connections, boris)
    assert set(connections.room(user_room(alice))) == set(tabs)
    assert connections.room(user_room(boris)) == [other]
    connections.pop(tabs[0].socket.sid)
    assert connections.pop(tabs[0].socket.sid) is None
    assert connections.room(user_room(alice)) == [tabs[1]]
    assert connections.of_user(alice) == [tabs[1]]
