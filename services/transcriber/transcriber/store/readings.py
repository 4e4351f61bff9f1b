"""How far tracks have been read along, and what was read in them: claimed by track, written under the fence."""

import json
from collections.abc import Sequence

from lodbic_contracts.tasks import LEASE_SECONDS, MAX_ATTEMPTS
from transcriber.errors import LeaseLostError
from transcriber.store.connection import Connection, connect, patient
from transcriber.store.records import read_advert, read_tracks
from transcriber.store.shapes import Followed, Reading, StoredPassage, StoredWindow


@patient
def claim_followed(track_id: str) -> Followed | None:
    """Take an `audio` track of a call that goes on and that both people let be transcribed.

    None when it is none, somebody works at it, or it could not be read three times in a row.
    """
    claim = """
        UPDATE track_readings r
           SET fence = fence + 1, attempts = attempts + 1, lease_until = now() + make_interval(secs => %(lease)s)
          FROM tracks t JOIN calls c USING (call_id)
         WHERE r.track_id = %(track)s AND t.track_id = r.track_id AND t.kind = 'audio' AND c.end_time IS NULL
           AND (r.lease_until IS NULL OR r.lease_until < now()) AND r.attempts < %(most)s
           AND (SELECT count(DISTINCT user_id) FROM consents o
                 WHERE o.call_id = t.call_id AND purpose = 'transcribe' AND withdrawn_at IS NULL) = 2
     RETURNING t.call_id::text, r.fence, r.upto_ms, r.origin, r.slices_seen, coalesce((r.ahead ->> 'to_ms')::int, 0)"""
    values = {"lease": LEASE_SECONDS, "track": track_id, "most": MAX_ATTEMPTS}
    with connect() as connection:
        make = "INSERT INTO track_readings (track_id) SELECT track_id FROM tracks WHERE track_id = %s"
        connection.execute(f"{make} ON CONFLICT DO NOTHING", (track_id,))
        row = connection.execute(claim, values).fetchone()
        if row is None:
            return None
        call_id, *reading = row
        track = next(track for track in read_tracks(connection, call_id) if track.track_id == track_id)
        speaker = "SELECT participant_id FROM call_sides WHERE call_id = %s AND side = %s"
        (participant_id,) = connection.execute(speaker, (call_id, track.side)).fetchone() or ("",)
        waited = connection.execute(
            """SELECT coalesce(extract(epoch FROM now() - min(stored_at)), 0)::float FROM slices
                WHERE track_id = %s AND sequence >= %s AND stored_at IS NOT NULL""",
            (track_id, reading[3]),
        ).fetchone()
        advert = read_advert(connection, call_id)
    assert waited
    return Followed(Reading(track_id, *reading), call_id, participant_id, track, waited[0], advert)


@patient
def may_be_told(call_id: str) -> bool:
    """Tell whether both people still let the call be transcribed, and it still goes on."""
    with connect() as connection:
        row = connection.execute(
            """SELECT (SELECT count(DISTINCT user_id) FROM consents o WHERE o.call_id = c.call_id
                          AND purpose = 'transcribe' AND withdrawn_at IS NULL) = 2 AND end_time IS NULL
                 FROM calls c WHERE call_id = %s""",
            (call_id,),
        ).fetchone()
    return bool(row and row[0])


@patient
def release_followed(reading: Reading, slices_seen: int, counted: bool = False) -> None:
    """Give a track back until more of it comes. What is `counted` was a failure."""
    with connect() as connection:
        connection.execute(
            """UPDATE track_readings SET lease_until = NULL, slices_seen = greatest(slices_seen, %s),
                      attempts = CASE WHEN %s THEN attempts ELSE 0 END
                WHERE track_id = %s AND fence = %s""",
            (slices_seen, counted, reading.track_id, reading.fence),
        )


@patient
def anybody_reads(track_ids: Sequence[str]) -> bool:
    """Tell whether one of these tracks is being read along just now."""
    with connect() as connection:
        query = "SELECT FROM track_readings WHERE track_id = ANY(%s::uuid[]) AND lease_until > now() LIMIT 1"
        return connection.execute(query, (list(track_ids),)).fetchone() is not None


@patient
def take_reading(track_id: str) -> tuple[Reading, list[StoredWindow]]:
    """Take a track of a call that is over from whoever read along, with what was read. Nobody else may write then.

    What was read ahead is its last window now. Should windows be missing, the track is to be read from its beginning.
    """
    take = """
        INSERT INTO track_readings (track_id, fence) VALUES (%s, 1)
        ON CONFLICT (track_id) DO UPDATE SET fence = track_readings.fence + 1, lease_until = NULL
        RETURNING fence, upto_ms, origin, slices_seen"""
    keep = """
        WITH ahead AS (
            SELECT track_id, upto_ms, fence, a.* FROM track_readings,
                   jsonb_to_record(ahead) AS a (to_ms int, passages jsonb, language text, took_ms int)
             WHERE track_id = %(track)s AND ahead IS NOT NULL),
        kept AS (
            INSERT INTO track_windows (track_id, from_ms, to_ms, passages, language, fence, took_ms)
            SELECT track_id, upto_ms, to_ms, passages, language, fence, took_ms FROM ahead)
        UPDATE track_readings r SET upto_ms = to_ms, ahead = NULL FROM ahead WHERE r.track_id = ahead.track_id"""
    with connect() as connection:
        connection.execute(keep, {"track": track_id})
        fence, upto_ms, origin, seen = connection.execute(take, (track_id,)).fetchone() or (0, 0, None, 0)
        windows = [
            StoredWindow(first, last, tuple(StoredPassage.read(each) for each in passages), language, took)
            for first, last, passages, language, took in connection.execute(
                """SELECT from_ms, to_ms, passages, language, took_ms FROM track_windows
                    WHERE track_id = %s ORDER BY from_ms""",
                (track_id,),
            )
        ]
        edges = [0, *(window.to_ms for window in windows)]
        if edges[-1] != upto_ms or [window.from_ms for window in windows] != edges[:-1]:
            connection.execute("DELETE FROM track_windows WHERE track_id = %s", (track_id,))
            connection.execute("UPDATE track_readings SET upto_ms = 0 WHERE track_id = %s", (track_id,))
            return Reading(track_id, fence, 0, None, seen), []
    return Reading(track_id, fence, upto_ms, origin, seen), windows


@patient
def save_windows(reading: Reading, windows: Sequence[StoredWindow], origin: float) -> None:
    """Keep what was read and go on from there, all or nothing. Raises LeaseLostError."""
    with connect() as connection:
        _go_on(connection, reading, windows[-1].to_ms, origin)
        for window in windows:
            connection.execute(
                """INSERT INTO track_windows (track_id, from_ms, to_ms, passages, language, fence, took_ms)
                   VALUES (%s, %s, %s, %s, %s, %s, %s)""",
                (
                    reading.track_id,
                    window.from_ms,
                    window.to_ms,
                    json.dumps([passage.write() for passage in window.passages], ensure_ascii=False),
                    window.language,
                    reading.fence,
                    window.took_ms,
                ),
            )


@patient
def save_ahead(reading: Reading, window: StoredWindow, origin: float) -> None:
    """Keep what was read of a window that is not whole yet, in place of what was read of it before.

    Raises LeaseLostError.
    """
    ahead = {
        "to_ms": window.to_ms,
        "passages": [passage.write() for passage in window.passages],
        "language": window.language,
        "took_ms": window.took_ms,
    }
    with connect() as connection:
        saved = connection.execute(
            """UPDATE track_readings SET ahead = %s, origin = %s, lease_until = now() + make_interval(secs => %s)
                WHERE track_id = %s AND fence = %s AND upto_ms = %s""",
            (
                json.dumps(ahead, ensure_ascii=False), origin, LEASE_SECONDS,
                reading.track_id, reading.fence, window.from_ms,
            ),
        )  # fmt: skip
    if saved.rowcount != 1:
        raise LeaseLostError(f"track {reading.track_id} is no longer ours")


def _go_on(connection: Connection, reading: Reading, upto_ms: int, origin: float) -> None:
    moved = connection.execute(
        """UPDATE track_readings SET upto_ms = %s, origin = %s, ahead = NULL,
                  lease_until = CASE WHEN lease_until IS NULL THEN NULL ELSE now() + make_interval(secs => %s) END
            WHERE track_id = %s AND fence = %s AND upto_ms < %s""",
        (upto_ms, origin, LEASE_SECONDS, reading.track_id, reading.fence, upto_ms),
    )
    if moved.rowcount != 1:
        raise LeaseLostError(f"track {reading.track_id} is no longer ours")
