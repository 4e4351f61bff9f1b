"""What a person in a call shows of themselves, and their leaving."""

import logging

from lodbic_contracts.captions import CaptionsShown
from lodbic_contracts.events import CallLeft, Done, Empty, MediaState
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


def show_captions(context: Context, connection: Connection, payload: CaptionsShown) -> Done:
    """Whether captions are read along: for nobody, none are drafted."""
    assert isinstance(connection.ticket, CallTicket)
    _, seat = context.calls.find(connection, connection.ticket)
    seat.captions = payload.shown
    context.calls.captions_wanted.set()
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


async def leave_from_outside(context: Context, connection: Connection, payload: CallLeft) -> Done:
    """Not come in, or be let out of a call whose socket is lost: said by the presence socket."""
    await context.calls.leave_unseated(payload.call_id, connection.user_id, payload.place)
    return Done()
