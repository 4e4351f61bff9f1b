"""From a call's tracks to its transcript: pull, decode, read, merge, write, show."""

import logging
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

from lodbic_contracts import written
from lodbic_contracts.keys import transcript_key
from lodbic_contracts.tasks import FINISH_TRANSCRIPT
from lodbic_contracts.transcript import TrackReport, Transcript, TranscriptSegment
from transcriber import broker, ledger, notify, storage, store, transcript
from transcriber.audio import RATE
from transcriber.errors import GaveWayError
from transcriber.jobs import Lease, work_folder
from transcriber.reading import Piece, Rest, breaths_of, store_forms
from transcriber.settings import settings
from transcriber.speech import recogniser
from transcriber.store import Call, SegmentRow, Side, StoredWindow, Track
from transcriber.transcript import Breath, Reading

log = logging.getLogger(__name__)

WRITERS: tuple[tuple[str, str, Callable[[Transcript], str]], ...] = (
    ("vtt", "text/vtt; charset=utf-8", written.write_vtt),
    ("srt", "application/x-subrip; charset=utf-8", written.write_srt),
    ("txt", "text/plain; charset=utf-8", written.write_text),
    ("json", "application/json", written.write_json),
)
# The two recorders of a person start and end some tenths of a second apart.
UNREAD_SECONDS = 2.0
# A job reads so much at a time, some seconds of work, before it lets others have their turn.
PIECE_SECONDS = 90
# The end of the slices that are there may be cut through a word.
UNSURE_MS = 2_000
# What is read along just now is done sooner than it could be read again: a turn takes so long on a slow processor.
READER_SECONDS = 15.0


@dataclass
class Work:
    """What a transcript job has found out so far."""

    call: Call
    origin: datetime
    readings: list[Reading] = field(default_factory=list)
    reports: list[TrackReport] = field(default_factory=list)
    languages: Counter[str] = field(default_factory=Counter)

    @property
    def hot(self) -> str:
        """Words that are likely to be said."""
        return self.call.advert if settings().hot_words else ""

    def offset(self, track: Track) -> float:
        """Where the track begins on the record's time line, in seconds."""
        return (track.began_at - self.origin).total_seconds()

    def covered(self, side: Side) -> list[tuple[float, float]]:
        """What of a side's time has been read already."""
        offsets = {track.track_id: self.offset(track) for track in self.call.tracks}
        return [
            (offsets[report.track_id], offsets[report.track_id] + report.seconds)
            for report in self.reports
            if report.side == side and report.kind == "audio"
        ]


def make_transcript(lease: Lease) -> None:
    """The work of a transcript job: writes its objects, replaces the call's segments, tells both people."""
    job = lease.job
    call = store.read_call(job.call_id)
    with work_folder(job.job_id) as folder:
        work = read_tracks(call, folder, lease)
        made = assemble(work, job.revision)
        lease.check()
        etags = {}
        for ending, content_type, write in WRITERS:
            path = folder / f"transcript.{ending}"
            path.write_text(write(made), encoding="utf-8")
            etags[ending] = storage.write_object(transcript_key(job.call_id, job.revision, ending), path, content_type)
    key = transcript_key(job.call_id, job.revision, "json")
    if store.finish_transcript(job, key, list(segment_rows(work, made.segments)), etags):
        notify.call_changed(job.call_id, [person.user_id for person in call.people.values()], "transcript")


def read_tracks(call: Call, folder: Path, lease: Lease) -> Work:
    """Read of every `audio` track what was not read along, then of the `av` tracks what no `audio` track holds."""
    origin = min((track.began_at for track in call.tracks), default=datetime.now(UTC))
    work = Work(call, origin)
    audio = [track for track in call.tracks if track.kind == "audio"]
    av = [track for track in call.tracks if track.kind == "av"]
    progress = Progress(lease, audio or av)
    _let_reader_finish(audio)
    read_together(work, [Share(work, track, progress, *store.take_reading(track.track_id)) for track in audio], folder)
    for track in av:
        covered = work.covered(track.side)
        if _unread(work.offset(track), ledger.announced_seconds(track), covered) >= UNREAD_SECONDS:
            read_together(work, [Share(work, track, progress)], folder, covered)
    return work


def _let_reader_finish(tracks: Sequence[Track]) -> None:
    deadline = time.monotonic() + READER_SECONDS
    while store.anybody_reads([track.track_id for track in tracks]) and time.monotonic() < deadline:
        time.sleep(0.05)


def _unread(start: float, seconds: float, covered: list[tuple[float, float]]) -> float:
    """How many of these seconds are not covered, as covered stretches of one side hardly overlap."""
    return seconds - sum(max(0.0, min(start + seconds, last) - max(start, first)) for first, last in covered)


class Progress:
    """How much of a job's sound has been read; keeps the job ours."""

    def __init__(self, lease: Lease, tracks: Sequence[Track]) -> None:
        self._lease = lease
        self._total = sum(map(ledger.announced_seconds, tracks)) or 1.0
        self._done = 0.0

    def add(self, seconds: float) -> None:
        """So much more has been read."""
        self._done += seconds
        self.show()

    def show(self, reading: float = 0.0) -> None:
        """Some seconds are being read. Raises LeaseLostError."""
        self._lease.show((self._done + reading) / self._total)

    def others_wait(self) -> bool:
        """Tell whether another call waits for its text."""
        return store.others_wait(self._lease.job)


class Share:
    """One track's share of a transcript: what was read along, what is left, and what its end is."""

    def __init__(
        self,
        work: Work,
        track: Track,
        progress: Progress,
        reading: store.Reading | None = None,
        windows: Sequence[StoredWindow] = (),
    ) -> None:
        self.track = track
        self.windows = list(windows)
        self.tail: Piece | None = None
        self._reading = reading
        self._progress = progress
        self._hot = work.hot
        self.rest = Rest(
            work.call.call_id, track, reading or store.Reading(track.track_id, 0, 0, None, 0), progress.show
        )
        progress.add(self.rest.seconds)

    def read_on(self, folder: Path) -> None:
        """Read all but the end, which is read together with those of other tracks. Raises GaveWayError."""
        for piece in self.rest.pieces(folder, PIECE_SECONDS):
            if self.tail:
                began = time.process_time()
                told = partial(_show_share, self._progress, len(self.tail.samples) / RATE)
                heard = recogniser().read(self.tail.samples, told, self._hot)
                (window,) = store_forms([self.tail], [heard], began)
                self.keep(window)
            self.tail = piece

    def keep(self, window: StoredWindow, save: bool = True) -> None:
        """Add what was read; what no late slice can change is also kept for the next revision, or the next turn."""
        self.windows.append(window)
        self._progress.add((window.to_ms - window.from_ms) / 1000)
        whole = sum(piece.duration_ms for piece in ledger.solid_slices(self.track)) - UNSURE_MS
        if not save or self._reading is None or self.rest.origin is None or window.to_ms > whole:
            return
        store.save_windows(self._reading, [window], self.rest.origin)
        if broker.waiting(FINISH_TRANSCRIPT) and self._progress.others_wait():
            raise GaveWayError(f"track {self.track.track_id} goes on later")


def _show_share(progress: Progress, seconds: float, share: float) -> None:
    progress.show(seconds * share)


def read_together(
    work: Work, shares: Sequence[Share], folder: Path, covered: Sequence[tuple[float, float]] = ()
) -> None:
    """Read some tracks; whatever is wrong with one becomes the code of its report, never an error."""
    for share in shares:
        share.read_on(folder)
    tails = [(share, share.tail) for share in shares if share.tail]
    began = time.process_time()
    heard = recogniser().read_all([tail.samples for _, tail in tails], hot=work.hot)
    ends = store_forms([tail for _, tail in tails], heard, began)
    for (share, _), window in zip(tails, ends, strict=True):
        share.keep(window, save=False)
    for share in shares:
        track, offset = share.track, work.offset(share.track)
        kept = [breath for breath in breaths_of(share.windows) if not _is_covered(breath, offset, covered)]
        speaker = written.clean(work.call.people[track.side].name) or track.side
        work.readings.append(Reading(track.track_id, track.side, speaker, offset, kept))
        work.languages.update(window.language for window in share.windows if window.language)
        seconds, code = round(share.rest.seconds, 3), share.rest.code
        work.reports.append(
            TrackReport(track_id=track.track_id, side=track.side, kind=track.kind, seconds=seconds, code=code)
        )


def _is_covered(breath: Breath, offset: float, covered: Sequence[tuple[float, float]]) -> bool:
    middle = offset + (breath.words[0].start + breath.words[-1].end) / 2
    return any(first <= middle <= last for first, last in covered)


def assemble(work: Work, revision: int) -> Transcript:
    """Make the transcript object of what was read."""
    offsets = {track.track_id: work.offset(track) for track in work.call.tracks}
    ends = [offsets[report.track_id] + report.seconds for report in work.reports]
    return Transcript(
        call_id=work.call.call_id,
        revision=revision,
        language=next((language for language, _ in work.languages.most_common(1)), recogniser().language or "und"),
        model=recogniser().name,
        origin=int(work.origin.timestamp() * 1000),
        duration=round(max(ends, default=0.0), 3),
        segments=transcript.merge(work.readings),
        tracks=work.reports,
    )


def segment_rows(work: Work, segments: list[TranscriptSegment]) -> Iterator[SegmentRow]:
    """The same segments as rows of the database."""
    for segment in segments:
        yield SegmentRow(
            track_id=segment.track_id,
            user_id=work.call.people[segment.side].user_id,
            side=segment.side,
            start_ms=round(segment.start * 1000),
            end_ms=round(segment.end * 1000),
            spoken_at=work.origin + timedelta(seconds=segment.start),
            text=segment.text,
            words=[
                (word.text, round(word.start * 1000), round(word.end * 1000), word.confidence) for word in segment.words
            ],
            confidence=segment.confidence,
            doubtful=segment.doubtful,
        )
