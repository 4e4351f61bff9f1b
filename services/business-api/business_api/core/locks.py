"""Locks on names, for what has no row of its own to lock."""

from django.db import connection


def lock(name: str) -> None:
    """Hold the lock `name` until the transaction ends; others wait."""
    assert connection.in_atomic_block
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [name])
