"""All SQL of the transcriber. Each function is one transaction on a connection of its own.

A connection per use costs a few milliseconds a few times a minute and survives forks and restarts of the database. What
cannot reach the database waits for it: half a minute without one loses nothing.
"""

import json
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, ParamSpec, TypeVar

import psycopg
from psycopg import sql

from lodbic_contracts.keys import key_of_address, object_address
from lodbic_contracts.tasks import LEASE_SECONDS, MAX_ATTEMPTS
from transcriber.errors import DatabaseUnavailableError, LeaseLostError
from transcriber.settings import settings

PATIENCE_SECONDS = 120.0
PAUSE_SECONDS = 2.0

Side = Literal["caller", "callee"]
Kind = Literal["transcript", "video"]
Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")


@dataclass(frozen=True)
class Claimed:
    """A job that is ours until its lease runs out. `fence` must go with every write."""

    job_id: str
    call_id: str
    kind: Kind
    revision: int
    fence: int
    attempts: int


@dataclass(frozen=True)
class Slice:
    """A stored slice as its owner announced it."""

    sequence: int
    size: int
    sha256: str
    duration_ms: int


@dataclass(frozen=True)
class Track:
    """One run of one recorder with its stored slices in order."""

    track_id: str
    side: Side
    kind: Literal["av", "audio"]
    began_at: datetime
    slice_count: int | None
    slices: tuple[Slice, ...]


@dataclass(frozen=True)
class Person:
    """Who is on a side of a call, under the name the other side saw."""

    user_id: str
    name: str


@dataclass(frozen=True)
class Call:
    """A call's people and tracks; tracks in the order in which they began."""

    call_id: str
    people: dict[Side, Person]
    tracks: tuple[Track, ...]


@dataclass(frozen=True)
class SegmentRow:
    """A row of `segments`; times in milliseconds from the record's start."""

    track_id: str
    user_id: str
    side: Side
    start_ms: int
    end_ms: int
    spoken_at: datetime
    text: str
    words: list[tuple[str, int, int, float]]
    confidence: float
    doubtful: bool


def patient(work: Callable[Arguments, Result]) -> Callable[Arguments, Result]:
    """Try again for two minutes while the database is away; then raise DatabaseUnavailableError."""

    def tried(*args: Arguments.args, **kwargs: Arguments.kwargs) -> Result:
        deadline = time.monotonic() + PATIENCE_SECONDS
        while True:
            try:
                return work(*args, **kwargs)
            except psycopg.OperationalError as error:
                if time.monotonic() > deadline:
                    raise DatabaseUnavailableError(str(error)) from error
                time.sleep(PAUSE_SECONDS)

    return tried


def _connect() -> psycopg.Connection[tuple[Any, ...]]:
    return psycopg.connect(settings().database_url, connect_timeout=5, application_name="lodbic-transcriber")


@patient
def claim_job(job_id: str, kind: Kind) -> Claimed | None:
    """Take a job that waits, or whose worker's lease ran out; None when there is nothing to take."""
    statement = """
        UPDATE jobs SET state = 'running', lease_until = now() + make_interval(secs => %s), fence = fence + 1,
               attempts = attempts + 1, progress = 0, code = '', started_at = now(), finished_at = NULL
         WHERE job_id = %s AND kind = %s
           AND (state = 'queued' OR (state = 'running' AND lease_until < now())) AND attempts < %s
     RETURNING call_id::text, revision, fence, attempts"""
    with _connect() as connection:
        row = connection.execute(statement, (LEASE_SECONDS, job_id, kind, MAX_ATTEMPTS)).fetchone()
    return Claimed(job_id, row[0], kind, *row[1:]) if row else None


@patient
def fail_exhausted_job(job_id: str, kind: Kind, code: str) -> str | None:
    """Fail a job whose attempts are used up and that nobody works at. Returns its call, or None if it is not one."""
    statement = """
        UPDATE jobs SET state = 'failed', code = %s, lease_until = NULL, finished_at = now()
         WHERE job_id = %s AND kind = %s
           AND (state = 'queued' OR (state = 'running' AND lease_until < now())) AND attempts >= %s
     RETURNING call_id::text"""
    with _connect() as connection:
        row = connection.execute(statement, (code, job_id, kind, MAX_ATTEMPTS)).fetchone()
    return row[0] if row else None


def renew_job(job: Claimed, progress: float) -> bool:
    """Keep the lease for another minute and show the progress; False when the job is no longer ours.

    Does not wait for the database: raises DatabaseUnavailableError.
    """
    statement = """
        UPDATE jobs SET lease_until = now() + make_interval(secs => %s), progress = %s
         WHERE job_id = %s AND fence = %s AND state = 'running'"""
    try:
        with _connect() as connection:
            return connection.execute(statement, (LEASE_SECONDS, progress, job.job_id, job.fence)).rowcount == 1
    except psycopg.OperationalError as error:
        raise DatabaseUnavailableError(str(error)) from error


@patient
def release_job(job: Claimed, code: str, counted: bool) -> None:
    """Give a job back to be tried again; an attempt that is not `counted` failed for want of something outside."""
    statement = """
        UPDATE jobs SET state = 'queued', code = %s, lease_until = NULL, attempts = attempts - %s
         WHERE job_id = %s AND fence = %s AND state = 'running'"""
    with _connect() as connection:
        connection.execute(statement, (code, 0 if counted else 1, job.job_id, job.fence))


@patient
def fail_job(job: Claimed, code: str) -> None:
    """End a job that cannot be done."""
    with _connect() as connection:
        _end_job(connection, job, "failed", code, 0)


@patient
def read_call(call_id: str) -> Call:
    """Read a call's people and its tracks with all slices that are stored."""
    with _connect() as connection:
        people: dict[Side, Person] = {
            side: Person(user_id, name)
            for side, user_id, name in connection.execute(
                "SELECT side, user_id::text, name FROM call_sides WHERE call_id = %s", (call_id,)
            )
        }
        slices: dict[str, list[Slice]] = defaultdict(list)
        for track_id, *columns in connection.execute(
            """SELECT track_id::text, sequence, size, sha256, duration_ms FROM slices
                WHERE track_id IN (SELECT track_id FROM tracks WHERE call_id = %s) AND stored_at IS NOT NULL
             ORDER BY track_id, sequence""",
            (call_id,),
        ):
            slices[track_id].append(Slice(*columns))
        tracks = tuple(
            Track(track_id, side, kind, began_at, slice_count, tuple(slices[track_id]))
            for track_id, side, kind, began_at, slice_count in connection.execute(
                """SELECT track_id::text, side, kind, began_at, slice_count FROM tracks
                    WHERE call_id = %s ORDER BY began_at, track_id""",
                (call_id,),
            )
        )
    return Call(call_id, people, tracks)


@patient
def finish_transcript(job: Claimed, key: str, segments: Sequence[SegmentRow]) -> bool:
    """Replace the call's segments, show the new text and end the job, all or nothing.

    False when a newer revision is shown already: then nothing but the job changes. Raises LeaseLostError.
    """
    with _connect() as connection:
        if not _show(connection, job, "text_url", key):
            _end_job(connection, job, "superseded", "", 1)
            return False
        connection.execute("DELETE FROM segments WHERE call_id = %s", (job.call_id,))
        _insert_segments(connection, job, segments)
        _end_job(connection, job, "done", "", 1)
        return True


@patient
def finish_video(job: Claimed, key: str | None, code: str) -> bool:
    """Show the new video (if there is one) and end the job, all or nothing; False as in `finish_transcript`.

    `code` tells what was wrong with the input. Raises LeaseLostError.
    """
    with _connect() as connection:
        if key is not None and not _show(connection, job, "video_url", key):
            _end_job(connection, job, "superseded", "", 1)
            return False
        _end_job(connection, job, "done", code, 1)
        return True


def _show(
    connection: psycopg.Connection[Any], job: Claimed, column: Literal["text_url", "video_url"], key: str
) -> bool:
    name = sql.Identifier(column)
    select = sql.SQL("SELECT {} FROM calls WHERE call_id = %s FOR UPDATE").format(name)
    shown = connection.execute(select, (job.call_id,)).fetchone()
    if shown and shown[0] and revision_of(shown[0]) > job.revision:
        return False
    update = sql.SQL("UPDATE calls SET {} = %s WHERE call_id = %s").format(name)
    connection.execute(update, (object_address(key), job.call_id))
    return True


def revision_of(address: str) -> int:
    """The revision in an address made by `transcript_key` or `video_key`."""
    return int(key_of_address(address).split("/")[2])


def _insert_segments(connection: psycopg.Connection[Any], job: Claimed, segments: Iterable[SegmentRow]) -> None:
    columns = (
        "call_id, revision, track_id, user_id, side, start_ms, end_ms, spoken_at, text, words, confidence, doubtful"
    )
    with connection.cursor().copy(f"COPY segments ({columns}) FROM STDIN") as copy:
        for row in segments:
            words = json.dumps(row.words, ensure_ascii=False)
            place = (job.call_id, job.revision, row.track_id, row.user_id, row.side, row.start_ms, row.end_ms)
            copy.write_row((*place, row.spoken_at, row.text, words, row.confidence, row.doubtful))


def _end_job(connection: psycopg.Connection[Any], job: Claimed, state: str, code: str, progress: float) -> None:
    ended = connection.execute(
        """UPDATE jobs SET state = %s, code = %s, progress = %s, lease_until = NULL, finished_at = now()
            WHERE job_id = %s AND fence = %s AND state = 'running'""",
        (state, code, progress, job.job_id, job.fence),
    )
    if ended.rowcount != 1:
        raise LeaseLostError(f"job {job.job_id} is no longer ours")
