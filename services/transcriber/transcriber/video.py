"""A child process: makes one side-by-side H.264 video of a call's tracks.

Started by `film.py` under `sandbox.py`'s limits. Each side has a fixed cell into which its pictures are scaled and
padded: a turned phone changes its picture's size inside a track. Tracks stand where they began; what nobody recorded is
a calm dark cell. Lines of JSON on the standard output tell how far it is, and at last what was wrong with which track.
"""

import json
import sys
from collections.abc import Iterator
from fractions import Fraction
from typing import Any, TypedDict

import av
import numpy as np
from av.audio.frame import AudioFrame
from av.audio.stream import AudioStream
from av.container import OutputContainer
from av.packet import Packet
from av.video.frame import VideoFrame
from av.video.stream import VideoStream
from numpy.typing import NDArray

from lodbic_contracts.transcript import TrackCode
from transcriber import sandbox
from transcriber.cells import HEIGHT, WIDTH, Canvas
from transcriber.decode import DamagedError, NotMediaError, open_media, origin_of, read_frames
from transcriber.timeline import TrackSound

FRAME_RATE = 20
SOUND_RATE = 48_000
TICK_SAMPLES = SOUND_RATE // FRAME_RATE
KEY_FRAME_SECONDS = 2
TELL_SECONDS = 2
# Cameras and still screens send a picture at least so often: where the next one is later, something was lost, and
# the last one before is shown on only for a moment.
LATEST_SECONDS = 3.0
HOLD_SECONDS = 0.5
# The index is read whole before the first picture: sound and pictures take turns by the second, not by the frame, and
# pictures are shown in the order they are stored. An hour's index is 1 MB, which was 2.8.
CONTAINER_OPTIONS = {"movflags": "+faststart", "chunk_duration": "1000000"}
ENCODER = "scenecut=0:bframes=0:threads=2:subme=1:ref=1:trellis=0"
VIDEO_OPTIONS = {"preset": "veryfast", "crf": "25", "x264-params": ENCODER}


class TrackRequest(TypedDict):
    """A track of the call: its file, which cell shows it (None: only its sound is wanted) and when it began."""

    track_id: str
    path: str
    cell: int | None
    offset: float
    announced_seconds: float
    limit_seconds: float


class Request(TypedDict):
    """What to make. Without an `output` the tracks are only decoded: to find the one that breaks the decoder."""

    tracks: list[TrackRequest]
    output: str | None
    longest_seconds: float


class Picture:
    """The pictures of one track on the record's time line."""

    def __init__(self, track: TrackRequest) -> None:
        self.code: str | None = None
        self._offset = track["offset"]
        self._limit = track["limit_seconds"]
        self._frames = self._read(track["path"])
        self._now: tuple[float, VideoFrame] | None = None
        self._next = next(self._frames, None)

    @property
    def is_over(self) -> bool:
        """Tell whether no picture is left to come."""
        return self._next is None

    def at(self, time: float) -> VideoFrame | None:
        """The picture to be seen at a time; times never go back."""
        while self._next and self._next[0] <= time:
            self._now, self._next = self._next, next(self._frames, None)
        if self._now is None:
            return None
        is_followed = self._next is not None and self._next[0] - self._now[0] <= LATEST_SECONDS
        return self._now[1] if is_followed or time - self._now[0] <= HOLD_SECONDS else None

    def _read(self, path: str) -> Iterator[tuple[float, VideoFrame]]:
        try:
            with open_media(path) as container:
                if not container.streams.video:
                    return
                stream = container.streams.video[0]
                stream.thread_count = 1
                origin, last = origin_of(container), 0.0
                for frame in read_frames(container, stream):
                    last = max(last, frame.time - origin if frame.time is not None else last)
                    if last > self._limit:
                        return
                    yield self._offset + last, frame
        except NotMediaError:
            self.code = TrackCode.NOT_MEDIA
        except DamagedError:
            self.code = TrackCode.DECODER_FAILED


class Cell:
    """One side's tracks; where two overlap, the one that began later is seen."""

    def __init__(self, tracks: list[TrackRequest]) -> None:
        self.codes: dict[str, str] = {}
        self._waiting = sorted(tracks, key=lambda track: track["offset"])
        self._open: list[tuple[str, Picture]] = []

    @property
    def is_over(self) -> bool:
        """Tell whether nothing is left to be seen."""
        return not self._waiting and all(picture.is_over for _, picture in self._open)

    def at(self, time: float) -> VideoFrame | None:
        """The picture to be seen at a time; None: the cell is dark."""
        while self._waiting and self._waiting[0]["offset"] <= time:
            track = self._waiting.pop(0)
            self._open.append((track["track_id"], Picture(track)))
        shown = None
        for name, picture in list(self._open):
            frame = picture.at(time)
            shown = frame or shown
            if picture.code:
                self.codes[name] = picture.code
            if picture.is_over and frame is None:
                self._open.remove((name, picture))
        return shown


class Film:
    """The video being written."""

    def __init__(self, path: str) -> None:
        self._container: OutputContainer = av.open(path, "w", format="mp4", options=CONTAINER_OPTIONS)
        self._video: VideoStream = self._container.add_stream("libx264", rate=FRAME_RATE, options=VIDEO_OPTIONS)
        self._video.width, self._video.height, self._video.pix_fmt = WIDTH, HEIGHT, "yuv420p"
        self._video.gop_size = FRAME_RATE * KEY_FRAME_SECONDS
        self._audio: AudioStream = self._container.add_stream("aac", rate=SOUND_RATE, layout="mono", bit_rate=96_000)

    def add(self, tick: int, picture: VideoFrame, sound: NDArray[np.float32]) -> None:
        """Append a twentieth of a second."""
        picture.pts, picture.time_base = tick, Fraction(1, FRAME_RATE)
        self._write(self._video.encode(picture))
        frame = AudioFrame.from_ndarray(np.clip(sound, -1, 1)[np.newaxis], format="fltp", layout="mono")
        frame.sample_rate, frame.pts, frame.time_base = SOUND_RATE, tick * TICK_SAMPLES, Fraction(1, SOUND_RATE)
        self._write(self._audio.encode(frame))

    def close(self) -> None:
        """Write what is left, then the index, in front."""
        self._write(self._video.encode(None))
        self._write(self._audio.encode(None))
        self._container.close()

    def _write(self, packets: "list[Packet[Any]]") -> None:
        self._container.mux(packets)


def compose(request: Request | Any) -> int:
    """Make the video and return 0."""
    tracks: list[TrackRequest] = request["tracks"]
    cells = [Cell([track for track in tracks if track["cell"] == number]) for number in (0, 1)]
    sounds = {
        track["track_id"]: TrackSound(track["path"], track["offset"], track["limit_seconds"], SOUND_RATE)
        for track in tracks
    }
    film = Film(request["output"]) if request["output"] else None
    canvas, tick = Canvas(), 0
    while tick / FRAME_RATE < request["longest_seconds"]:
        picture = canvas.draw([cell.at(tick / FRAME_RATE) for cell in cells])
        mix = np.zeros(TICK_SAMPLES, dtype=np.float32)
        for sound in sounds.values():
            sound.add_to(mix, tick * TICK_SAMPLES)
        if all(cell.is_over for cell in cells) and all(sound.is_over for sound in sounds.values()):
            break
        if film:
            film.add(tick, picture, mix)
        tick += 1
        if tick % (TELL_SECONDS * FRAME_RATE) == 0:
            _tell({"seconds": tick / FRAME_RATE})
    if film and tick:
        film.close()
    codes = {name: sound.code for name, sound in sounds.items() if sound.code}
    _tell({"seconds": tick / FRAME_RATE, "codes": codes | cells[0].codes | cells[1].codes})
    return 0


def _tell(line: dict[str, object]) -> None:
    sys.stdout.write(json.dumps(line) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(sandbox.enter(compose))
