"""When text and video of a record are ordered, and what happens to jobs that get lost."""

import base64
import json
import time
from collections.abc import Callable
from typing import Any

import psycopg
import pytest
import redis
from tests.business_api.conftest import Person, assert_error, wait_for
from tests.business_api.test_calls import VERSION, accept, end, ring
from tests.business_api.test_recordings import call, entry, put, upload_track  # noqa: F401 - fixtures

from transcriber.settings import settings
from transcriber.store.jobs import claim_job

OLD = "UPDATE tracks SET created_at = now() - interval '8 d', last_sign_at = now() - interval '8 d' WHERE track_id = %s"


def jobs(owner: psycopg.Connection[Any], call: dict[str, Any]) -> list[tuple[str, int, str]]:
    rows = owner.execute(
        "SELECT kind, revision, state FROM jobs WHERE call_id = %s ORDER BY revision, kind", [call["call_id"]]
    )
    return [tuple(row) for row in rows.fetchall()]


def test_a_whole_record_is_ordered_at_once_with_the_last_finish(
    alice: Person, boris: Person, call: dict[str, Any], put: Callable[..., int],
    signalling_role: psycopg.Connection[Any], owner: psycopg.Connection[Any],
) -> None:  # fmt: skip
    tracks = {
        alice: upload_track(alice, call, put, [b"a0", b"a1"]),
        boris: upload_track(boris, call, put, [b"b0"], "av"),
    }
    alice.post(f"/tracks/{tracks[alice]}/finish/", {"slice_count": 2})
    end(signalling_role, call["call_id"])
    assert jobs(owner, call) == []
    boris.post(f"/tracks/{tracks[boris]}/finish/", {"slice_count": 1})
    assert jobs(owner, call) == [("sound", 1, "queued"), ("transcript", 1, "queued"), ("video", 1, "queued")]
    record = alice.get(f"/calls/{call['call_id']}/").json()["record"]
    assert (record["state"], record["revision"], record["text"]["state"]) == ("final", 1, "waiting")


def test_a_lost_browser_is_not_waited_for_and_its_late_slices_make_a_new_revision(
    alice: Person, boris: Person, call: dict[str, Any], put: Callable[..., int], worker: None,
    signalling_role: psycopg.Connection[Any], owner: psycopg.Connection[Any],
) -> None:  # fmt: skip
    first = upload_track(alice, call, put, [b"a0"])
    lost = upload_track(boris, call, put, [b"b0"])
    alice.post(f"/tracks/{first}/finish/", {"slice_count": 1})
    end(signalling_role, call["call_id"])
    time.sleep(4)
    assert jobs(owner, call) == []
    owner.execute("UPDATE tracks SET last_sign_at = now() - interval '61 s' WHERE track_id = %s", [lost])
    wait_for(lambda: jobs(owner, call) == [("sound", 1, "queued"), ("transcript", 1, "queued")])
    assert alice.get(f"/calls/{call['call_id']}/").json()["record"]["state"] == "provisional"
    link = boris.post(f"/tracks/{lost}/slices/", {"announce": [entry(1, b"b1")]}).json()["links"][0]
    put(link, b"b1")
    boris.post(f"/tracks/{lost}/slices/", {"stored": [1]})
    boris.post(f"/tracks/{lost}/finish/", {"slice_count": 2})
    assert jobs(owner, call) == [
        (kind, revision, state)
        for revision, state in ((1, "superseded"), (2, "queued"))
        for kind in ("sound", "transcript")
    ]
    late = owner.execute("SELECT sequence, late FROM slices WHERE track_id = %s ORDER BY 1", [lost]).fetchall()
    assert late == [(0, False), (1, True)]
    assert alice.get(f"/calls/{call['call_id']}/").json()["record"]["state"] == "final"


def test_a_track_expires_after_seven_days(
    boris: Person, call: dict[str, Any], put: Callable[..., int], worker: None,
    signalling_role: psycopg.Connection[Any], owner: psycopg.Connection[Any],
) -> None:  # fmt: skip
    track = upload_track(boris, call, put, [b"b0"])
    end(signalling_role, call["call_id"])
    owner.execute(OLD, [track])
    expired = "SELECT 1 FROM tracks WHERE track_id = %s AND state = 'expired'"
    wait_for(lambda: owner.execute(expired, [track]).fetchone() is not None)
    wait_for(lambda: jobs(owner, call) == [("sound", 1, "queued"), ("transcript", 1, "queued")])
    assert_error(boris.post(f"/tracks/{track}/slices/", {"announce": [entry(1, b"b1")]}), 409, "track_finished")


@pytest.mark.parametrize("came", [1, 0])
def test_slices_that_a_finished_track_never_sends_are_waited_for_a_minute_and_given_up_after_seven_days(
    boris: Person, call: dict[str, Any], put: Callable[..., int], worker: None, came: int,
    signalling_role: psycopg.Connection[Any], owner: psycopg.Connection[Any],
) -> None:  # fmt: skip
    def record() -> tuple[str, int]:
        shown = boris.get(f"/calls/{call['call_id']}/").json()["record"]
        return shown["state"], shown["revision"]

    def state() -> tuple[str, int]:
        row = owner.execute("SELECT state, slice_count FROM tracks WHERE track_id = %s", [track]).fetchall()[0]
        return row[0], row[1]

    made = [("sound", 1, "queued"), ("transcript", 1, "queued")] * came
    track = upload_track(boris, call, put, [b"b0"] * came)
    assert boris.post(f"/tracks/{track}/finish/", {"slice_count": 2}).status_code == 200
    end(signalling_role, call["call_id"])
    time.sleep(2)
    assert (record(), jobs(owner, call)) == (("recording", 0), [])
    owner.execute("UPDATE tracks SET last_sign_at = now() - interval '61 s' WHERE track_id = %s", [track])
    wait_for(lambda: record() == ("provisional", came))
    assert (jobs(owner, call), state()) == (made, ("finished", 2))
    owner.execute(OLD, [track])
    wait_for(lambda: record() == ("final", came))
    # Nothing more has come: nothing is made anew, and what comes from now on is refused.
    assert (jobs(owner, call), state()) == (made, ("expired", 2))
    late = {"announce": [entry(1, b"b1")]}
    assert_error(boris.post(f"/tracks/{track}/slices/", late), 409, "track_finished")


def test_a_record_that_cannot_be_ordered_keeps_no_other_waiting(
    boris: Person, call: dict[str, Any], put: Callable[..., int], worker: None,
    signalling_role: psycopg.Connection[Any], owner: psycopg.Connection[Any],
) -> None:  # fmt: skip
    # Jobs that nobody ordered stand where the records' own are to be. Many: in which order they are taken is open.
    rows = owner.execute(
        "INSERT INTO calls (name, end_time) SELECT '', now() FROM generate_series(1, 20) RETURNING call_id"
    )
    broken = [row[0] for row in rows.fetchall()]
    for statement, *values in (
        ("INSERT INTO call_records (call_id, state, revision) SELECT c, 'recording', 0 FROM unnest(%s) AS c",),
        ("INSERT INTO jobs (call_id, kind, revision, state) SELECT c, 'sound', 1, 'done' FROM unnest(%s) AS c",),
        (
            "INSERT INTO tracks (call_id, recorder_id, side, kind, mime_type, began_at, offset_ms, uncertainty_ms,"
            " state, slice_count, last_sign_at) SELECT c, %s, 'caller', 'audio', 'audio/webm', now(), 0, 0,"
            " 'finished', 1, now() FROM unnest(%s) AS c",
            boris.user_id,
        ),
        (
            "INSERT INTO slices (track_id, sequence, size, sha256, duration_ms, stored_at, late)"
            " SELECT track_id, 0, 1, '', 4000, now(), false FROM tracks WHERE call_id = ANY(%s)",
        ),
    ):
        owner.execute(statement, [*values, broken])
    track = upload_track(boris, call, put, [b"b0"])
    end(signalling_role, call["call_id"])
    owner.execute("UPDATE tracks SET last_sign_at = now() - interval '61 s' WHERE track_id = %s", [track])
    wait_for(lambda: jobs(owner, call) == [("sound", 1, "queued"), ("transcript", 1, "queued")])
    states = owner.execute("SELECT DISTINCT state FROM call_records WHERE call_id = ANY(%s)", [broken]).fetchall()
    assert states == [("recording",)]
    owner.execute("DELETE FROM jobs WHERE call_id = ANY(%s)", [broken])


def test_jobs_that_the_broker_lost_are_queued_again(
    alice: Person, boris: Person, call: dict[str, Any], put: Callable[..., int], worker: None, valkey: Any,
    signalling_role: psycopg.Connection[Any], owner: psycopg.Connection[Any],
) -> None:  # fmt: skip
    track = upload_track(boris, call, put, [b"b0"])
    end(signalling_role, call["call_id"])
    boris.post(f"/tracks/{track}/finish/", {"slice_count": 1})
    with redis.Redis.from_url(valkey.url) as connection:
        assert connection.llen("final") > 0
        connection.flushall()
        assert connection.llen("final") == 0
        owner.execute("UPDATE jobs SET queued_at = now() - interval '21 s' WHERE call_id = %s", [call["call_id"]])
        wait_for(lambda: connection.llen("final") > 0)


def test_a_job_whose_task_waits_in_a_long_queue_is_not_sent_again(
    boris: Person, call: dict[str, Any], put: Callable[..., int], worker: None, valkey: Any,
    signalling_role: psycopg.Connection[Any], owner: psycopg.Connection[Any],
) -> None:  # fmt: skip
    track = upload_track(boris, call, put, [b"b0"])
    end(signalling_role, call["call_id"])
    with redis.Redis.from_url(valkey.url) as connection:
        connection.flushall()
        owner.execute("UPDATE jobs SET state = 'done'")
        boris.post(f"/tracks/{track}/finish/", {"slice_count": 1})
        wait_for(lambda: (connection.llen("final"), connection.llen("sound")) == (1, 1))
        connection.delete("sound")
        owner.execute("UPDATE jobs SET queued_at = now() - interval '1 h' WHERE call_id = %s", [call["call_id"]])
        wait_for(lambda: connection.llen("sound") == 1)
        assert connection.llen("final") == 1


def test_a_job_whose_lease_ran_out_is_sent_again_and_claimed_anew_and_one_at_work_is_left_alone(
    boris: Person, call: dict[str, Any], put: Callable[..., int], worker: None, valkey: Any,
    signalling_role: psycopg.Connection[Any], owner: psycopg.Connection[Any], monkeypatch: pytest.MonkeyPatch,
    service_environment: Callable[[str], dict[str, str]],
) -> None:  # fmt: skip
    track = upload_track(boris, call, put, [b"b0"])
    end(signalling_role, call["call_id"])
    boris.post(f"/tracks/{track}/finish/", {"slice_count": 1})
    ids = dict(owner.execute("SELECT kind, job_id::text FROM jobs WHERE call_id = %s", [call["call_id"]]).fetchall())
    with redis.Redis.from_url(valkey.url) as connection:
        # Both were sent long ago and claimed once; the one's worker renewed its lease, the other's died. In one
        # statement: the reconciler must not see them half-way.
        owner.execute(
            "UPDATE jobs SET state = 'running', fence = 1, attempts = 1, queued_at = now() - interval '5 min',"
            " lease_until = now() + CASE kind WHEN 'transcript' THEN -1 ELSE 60 END * interval '1 s'"
            " WHERE call_id = %s",
            [call["call_id"]],
        )
        connection.flushall()

        def sent(queue: str, kind: str) -> bool:
            bodies = [base64.b64decode(json.loads(raw)["body"]) for raw in connection.lrange(queue, 0, -1)]
            return any(ids[kind] in body.decode() for body in bodies)

        wait_for(lambda: sent("final", "transcript"))
        assert not sent("sound", "sound")
    rows = owner.execute(
        "SELECT kind, fence, queued_at > now() - interval '1 min' FROM jobs WHERE call_id = %s ORDER BY kind",
        [call["call_id"]],
    ).fetchall()
    assert rows == [("sound", 1, False), ("transcript", 1, True)]
    for name, value in service_environment("transcriber").items():
        monkeypatch.setenv(name, value)
    settings.cache_clear()
    claimed = claim_job(ids["transcript"], "transcript")
    assert claimed is not None
    assert (claimed.fence, claimed.attempts) == (2, 2)
    assert claim_job(ids["sound"], "sound") is None
    settings.cache_clear()


def test_without_consent_to_transcribe_there_is_no_text(
    alice: Person, boris: Person, advert: dict[str, Any], put: Callable[..., int],
    signalling_role: psycopg.Connection[Any], owner: psycopg.Connection[Any],
) -> None:  # fmt: skip
    call = ring(boris, advert)
    accept(signalling_role, call["call_id"])
    for person in (alice, boris):
        person.put(f"/calls/{call['call_id']}/consents/", {"purposes": {"record": True}, "text_version": VERSION})
    track = upload_track(boris, call, put, [b"b0"], "av")
    end(signalling_role, call["call_id"])
    boris.post(f"/tracks/{track}/finish/", {"slice_count": 1})
    assert jobs(owner, call) == [("sound", 1, "queued"), ("video", 1, "queued")]
