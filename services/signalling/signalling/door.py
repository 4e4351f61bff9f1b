"""Who is let in: a socket shows its ticket once, its events go to the dispatcher, and it is forgotten when it ends."""

import asyncio
import logging

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from lodbic_contracts.errors import ErrorCode
from lodbic_contracts.events import Rings
from lodbic_contracts.tickets import CallTicket
from signalling import packets
from signalling.auth import read_ticket
from signalling.calls import Calls
from signalling.connections import Connection, Connections
from signalling.dispatch import Dispatcher
from signalling.errors import ProtocolError, Refusal, Unavailable
from signalling.limits import SOCKETS_PER_PERSON
from signalling.presence import Presence
from signalling.store import tickets
from signalling.store.database import Database
from signalling.transport import Socket

log = logging.getLogger(__name__)
OPENING_SECONDS = 10


class Door:
    """Lets sockets in and out."""

    def __init__(
        self,
        key: Ed25519PublicKey,
        db: Database,
        connections: Connections,
        presence: Presence,
        calls: Calls,
        dispatcher: Dispatcher,
    ) -> None:
        """`key` checks what business-api signed."""
        self._key = key
        self._db = db
        self._connections = connections
        self._presence = presence
        self._calls = calls
        self._dispatcher = dispatcher

    async def take(self, socket: Socket, message: str) -> None:
        """One message of a socket. ProtocolError when it is none that a client of ours sends."""
        packet = packets.decode(message)
        connection = self._connections.get(socket.sid)
        if isinstance(packet, packets.Event):
            if connection is None:
                raise ProtocolError("an event of a socket that was not let in")
            self._dispatcher.dispatch(connection, packet)
        elif isinstance(packet, packets.Disconnect):
            socket.finish()
        elif socket.asked:
            raise ProtocolError("a second wish to be let in")
        else:
            await self._let_in(socket, packet.handshake)

    def closed(self, socket: Socket) -> None:
        """A socket is gone."""
        connection = self._connections.pop(socket.sid)
        if connection is None:
            return
        self._dispatcher.allowance(connection.user_id).sockets -= 1
        if isinstance(connection.ticket, CallTicket):
            self._calls.lost(connection, connection.ticket)
        else:
            self._presence.remove(connection)

    async def _let_in(self, socket: Socket, handshake: object) -> None:
        socket.know()
        try:
            connection = Connection(socket, read_ticket(handshake, socket.call, self._key))
            async with asyncio.timeout(OPENING_SECONDS):
                rings = await self._prepare(connection)
        except Refusal as refusal:
            self._refuse(socket, refusal)
        except TimeoutError:
            self._refuse(socket, Unavailable())
        except Exception:  # the edge of the process: whatever fails, the socket ends and leaves nothing
            log.exception("a socket of %s was not let in", socket.address)
            self._refuse(socket, Unavailable())
        else:
            self._welcome(connection, rings)

    async def _prepare(self, connection: Connection) -> Rings | None:
        """All that needs the database before a socket is let in; None for a call socket, which has a seat now."""
        ticket = connection.ticket
        allowance = self._dispatcher.allowance(ticket.sub)
        if allowance.sockets >= SOCKETS_PER_PERSON or not allowance.opening.take():
            raise Refusal(ErrorCode.TOO_MANY)
        alive, first_use = await tickets.use_ticket(self._db, ticket)
        if not alive:
            raise Refusal(ErrorCode.NOT_AUTHENTICATED)
        if not first_use:
            raise Refusal(ErrorCode.TICKET_USED)
        if isinstance(ticket, CallTicket):
            await self._calls.join(connection, ticket)
            return None
        return await self._presence.read_rings(ticket.sub)

    def _welcome(self, connection: Connection, rings: Rings | None) -> None:
        """Nothing is awaited in here: a socket is let in altogether or not at all."""
        if not connection.open:
            return
        self._connections.add(connection)
        self._dispatcher.allowance(connection.user_id).sockets += 1
        connection.socket.put(packets.encode_connected(connection.socket.sid))
        if isinstance(connection.ticket, CallTicket):
            self._calls.opened(connection, connection.ticket)
        elif rings is not None:
            self._presence.add(connection)
            connection.emit("rings", rings)

    def _refuse(self, socket: Socket, refusal: Refusal) -> None:
        log.info("socket %s of %s was refused: %s", socket.sid, socket.address, refusal.body.code)
        socket.put(packets.encode_refused(refusal.body))
        socket.finish()
