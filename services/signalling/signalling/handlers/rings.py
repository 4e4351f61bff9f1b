"""The three answers to a ring. Of several, one wins in the database; the others are refused and shown how it stands."""

from lodbic_contracts.errors import ErrorCode
from lodbic_contracts.events import RingAnswer, RingDone
from signalling.connections import Connection
from signalling.context import Context
from signalling.errors import Refusal
from signalling.presence import ring_for
from signalling.store import rings
from signalling.store.rings import RingRow


async def accept_ring(context: Context, connection: Connection, payload: RingAnswer) -> RingDone:
    """The callee says yes."""
    row = await rings.accept_ring(context.db, payload.call_id, connection.user_id)
    return await _finish(context, connection, payload, row)


async def decline_ring(context: Context, connection: Connection, payload: RingAnswer) -> RingDone:
    """The callee says no."""
    row = await rings.close_ring(context.db, payload.call_id, connection.user_id, "declined")
    return await _finish(context, connection, payload, row)


async def cancel_ring(context: Context, connection: Connection, payload: RingAnswer) -> RingDone:
    """The caller thinks better of it."""
    row = await rings.close_ring(context.db, payload.call_id, connection.user_id, "cancelled")
    return await _finish(context, connection, payload, row)


async def _finish(context: Context, connection: Connection, payload: RingAnswer, row: RingRow | None) -> RingDone:
    if row is not None:
        context.presence.tell_moved(row)
        return RingDone(ring=ring_for(row, connection.user_id))
    standing = await rings.find_ring(context.db, payload.call_id, connection.user_id)
    if standing is None:
        raise Refusal(ErrorCode.NOT_FOUND)
    connection.emit("ring.changed", ring_for(standing, connection.user_id))
    raise Refusal(ErrorCode.FORBIDDEN if standing.open else ErrorCode.RING_CLOSED)
