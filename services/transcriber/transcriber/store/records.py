"""Calls with their tracks, and what is shown of them: text, video, sound and segments."""

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence

from lodbic_contracts.keys import key_of_address, object_address
from transcriber.store.connection import Connection, connect, patient, sql
from transcriber.store.jobs import end_job
from transcriber.store.shapes import Call, Claimed, Person, SegmentRow, Side, Slice, Track

# Words in Latin letters, and capitalised ones inside a sentence.
NAMES = re.compile(r"[A-Z][\w-]+(?: [A-Z\d][\w-]*)*|(?<=[а-яё,] )[А-ЯЁ][\w-]+")
# What is told to the model shortens what it may answer.
MOST_LETTERS = 160


@patient
def read_call(call_id: str) -> Call:
    """Read a call's people and its tracks with all slices that are stored."""
    with connect() as connection:
        people: dict[Side, Person] = {
            side: Person(user_id, name)
            for side, user_id, name in connection.execute(
                "SELECT side, user_id::text, name FROM call_sides WHERE call_id = %s", (call_id,)
            )
        }
        tracks = read_tracks(connection, call_id)
        advert = read_advert(connection, call_id)
    return Call(call_id, people, tracks, advert)


def read_advert(connection: Connection, call_id: str) -> str:
    """The title and place of a call's advert and the names in its description, inside a transaction."""
    row = connection.execute(
        """SELECT title, description, city, address FROM adverts
            WHERE advert_id = (SELECT advert_id FROM calls WHERE call_id = %s)""",
        (call_id,),
    ).fetchone()
    return likely_words(*row) if row else ""


def likely_words(title: str, description: str, city: str, address: str) -> str:
    """What of an advert is likely to be said: with brands and other names of the description, no whole sentences."""
    names = [name for name in NAMES.findall(description) if name.lower() not in title.lower()]
    chosen: list[str] = []
    for part in filter(None, map(str.strip, [*dict.fromkeys(names), address, city])):
        if len(title) + sum(map(len, chosen)) + len(part) > MOST_LETTERS:
            break
        chosen.append(part)
    return ". ".join(filter(None, [title[:MOST_LETTERS], ", ".join(chosen)]))


def read_tracks(connection: Connection, call_id: str) -> tuple[Track, ...]:
    """A call's tracks with all slices that are stored, inside a transaction."""
    slices: dict[str, list[Slice]] = defaultdict(list)
    for track_id, *columns in connection.execute(
        """SELECT track_id::text, sequence, size, sha256, duration_ms FROM slices
            WHERE track_id IN (SELECT track_id FROM tracks WHERE call_id = %s) AND stored_at IS NOT NULL
         ORDER BY track_id, sequence""",
        (call_id,),
    ):
        slices[track_id].append(Slice(*columns))
    return tuple(
        Track(track_id, side, kind, began_at, slice_count, tuple(slices[track_id]))
        for track_id, side, kind, began_at, slice_count in connection.execute(
            """SELECT track_id::text, side, kind, began_at, slice_count FROM tracks
                WHERE call_id = %s ORDER BY began_at, track_id""",
            (call_id,),
        )
    )


@patient
def finish_transcript(job: Claimed, key: str, segments: Sequence[SegmentRow], etags: dict[str, str]) -> bool:
    """Replace the call's segments, show the new text (`etags` of its objects by ending), end the job; all or nothing.

    False when a newer revision is shown already: then nothing but the job changes. Raises LeaseLostError.
    """
    with connect() as connection:
        if not _show(connection, job, ("calls", "text_url"), key):
            end_job(connection, job, "superseded", "", 1)
            return False
        connection.execute(
            "UPDATE call_records SET text_etags = %s WHERE call_id = %s", (json.dumps(etags), job.call_id)
        )
        connection.execute("DELETE FROM segments WHERE call_id = %s", (job.call_id,))
        _insert_segments(connection, job, segments)
        end_job(connection, job, "done", "", 1)
        return True


@patient
def finish_sound(job: Claimed, key: str | None, code: str) -> bool:
    """Show the new sound (if there is one) and end the job, as `finish_video` does."""
    with connect() as connection:
        if key is not None and not _show(connection, job, ("call_records", "sound_url"), key):
            end_job(connection, job, "superseded", "", 1)
            return False
        end_job(connection, job, "done", code, 1)
        return True


@patient
def finish_video(job: Claimed, key: str | None, code: str) -> bool:
    """Show the new video (if there is one) and end the job, all or nothing; False as in `finish_transcript`.

    `code` tells what was wrong with the input. Raises LeaseLostError.
    """
    with connect() as connection:
        if key is not None and not _show(connection, job, ("calls", "video_url"), key):
            end_job(connection, job, "superseded", "", 1)
            return False
        end_job(connection, job, "done", code, 1)
        return True


def _show(connection: Connection, job: Claimed, place: tuple[str, str], key: str) -> bool:
    table, column = map(sql.Identifier, place)
    select = sql.SQL("SELECT {} FROM {} WHERE call_id = %s FOR UPDATE").format(column, table)
    shown = connection.execute(select, (job.call_id,)).fetchone()
    if shown and shown[0] and revision_of(shown[0]) > job.revision:
        return False
    update = sql.SQL("UPDATE {} SET {} = %s WHERE call_id = %s").format(table, column)
    connection.execute(update, (object_address(key), job.call_id))
    return True


def revision_of(address: str) -> int:
    """The revision in an address of a call's text, sound or video."""
    return int(key_of_address(address).split("/")[2])


def _insert_segments(connection: Connection, job: Claimed, segments: Iterable[SegmentRow]) -> None:
    columns = (
        "call_id, revision, track_id, user_id, side, start_ms, end_ms, spoken_at, text, words, confidence, doubtful"
    )
    with connection.cursor().copy(f"COPY segments ({columns}) FROM STDIN") as copy:
        for row in segments:
            words = json.dumps(row.words, ensure_ascii=False)
            place = (job.call_id, job.revision, row.track_id, row.user_id, row.side, row.start_ms, row.end_ms)
            copy.write_row((*place, row.spoken_at, row.text, words, row.confidence, row.doubtful))
