"""Django's command line for business-api: migrate, apply_roles, and the rest."""

import os
import secrets
import sys
from pathlib import Path

SCHEMA_COMMANDS = {"migrate", "makemigrations", "showmigrations", "sqlmigrate", "apply_roles", "spectacular"}
UNUSED_BY_THEM = {
    "DATABASE_URL": "postgresql://nobody:nothing@localhost/nothing",
    "SECRET_KEY": secrets.token_hex(32),
    "PUBLIC_ORIGINS": "http://localhost",
    "VALKEY_URL": "redis://localhost:1/0",
    "STORAGE_ENDPOINT": "localhost:1",
    "STORAGE_ACCESS_KEY": "unused",
    "STORAGE_SECRET_KEY": "unused",
    "TICKET_PRIVATE_KEY": "unused",
    "MAIL_FOLDER": "/nonexistent",
}


def main() -> None:
    """Run the command named on the command line."""
    here = Path(__file__).resolve().parent
    # Migrations live in db/ at the top of the repository, beside every service that relies on the schema.
    sys.path[:0] = [str(here), str(here.parents[1] / "contracts"), str(here.parents[1])]
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "business_api.settings")
    if SCHEMA_COMMANDS & set(sys.argv[1:2]):
        # These need the database at most: whoever runs them is given no other secret.
        for name, value in UNUSED_BY_THEM.items():
            if f"{name}_FILE" not in os.environ:
                os.environ.setdefault(name, value)
    from django.core.management import execute_from_command_line  # noqa: PLC0415 - after the path is set

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
