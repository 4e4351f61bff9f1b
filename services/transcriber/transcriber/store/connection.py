"""The way to the database: the only importer of psycopg.

A connection per use costs a few milliseconds a few times a minute and survives forks and restarts of the database. What
cannot reach the database waits for it: half a minute without one loses nothing.
"""

import time
from collections.abc import Callable
from typing import Any, ParamSpec, TypeVar

import psycopg
from psycopg import sql

from transcriber.errors import DatabaseUnavailableError
from transcriber.settings import settings

__all__ = ["Connection", "connect", "once", "patient", "sql"]

PATIENCE_SECONDS = 120.0
PAUSE_SECONDS = 2.0

Connection = psycopg.Connection[tuple[Any, ...]]
Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")


def connect() -> Connection:
    """A connection of one's own: use it as a context, which is one transaction."""
    return psycopg.connect(settings().database_url, connect_timeout=5, application_name="lodbic-transcriber")


def patient(work: Callable[Arguments, Result]) -> Callable[Arguments, Result]:
    """Try again for two minutes while the database is away; then raise DatabaseUnavailableError."""

    def tried(*args: Arguments.args, **kwargs: Arguments.kwargs) -> Result:
        deadline = time.monotonic() + PATIENCE_SECONDS
        while True:
            try:
                return work(*args, **kwargs)
            except psycopg.OperationalError as error:
                if time.monotonic() > deadline:
                    raise DatabaseUnavailableError(str(error)) from error
                time.sleep(PAUSE_SECONDS)

    return tried


def once(work: Callable[Arguments, Result]) -> Callable[Arguments, Result]:
    """Do not wait for a database that is away: raise DatabaseUnavailableError at once."""

    def tried(*args: Arguments.args, **kwargs: Arguments.kwargs) -> Result:
        try:
            return work(*args, **kwargs)
        except psycopg.OperationalError as error:
            raise DatabaseUnavailableError(str(error)) from error

    return tried
