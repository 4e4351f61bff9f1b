"""A call between Alice (who sells, the callee) and Boris (who buys, the caller), recorded as a test wishes."""

import hashlib
import io
import json
import os
import pickle
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg
import pytest
import redis
from minio import Minio
from psycopg.rows import dict_row
from tests.conftest import run_folder

from lodbic_contracts.keys import slice_key, transcript_key
from lodbic_contracts.tasks import FINISH_TRANSCRIPT, MAKE_SOUND, MAKE_VIDEO, READ_ALONG
from lodbic_local.stores import Stores

SPEECH = Path(__file__).parents[1] / "speech" / "dialogues"
BEGAN = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
BUCKET = "media"


@dataclass
class World:
    """The stores as a test sees them: everything is written here by hand, as business-api would."""

    database_url: str
    storage: Minio

    def ask(self, statement: str, *values: object) -> list[dict[str, Any]]:
        """Run a statement as the superuser and return its rows."""
        with psycopg.connect(self.database_url, row_factory=dict_row) as connection:
            cursor = connection.execute(statement, values)
            return cursor.fetchall() if cursor.description else []

    def one(self, statement: str, *values: object) -> dict[str, Any]:
        """The only row."""
        (row,) = self.ask(statement, *values)
        return row

    def make_user(self, login: str) -> str:
        """A person; logins are made unique."""
        login = f"{login}-{uuid4().hex[:8]}"
        row = self.one(
            "INSERT INTO users (login, email, effective_from) VALUES (%s, %s, now()) RETURNING user_id::text",
            login,
            f"{login}@example.org",
        )
        return str(row["user_id"])

    def make_call(self, alice: str = "Алиса", boris: str = "Борис") -> "RecordedCall":
        """A call that is over, with nothing recorded yet."""
        call_id = str(self.one("INSERT INTO calls (name) VALUES ('') RETURNING call_id::text")["call_id"])
        call = RecordedCall(self, call_id)
        self.ask("INSERT INTO call_records (call_id, state, revision) VALUES (%s, 'recording', 0)", call_id)
        for side, login, name in (("caller", "boris", boris), ("callee", "alice", alice)):
            call.people[side] = self.make_user(login)
            self.ask(
                "INSERT INTO call_sides (call_id, user_id, side, participant_id, name, open) "
                "VALUES (%s, %s, %s, %s, %s, false)",
                call_id,
                call.people[side],
                side,
                uuid4().hex[:16],
                name,
            )
        return call

    def read(self, key: str) -> bytes:
        """An object's content."""
        response = self.storage.get_object(bucket_name=BUCKET, object_name=key)
        try:
            return response.read()
        finally:
            response.close()
            response.release_conn()

    def write(self, key: str, body: bytes) -> None:
        """Store an object."""
        self.storage.put_object(bucket_name=BUCKET, object_name=key, data=io.BytesIO(body), length=len(body))


@dataclass
class RecordedCall:
    """A call whose ledger a test fills."""

    world: World
    call_id: str
    people: dict[str, str] = field(default_factory=dict)

    def add_track(
        self,
        side: str,
        kind: str,
        slices: list[bytes],
        seconds: float,
        after: float = 0.0,
        lost: tuple[int, ...] = (),
        other_hash: tuple[int, ...] = (),
        count: int | None = None,
    ) -> str:
        """A track that began `after` so many seconds.

        `lost` slices have no object, `other_hash` ones were announced with another hash; `count` is the owner's own.
        """
        row = self.world.one(
            "INSERT INTO tracks (call_id, recorder_id, side, kind, mime_type, began_at, offset_ms, uncertainty_ms, "
            "state, slice_count) VALUES (%s, %s, %s, %s, 'video/webm', %s, 0, 1, 'finished', %s) "
            "RETURNING track_id::text",
            self.call_id,
            self.people[side],
            side,
            kind,
            BEGAN + timedelta(seconds=after),
            len(slices) if count is None else count,
        )
        track_id = str(row["track_id"])
        lasts = int(seconds * 1000 / max(len(slices), 1))
        for sequence, body in enumerate(slices):
            self.add_slice(track_id, sequence, body, b"something else" if sequence in other_hash else body, lasts)
            if sequence not in lost:
                self.world.write(slice_key(self.call_id, track_id, sequence), body)
        return track_id

    def add_slice(self, track_id: str, sequence: int, body: bytes, announced: bytes, lasts: int) -> None:
        self.world.ask(
            "INSERT INTO slices (track_id, sequence, size, sha256, duration_ms, stored_at, late) "
            "VALUES (%s, %s, %s, %s, %s, now(), false)",
            track_id,
            sequence,
            len(body),
            hashlib.sha256(announced).hexdigest(),
            lasts,
        )

    def order(self, kind: str, revision: int = 1) -> str:
        """Order a job and return its id."""
        row = self.world.one(
            "INSERT INTO jobs (call_id, kind, revision, state) VALUES (%s, %s, %s, 'queued') RETURNING job_id::text",
            self.call_id,
            kind,
            revision,
        )
        return str(row["job_id"])

    def job(self, job_id: str) -> dict[str, Any]:
        """A job's row."""
        return self.world.one("SELECT * FROM jobs WHERE job_id = %s", job_id)

    def row(self) -> dict[str, Any]:
        """The call's row."""
        return self.world.one("SELECT * FROM calls WHERE call_id = %s", self.call_id)

    def segments(self) -> list[dict[str, Any]]:
        """The call's segments in order."""
        return self.world.ask("SELECT * FROM segments WHERE call_id = %s ORDER BY start_ms", self.call_id)

    def transcript(self, revision: int = 1) -> dict[str, Any]:
        """The transcript object."""
        made: dict[str, Any] = json.loads(self.world.read(transcript_key(self.call_id, revision, "json")))
        return made


@pytest.fixture(scope="session")
def environment(service_environment: Callable[[str], dict[str, str]]) -> dict[str, str]:
    """The transcriber's settings for this test process's stores."""
    return service_environment("transcriber")


@pytest.fixture(scope="session")
def world(stores: Stores, database: str) -> World:
    """The stores to fill."""
    return World(stores.postgres.admin_url(database), stores.storage.client())


@pytest.fixture(scope="session", autouse=True)
def _read_once() -> Iterator[None]:
    """What the recogniser has read in this run of the tests is not read again: most hear the same few minutes.

    It is remembered by all that the model gets: the sound, how it is cut, the language and the options.
    """
    from transcriber.speech import Passage, Recogniser

    passages = Recogniser._passages
    folder = run_folder() / "read"
    folder.mkdir(exist_ok=True)

    def remembered(self: Recogniser, sources: Any, clips: Any, options: Any) -> Iterator[tuple[int, Passage]]:
        asked = hashlib.sha256(repr((self.name, clips, sorted(options.items()))).encode())
        for source, clip in clips:
            asked.update(clip.samples(sources[source]).tobytes())
        file = folder / asked.hexdigest()
        if self.language is None:  # which one it is in is noted aside
            yield from passages(self, sources, clips, options)
        elif file.exists():
            yield from pickle.loads(file.read_bytes())
        else:
            found = []
            for each in passages(self, sources, clips, options):
                found.append(each)
                yield each
            unseen = file.with_suffix(f".{os.getpid()}")
            unseen.write_bytes(pickle.dumps(found))
            unseen.rename(file)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Recogniser, "_passages", remembered)
        yield


@pytest.fixture
def transcriber(environment: dict[str, str], valkey_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """This process is a transcriber: its modules reach the test's stores under the transcriber's role.

    Nothing waits in its queues: a long job would give way to what other tests ordered.
    """
    from transcriber import broker, notify, settings, storage

    for name, value in environment.items():
        if name != "PYTHONPATH":
            monkeypatch.setenv(name, value)
    caches = (
        settings.settings.cache_clear,
        storage._client.cache_clear,
        notify._manager.cache_clear,
        broker._valkey.cache_clear,
    )
    for clear in caches:
        clear()
    with redis.Redis.from_url(valkey_url) as queues:
        queues.delete(*{task.queue for task in (FINISH_TRANSCRIPT, MAKE_SOUND, MAKE_VIDEO, READ_ALONG)})
    yield
    for clear in caches:
        clear()


@pytest.fixture
def call(world: World) -> RecordedCall:
    """A call without a record."""
    return world.make_call()


@pytest.fixture
def told(valkey_url: str) -> Iterator["redis.client.PubSub"]:
    """What is published to signalling's socket.io."""
    with redis.Redis.from_url(valkey_url) as client, client.pubsub(ignore_subscribe_messages=True) as channel:
        channel.subscribe("socketio")
        assert channel.get_message(timeout=5) is None
        yield channel
