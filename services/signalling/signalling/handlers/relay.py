"""Offers, answers and candidates go to the other side before anything else is done. Nothing here waits."""

from lodbic_contracts.errors import ErrorCode
from lodbic_contracts.events import Candidate, Description, Done, RelayedCandidate, RelayedDescription
from lodbic_contracts.shapes import Shape
from lodbic_contracts.tickets import CallTicket
from signalling.connections import Connection
from signalling.context import Context
from signalling.errors import Refusal

DONE = Done()


def relay_description(context: Context, connection: Connection, payload: Description) -> Done:
    """An SDP offer or answer."""
    sender = _call_ticket(connection).participant_id
    return _relay(context, connection, "description", RelayedDescription(sender=sender, description=payload))


def relay_candidate(context: Context, connection: Connection, payload: Candidate) -> Done:
    """An ICE candidate."""
    sender = _call_ticket(connection).participant_id
    return _relay(context, connection, "candidate", RelayedCandidate(sender=sender, candidate=payload))


def _relay(context: Context, connection: Connection, name: str, payload: Shape) -> Done:
    room, seat = context.calls.find(connection, _call_ticket(connection))
    if not room.tell_others(seat.participant_id, name, payload):
        raise Refusal(ErrorCode.CONFLICT)
    return DONE


def _call_ticket(connection: Connection) -> CallTicket:
    assert isinstance(connection.ticket, CallTicket)
    return connection.ticket
