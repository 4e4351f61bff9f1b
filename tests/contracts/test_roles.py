"""The database refuses each service what is not its own: grants are exactly what db/README.md says."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from tests.contracts.schema import granted, granted_columns

ROLES = ("lodbic_api", "lodbic_signalling", "lodbic_transcriber")
SERVICES = {"business-api": "lodbic_api", "signalling": "lodbic_signalling", "transcriber": "lodbic_transcriber"}
README = Path(__file__).parents[2] / "db" / "README.md"

REFUSED = {
    "lodbic_api": [
        "INSERT INTO users_history (user_id, login, email, effective_from, effective_to)"
        " VALUES (uuidv7(), 'a', 'b', now(), now())",
        "DELETE FROM users",
        "UPDATE users SET user_id = uuidv7()",
        "UPDATE passwords SET password_hash = ''",
        "DELETE FROM passwords",
        "UPDATE calls SET end_time = now()",
        "UPDATE calls SET text_url = ''",
        "INSERT INTO calls (name, start_time) VALUES ('x', now())",
        "INSERT INTO calls (name, video_url) VALUES ('x', 'y')",
        "UPDATE call_rings SET state = 'accepted'",
        "UPDATE call_sides SET open = false",
        "INSERT INTO call_participants (call_id, user_id, name, start_time) VALUES (uuidv7(), uuidv7(), 'x', now())",
        "UPDATE slices SET sha256 = ''",
        "UPDATE tracks SET began_at = now()",
        "DELETE FROM consents",
        "UPDATE consents SET given_at = now()",
        "UPDATE jobs SET fence = 1",
        "DELETE FROM segments",
        "SELECT * FROM used_tickets",
        "CREATE TABLE own (id int)",
    ],
    "lodbic_signalling": [
        "SELECT * FROM users",
        "SELECT * FROM passwords",
        "SELECT session_key FROM sessions",
        "DELETE FROM sessions",
        "INSERT INTO calls (name) VALUES ('x')",
        "UPDATE calls SET text_url = ''",
        "UPDATE call_sides SET user_id = uuidv7()",
        "UPDATE call_participants SET start_time = now()",
        "SELECT * FROM segments",
        "SELECT * FROM messages",
        "CREATE TABLE own (id int)",
    ],
    "lodbic_transcriber": [
        "SELECT * FROM users",
        "SELECT * FROM passwords",
        "SELECT * FROM sessions",
        "SELECT about FROM profiles",
        "UPDATE calls SET start_time = now()",
        "UPDATE tracks SET state = 'expired'",
        "UPDATE slices SET stored_at = now()",
        "INSERT INTO jobs (call_id, kind, revision) VALUES (uuidv7(), 'video', 1)",
        "UPDATE jobs SET queued_at = now()",
        "SELECT * FROM consents",
        "CREATE TABLE own (id int)",
    ],
}


def test_a_person_has_one_password_in_force(database_url: Callable[[str], str]) -> None:
    with psycopg.connect(database_url("lodbic_owner")) as owner:
        user = "INSERT INTO users (login, email) VALUES (%(name)s, %(name)s || '@people.example') RETURNING user_id"
        row = owner.execute(user, {"name": uuid4().hex}).fetchone()
        assert row is not None
        another = """INSERT INTO passwords (user_id, password_hash, password_salt, effective_from)
                     VALUES (%s, 'hash', 'salt', clock_timestamp())"""
        owner.execute(another, row)
        with pytest.raises(psycopg.errors.UniqueViolation, match="passwords_one_open"):
            owner.execute(another, row)


COLUMNS = {
    "lodbic_signalling": {
        ("sessions", "SELECT"): "digest user_id expire_date",
        ("call_participants", "UPDATE"): "end_time",
        ("calls", "UPDATE"): "start_time end_time",
        ("call_sides", "UPDATE"): "open",
        ("call_rings", "UPDATE"): "state reason version changed_at",
    },
    "lodbic_transcriber": {
        ("profiles", "SELECT"): "user_id language time_zone",
        ("adverts", "SELECT"): "advert_id title description city address",
        ("consents", "SELECT"): "call_id user_id purpose withdrawn_at",
        ("calls", "UPDATE"): "text_url video_url",
        ("call_records", "UPDATE"): "sound_url text_etags",
        ("jobs", "UPDATE"): "state fence lease_until attempts progress code started_at finished_at",
    },
}


@pytest.mark.parametrize("role", COLUMNS)
def test_a_service_beside_the_api_has_these_columns_and_no_others(
    database_url: Callable[[str], str], role: str
) -> None:
    with psycopg.connect(database_url("lodbic_owner")) as connection:
        found = granted_columns(connection, role)
    assert found == {right: set(columns.split()) for right, columns in COLUMNS[role].items()}


@pytest.mark.parametrize(("role", "statement"), [(role, each) for role, all_ in REFUSED.items() for each in all_])
def test_a_statement_that_is_not_the_services_own_is_refused(
    database_url: Callable[[str], str], role: str, statement: str
) -> None:
    with psycopg.connect(database_url(role)) as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
        connection.execute(statement)


def test_a_ring_is_made_ringing_and_nothing_else(database_url: Callable[[str], str]) -> None:
    with psycopg.connect(database_url("lodbic_api")) as connection:
        people = connection.execute(
            "INSERT INTO users (login, email) VALUES ('ring-a', 'ring-a@x'), ('ring-b', 'ring-b@x') RETURNING user_id"
        ).fetchall()
        call = connection.execute("INSERT INTO calls (name) VALUES ('') RETURNING call_id").fetchone()
        assert call
        with pytest.raises(psycopg.errors.InsufficientPrivilege, match="a new ring is ringing"):
            connection.execute(
                "INSERT INTO call_rings (call_id, caller_id, callee_id, state, expires_at)"
                " VALUES (%s, %s, %s, 'accepted', now())",
                [call[0], people[0][0], people[1][0]],
            )


def test_every_table_stands_in_the_readme_with_its_readers(
    database_url: Callable[[str], str], capsys: pytest.CaptureFixture[str]
) -> None:
    told: dict[str, tuple[str, str]] = {}
    for line in README.read_text(encoding="utf-8").splitlines():
        if line.startswith("| `"):
            names, writers, readers = line.strip("|").split("|")
            for name in re.findall(r"`(\w+)`", names):
                told[name] = (writers, readers)
    with psycopg.connect(database_url("lodbic_owner")) as connection:
        tables = {
            str(row[0]) for row in connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        }
        real = granted(connection)
    assert set(told) == tables - {"django_migrations"}
    for table, (writers, readers) in told.items():
        for service, role in SERVICES.items():
            rights: set[str] = real.get((role, table), set())
            is_read = service in readers or "all" in readers.split()
            assert ("SELECT" in rights) == is_read, (table, service, rights)
            writes = bool(rights & {"INSERT", "UPDATE", "DELETE"})
            assert writes == (service in writers), (table, service, rights)


def test_django_does_not_run_as_the_owner(database_url: Callable[[str], str]) -> None:
    with psycopg.connect(database_url("lodbic_api")) as connection:
        rows: list[tuple[Any, ...]] = connection.execute(
            "SELECT rolsuper, rolcreaterole, rolcreatedb, rolbypassrls FROM pg_roles WHERE rolname = ANY(%s)",
            [list(ROLES)],
        ).fetchall()
    assert rows == [(False, False, False, False)] * 3
