"""The databases that other tests are given."""

from collections.abc import Callable

import psycopg
import pytest

DatabaseUrl = Callable[[str], str]


def test_each_worker_and_each_test_has_a_database_with_schema_and_grants(
    database_url: DatabaseUrl, fresh_database_url: DatabaseUrl
) -> None:
    for url in (database_url, fresh_database_url):
        with psycopg.connect(url("lodbic_api")) as api:
            api.execute("SELECT user_id FROM users")
        with psycopg.connect(url("lodbic_signalling")) as signalling:
            signalling.execute("SELECT call_id FROM calls")
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                signalling.execute("UPDATE passwords SET effective_to = now()")
    assert database_url("lodbic_api") != fresh_database_url("lodbic_api")


def test_a_service_is_given_its_own_role_and_no_other_secret(
    service_environment: Callable[[str], dict[str, str]],
) -> None:
    signalling, transcriber = service_environment("signalling"), service_environment("transcriber")
    assert signalling["DATABASE_URL"].startswith("postgresql://lodbic_signalling:")
    assert not {"TICKET_PRIVATE_KEY", "SECRET_KEY", "STORAGE_SECRET_KEY", "TURN_SECRET"} & signalling.keys()
    assert transcriber["DATABASE_URL"].startswith("postgresql://lodbic_transcriber:")
    assert not {"TICKET_PRIVATE_KEY", "TICKET_PUBLIC_KEY", "SECRET_KEY", "TURN_SECRET"} & transcriber.keys()
