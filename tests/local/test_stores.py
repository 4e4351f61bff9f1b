"""The stores that `make run` starts: closed to strangers, durable, the same after a restart."""

import io
import os
import stat
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
import redis
from minio import Minio
from minio.error import S3Error

from lodbic_local.postgres import Postgres
from lodbic_local.stores import Stores
from lodbic_local.supervisor import Supervisor


@pytest.fixture
def folder(worker_folder: Path) -> Path:
    return worker_folder / "durable"


def run(stores: Stores, folder: Path) -> Supervisor:
    supervisor = Supervisor(folder / "logs", print)
    supervisor.launch(stores.prepare())
    supervisor.wait_ready()
    return supervisor


def put(minio: Minio, name: str, body: bytes) -> None:
    minio.put_object(bucket_name="media", object_name=name, data=io.BytesIO(body), length=len(body))


def get(minio: Minio, name: str) -> bytes:
    answer = minio.get_object(bucket_name="media", object_name=name)
    try:
        return answer.read()
    finally:
        answer.close()


def test_a_restart_keeps_rows_objects_and_queued_work_at_the_same_addresses(folder: Path) -> None:
    stores = Stores(folder)
    supervisor = run(stores, folder)
    stores.postgres.create_owner(stores.role_password("lodbic_owner"))
    stores.storage.make_bucket()
    with psycopg.connect(stores.database_url("lodbic_owner")) as owner:
        owner.execute("CREATE TABLE kept (word text)")
        owner.execute("INSERT INTO kept VALUES ('велосипед')")
    put(stores.storage.client(), "tracks/kept", b"four seconds")
    redis.Redis.from_url(stores.valkey.url).rpush("queue", "job")
    supervisor.stop()

    again = Stores(folder)
    supervisor = run(again, folder)
    try:
        again.storage.make_bucket()
        assert again.database_url("lodbic_owner") == stores.database_url("lodbic_owner")
        with psycopg.connect(again.database_url("lodbic_owner")) as owner:
            assert owner.execute("SELECT word FROM kept").fetchone() == ("велосипед",)
        assert get(again.storage.client(), "tracks/kept") == b"four seconds"
        assert redis.Redis.from_url(again.valkey.url).lrange("queue", 0, -1) == [b"job"]
    finally:
        supervisor.stop()
        again.postgres.delete()


def test_what_was_written_survives_killing_every_store(folder: Path) -> None:
    stores = Stores(folder)
    supervisor = run(stores, folder)
    try:
        stores.postgres.create_owner(stores.role_password("lodbic_owner"))
        stores.storage.make_bucket()
        put(stores.storage.client(), "tracks/survivor", b"slice")
        with psycopg.connect(stores.database_url("lodbic_owner")) as owner:
            owner.execute("CREATE TABLE survivor AS SELECT 1 AS n")
        for name in ("postgres", "storage", "valkey"):
            supervisor.kill(name)
        assert supervisor.pids == {}
        for name in ("postgres", "storage", "valkey"):
            supervisor.start(name)
        assert get(stores.storage.client(), "tracks/survivor") == b"slice"
        with psycopg.connect(stores.database_url("lodbic_owner")) as owner:
            assert owner.execute("SELECT n FROM survivor").fetchone() == (1,)
    finally:
        supervisor.stop()
        stores.postgres.delete()


def test_the_databases_folder_is_closed_and_no_folder_above_it_is_loosened(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir(mode=0o700)
    above = [home, *home.parents]
    before = {folder: stat.S_IMODE(folder.stat().st_mode) for folder in above}
    postgres = Postgres(home / "data" / "postgres", 5, uuid4().hex, fast=True)
    try:
        postgres.prepare()
        assert {folder: stat.S_IMODE(folder.stat().st_mode) for folder in above} == before
        cluster = Path(postgres.command().argv[2])
        assert stat.S_IMODE(cluster.stat().st_mode) == 0o700
        rules = [
            line.split() for line in (cluster / "pg_hba.conf").read_text().splitlines() if line[:1] not in ("", "#")
        ]
        assert rules
        assert {rule[-1] for rule in rules} == {"scram-sha-256"}, "nobody is trusted, from wherever"
        # As root the server steps down to a user who cannot enter that home: its data lies elsewhere.
        assert (home in cluster.parents) == (os.geteuid() != 0)
    finally:
        postgres.delete()
    assert not cluster.exists()


def test_postgres_asks_everybody_for_a_password(stores: Stores) -> None:
    for role in ("postgres", "lodbic_owner"):
        with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
            psycopg.connect(stores.postgres.url(role, "guess"))


def test_the_owner_of_the_schema_is_no_superuser(stores: Stores) -> None:
    with (
        psycopg.connect(stores.database_url("lodbic_owner")) as owner,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        owner.execute("SELECT pg_read_file('/etc/passwd')")


def test_postgres_folds_russian_letters_and_finds_misspelt_words(stores: Stores) -> None:
    with psycopg.connect(stores.database_url("lodbic_owner")) as owner:
        query = "SELECT lower('ЁЛКА'), similarity('велосипед', 'велосипет') > 0.5, unaccent('ёлка')"
        row = owner.execute(query).fetchone()
    assert row == ("ёлка", True, "елка")


def test_valkey_asks_for_a_password_and_never_drops_what_it_holds(valkey_url: str) -> None:
    address = valkey_url.split("@")[1]
    with pytest.raises(redis.AuthenticationError):
        redis.Redis.from_url(f"redis://{address}").ping()
    settings = redis.Redis.from_url(valkey_url, decode_responses=True).config_get("*")
    assert (settings["maxmemory-policy"], settings["appendonly"], settings["bind"]) == (
        "noeviction",
        "yes",
        "127.0.0.1",
    )


def test_the_services_key_opens_their_bucket_alone(stores: Stores) -> None:
    services = stores.storage.client()
    put(services, "tracks/one", b"x")
    assert get(services, "tracks/one") == b"x"
    with pytest.raises(S3Error, match="Access Denied"):
        services.make_bucket(bucket_name="another")


def test_storage_answers_nobody_without_a_key(stores: Stores) -> None:
    put(stores.storage.client(), "tracks/secret", b"x")
    anonymous = Minio(stores.storage.address, secure=False, region="us-east-1")
    with pytest.raises(S3Error, match="Access Denied"):
        get(anonymous, "tracks/secret")
    with pytest.raises(S3Error, match="Access Denied"):
        list(anonymous.list_objects(bucket_name="media"))


def test_secrets_are_made_once_for_their_owner_alone(tmp_path: Path) -> None:
    first = Stores(tmp_path)
    made = {name: first.secrets.get(name) for name in ("postgres", "secret-key")}
    assert first.secrets.private_key("ticket-key").startswith("-----BEGIN PRIVATE KEY-----")
    assert first.secrets.public_key("ticket-key").startswith("-----BEGIN PUBLIC KEY-----")
    folder = tmp_path / "secrets"
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE(file.stat().st_mode) for file in folder.iterdir()} == {0o600}
    again = Stores(tmp_path)
    assert {name: again.secrets.get(name) for name in made} == made
    assert again.secrets.public_key("ticket-key") == first.secrets.public_key("ticket-key")
    other = Stores(tmp_path / "other")
    assert other.secrets.get("secret-key") != made["secret-key"]
