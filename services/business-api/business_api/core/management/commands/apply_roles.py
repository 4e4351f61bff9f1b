"""`manage.py apply_roles`, run by the owner: make the services' roles and grant them what db/roles.sql says."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.db import connection, transaction
from psycopg import sql

from business_api import env

ROLES = {
    "lodbic_api": "API_DB_PASSWORD",
    "lodbic_signalling": "SIGNALLING_DB_PASSWORD",
    "lodbic_transcriber": "TRANSCRIBER_DB_PASSWORD",
}
GRANTS = Path(__file__).resolve().parents[6] / "db" / "roles.sql"


class Command(BaseCommand):
    """Idempotent: makes missing roles, sets every password, grants anew."""

    help = __doc__

    def handle(self, *args: Any, **options: Any) -> None:
        """All in one transaction."""
        with transaction.atomic(), connection.cursor() as cursor:
            # Roles are shared by all databases of a cluster: one at a time.
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext('lodbic roles'))")
            for role, variable in ROLES.items():
                cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role])
                verb = sql.SQL("ALTER" if cursor.fetchone() else "CREATE")
                statement = sql.SQL("{} ROLE {} LOGIN PASSWORD {}").format(
                    verb, sql.Identifier(role), sql.Literal(env.text(variable))
                )
                cursor.execute(statement.as_string(cursor.connection))
            cursor.execute(GRANTS.read_text(encoding="utf-8"))
        self.stdout.write(f"roles: {', '.join(ROLES)}")
