"""Reads a track along while its call goes on: windows that are kept, captions for the room.

What it does is never needed: whatever was not read along is read after the call. So it gives up what takes too long,
drafts first, then the windows of tracks that are far behind while others wait.
"""

import logging
import time
from collections import OrderedDict
from dataclasses import dataclass

from lodbic_contracts.captions import Caption, CaptionBreath
from lodbic_contracts.tasks import READ_ALONG
from transcriber import broker, jobs, ledger, notify, store
from transcriber.audio import RATE
from transcriber.errors import LeaseLostError, StorageUnavailableError
from transcriber.jobs import work_folder
from transcriber.reading import Piece, Rest, breaths_of, store_form
from transcriber.settings import settings
from transcriber.speech import Heard, recogniser, speech_in
from transcriber.store import Followed
from transcriber.transcript import Breath, clean
from transcriber.windows import LONGEST_SECONDS, cuts

log = logging.getLogger(__name__)
# A slice that has waited longer than this for a worker gets no draft: there is too much to do.
LATE_SECONDS = 3.0
# A track so far behind is left for after the call while others wait.
FAR_BEHIND_SECONDS = 60.0
# At most so much is read at a time, so that others' turn comes.
TURN_SECONDS = 80
MOST_REMEMBERED = 500


@dataclass
class Drafted:
    """The last draft of a track: where its line begins, and where the speech in it ended."""

    line_ms: int
    speech_ms: int


# What this process drafted last, by track: only to leave out drafts that would say nothing new.
_drafted: OrderedDict[str, Drafted] = OrderedDict()


def read_along(track_id: str) -> None:
    """Read what has come of a track; nothing happens when that may not or need not be."""
    if not jobs.is_id(track_id):
        log.error("a task came with %r for a track's id", track_id)
        return
    broker.begin(READ_ALONG, track_id)
    followed = store.claim_followed(track_id)
    if followed is None:
        return
    seen = len(ledger.solid_slices(followed.track))
    try:
        _read_on(followed)
        store.release_followed(followed.reading, seen)
    except LeaseLostError as error:
        log.warning("%s; stopped", error)
    except StorageUnavailableError as error:
        log.warning("track %s waits for object storage: %s", track_id, error)
        store.release_followed(followed.reading, followed.reading.slices_seen)
    except Exception:  # the edge of a task: the track is read after the call, which then tells what is wrong with it
        log.exception("track %s could not be read along", track_id)
        store.release_followed(followed.reading, seen, counted=True)


def _read_on(followed: Followed) -> None:
    track = followed.track
    solid = ledger.solid_slices(track)
    upto = followed.reading.upto_ms / 1000
    behind = sum(piece.duration_ms for piece in solid) / 1000 - upto
    drafts = settings().caption_drafts and followed.waited < LATE_SECONDS
    if len(solid) <= followed.reading.slices_seen or (behind < LONGEST_SECONDS and not drafts):
        return
    if behind > FAR_BEHIND_SECONDS and broker.waiting(READ_ALONG):
        log.info("track %s is %.0f s behind and left for after the call", track.track_id, behind)
        return
    rest = Rest(followed.call_id, ledger.only(track, solid), followed.reading, _nothing)
    with work_folder(track.track_id) as folder:
        pieces = rest.pieces(folder, TURN_SECONDS)
        piece = next(pieces, None)
        pieces.close()
    if piece is None or rest.origin is None or rest.code:
        return
    left = _read_windows(followed, piece, rest.origin)
    if drafts:
        _draft(followed, left)


def _nothing() -> None:
    """Nobody else is to be asked whether to go on: it takes a second or two."""


def _read_windows(followed: Followed, piece: Piece, origin: float) -> Piece:
    """Read and keep the windows that are whole; returns what is left."""
    ends = cuts(piece.samples, speech_in(piece.samples))
    if not ends:
        return piece
    parts = [piece.between(start, end) for start, end in zip([0.0, *ends], ends, strict=False)]
    began = time.process_time()
    heard = recogniser().read_all([part.samples for part in parts])
    kept = [store_form(part, each, began) for part, each in zip(parts, heard, strict=True)]
    store.save_windows(followed.reading, kept, origin)
    if store.may_be_told(followed.call_id):
        for window in kept:
            _tell(followed, window.from_ms, breaths_of([window]), draft=False)
    return piece.between(ends[-1], len(piece.samples) / RATE)


def _draft(followed: Followed, piece: Piece) -> None:
    """Send what is said just now, if there is something new, as far as it can be read quickly."""
    track_id, spans = followed.track.track_id, speech_in(piece.samples)
    last = _drafted.get(track_id)
    drafted = Drafted(piece.from_ms, piece.from_ms + round(spans[-1][1] * 1000) if spans else 0)
    if not spans or drafted == last:
        return
    _drafted[track_id] = drafted
    _drafted.move_to_end(track_id)
    while len(_drafted) > MOST_REMEMBERED:
        _drafted.popitem(last=False)
    began = time.process_time()
    window = store_form(piece, Heard(recogniser().draft(piece.samples), None), began)
    if store.may_be_told(followed.call_id):
        _tell(followed, piece.from_ms, breaths_of([window]), draft=True)


def _tell(followed: Followed, line_ms: int, breaths: list[Breath], draft: bool) -> None:
    """Send a line of captions; a final one without words takes a draft away that had some."""
    drafted = _drafted.get(followed.track.track_id)
    if not breaths and not (drafted and drafted.line_ms == line_ms):
        return
    start = followed.track.began_at.timestamp() * 1000
    shown = [
        CaptionBreath(
            text=text[:2000],
            doubtful=breath.doubtful,
            began_at=int(start + breath.words[0].start * 1000),
            ended_at=int(start + breath.words[-1].end * 1000),
        )
        for breath in breaths
        if (text := clean("".join(word.text for word in breath.words)))
    ]
    notify.caption(
        Caption(
            call_id=followed.call_id,
            participant_id=followed.participant_id,
            line=f"{followed.track.track_id}/{line_ms}",
            draft=draft,
            breaths=shown[:100],
        )
    )
