"""Which process a call is at: it holds the call's advisory lock, which PostgreSQL releases when the process is gone."""

from typing import LiteralString, NamedTuple

from signalling.store.database import Database, Session

_KEY: LiteralString = "hashtextextended(%(call)s, 0)"


class Unowned(NamedTuple):
    """An accepted call that no living process has."""

    call_id: str
    accepted_for: float
    """Seconds."""
    stays: int
    """Open stays that nobody watches over."""


class Ownership:
    """The calls of this process."""

    def __init__(self, address: str) -> None:
        """Owns nothing."""
        self._session = Session(address)
        self._held: dict[str, int] = {}
        """By call, the session it was locked in."""
        self._unwanted: set[str] = set()

    async def claim(self, call_id: str) -> bool:
        """Make the call ours; False when another living process has it. Unavailable while the database is away."""
        self._unwanted.discard(call_id)
        if self._held.get(call_id) == self._session.generation:
            return True
        rows = await self._session.rows(f"SELECT pg_try_advisory_lock({_KEY})", call=call_id)
        if rows[0][0]:
            self._held[call_id] = self._session.generation
        return bool(rows[0][0])

    def forget(self, call_id: str) -> None:
        """The call is no longer ours: it is released at the next `renew`."""
        self._unwanted.add(call_id)

    async def renew(self) -> list[str]:
        """Look whether the session still stands, claim all calls again when it does not, release the forgotten ones.

        Gives the calls that another process has taken meanwhile.
        """
        await self._session.rows("SELECT 1")
        while self._unwanted:
            call_id = self._unwanted.pop()
            if self._held.pop(call_id, None) == self._session.generation:
                await self._session.rows(f"SELECT pg_advisory_unlock({_KEY})", call=call_id)
        lost = []
        for call_id in [call for call, generation in self._held.items() if generation != self._session.generation]:
            if not await self.claim(call_id):
                del self._held[call_id]
                lost.append(call_id)
        return lost

    async def close(self) -> None:
        """Release everything."""
        self._held.clear()
        await self._session.close()


async def unowned_calls(db: Database) -> list[Unowned]:
    """Accepted calls that are not over and that no living process has."""
    rows = await db.rows(
        """
        SELECT s.call_id::text, extract(epoch FROM now() - r.changed_at)::float8,
            (SELECT count(*) FROM call_participants p WHERE p.call_id = s.call_id AND p.end_time IS NULL)
        FROM (SELECT DISTINCT call_id FROM call_sides WHERE open) s JOIN call_rings r ON r.call_id = s.call_id
        WHERE r.state = 'accepted' AND NOT EXISTS (
            SELECT FROM pg_locks l WHERE l.locktype = 'advisory' AND l.objsubid = 1
            AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
            AND ((l.classid::bigint << 32) | l.objid::bigint) = hashtextextended(s.call_id::text, 0))
        """
    )
    return [Unowned(*row) for row in rows]
