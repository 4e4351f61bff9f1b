"""Reads a track along while its call goes on: windows that are kept, captions for the room.

What it does is never needed: whatever was not read along is read after the call. So it gives up what takes too long,
drafts first, then the windows of tracks that are far behind while others wait.
"""

import logging
import time
from collections import OrderedDict
from collections.abc import Sequence

from lodbic_contracts.captions import Caption, CaptionBreath, split_breaths
from lodbic_contracts.tasks import READ_ALONG
from lodbic_contracts.written import clean
from transcriber import broker, jobs, ledger, notify, store
from transcriber.audio import RATE
from transcriber.errors import LeaseLostError, StorageUnavailableError
from transcriber.jobs import work_folder
from transcriber.packing import Span
from transcriber.reading import Piece, Rest, breaths_of, store_form, store_forms
from transcriber.settings import settings
from transcriber.speech import Heard, recogniser, speech_in
from transcriber.store import Followed
from transcriber.transcript import Breath, turns_in_circles
from transcriber.windows import LONGEST_SECONDS, cuts, newest, newest_cut

log = logging.getLogger(__name__)
# A slice that has waited longer than this for a worker gets no draft: there is too much to do.
LATE_SECONDS = 6.0
# A track so far behind is left for after the call while others wait.
FAR_BEHIND_SECONDS = 150.0
# At most so much is read at a time, so that others' turn comes.
TURN_SECONDS = 120
# Without drafts it is enough to look at every third slice or so.
LOOK_SECONDS = 12.0
# So much new speech of a window that is not whole yet is read all the same: after the call only what follows is left.
AHEAD_SECONDS = 8.0
# Windows read ahead are read twice or more: not while tracks of other calls wait, nor while a draft of anybody's does.
FEW_WAITING = 1
MOST_REMEMBERED = 500

# Where the newest speech of each track ended when it was drafted: only to leave out drafts that would say nothing new.
_drafted: OrderedDict[str, int] = OrderedDict()


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
    wanted = settings().caption_drafts and broker.captions_are_read(followed.call_id)
    try:
        looked = _read_on(followed, wanted)
        # What is only looked at now and then has not been seen; a draft that came too late will not be made.
        store.release_followed(followed.reading, seen if looked or wanted else followed.reading.slices_seen)
    except LeaseLostError as error:
        log.warning("%s; stopped", error)
    except StorageUnavailableError as error:
        log.warning("track %s waits for object storage: %s", track_id, error)
        store.release_followed(followed.reading, followed.reading.slices_seen)
    except Exception:  # the edge of a task: the track is read after the call, which then tells what is wrong with it
        log.exception("track %s could not be read along", track_id)
        store.release_followed(followed.reading, seen, counted=True)


def _read_on(followed: Followed, wanted: bool) -> bool:
    """Read what can be read, with drafts where they are `wanted`; False when it was not looked at."""
    track, reading = followed.track, followed.reading
    solid = ledger.solid_slices(track)
    behind = sum(piece.duration_ms for piece in solid) / 1000 - reading.upto_ms / 1000
    fresh = sum(piece.duration_ms for piece in solid[reading.slices_seen :]) / 1000
    drafts = wanted and followed.waited < LATE_SECONDS
    if not fresh or not (drafts or fresh >= LOOK_SECONDS or behind >= LONGEST_SECONDS):
        return False
    if behind > FAR_BEHIND_SECONDS and broker.waiting(READ_ALONG):
        log.info("track %s is %.0f s behind and left for after the call", track.track_id, behind)
        return False
    rest = Rest(followed.call_id, ledger.only(track, solid), reading, _nothing)
    with work_folder(track.track_id) as folder:
        pieces = rest.pieces(folder, TURN_SECONDS)
        piece = next(pieces, None)
        pieces.close()
    if piece is None or rest.origin is None or rest.code:
        return True
    spans = speech_in(piece.samples)
    # First what people wait for: a window takes seconds.
    drafted = drafts and _draft(followed, piece, spans)
    left = _read_windows(followed, piece, spans, rest.origin)
    if not drafted and broker.waiting(READ_ALONG) <= (0 if drafts else FEW_WAITING):
        _read_ahead(followed, left, rest.origin)
    return True


def _hot(followed: Followed) -> str:
    return followed.advert if settings().hot_words else ""


def _nothing() -> None:
    """Nobody else is to be asked whether to go on: it takes a second or two."""


def _read_windows(followed: Followed, piece: Piece, spans: Sequence[Span], origin: float) -> Piece:
    """Read and keep the windows that are whole; returns what is left."""
    ends = cuts(piece.samples, spans)
    if not ends:
        return piece
    parts = [piece.between(start, end) for start, end in zip([0.0, *ends], ends, strict=False)]
    began = time.process_time()
    heard = recogniser().read_all([part.samples for part in parts], hot=_hot(followed))
    kept = store_forms(parts, heard, began)
    store.save_windows(followed.reading, kept, origin)
    _tell(followed, kept[0].from_ms, kept[-1].to_ms, breaths_of(kept), draft=False)
    return piece.between(ends[-1], len(piece.samples) / RATE)


def _read_ahead(followed: Followed, piece: Piece, origin: float) -> None:
    """Read what is not a whole window yet, once there is enough of it that was not read before."""
    spans = speech_in(piece.samples)
    cut = newest_cut(piece.samples, spans) or 0.0
    read = (followed.reading.ahead_ms - piece.from_ms) / 1000
    if sum(end - start for start, end in spans if start >= read and end <= cut) < AHEAD_SECONDS:
        return
    part, began = piece.between(0.0, cut), time.process_time()
    (window,) = store_forms([part], recogniser().read_all([part.samples], hot=_hot(followed)), began)
    store.save_ahead(followed.reading, window, origin)


def _draft(followed: Followed, piece: Piece, spoken: Sequence[Span]) -> bool:
    """Send what is said just now, as far as it can be read quickly; False when there is nothing new."""
    track_id, spans = followed.track.track_id, newest(spoken)
    ends_ms = piece.from_ms + round(spans[-1][1] * 1000) if spans else 0
    if not spans or _drafted.get(track_id) == ends_ms:
        return False
    _drafted[track_id] = ends_ms
    _drafted.move_to_end(track_id)
    while len(_drafted) > MOST_REMEMBERED:
        _drafted.popitem(last=False)
    part = piece.between(spans[0][0], len(piece.samples) / RATE)
    window = store_form(part, Heard(recogniser().draft(part.samples), None), 0)
    # A few seconds are sometimes too little to be understood. Nobody is to read what nobody said: the window will tell.
    understood = [breath for breath in breaths_of([window]) if not turns_in_circles(breath.words)]
    _tell(followed, part.from_ms, part.to_ms, understood, draft=True)
    return True


def _tell(followed: Followed, from_ms: int, to_ms: int, breaths: list[Breath], draft: bool) -> None:
    """Send what was said in some time to the room, unless a consent was taken back meanwhile."""
    if not store.may_be_told(followed.call_id):
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
    groups = split_breaths(shown)
    # Each takes the place of what was shown from its first breath on, the first from the beginning.
    marks = [int(start) + from_ms, *(group[0].began_at for group in groups[1:]), int(start) + to_ms]
    for number, group in enumerate(groups):
        notify.caption(
            Caption(
                call_id=followed.call_id,
                participant_id=followed.participant_id,
                draft=draft,
                began_at=marks[number],
                ended_at=marks[number + 1],
                breaths=group,
            )
        )
