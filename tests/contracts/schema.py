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


def granted_columns(connection: psycopg.Connection[Any], role: str) -> dict[tuple[str, str], set[str]]:
    """(table, kind of right) → the columns that the role has it on, where it has not got it on the whole table."""
    rows = connection.execute(
        """
        SELECT table_name, privilege_type, column_name FROM information_schema.role_column_grants c
        WHERE table_schema = 'public' AND grantee = %s AND NOT EXISTS (
            SELECT FROM information_schema.role_table_grants t
            WHERE (t.table_schema, t.grantee, t.table_name, t.privilege_type)
                = (c.table_schema, c.grantee, c.table_name, c.privilege_type))
        """,
        [role],
    ).fetchall()
    found: dict[tuple[str, str], set[str]] = {}
    for table, right, column in rows:
        found.setdefault((table, right), set()).add(column)
    return found
