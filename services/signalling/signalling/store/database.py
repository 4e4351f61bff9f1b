"""The connections to PostgreSQL: a pool for all statements, and one session that holds locks."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, LiteralString, TypeVar

import psycopg
from psycopg.rows import class_row, tuple_row
from psycopg_pool import AsyncConnectionPool, PoolTimeout, TooManyRequests

from signalling.errors import Unavailable

log = logging.getLogger(__name__)
Row = TypeVar("Row")
WAIT_SECONDS = 3
CONNECTION: dict[str, Any] = {
    "autocommit": True,
    "connect_timeout": WAIT_SECONDS,
    "application_name": "signalling",
    "options": " ".join(
        f"-c {setting}"
        for setting in (
            "statement_timeout=5000",
            "lock_timeout=3000",
            "idle_in_transaction_session_timeout=10000",
            # So that PostgreSQL notices soon when this machine is gone, and releases what it held.
            "tcp_keepalives_idle=5",
            "tcp_keepalives_interval=2",
            "tcp_keepalives_count=3",
        )
    ),
    "keepalives_idle": 5,
    "keepalives_interval": 2,
    "keepalives_count": 2,
    "tcp_user_timeout": 8000,
}
AWAY = (psycopg.OperationalError, psycopg.InterfaceError, PoolTimeout, TooManyRequests)


class Transaction:
    """Statements on one connection."""

    def __init__(self, connection: "psycopg.AsyncConnection[Any]") -> None:
        """Made by `Database.transaction`."""
        self._connection = connection

    async def rows(self, query: LiteralString, **values: object) -> list[tuple[Any, ...]]:
        """What the statement returns, if anything."""
        async with self._connection.cursor(row_factory=tuple_row) as cursor:
            await cursor.execute(query, values)
            return await cursor.fetchall() if cursor.description else []

    async def read(self, kind: type[Row], query: LiteralString, **values: object) -> list[Row]:
        """What the statement returns, each row as a `kind` by the columns' names."""
        async with self._connection.cursor(row_factory=class_row(kind)) as cursor:
            await cursor.execute(query, values)
            return await cursor.fetchall()


class Database:
    """The database. Every method raises Unavailable while it is away."""

    def __init__(self, address: str) -> None:
        """Not open before `open`."""
        self._pool = AsyncConnectionPool(
            address,
            kwargs=CONNECTION,
            min_size=2,
            max_size=8,
            timeout=WAIT_SECONDS,
            max_waiting=500,
            check=AsyncConnectionPool.check_connection,
            open=False,
        )

    async def open(self) -> None:
        """Begin to connect; the database need not be there yet."""
        await self._pool.open(wait=False)

    async def close(self) -> None:
        """Give all connections back."""
        await self._pool.close(timeout=2)

    @asynccontextmanager
    async def _connection(self) -> "AsyncIterator[psycopg.AsyncConnection[Any]]":
        try:
            async with self._pool.connection() as connection:
                yield connection
        except AWAY as error:
            log.warning("the database is away: %s", error)
            raise Unavailable() from error

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Transaction]:
        """All or nothing."""
        async with self._connection() as connection, connection.transaction():
            yield Transaction(connection)

    async def rows(self, query: LiteralString, **values: object) -> list[tuple[Any, ...]]:
        """One statement: what it returns, if anything."""
        async with self._connection() as connection:
            return await Transaction(connection).rows(query, **values)

    async def read(self, kind: type[Row], query: LiteralString, **values: object) -> list[Row]:
        """One statement: what it returns, each row as a `kind` by the columns' names."""
        async with self._connection() as connection:
            return await Transaction(connection).read(kind, query, **values)


class Session:
    """One database session of its own, whose end releases what it holds. It cannot go through a transaction pooler."""

    def __init__(self, address: str) -> None:
        """Connects when first used."""
        self._address = address
        self._connection: psycopg.AsyncConnection[Any] | None = None
        self._turn = asyncio.Lock()
        self.generation = 0
        """Grows with each new session: whatever an older one held is released."""

    async def rows(self, query: LiteralString, **values: object) -> list[tuple[Any, ...]]:
        """One statement. Unavailable while the database is away, and when the session had to be made anew."""
        async with self._turn:
            try:
                if self._connection is None:
                    self._connection = await psycopg.AsyncConnection.connect(self._address, **CONNECTION)
                    self.generation += 1
                async with asyncio.timeout(2 * WAIT_SECONDS):
                    return await Transaction(self._connection).rows(query, **values)
            except (*AWAY, TimeoutError) as error:
                await self._drop()
                raise Unavailable() from error
            except asyncio.CancelledError:
                await self._drop()  # whether the statement was done is not known: nothing may stay held unseen
                raise

    async def close(self) -> None:
        """End the session."""
        async with self._turn:
            await self._drop()

    async def _drop(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            await connection.close()
