"""From a call's tracks to its transcript: pull, decode, read, merge, write, show."""

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

from lodbic_contracts.keys import transcript_key
from lodbic_contracts.transcript import TrackReport, Transcript, TranscriptSegment
from transcriber import ledger, notify, storage, store, transcript
from transcriber.audio import Sound
from transcriber.jobs import Lease, work_folder
from transcriber.speech import Passage, SpokenWord, recogniser
from transcriber.store import Call, SegmentRow, Side, Track
from transcriber.transcript import Breath, Reading

log = logging.getLogger(__name__)

WRITERS: tuple[tuple[str, str, Callable[[Transcript], str]], ...] = (
    ("vtt", "text/vtt; charset=utf-8", transcript.write_vtt),
    ("srt", "application/x-subrip; charset=utf-8", transcript.write_srt),
    ("txt", "text/plain; charset=utf-8", transcript.write_text),
    ("json", "application/json", transcript.write_json),
)
# The two recorders of a person start and end some tenths of a second apart.
UNREAD_SECONDS = 2.0


@dataclass
class Work:
    """What a transcript job has found out so far."""

    call: Call
    origin: datetime
    readings: list[Reading] = field(default_factory=list)
    reports: list[TrackReport] = field(default_factory=list)
    language: str | None = None

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
        for ending, content_type, write in WRITERS:
            path = folder / f"transcript.{ending}"
            path.write_text(write(made), encoding="utf-8")
            storage.write_object(transcript_key(job.call_id, job.revision, ending), path, content_type)
    key = transcript_key(job.call_id, job.revision, "json")
    if store.finish_transcript(job, key, list(segment_rows(work, made.segments))):
        notify.call_changed(job.call_id, [person.user_id for person in call.people.values()], "transcript")


def read_tracks(call: Call, folder: Path, lease: Lease) -> Work:
    """Read every `audio` track, then of the `av` tracks what no `audio` track holds."""
    origin = min((track.began_at for track in call.tracks), default=datetime.now(UTC))
    work = Work(call, origin)
    audio = [track for track in call.tracks if track.kind == "audio"]
    av = [track for track in call.tracks if track.kind == "av"]
    total = sum(ledger.announced_seconds(track) for track in audio) or sum(map(ledger.announced_seconds, av)) or 1.0
    done = 0.0

    def show(seconds: float) -> None:
        lease.show((done + seconds) / total)

    for track in [*audio, *av]:
        covered = work.covered(track.side)
        if (
            track.kind == "av"
            and _unread(work.offset(track), ledger.announced_seconds(track), covered) < UNREAD_SECONDS
        ):
            continue
        read_track(work, track, covered if track.kind == "av" else [], folder, show)
        done += work.reports[-1].seconds
    return work


def _unread(start: float, seconds: float, covered: list[tuple[float, float]]) -> float:
    """How many of these seconds are not covered, as covered stretches of one side hardly overlap."""
    return seconds - sum(max(0.0, min(start + seconds, last) - max(start, first)) for first, last in covered)


def read_track(
    work: Work, track: Track, covered: list[tuple[float, float]], folder: Path, show: Callable[[float], None]
) -> None:
    """Read one track; whatever is wrong with it becomes the code of its report, never an error."""
    pulled = ledger.pull_track(work.call.call_id, track, folder, lambda: show(0.0))
    seconds, code = 0.0, pulled.code
    if pulled.path:
        sound = Sound(pulled.path, ledger.limit_seconds(track), lambda: show(0.0))
        passages: list[Passage] = []
        for window in sound.windows():
            length = sound.seconds - window.start
            told = partial(_show_share, show, window.start, length)
            found, work.language = recogniser().read(window.samples, work.language, told)
            passages += [_shifted(passage, window.start) for passage in found]
        pulled.path.unlink()
        seconds, code = sound.seconds, pulled.code or sound.code
        offset = work.offset(track)
        kept = [b for b in transcript.breaths(passages) if not _is_covered(b, offset, covered)]
        speaker = transcript.clean(work.call.people[track.side].name) or track.side
        work.readings.append(Reading(track.track_id, track.side, speaker, offset, kept))
    work.reports.append(
        TrackReport(track_id=track.track_id, side=track.side, kind=track.kind, seconds=round(seconds, 3), code=code)
    )


def _show_share(show: Callable[[float], None], start: float, length: float, share: float) -> None:
    show(start + length * share)


def _is_covered(breath: Breath, offset: float, covered: list[tuple[float, float]]) -> bool:
    middle = offset + (breath.words[0].start + breath.words[-1].end) / 2
    return any(first <= middle <= last for first, last in covered)


def _shifted(passage: Passage, by: float) -> Passage:
    words = tuple(SpokenWord(w.text, w.start + by, w.end + by, w.confidence) for w in passage.words)
    return Passage(words, passage.log_probability, passage.compression)


def assemble(work: Work, revision: int) -> Transcript:
    """Make the transcript object of what was read."""
    offsets = {track.track_id: work.offset(track) for track in work.call.tracks}
    ends = [offsets[report.track_id] + report.seconds for report in work.reports]
    return Transcript(
        call_id=work.call.call_id,
        revision=revision,
        language=work.language or recogniser().language or "und",
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
