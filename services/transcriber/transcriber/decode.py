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
from av.audio.frame import AudioFrame
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
    left = int(limit_seconds * rate) * BYTES_PER_SAMPLE
    pieces = _resampled(container, container.streams.audio[0], rate)
    while left > 0 and (piece := next(pieces, None)) is not None:
        yield piece[:left]
        left -= len(piece)


def _resampled(container: InputContainer, stream: AudioStream, rate: int) -> Iterator[bytes]:
    """Pieces of about a second: an hour has 180,000 frames, and each is touched as little as can be."""
    origin, fed = origin_of(container), 0.0
    resampler: AudioResampler | None = None
    shape: tuple[object, ...] = ()
    try:
        for frame in read_frames(container, stream):
            missing = frame.time - origin - fed if frame.time is not None else 0.0
            found = (frame.sample_rate, frame.format.name, frame.layout.name)
            if resampler is None or missing > JUMP_SECONDS or shape != found:
                yield from _flushed(resampler)
                if missing > JUMP_SECONDS:
                    fed += missing
                    yield from _silence(int(missing * rate))
                resampler = AudioResampler(format="flt", layout="mono", rate=rate, frame_size=rate)
                shape = found
            fed += frame.samples / frame.sample_rate
            frame.pts = None
            for piece in resampler.resample(frame):
                yield _bytes_of(piece)
    except DamagedError:
        yield from _flushed(resampler)
        raise
    yield from _flushed(resampler)


def _flushed(resampler: AudioResampler | None) -> Iterator[bytes]:
    """What a resampler still holds; it takes nothing afterwards."""
    for piece in resampler.resample(None) if resampler else ():
        yield _bytes_of(piece)


def _bytes_of(piece: AudioFrame) -> bytes:
    return bytes(piece.planes[0])[: piece.samples * BYTES_PER_SAMPLE]


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
