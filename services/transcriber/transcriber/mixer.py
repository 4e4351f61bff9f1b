"""A child process: makes one stereo sound file of a call's tracks, the caller on the left, the callee on the right.

Started by `sound.py` under `sandbox.py`'s limits. Each channel is decoded in a thread of its own while the file is
encoded, because people wait for it. Lines of JSON on the standard output tell how far it is, and at last what was wrong
with which track.
"""

import json
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from fractions import Fraction
from queue import Queue
from typing import Any, TypedDict

import av
import numpy as np
from av.audio.frame import AudioFrame
from numpy.typing import NDArray

from transcriber import sandbox
from transcriber.timeline import TrackSound

# Speech, and twice as quick to make as 48 kHz.
RATE = 24_000
BIT_RATE = 64_000
BLOCKS_AHEAD = 20
TELL_SECONDS = 20
OPTIONS = {"aac_coder": "fast"}

Block = NDArray[np.float32]
NOTHING: Block = np.zeros(0, dtype=np.float32)


class TrackRequest(TypedDict):
    """A track of the call: its file, its channel (0 is left) and when it began."""

    track_id: str
    path: str
    channel: int
    offset: float
    limit_seconds: float


class Request(TypedDict):
    """What to make."""

    tracks: list[TrackRequest]
    output: str
    longest_seconds: float


class Channel:
    """One person's tracks as blocks of a second, mixed in a thread."""

    def __init__(self, tracks: list[TrackRequest], longest_seconds: float) -> None:
        self._sounds = {
            track["track_id"]: TrackSound(track["path"], track["offset"], track["limit_seconds"], RATE)
            for track in tracks
        }
        self._longest = int(longest_seconds * RATE)
        self._blocks: Queue[Block | None] = Queue(BLOCKS_AHEAD)
        self._mixing = ThreadPoolExecutor(1).submit(self._mix)

    @property
    def codes(self) -> dict[str, str]:
        """What was wrong with which track; complete once the blocks have ended."""
        return {name: sound.code for name, sound in self._sounds.items() if sound.code}

    def blocks(self) -> Iterator[Block]:
        """Seconds of sound; the last one is shorter."""
        while (block := self._blocks.get()) is not None:
            yield block
        self._mixing.result()

    def _mix(self) -> None:
        try:
            for block in self._mixed():
                self._blocks.put(block)
        finally:
            self._blocks.put(None)

    def _mixed(self) -> Iterator[Block]:
        first = 0
        while first < self._longest and not all(sound.is_over for sound in self._sounds.values()):
            block = np.zeros(RATE, dtype=np.float32)
            for sound in self._sounds.values():
                sound.add_to(block, first)
            if all(sound.is_over for sound in self._sounds.values()):
                block = block[: max(max(sound.end for sound in self._sounds.values()) - first, 0)]
            yield block
            first += RATE


def mix(request: Request | Any) -> int:
    """Make the sound and return 0."""
    tracks: list[TrackRequest] = request["tracks"]
    channels = [
        Channel([track for track in tracks if track["channel"] == number], request["longest_seconds"])
        for number in (0, 1)
    ]
    sides = [channel.blocks() for channel in channels]
    written = 0
    with av.open(request["output"], "w", format="mp4", options={"movflags": "+faststart"}) as container:
        stream = container.add_stream("aac", rate=RATE, layout="stereo", bit_rate=BIT_RATE, options=OPTIONS)
        while len((heard := _stereo([next(side, NOTHING) for side in sides]))[0]):
            frame = AudioFrame.from_ndarray(heard, format="fltp", layout="stereo")
            frame.sample_rate, frame.pts, frame.time_base = RATE, written, Fraction(1, RATE)
            container.mux(stream.encode(frame))
            written += frame.samples
            if written % (TELL_SECONDS * RATE) == 0:
                _tell({"seconds": written / RATE})
        container.mux(stream.encode(None))
    _tell({"seconds": written / RATE, "codes": channels[0].codes | channels[1].codes})
    return 0


def _stereo(heard: list[Block]) -> NDArray[np.float32]:
    both = np.zeros((2, max(map(len, heard))), dtype=np.float32)
    for number, block in enumerate(heard):
        both[number, : len(block)] = block
    return np.clip(both, -1, 1)


def _tell(line: dict[str, object]) -> None:
    sys.stdout.write(json.dumps(line) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(sandbox.enter(mix))
