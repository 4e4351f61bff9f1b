"""What becomes of a call's recording: waited for, and looked at in the database."""

import time
from collections.abc import Callable
from typing import Any, NamedTuple

from tests.e2e.browsers import User, wait_for

Rows = Callable[[str, str], list[tuple[Any, ...]]]
"""A query with one place, and the id of the call that stands there → its rows."""


def wait_final(person: User, call_id: str, tracks: int) -> dict[str, Any]:
    """Wait until the record is final and has so many tracks, whatever is made of it; the record."""

    def shown() -> dict[str, Any]:
        return dict(person.api("GET", f"/calls/{call_id}/")["record"])

    wait_for(
        "the record is final", lambda: shown()["state"] == "final" and len(shown()["tracks"]) >= tracks, 120, note=shown
    )
    return shown()


def wait_ready(person: User, call_id: str, revision: int = 1, seconds: float = 120, tracks: int = 0) -> dict[str, Any]:
    """Wait until the record is final, has so many tracks, and a revision's text and video are there; the record."""

    def shown() -> dict[str, Any]:
        return dict(person.api("GET", f"/calls/{call_id}/")["record"])

    def is_ready() -> bool:
        record = shown()
        assert "failed" not in (record["text"]["state"], record["video"]["state"]), record
        states = (record["text"]["state"], record["video"]["state"])
        whole = record["state"] == "final" and len(record["tracks"]) >= tracks
        made = whole and int(record["revision"]) >= revision and states == ("ready", "ready")
        # The search and the facts know the text a second after it was written.
        return made and bool(person.api("GET", f"/calls/{call_id}/facts/")["ready"])

    wait_for(f"text and video of revision {revision} are ready", is_ready, seconds, note=shown)
    return shown()


def assert_whole(record: dict[str, Any], tracks: int) -> None:
    """Every track is finished and every slice that was announced is stored."""
    assert record["state"] == "final"
    assert len(record["tracks"]) >= tracks
    for track in record["tracks"]:
        assert (track["state"], track["announced"]) == ("finished", track["stored"])


def recorded_seconds(rows: Rows, call_id: str) -> dict[tuple[str, str], float]:
    """{(side, kind): seconds} that storage has."""
    query = """SELECT side, kind, sum(duration_ms) / 1000.0 FROM tracks JOIN slices USING (track_id)
               WHERE call_id = %s AND stored_at IS NOT NULL GROUP BY side, kind"""
    return {(side, kind): float(total) for side, kind, total in rows(query, call_id)}


def wait_recording(rows: Rows, call_id: str) -> float:
    """Wait until both recorders of both people have begun; the moment, on the monotonic clock."""
    begun = "SELECT count(*) FROM tracks WHERE call_id = %s"
    wait_for("four tracks have begun", lambda: rows(begun, call_id) == [(4,)])
    return time.monotonic()


def assert_recorded(rows: Rows, call_id: str, talked: float) -> None:
    """Storage has all of so many seconds of talk, of each recorder of each person."""
    recorded = recorded_seconds(rows, call_id)
    assert len(recorded) == 4, recorded
    for side_and_kind, seconds in recorded.items():
        assert seconds >= talked - 1.5, (side_and_kind, seconds, talked)


class Span(NamedTuple):
    """When one track was recorded, in Unix seconds by the server's clock."""

    track_id: str
    began: float
    ended: float


def spans(rows: Rows, call_id: str) -> dict[tuple[str, str], list[Span]]:
    """{(side, kind): its tracks in their order}."""
    query = """SELECT side, kind, track_id::text, extract(epoch FROM began_at), sum(duration_ms) / 1000.0
               FROM tracks JOIN slices USING (track_id) WHERE call_id = %s GROUP BY tracks.track_id ORDER BY began_at"""
    found: dict[tuple[str, str], list[Span]] = {}
    for side, kind, track_id, began, seconds in rows(query, call_id):
        found.setdefault((side, kind), []).append(Span(track_id, float(began), float(began + seconds)))
    return found
