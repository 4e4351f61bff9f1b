"""The video of a long call is made in a queue of its own: no short one waits behind it."""

import base64
import json
from collections.abc import Callable
from typing import Any

import psycopg
import pytest
import redis
from tests.business_api.conftest import Person, wait_for
from tests.business_api.test_calls import end
from tests.business_api.test_estimates import left
from tests.business_api.test_recordings import put, recorded_call, upload_track  # noqa: F401 - fixtures

Filmed = Callable[[int], dict[str, Any]]


@pytest.fixture
def filmed(
    alice: Person, boris: Person, advert: dict[str, Any], put: Callable[..., int], worker: None,
    signalling_role: psycopg.Connection[Any], owner: psycopg.Connection[Any],
) -> Filmed:  # fmt: skip
    """A call of so many minutes that is over and whose video waits to be made; `video` is the job's id."""
    owner.execute("UPDATE jobs SET state = 'done' WHERE state IN ('queued', 'running')")

    def make(minutes: int) -> dict[str, Any]:
        call = recorded_call(boris, alice, advert, signalling_role)
        track = upload_track(boris, call, put, [b"x"], "av")
        owner.execute("UPDATE slices SET duration_ms = %s WHERE track_id = %s", [minutes * 60_000, track])
        end(signalling_role, call["call_id"])
        owner.execute(
            "UPDATE calls SET start_time = end_time - %s * interval '1 min' WHERE call_id = %s",
            [minutes, call["call_id"]],
        )
        boris.post(f"/tracks/{track}/finish/", {"slice_count": 1})
        statement = "SELECT job_id::text FROM jobs WHERE call_id = %s AND kind = 'video'"
        [(video,)] = owner.execute(statement, [call["call_id"]]).fetchall()
        return call | {"video": video}

    return make


def queue_of(connection: "redis.Redis", call: dict[str, Any]) -> list[str]:
    """The queues in which the call's video waits."""
    found = []
    for queue in ("media", "media-long"):
        bodies = [base64.b64decode(json.loads(raw)["body"]).decode() for raw in connection.lrange(queue, 0, -1)]
        found += [queue for body in bodies if call["video"] in body]
    return found


@pytest.mark.parametrize(("minutes", "queue"), [(1, "media"), (15, "media"), (16, "media-long"), (240, "media-long")])
def test_a_call_is_filmed_in_the_queue_of_its_length_also_when_the_broker_lost_it(
    filmed: Filmed, valkey: Any, owner: psycopg.Connection[Any], minutes: int, queue: str
) -> None:
    with redis.Redis.from_url(valkey.url) as connection:
        connection.flushall()
        call = filmed(minutes)
        wait_for(lambda: queue_of(connection, call) == [queue])
        connection.flushall()
        owner.execute("UPDATE jobs SET queued_at = now() - interval '21 s' WHERE call_id = %s", [call["call_id"]])
        wait_for(lambda: queue_of(connection, call) == [queue])


def test_a_short_video_is_not_said_to_wait_for_a_long_one(filmed: Filmed, boris: Person) -> None:
    long, short, last = filmed(120), filmed(10), filmed(60)
    two_hours, ten_minutes, after_both = (left(boris, call, "video") or 0 for call in (long, short, last))
    assert ten_minutes * 10 < two_hours
    assert after_both > two_hours
