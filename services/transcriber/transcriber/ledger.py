"""A track's bytes, pulled from storage and held against the ledger of what its owner announced."""

import hashlib
from bisect import bisect_left
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from itertools import accumulate, islice
from pathlib import Path

from lodbic_contracts.keys import slice_key
from lodbic_contracts.transcript import TrackCode
from transcriber import fragments, storage
from transcriber.store import Slice, Track

LARGEST_SLICE = 64 * 2**20
LARGEST_TRACK = 4 * 2**30
# Storage answers in milliseconds, an hour has 900 slices: some are asked for at once.
READ_AHEAD = 6
# A part is pulled from so long before the second that is wanted: clusters begin every second or so.
LEAD_SECONDS = 3.0
LONGEST_SECONDS = 6 * 3600.0
# Recorders cut slices late: what a track may last beyond the length that its slices announced.
SLACK_SECONDS = 60.0


@dataclass(frozen=True)
class Pulled:
    """What of a track lies in `path` now; `code` tells what is wrong with it. No path: nothing of it can be read."""

    path: Path | None
    code: str | None


def announced_seconds(track: Track) -> float:
    """How long the stored slices last by their owner's word."""
    return sum(piece.duration_ms for piece in track.slices) / 1000


def limit_seconds(track: Track) -> float:
    """How much of a track is decoded at most, whatever its timestamps claim."""
    return min(2 * announced_seconds(track) + SLACK_SECONDS, LONGEST_SECONDS)


def pull_track(call_id: str, track: Track, folder: Path, check: Callable[[], None]) -> Pulled:
    """Join a track's good slices, in order, in one file.

    A slice that is missing, or is not what was announced, leaves a gap; without the first one nothing can be decoded,
    because it holds the header. `check` is called between slices. Raises StorageUnavailableError.
    """
    if sum(piece.size for piece in track.slices) > LARGEST_TRACK:
        return Pulled(None, TrackCode.TOO_LARGE)
    if not track.slices:
        return Pulled(None, TrackCode.GAP if track.slice_count else TrackCode.EMPTY)
    path = folder / f"{track.track_id}.media"
    good: set[int] = set()
    with path.open("wb") as file:
        for piece, body in _bodies(call_id, track, check):
            if body is not None and (piece.sequence == 0 or 0 in good):
                file.write(body)
                good.add(piece.sequence)
    if 0 not in good:
        path.unlink()
        return Pulled(None, TrackCode.GAP)
    return Pulled(path, None if len(good) == _expected(track) else TrackCode.GAP)


def pull_part(call_id: str, track: Track, start: float, folder: Path, check: Callable[[], None]) -> Pulled | None:
    """Join a track's header with its slices from some seconds before `start` on, as far as they are good.

    None when the track cannot be taken up in its middle: then the whole of it has to be pulled. Raises
    StorageUnavailableError.
    """
    first = _slice_before(track, start - LEAD_SECONDS)
    if first == 0 or track.slices[0].sequence != 0:
        return None
    beginning = _good_body(slice_key(call_id, track.track_id, 0), track.slices[0].size, track.slices[0].sha256)
    header = fragments.header_of(beginning) if beginning else None
    if header is None:
        return None
    rest = replace(track, slices=track.slices[first:])
    path, began, good = folder / f"{track.track_id}.part", False, first
    with path.open("wb") as file:
        file.write(header)
        for _, body in _bodies(call_id, rest, check):
            place = 0 if began else fragments.next_start(body) if body is not None else None
            good += body is not None
            if body is not None and place is not None:
                file.write(body[place:])
                began = True
    if began:
        return Pulled(path, None if good == _expected(track) else TrackCode.GAP)
    path.unlink()
    return None


def _expected(track: Track) -> int:
    """How many slices there should be by now."""
    return max(track.slice_count or 0, track.slices[-1].sequence + 1)


def _slice_before(track: Track, seconds: float) -> int:
    """The place of the last slice that begins before a moment by its owner's word."""
    begins = accumulate((piece.duration_ms / 1000 for piece in track.slices), initial=0.0)
    return max(bisect_left(list(begins), seconds) - 1, 0)


def solid_slices(track: Track) -> tuple[Slice, ...]:
    """The slices from the first on without a gap: nothing that comes later changes what is before their end."""
    return tuple(piece for place, piece in enumerate(track.slices) if piece.sequence == place)


def only(track: Track, slices: tuple[Slice, ...]) -> Track:
    """A track as if it had no other slices than these."""
    return replace(track, slices=slices)


def _bodies(call_id: str, track: Track, check: Callable[[], None]) -> Iterator[tuple[Slice, bytes | None]]:
    """The slices in order with their bodies, if these are good; some are read ahead."""
    with ThreadPoolExecutor(READ_AHEAD, "slice") as pool:
        coming: deque[tuple[Slice, Future[bytes | None]]] = deque()
        waiting = iter(track.slices)
        while True:
            for piece in islice(waiting, READ_AHEAD - len(coming)):
                key = slice_key(call_id, track.track_id, piece.sequence)
                coming.append((piece, pool.submit(_good_body, key, piece.size, piece.sha256)))
            if not coming:
                return
            check()
            piece, body = coming.popleft()
            yield piece, body.result()


def _good_body(key: str, size: int, sha256: str) -> bytes | None:
    if size > LARGEST_SLICE:
        return None
    body = storage.read_object(key, size + 1)
    if body is None or len(body) != size or hashlib.sha256(body).hexdigest() != sha256:
        return None
    return body
