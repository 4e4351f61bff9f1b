"""A child process: decodes the sound of one file and writes it to its standard output.

Started by `audio.py` under `sandbox.py`'s limits. The output is mono float32 at the asked rate, on the file's own time
line: where the timestamps jump there is silence. The exit code says how it went.
"""

import errno
import sys
from collections.abc import Iterator
from enum import IntEnum
from typing import Any, TypedDict

import av
from av.audio.resampler import AudioResampler
from av.audio.stream import AudioStream
from av.container import InputContainer
from av.video.stream import VideoStream

from transcriber import sandbox

# Containers that browsers record, and nothing that can name another file (playlists, concatenations).
OPTIONS = {
    "protocol_whitelist": "file",
    "format_whitelist": "matroska,webm,mov,mp4,m4a,3gp,3g2,mj2,ogg",
    "codec_whitelist": "opus,libopus,vorbis,aac,mp3,mp3float,flac,pcm_s16le,pcm_f32le,vp8,vp9,h264,av1,libdav1d,hevc",
}
JUMP_SECONDS = 0.1
BYTES_PER_SAMPLE = 4
MOST_DAMAGES = 500
# One second of silence at a time, so that a far timestamp needs no memory.
SILENCE_SAMPLES = 16_000


class Outcome(IntEnum):
    """The exit codes; any other, or a signal, means that the decoder failed at once."""

    WHOLE = 0
    NOT_MEDIA = 10
    NO_AUDIO = 11
    PARTIAL = 12


class Request(TypedDict):
    """What to decode: at most `limit_seconds` of `path`, to `rate` samples a second."""

    path: str
    rate: int
    limit_seconds: float


class NotMediaError(Exception):
    """The file is in no format that browsers record."""


class DamagedError(Exception):
    """The file could be read only up to a point."""


def open_media(path: str) -> InputContainer:
    """Open a stranger's file. Raises NotMediaError."""
    try:
        return av.open(path, mode="r", options=OPTIONS, metadata_errors="replace")
    except (av.error.FFmpegError, ValueError) as error:
        if isinstance(error, av.error.FFmpegError) and error.errno == errno.ENOMEM:
            raise MemoryError from error
        raise NotMediaError from error


def origin_of(container: InputContainer) -> float:
    """The time of the container's first frame, in seconds: second 0 of its track."""
    starts = [float(s.start_time * s.time_base) for s in container.streams if s.start_time is not None and s.time_base]
    return min(starts, default=0.0)


def read_sound(container: InputContainer, rate: int, limit_seconds: float) -> Iterator[bytes]:
    """Yield the first audio stream's samples as mono float32. Raises DamagedError after what could be read."""
    origin, limit, written = origin_of(container), int(limit_seconds * rate), 0
    resampler: AudioResampler | None = None
    shape: tuple[str, str, int] | None = None
    for frame in read_frames(container, container.streams.audio[0]):
        if resampler is None or shape != (frame.format.name, frame.layout.name, frame.sample_rate):
            resampler = AudioResampler(format="flt", layout="mono", rate=rate)
            shape = (frame.format.name, frame.layout.name, frame.sample_rate)
        if frame.time is not None:
            missing = min(int((frame.time - origin) * rate), limit) - written
            if missing > JUMP_SECONDS * rate:
                written += missing
                yield from _silence(missing)
        for piece in resampler.resample(frame):
            keep = min(piece.samples, limit - written)
            written += keep
            yield bytes(piece.planes[0])[: keep * BYTES_PER_SAMPLE]
        if written >= limit:
            return
    if resampler is not None:
        for piece in resampler.resample(None):
            yield bytes(piece.planes[0])[: piece.samples * BYTES_PER_SAMPLE]


def read_frames(container: InputContainer, stream: AudioStream | VideoStream) -> Iterator[Any]:
    """Decode packet by packet: what is damaged is passed over, and told of by a DamagedError at the end."""
    damages = 0
    packets = container.demux(stream)
    while damages < MOST_DAMAGES:
        try:
            packet = next(packets)
        except StopIteration:
            break
        except av.error.FFmpegError:
            damages += 1
            packets = container.demux(stream)
            continue
        try:
            yield from packet.decode()
        except av.error.FFmpegError:
            damages += 1
    if damages:
        raise DamagedError


def _silence(samples: int) -> Iterator[bytes]:
    while samples > 0:
        yield bytes(min(samples, SILENCE_SAMPLES) * BYTES_PER_SAMPLE)
        samples -= SILENCE_SAMPLES


def decode(request: Request | Any) -> int:
    """Write the sound to the standard output and return the outcome."""
    try:
        container = open_media(request["path"])
    except NotMediaError:
        return Outcome.NOT_MEDIA
    with container:
        if not container.streams.audio:
            return Outcome.NO_AUDIO
        try:
            for piece in read_sound(container, request["rate"], request["limit_seconds"]):
                sys.stdout.buffer.write(piece)
        except DamagedError:
            return Outcome.PARTIAL
        finally:
            sys.stdout.buffer.flush()
    return Outcome.WHOLE


if __name__ == "__main__":
    sys.exit(sandbox.enter(decode))
