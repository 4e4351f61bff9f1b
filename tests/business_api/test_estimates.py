"""What is being made of a record says how long it will still take."""

from collections.abc import Callable
from typing import Any

import psycopg
import pytest
from tests.business_api.conftest import Person
from tests.business_api.test_calls import end
from tests.business_api.test_recordings import call, put, upload_track  # noqa: F401 - fixtures


@pytest.fixture
def waiting(
    alice: Person, boris: Person, call: dict[str, Any], put: Callable[..., int],
    signalling_role: psycopg.Connection[Any], owner: psycopg.Connection[Any],
) -> dict[str, Any]:  # fmt: skip
    """A call of two hours whose record waits to be made, before anything was ever measured."""
    owner.execute("DELETE FROM track_windows")
    owner.execute("UPDATE jobs SET state = 'done' WHERE state IN ('queued', 'running')")
    tracks = [upload_track(person, call, put, [b"x", b"y"]) for person in (alice, boris)]
    tracks.append(upload_track(boris, call, put, [b"z"], "av"))
    owner.execute("UPDATE slices SET duration_ms = 3600000 WHERE track_id = ANY(%s)", [tracks])
    end(signalling_role, call["call_id"])
    for person, track, count in zip((alice, boris, boris), tracks, (2, 2, 1), strict=True):
        person.post(f"/tracks/{track}/finish/", {"slice_count": count})
    return call | {"tracks": tracks[:2]}


def left(person: Person, call: dict[str, Any], product: str = "text") -> int | None:
    record = person.get(f"/calls/{call['call_id']}/").json()["record"]
    seconds: int | None = record[product]["seconds_left"]
    return seconds


def test_what_waits_says_how_long_it_will_take(boris: Person, waiting: dict[str, Any]) -> None:
    # Nothing was read lately: as much as the recogniser ever took (docs/benchmarks.md), or a little more.
    assert 4 * 3600 * 0.104 <= (left(boris, waiting) or 0) < 4 * 3600 * 0.12
    assert 30 < (left(boris, waiting, "sound") or 0) < 120
    assert 600 < (left(boris, waiting, "video") or 0) < 2000


def test_what_was_read_along_needs_no_more_time(
    boris: Person, waiting: dict[str, Any], database_url: Any, owner: psycopg.Connection[Any]
) -> None:
    before = left(boris, waiting)
    assert before
    with psycopg.connect(database_url("lodbic_transcriber"), autocommit=True) as transcriber:
        for track in waiting["tracks"]:
            transcriber.execute("INSERT INTO track_readings (track_id, upto_ms) VALUES (%s, 7180000)", [track])
    assert (left(boris, waiting) or 0) < 10
    with psycopg.connect(database_url("lodbic_transcriber"), autocommit=True) as transcriber:
        transcriber.execute("UPDATE track_readings SET upto_ms = 3600000")
        assert left(boris, waiting) == pytest.approx(before / 2, rel=0.1)
        transcriber.execute(
            "INSERT INTO track_windows (track_id, from_ms, to_ms, passages, fence, took_ms)"
            " VALUES (%s, 0, 60000, '[]', 1, 6000)",
            [waiting["tracks"][0]],
        )
    assert left(boris, waiting) == pytest.approx(2 * 3600 * 0.1, rel=0.1), "as measured on this machine"


def test_what_waits_for_longer_than_it_should_take_is_not_promised_at_once(
    boris: Person, waiting: dict[str, Any], owner: psycopg.Connection[Any]
) -> None:
    owner.execute(
        "UPDATE jobs SET created_at = now() - interval '2 hours' WHERE call_id = %s AND kind = 'video'",
        [waiting["call_id"]],
    )
    assert left(boris, waiting, "video") == pytest.approx(7200, rel=0.1)


def test_what_is_done_says_nothing(boris: Person, waiting: dict[str, Any], owner: psycopg.Connection[Any]) -> None:
    owner.execute("UPDATE jobs SET state = 'done', progress = 1 WHERE call_id = %s", [waiting["call_id"]])
    assert left(boris, waiting) is None


def test_a_video_half_made_takes_as_long_again(
    boris: Person, waiting: dict[str, Any], owner: psycopg.Connection[Any]
) -> None:
    owner.execute(
        "UPDATE jobs SET state = 'running', started_at = now() - interval '100 s', progress = 0.5,"
        " lease_until = now() + interval '1 min' WHERE call_id = %s AND kind = 'video'",
        [waiting["call_id"]],
    )
    assert left(boris, waiting, "video") == pytest.approx(100, abs=15)
