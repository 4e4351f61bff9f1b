"""A track's sound as windows of samples, decoded by a child process while they are read."""

import contextlib
import signal
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import numpy as np
from numpy.typing import NDArray

from lodbic_contracts.transcript import TrackCode
from transcriber import decode, sandbox
from transcriber.decode import BYTES_PER_SAMPLE, ORIGIN, Outcome

RATE = 16_000
WINDOW_SECONDS = 600
# A window is cut at the quietest moment of its end, so that no word is.
CUT_WITHIN_SECONDS = 20
QUIET_SECONDS = 0.25
BLOCK_BYTES = 1 << 18
MEMORY_BYTES = 1 << 30

Samples = NDArray[np.float32]
CODES = {
    Outcome.WHOLE: None,
    Outcome.NOT_MEDIA: TrackCode.NOT_MEDIA,
    Outcome.NO_AUDIO: TrackCode.NO_AUDIO,
    Outcome.PARTIAL: TrackCode.DECODER_FAILED,
}


@dataclass(frozen=True)
class Window:
    """At most ten minutes of sound that begin at second `start` of the track."""

    start: float
    samples: Samples


class BeginsLaterError(Exception):
    """The file does not reach back to the wanted start."""


class Sound:
    """A file's sound from second `start` on. `seconds` (its end) and `code` stand once `windows` has come to its end.

    `origin` is the container's own time of second 0: to be given for a part of a file, found out for a whole one.
    """

    def __init__(
        self,
        path: Path,
        limit_seconds: float,
        check: Callable[[], None],
        start: float = 0.0,
        origin: float | None = None,
        longest_seconds: int = WINDOW_SECONDS,
    ) -> None:
        self.seconds = start
        self.origin = origin
        self.code: str | None = None
        self._path = path
        self._limit_seconds = limit_seconds
        self._check = check
        self._longest_bytes = longest_seconds * RATE * BYTES_PER_SAMPLE

    def windows(self) -> Iterator[Window]:
        """Decode as the windows are asked for. `check` is called meanwhile; whatever it raises ends the decoder.

        Raises BeginsLaterError.
        """
        request: decode.Request = {
            "path": str(self._path),
            "rate": RATE,
            "start": self.seconds,
            "limit_seconds": self._limit_seconds,
            "origin": self.origin,
        }
        limits = sandbox.Limits(MEMORY_BYTES, 30 + int(self._limit_seconds * 0.1), 0)
        child = sandbox.start("transcriber.decode", dict(request), limits, self._path.parent)
        assert child.stdout
        try:
            if len(origin := child.stdout.read(ORIGIN.size)) == ORIGIN.size:
                (self.origin,) = ORIGIN.unpack(origin)
            yield from self._cut(child.stdout)
            self.code = self._code(child.wait())
        finally:
            with contextlib.suppress(ProcessLookupError):
                child.send_signal(signal.SIGKILL)
            child.wait()
            child.stdout.close()

    def _cut(self, pipe: IO[bytes]) -> Iterator[Window]:
        pending = bytearray()
        while block := pipe.read(BLOCK_BYTES):
            self._check()
            pending += block
            if len(pending) >= self._longest_bytes:
                samples = _samples(pending)
                cut = quiet_moment(samples, CUT_WITHIN_SECONDS)
                pending = bytearray(samples[cut:].tobytes())
                yield self._window(samples[:cut])
        if pending:
            yield self._window(_samples(pending))

    def _window(self, samples: Samples) -> Window:
        start = self.seconds
        self.seconds += len(samples) / RATE
        return Window(start, samples)

    def _code(self, status: int) -> str | None:
        if status == Outcome.BEGINS_LATER:
            raise BeginsLaterError
        if status not in CODES:
            return TrackCode.DECODER_FAILED
        if status == Outcome.WHOLE and self.seconds == 0:
            return TrackCode.EMPTY
        return CODES[Outcome(status)]


def _samples(data: bytearray) -> Samples:
    whole = len(data) // BYTES_PER_SAMPLE * BYTES_PER_SAMPLE
    return np.nan_to_num(np.frombuffer(bytes(data[:whole]), dtype=np.float32), posinf=1.0, neginf=-1.0)


def quiet_moment(samples: Samples, within_seconds: float) -> int:
    """The middle of the quietest quarter of a second in the last seconds."""
    width = int(QUIET_SECONDS * RATE)
    first = len(samples) - int(within_seconds * RATE)
    frames = samples[first : first + int(within_seconds * RATE) // width * width].reshape(-1, width)
    return first + int(np.argmin(np.square(frames).mean(axis=1))) * width + width // 2
