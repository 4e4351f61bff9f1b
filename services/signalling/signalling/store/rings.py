"""`call_rings`: each change is one conditional statement, so that of two answers one wins."""

# ruff: noqa: S608 - statements are put together from the constants of this module
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, LiteralString

from signalling.store.database import Database


@dataclass(frozen=True)
class RingRow:
    """A ring with what each of its two people is shown of the other; `expires_at` in Unix ms."""

    call_id: str
    caller_id: str
    callee_id: str
    state: str
    version: int
    expires_at: int
    open: bool
    title: str
    caller_name: str
    caller_image: str | None
    callee_name: str
    callee_image: str | None


COLUMNS: LiteralString = """
    r.call_id::text, r.caller_id::text, r.callee_id::text, r.state, r.version,
    (extract(epoch FROM r.expires_at) * 1000)::bigint AS expires_at,
    r.state = 'ringing' AND r.expires_at > now() AS open, c.name AS title,
    a.name AS caller_name, a.image_url AS caller_image, b.name AS callee_name, b.image_url AS callee_image
"""
JOINS: LiteralString = """
    JOIN calls c ON c.call_id = r.call_id
    JOIN call_sides a ON a.call_id = r.call_id AND a.side = 'caller'
    JOIN call_sides b ON b.call_id = r.call_id AND b.side = 'callee'
"""
RETURNING: LiteralString = "RETURNING call_id, caller_id, callee_id, state, version, expires_at"
# A ring that ends without being accepted ends its call, which never connected.
END_CALLS: LiteralString = """
    sides AS (UPDATE call_sides SET open = false WHERE call_id IN (SELECT call_id FROM moved) AND open),
    ended AS (UPDATE calls SET end_time = now() WHERE call_id IN (SELECT call_id FROM moved) AND end_time IS NULL)
"""


async def open_rings(db: Database, user_ids: Sequence[str]) -> list[RingRow]:
    """All rings that are open for these people, made or received."""
    query = f"""
        SELECT {COLUMNS} FROM call_rings r {JOINS}
        WHERE r.state = 'ringing' AND r.expires_at > now()
        AND (r.caller_id = ANY(%(users)s::uuid[]) OR r.callee_id = ANY(%(users)s::uuid[]))
        ORDER BY r.call_id
    """
    return await db.read(RingRow, query, users=list(user_ids))


async def find_ring(db: Database, call_id: str, user_id: str) -> RingRow | None:
    """A ring, open or not, if it is this person's."""
    query = f"""
        SELECT {COLUMNS} FROM call_rings r {JOINS}
        WHERE r.call_id = %(call)s AND %(user)s::uuid IN (r.caller_id, r.callee_id)
    """
    return _one(await db.read(RingRow, query, call=call_id, user=user_id))


async def accept_ring(db: Database, call_id: str, user_id: str) -> RingRow | None:
    """The callee's yes; None when the ring is not open to them."""
    query = f"""
        WITH moved AS (
            UPDATE call_rings SET state = 'accepted', version = version + 1, changed_at = now()
            WHERE call_id = %(call)s AND callee_id = %(user)s AND state = 'ringing' AND expires_at > now()
            {RETURNING})
        SELECT {COLUMNS} FROM moved r {JOINS}
    """
    return _one(await db.read(RingRow, query, call=call_id, user=user_id))


async def close_ring(
    db: Database, call_id: str, user_id: str, state: Literal["declined", "cancelled"]
) -> RingRow | None:
    """The callee's no, or the caller's second thought; None when the ring is not open to them."""
    whose: LiteralString = "callee_id" if state == "declined" else "caller_id"
    query = f"""
        WITH moved AS (
            UPDATE call_rings SET state = %(state)s, version = version + 1, changed_at = now()
            WHERE call_id = %(call)s AND {whose} = %(user)s AND state = 'ringing' AND expires_at > now()
            {RETURNING}), {END_CALLS}
        SELECT {COLUMNS} FROM moved r {JOINS}
    """
    return _one(await db.read(RingRow, query, call=call_id, user=user_id, state=state))


async def expire_rings(db: Database) -> list[RingRow]:
    """Make what nobody answered in time `unanswered`, and what found its callee in another call `busy`; gives those
    that this very statement moved."""
    query = f"""
        WITH moved AS (
            UPDATE call_rings r SET version = version + 1, changed_at = now(), state = CASE WHEN EXISTS (
                SELECT FROM call_sides s WHERE s.call_id = r.call_id AND s.side = 'callee' AND NOT s.open
            ) THEN 'busy' ELSE 'unanswered' END
            WHERE state = 'ringing' AND expires_at <= now()
            {RETURNING}), {END_CALLS}
        SELECT {COLUMNS} FROM moved r {JOINS}
    """
    return await db.read(RingRow, query)


async def cancel_rings_of(db: Database, user_ids: Sequence[str]) -> list[RingRow]:
    """Cancel what those of these people ring who have no socket at any process; gives those that were cancelled."""
    query = f"""
        WITH moved AS (
            UPDATE call_rings r SET state = 'cancelled', reason = 'gone', version = version + 1, changed_at = now()
            WHERE caller_id = ANY(%(users)s::uuid[]) AND state = 'ringing' AND NOT EXISTS (
                SELECT FROM presences p
                WHERE p.user_id = r.caller_id AND p.sockets > 0 AND p.seen_at > now() - interval '40 seconds')
            {RETURNING}), {END_CALLS}
        SELECT {COLUMNS} FROM moved r {JOINS}
    """
    return await db.read(RingRow, query, users=list(user_ids))


def _one(rows: list[RingRow]) -> RingRow | None:
    return rows[0] if rows else None
