"""Used tickets and living login sessions."""

from collections.abc import Sequence

from lodbic_contracts.tickets import CallTicket, PresenceTicket
from signalling.store.database import Database


async def use_ticket(db: Database, ticket: PresenceTicket | CallTicket) -> tuple[bool, bool]:
    """Whether the ticket's login session is alive, and whether this is the ticket's first use."""
    rows = await db.rows(
        """
        WITH used AS (
            INSERT INTO used_tickets (jti, expires_at) VALUES (%(jti)s, to_timestamp(%(exp)s) + interval '1 minute')
            ON CONFLICT DO NOTHING RETURNING 1)
        SELECT
            EXISTS (SELECT FROM sessions WHERE digest = %(session)s AND user_id = %(sub)s AND expire_date > now()),
            EXISTS (SELECT FROM used)
        """,
        jti=ticket.jti,
        exp=ticket.exp,
        session=ticket.session,
        sub=ticket.sub,
    )
    return rows[0][0], rows[0][1]


async def forget_tickets(db: Database) -> None:
    """Drop used tickets that have expired anyway."""
    await db.rows("DELETE FROM used_tickets WHERE expires_at < now()")


async def living_sessions(db: Database, digests: Sequence[str]) -> set[str]:
    """Those of the login sessions that are not over."""
    query = "SELECT digest FROM sessions WHERE digest = ANY(%(digests)s::text[]) AND expire_date > now()"
    return {row[0] for row in await db.rows(query, digests=list(digests))}
