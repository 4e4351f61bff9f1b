"""While a call goes on, a stored slice has its track read along: one task a track, and only where both let it."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from typing import Any

import psycopg
import pytest
import redis
from tests.business_api.conftest import Person
from tests.business_api.test_calls import VERSION, accept, end, ring
from tests.business_api.test_recordings import call, entry, put, upload_track  # noqa: F401 - fixtures

from lodbic_contracts.tasks import READ_ALONG, waiting_key


@pytest.fixture
def queue(valkey: Any) -> "Iterator[redis.Redis]":
    """Valkey with an empty queue."""
    with redis.Redis.from_url(valkey.url) as connection:
        connection.delete(READ_ALONG.queue)
        yield connection


def add_slice(person: Person, track: str, put: Callable[..., int], sequence: int) -> None:
    content = b"x%d" % sequence
    link = person.post(f"/tracks/{track}/slices/", {"announce": [entry(sequence, content)]}).json()["links"][0]
    put(link, content)
    person.post(f"/tracks/{track}/slices/", {"stored": [sequence]})


def test_a_track_waits_once_however_many_slices_come(
    boris: Person, call: dict[str, Any], put: Callable[..., int], queue: "redis.Redis"
) -> None:
    track = upload_track(boris, call, put, [b"b0"])
    assert queue.llen(READ_ALONG.queue) == 1
    for sequence in (1, 2, 3):
        add_slice(boris, track, put, sequence)
    assert queue.llen(READ_ALONG.queue) == 1
    queue.delete(READ_ALONG.queue, waiting_key(READ_ALONG, track))  # a worker has begun
    add_slice(boris, track, put, 4)
    assert queue.llen(READ_ALONG.queue) == 1


def test_a_task_that_was_lost_with_valkey_is_sent_with_the_next_slice(
    boris: Person, call: dict[str, Any], put: Callable[..., int], queue: "redis.Redis"
) -> None:
    track = upload_track(boris, call, put, [b"b0"])
    queue.flushall()
    add_slice(boris, track, put, 1)
    assert queue.llen(READ_ALONG.queue) == 1
    assert 0 < int(str(queue.ttl(waiting_key(READ_ALONG, track)))) <= 20


def test_each_track_waits_for_itself_and_none_to_be_watched(
    alice: Person, boris: Person, call: dict[str, Any], put: Callable[..., int], queue: "redis.Redis"
) -> None:
    upload_track(boris, call, put, [b"b0"])
    upload_track(alice, call, put, [b"a0"])
    upload_track(alice, call, put, [b"a1"], "av")
    assert queue.llen(READ_ALONG.queue) == 2


def test_without_both_consents_to_transcribe_nothing_is_read_along(
    alice: Person, boris: Person, advert: dict[str, Any], put: Callable[..., int], queue: "redis.Redis",
    signalling_role: psycopg.Connection[Any],
) -> None:  # fmt: skip
    made = ring(boris, advert)
    accept(signalling_role, made["call_id"])
    for person, purposes in ((alice, {"record": True}), (boris, {"record": True, "transcribe": True})):
        person.put(f"/calls/{made['call_id']}/consents/", {"purposes": purposes, "text_version": VERSION})
    upload_track(boris, made, put, [b"b0"])
    assert queue.llen(READ_ALONG.queue) == 0


def test_after_the_call_nothing_is_read_along(
    boris: Person, call: dict[str, Any], put: Callable[..., int], queue: "redis.Redis",
    signalling_role: psycopg.Connection[Any],
) -> None:  # fmt: skip
    track = upload_track(boris, call, put, [b"b0"])
    queue.delete(READ_ALONG.queue, waiting_key(READ_ALONG, track))
    end(signalling_role, call["call_id"])
    add_slice(boris, track, put, 1)
    assert queue.llen(READ_ALONG.queue) == 0


@pytest.fixture
def clear(service_environment: Callable[[str], dict[str, str]]) -> Callable[[], None]:
    """What business-api's worker does once an hour."""
    environment = service_environment("business-api") | {"DJANGO_SETTINGS_MODULE": "business_api.settings"}
    code = "import django; django.setup(); from business_api.recordings.revisions import clear_readings as c; c()"

    def run() -> None:
        subprocess.run([sys.executable, "-c", code], env=environment, check=True)

    return run


def test_what_was_read_along_goes_an_hour_after_the_call(
    boris: Person, call: dict[str, Any], put: Callable[..., int], owner: psycopg.Connection[Any], database_url: Any,
    signalling_role: psycopg.Connection[Any], clear: Callable[[], None],
) -> None:  # fmt: skip
    track = upload_track(boris, call, put, [b"b0"])
    with psycopg.connect(database_url("lodbic_transcriber"), autocommit=True) as transcriber:
        transcriber.execute("INSERT INTO track_readings (track_id, upto_ms) VALUES (%s, 12000)", [track])
        transcriber.execute(
            "INSERT INTO track_windows (track_id, from_ms, to_ms, passages, fence, took_ms)"
            " VALUES (%s, 0, 12000, '[]', 1, 5)",
            [track],
        )
    end(signalling_role, call["call_id"])
    rows = "SELECT count(*) FROM track_windows WHERE track_id = %s"
    clear()
    assert owner.execute(rows, [track]).fetchone() == (1,)
    owner.execute("UPDATE calls SET end_time = now() - interval '61 min' WHERE call_id = %s", [call["call_id"]])
    clear()
    assert owner.execute(rows, [track]).fetchone() == (0,)
