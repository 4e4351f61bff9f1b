"""What a person in a call shows of themselves, and their leaving."""

import logging

from lodbic_contracts.events import Done, Empty, MediaState
from lodbic_contracts.tickets import CallTicket
from signalling.connections import Connection
from signalling.context import Context
from signalling.errors import Unavailable

log = logging.getLogger(__name__)


def change_media(context: Context, connection: Connection, payload: MediaState) -> Done:
    """Microphone and camera as they are now."""
    assert isinstance(connection.ticket, CallTicket)
    room, seat = context.calls.find(connection, connection.ticket)
    seat.media = payload
    room.tell_changed(seat)
    return Done()


async def leave_call(context: Context, connection: Connection, payload: Empty) -> Done:
    """Leave for good. The other hears of it at once, even while the database is away."""
    ticket = connection.ticket
    assert isinstance(ticket, CallTicket)
    context.calls.leave(connection, ticket)
    connection.leaving = True
    try:
        await context.calls.settle(ticket.call_id)
    except Unavailable:
        log.warning("the stay in call %s is closed as soon as the database is back", ticket.call_id)
    return Done()
