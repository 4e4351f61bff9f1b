"""What the database says of itself."""

from typing import Any

import psycopg


def granted(connection: psycopg.Connection[Any]) -> dict[tuple[str, str], set[str]]:
    """(role, table) → the kinds of right it has on the table or on any of its columns."""
    rows = connection.execute(
        """
        SELECT grantee, table_name, privilege_type FROM information_schema.role_table_grants
        WHERE table_schema = 'public' AND grantee LIKE 'lodbic\\_%%'
        UNION SELECT grantee, table_name, privilege_type FROM information_schema.role_column_grants
        WHERE table_schema = 'public' AND grantee LIKE 'lodbic\\_%%'
        """,
        [],
    ).fetchall()
    found: dict[tuple[str, str], set[str]] = {}
    for role, table, right in rows:
        found.setdefault((role, table), set()).add(right)
    return found
