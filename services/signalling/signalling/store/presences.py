"""`presences`: how many sockets a person has at each signalling process."""

from collections.abc import Mapping, Sequence

from signalling.store.database import Database


async def write_presences(db: Database, process_id: str, sockets: Mapping[str, int]) -> None:
    """Say how many sockets these people have here, seen just now; who has none loses the row."""
    here = {user: count for user, count in sockets.items() if count}
    gone = [user for user, count in sockets.items() if not count]
    if here:
        await db.rows(
            """
            INSERT INTO presences (user_id, process_id, sockets, seen_at)
            SELECT here.user_id, %(process)s, here.sockets, now()
            FROM unnest(%(users)s::uuid[], %(sockets)s::int[]) AS here (user_id, sockets)
            ON CONFLICT (user_id, process_id) DO UPDATE SET sockets = excluded.sockets, seen_at = excluded.seen_at
            """,
            process=process_id,
            users=list(here),
            sockets=list(here.values()),
        )
    if gone:
        await _delete(db, process_id, gone)


async def _delete(db: Database, process_id: str, users: Sequence[str]) -> None:
    query = "DELETE FROM presences WHERE process_id = %(process)s AND user_id = ANY(%(users)s::uuid[])"
    await db.rows(query, process=process_id, users=list(users))


async def forget_process(db: Database, process_id: str) -> None:
    """This process stops."""
    await db.rows("DELETE FROM presences WHERE process_id = %(process)s", process=process_id)


async def forget_dead_processes(db: Database) -> None:
    """Drop the rows of processes that died without a word. Readers ignore them after 40 s already."""
    await db.rows("DELETE FROM presences WHERE seen_at < now() - interval '10 minutes'")
