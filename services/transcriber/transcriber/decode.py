"""A child process: decodes the sound of one file and writes it to its standard output.

Started by `audio.py` under `sandbox.py`'s limits. The output is the file's origin, then mono float32 at the asked rate,
on the file's own time line: where the timestamps jump there is silence. The exit code says how it went.
"""

import errno
import struct
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
ORIGIN = struct.Struct("=d")
# Opus needs 80 ms before its sound is what it would have been, a resampler a little: so much is decoded and dropped.
RUN_UP_SECONDS = 0.15
MOST_DAMAGES = 500
# One second of silence at a time, so that a far timestamp needs no memory.
SILENCE_SAMPLES = 16_000


class Outcome(IntEnum):
    """The exit codes; any other, or a signal, means that the decoder failed at once."""

    WHOLE = 0
    NOT_MEDIA = 10
    NO_AUDIO = 11
    PARTIAL = 12
    BEGINS_LATER = 13
    """The file does not reach back to the wanted start."""


class Request(TypedDict):
    """What to decode: `path` from second `start` to `limit_seconds` of its time line, to `rate` samples a second.

    Second 0 is at the container's time `origin`; None: where its first frame is.
    """

    path: str
    rate: int
    start: float
    limit_seconds: float
    origin: float | None


class NotMediaError(Exception):
    """The file is in no format that browsers record."""


class BeginsLaterError(Exception):
    """The file does not reach back to the wanted start."""


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


def read_sound(
    container: InputContainer, rate: int, limit_seconds: float, start: float = 0.0, origin: float | None = None
) -> Iterator[bytes]:
    """Yield the first audio stream's samples from second `start` on, as mono float32.

    Raises DamagedError after what could be read, BeginsLaterError before anything.
    """
    left = int((limit_seconds - start) * rate) * BYTES_PER_SAMPLE
    pieces = _resampled(container, rate, start, origin_of(container) if origin is None else origin)
    while left > 0 and (piece := next(pieces, None)) is not None:
        yield piece[:left]
        left -= len(piece)


def _resampled(container: InputContainer, rate: int, start: float, origin: float) -> Iterator[bytes]:
    """Pieces of about a second: an hour has 180,000 frames, and each is touched as little as can be."""
    fed, too_early = 0.0, 0
    resampler: AudioResampler | None = None
    shape: tuple[object, ...] = ()
    try:
        for frame in _from(start, origin, read_frames(container, container.streams.audio[0])):
            time = frame.time - origin if frame.time is not None else fed
            if resampler is None and start:
                fed, too_early = time, round((start - time) * rate) * BYTES_PER_SAMPLE
            found = (frame.sample_rate, frame.format.name, frame.layout.name)
            if resampler is None or time - fed > JUMP_SECONDS or shape != found:
                yield from _flushed(resampler)
                if time - fed > JUMP_SECONDS:
                    yield from _silence(int((time - fed) * rate))
                    fed = time
                resampler = AudioResampler(format="flt", layout="mono", rate=rate, frame_size=rate)
                shape = found
            fed += frame.samples / frame.sample_rate
            frame.pts = None
            for piece in resampler.resample(frame):
                samples = _bytes_of(piece)
                yield samples[too_early:]
                too_early = max(too_early - len(samples), 0)
    except DamagedError:
        yield from (piece[too_early:] for piece in _flushed(resampler))
        raise
    yield from (piece[too_early:] for piece in _flushed(resampler))


def _from(start: float, origin: float, frames: Iterator[Any]) -> Iterator[Any]:
    """Drop the frames before a moment, but for the run-up. Raises BeginsLaterError when there are none before it."""
    if start <= 0:
        yield from frames
        return
    reaches_back = False
    for frame in frames:
        time = (frame.time or 0.0) - origin
        reaches_back = reaches_back or time <= start - RUN_UP_SECONDS
        if not reaches_back:
            raise BeginsLaterError
        if time + frame.samples / frame.sample_rate > start - RUN_UP_SECONDS:
            yield frame
            break
    yield from frames


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
        origin = origin_of(container) if request["origin"] is None else request["origin"]
        sys.stdout.buffer.write(ORIGIN.pack(origin))
        try:
            for piece in read_sound(container, request["rate"], request["limit_seconds"], request["start"], origin):
                sys.stdout.buffer.write(piece)
        except BeginsLaterError:
            return Outcome.BEGINS_LATER
        except DamagedError:
            return Outcome.PARTIAL
        finally:
            sys.stdout.buffer.flush()
    return Outcome.WHOLE


if __name__ == "__main__":
    sys.exit(sandbox.enter(decode))
