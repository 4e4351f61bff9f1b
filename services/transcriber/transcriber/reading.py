"""A track's speech from where it was read up to: pulled in part, decoded, read, kept as windows."""

import contextlib
import time
from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from transcriber import ledger, transcript
from transcriber.audio import RATE, BeginsLaterError, Samples, Sound
from transcriber.ledger import Pulled
from transcriber.speech import Heard, Passage, SpokenWord
from transcriber.store import Reading, StoredPassage, StoredWindow, Track
from transcriber.transcript import Breath


@dataclass(frozen=True)
class Piece:
    """Sound of a track that begins `from_ms` after the track does."""

    from_ms: int
    samples: Samples

    @property
    def to_ms(self) -> int:
        """Where it ends."""
        return self.from_ms + round(len(self.samples) * 1000 / RATE)

    def between(self, start: float, end: float) -> "Piece":
        """A part of it, by seconds from its own beginning, cut at whole milliseconds."""
        first, last = round(start * 1000), round(end * 1000)
        return Piece(self.from_ms + first, self.samples[first * RATE // 1000 : last * RATE // 1000])


class Rest:
    """What of a track has not been read yet.

    `code` is what is wrong with the track, `origin` its container's own time of second 0; both are known with the first
    piece as far as they can be. `seconds`, where the track ends, stands once the pieces have come to an end.
    """

    def __init__(self, call_id: str, track: Track, reading: Reading, check: Callable[[], None]) -> None:
        self.code: str | None = None
        self.seconds = reading.upto_ms / 1000
        self.origin = reading.origin
        self._call_id = call_id
        self._track = track
        self._check = check

    def pieces(self, folder: Path, longest_seconds: int) -> Generator[Piece, None, None]:
        """Decode in pieces of at most so long, cut where it is quiet. Raises StorageUnavailableError."""
        if self.seconds and self.origin is not None:
            part = ledger.pull_part(self._call_id, self._track, self.seconds, folder, self._check)
            if part:
                with contextlib.suppress(BeginsLaterError):
                    yield from self._decode(part, longest_seconds)
                    return
        yield from self._decode(ledger.pull_track(self._call_id, self._track, folder, self._check), longest_seconds)

    def _decode(self, pulled: Pulled, longest_seconds: int) -> Iterator[Piece]:
        self.code = pulled.code
        if pulled.path is None:
            return
        limit = ledger.limit_seconds(self._track)
        sound = Sound(pulled.path, limit, self._check, self.seconds, self.origin, longest_seconds)
        for window in sound.windows():
            self.origin = sound.origin
            yield Piece(round(window.start * 1000), window.samples)
        pulled.path.unlink()
        self.code, self.seconds = pulled.code or sound.code, sound.seconds


def store_forms(pieces: Sequence[Piece], heard: Sequence[Heard], began: float) -> list[StoredWindow]:
    """What was read in some pieces at once, as it is kept; `began` is the processor's time before."""
    took = (time.process_time() - began) * 1000 / (sum(len(piece.samples) for piece in pieces) or 1)
    return [
        store_form(piece, each, round(took * len(piece.samples))) for piece, each in zip(pieces, heard, strict=True)
    ]


def store_form(piece: Piece, heard: Heard, took_ms: int) -> StoredWindow:
    """What was read in a piece, as it is kept; it took so much of the processor's time."""
    passages = tuple(
        StoredPassage(
            tuple((w.text, _place(piece, w.start), _place(piece, w.end), w.confidence) for w in passage.words),
            passage.log_probability,
            passage.compression,
        )
        for passage in heard.passages
    )
    return StoredWindow(piece.from_ms, piece.to_ms, passages, heard.language, took_ms)


def _place(piece: Piece, seconds: float) -> float:
    return round(piece.from_ms / 1000 + seconds, 3)


def breaths_of(windows: Sequence[StoredWindow]) -> list[Breath]:
    """What was said in windows, cut at pauses; times in seconds from the track's start."""
    passages = (
        Passage(tuple(SpokenWord(*word) for word in kept.words), kept.log_probability, kept.compression)
        for window in windows
        for kept in window.passages
        if kept.words
    )
    return transcript.breaths(passages)
