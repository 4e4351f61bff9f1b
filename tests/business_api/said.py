"""Calls in which something was said: written as the transcriber writes it, read by business-api's own worker."""

import json
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import psycopg
from tests.business_api.conftest import Person, wait_for
from tests.business_api.test_calls import VERSION, accept, end, ring


class Said(NamedTuple):
    """A line: who (`caller` or `callee`) said what, from when to when in ms."""

    side: str
    text: str
    start_ms: int
    end_ms: int
    doubtful: bool = False


def lines(*texts: tuple[str, str]) -> list[Said]:
    """Lines of three seconds one after the other."""
    return [Said(side, text, 1000 + 4000 * n, 4000 + 4000 * n) for n, (side, text) in enumerate(texts)]


Talk = Callable[..., dict[str, Any]]


def talked(
    caller: Person, callee: Person, advert: dict[str, Any], said: Sequence[Said], *,
    signalling: psycopg.Connection[Any], transcriber: psycopg.Connection[Any], owner: psycopg.Connection[Any],
) -> dict[str, Any]:  # fmt: skip
    """A call that is over, with its text written and read; the call as its caller sees it."""
    call = ring(caller, advert)
    accept(signalling, call["call_id"])
    purposes = {"purposes": {"record": True, "transcribe": True}, "text_version": VERSION}
    for person in (caller, callee):
        assert person.put(f"/calls/{call['call_id']}/consents/", purposes).status_code == 200
    write_text(caller, callee, call, said, revision=1, transcriber=transcriber, owner=owner)
    end(signalling, call["call_id"])
    return dict(caller.get(f"/calls/{call['call_id']}/").json())


def talked_of_a_bicycle(
    cast: tuple[Person, Person, Person], said: Sequence[Said], roles: dict[str, psycopg.Connection[Any]]
) -> dict[str, Any]:
    """A call of Boris about a bicycle that Alice offers for 13,500."""
    alice, boris, _ = cast
    fields = {"title": "Велосипед Стелс", "category": "hobby", "price_minor": 1_350_000, "city": "Москва"}
    return talked(boris, alice, alice.post("/adverts/", fields).json(), said, **roles)


def write_text(
    caller: Person, callee: Person, call: dict[str, Any], said: Sequence[Said], *, revision: int,
    transcriber: psycopg.Connection[Any], owner: psycopg.Connection[Any],
) -> None:  # fmt: skip
    """A revision of a call's text, by the transcriber's role; waits until it was read."""
    users = {"caller": caller.user_id, "callee": callee.user_id}
    call_id = call["call_id"]
    owner.execute(
        "INSERT INTO tracks (call_id, recorder_id, side, kind, mime_type, began_at, offset_ms, uncertainty_ms, state)"
        " SELECT %s, u, s, 'audio', 'audio/webm', now(), 0, 0, 'finished' FROM (VALUES (%s::uuid, 'caller'),"
        " (%s::uuid, 'callee')) AS v (u, s) WHERE NOT EXISTS (SELECT FROM tracks WHERE call_id = %s)",
        [call_id, caller.user_id, callee.user_id, call_id],
    )
    tracks = dict(owner.execute("SELECT side, track_id FROM tracks WHERE call_id = %s", [call_id]).fetchall())
    with transcriber.transaction():
        transcriber.execute("DELETE FROM segments WHERE call_id = %s", [call_id])
        for line in said:
            words = json.dumps([[line.text, line.start_ms, line.end_ms, 0.9]])
            transcriber.execute(
                "INSERT INTO segments (call_id, revision, track_id, user_id, side, start_ms, end_ms, spoken_at, text,"
                " words, confidence, doubtful)"
                " VALUES (%s, %s, %s, %s, %s, %s, %s, now() + %s * interval '1 ms', %s, %s, 0.9, %s)",
                [call_id, revision, tracks[line.side], users[line.side], line.side, line.start_ms, line.end_ms,
                 line.start_ms, line.text, words, line.doubtful],
            )  # fmt: skip
        address = f"s3://media/calls/{call_id}/{revision}/"
        transcriber.execute(
            "UPDATE calls SET text_url = %s, video_url = %s WHERE call_id = %s",
            [f"{address}transcript.json", f"{address}video.mp4", call_id],
        )
    owner.execute(
        "INSERT INTO call_records (call_id, state, revision, sound_url) VALUES (%s, 'final', %s, %s)"
        " ON CONFLICT (call_id) DO UPDATE SET revision = excluded.revision, sound_url = excluded.sound_url",
        [call_id, revision, f"{address}sound.m4a"],
    )
    owner.execute(
        "INSERT INTO jobs (call_id, kind, revision, state, finished_at) VALUES (%s, 'transcript', %s, 'done', now())",
        [call_id, revision],
    )
    wait_until_read(owner, call)


def wait_until_read(owner: psycopg.Connection[Any], call: dict[str, Any]) -> None:
    """Wait for business-api's worker."""
    query = "SELECT 1 FROM jobs WHERE call_id = %s AND kind = 'transcript' AND NOT read"
    wait_for(lambda: owner.execute(query, [call["call_id"]]).fetchone() is None, 30)
