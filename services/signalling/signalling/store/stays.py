"""`call_participants`, `calls` and `call_sides`: who is in which call, and when calls start and end."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, LiteralString

from signalling.store.database import Database, Transaction


@dataclass(frozen=True)
class SeatRow:
    """An open stay, and what its person is to the other."""

    user_id: str
    participant_id: str
    side: Literal["caller", "callee"]
    name: str


@dataclass(frozen=True)
class CallRow:
    """How a call stands. `accepted_for` in seconds; `started_at` in Unix ms, null before two were in."""

    ring_state: str
    accepted_for: float
    ended: bool
    started_at: int | None


@dataclass(frozen=True)
class CallState:
    """A call and who is in it."""

    call: CallRow
    seats: list[SeatRow]


_CALL: LiteralString = """
    SELECT r.state AS ring_state, extract(epoch FROM now() - r.changed_at)::float8 AS accepted_for,
        c.end_time IS NOT NULL AS ended, (extract(epoch FROM c.start_time) * 1000)::bigint AS started_at
    FROM calls c JOIN call_rings r ON r.call_id = c.call_id WHERE c.call_id = %(call)s
"""
_SEATS: LiteralString = """
    SELECT p.user_id::text, s.participant_id, s.side, p.name
    FROM call_participants p JOIN call_sides s ON s.call_id = p.call_id AND s.user_id = p.user_id
    WHERE p.call_id = %(call)s AND p.end_time IS NULL
"""
_OWN_SIDE: LiteralString = """
    SELECT 1 FROM call_sides
    WHERE call_id = %(call)s AND user_id = %(user)s AND participant_id = %(participant)s AND side = %(side)s AND open
"""


async def open_stay(
    db: Database, call_id: str, user_id: str, participant_id: str, side: str, name: str
) -> CallState | None:
    """Make a stay, or resume the open one, and start the call when two are in.

    None when this person has no open side in the call; a call that is not accepted or has ended is left as it is.
    """
    async with db.transaction() as tx:
        calls = await tx.read(CallRow, _CALL + " FOR UPDATE OF c", call=call_id)
        who = {"call": call_id, "user": user_id}
        if not calls or (
            not calls[0].ended and not await tx.rows(_OWN_SIDE, **who, participant=participant_id, side=side)
        ):
            return None
        call = calls[0]
        if call.ended or call.ring_state != "accepted":
            return CallState(call, [])
        await tx.rows(
            """
            INSERT INTO call_participants (call_id, user_id, name, start_time)
            VALUES (%(call)s, %(user)s, %(name)s, now())
            ON CONFLICT (call_id, user_id) WHERE end_time IS NULL DO NOTHING
            """,
            **who,
            name=name,
        )
        seats = await tx.read(SeatRow, _SEATS, call=call_id)
        if len(seats) == 2 and call.started_at is None:
            await tx.rows("UPDATE calls SET start_time = now() WHERE call_id = %(call)s", call=call_id)
            call = (await tx.read(CallRow, _CALL, call=call_id))[0]
        return CallState(call, seats)


async def find_participant(db: Database, call_id: str, user_id: str) -> str | None:
    """What a person is called in a call; None when it is not theirs."""
    query: LiteralString = "SELECT participant_id FROM call_sides WHERE call_id = %(call)s AND user_id = %(user)s"
    rows = await db.rows(query, call=call_id, user=user_id)
    return rows[0][0] if rows else None


async def read_call(db: Database, call_id: str) -> CallState | None:
    """A call and who is in it."""
    async with db.transaction() as tx:
        calls = await tx.read(CallRow, _CALL, call=call_id)
        return CallState(calls[0], await tx.read(SeatRow, _SEATS, call=call_id)) if calls else None


async def close_stays(db: Database, call_id: str, user_ids: Sequence[str], end: bool) -> list[str] | None:
    """End these people's stays and, with `end`, the call.

    Gives the account ids of the call's two people when this very call ended it, otherwise None.
    """
    async with db.transaction() as tx:
        await tx.rows(
            """
            UPDATE call_participants SET end_time = now()
            WHERE call_id = %(call)s AND end_time IS NULL AND (%(end)s OR user_id = ANY(%(users)s::uuid[]))
            """,
            call=call_id,
            users=list(user_ids),
            end=end,
        )
        return await _end_call(tx, call_id) if end else None


async def _end_call(tx: Transaction, call_id: str) -> list[str] | None:
    query = "UPDATE calls SET end_time = now() WHERE call_id = %(call)s AND end_time IS NULL RETURNING 1"
    if not await tx.rows(query, call=call_id):
        return None
    await tx.rows("UPDATE call_sides SET open = false WHERE call_id = %(call)s AND open", call=call_id)
    return [
        row[0] for row in await tx.rows("SELECT user_id::text FROM call_sides WHERE call_id = %(call)s", call=call_id)
    ]


async def ended_calls(db: Database, call_ids: Sequence[str]) -> set[str]:
    """Those of the calls that are over."""
    query = "SELECT call_id::text FROM calls WHERE call_id = ANY(%(calls)s::uuid[]) AND end_time IS NOT NULL"
    return {row[0] for row in await db.rows(query, calls=list(call_ids))}
