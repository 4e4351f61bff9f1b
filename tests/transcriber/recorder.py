"""Makes what a browser's MediaRecorder makes: live WebM without a length or an index, cut into slices anywhere."""

import io
from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction

import av
import numpy as np
from av.audio.frame import AudioFrame
from av.video.frame import VideoFrame
from numpy.typing import NDArray

SOUND_RATE = 48_000
CHUNK = 960
LIVE = {"live": "1", "cluster_time_limit": "1000"}

Samples = NDArray[np.float32]
Image = NDArray[np.uint8]


def read_speech(path: str) -> Samples:
    """A sound file as mono float32 at 48 kHz."""
    resampler = av.AudioResampler(format="flt", layout="mono", rate=SOUND_RATE)
    with av.open(path) as container:
        frames = [piece for frame in container.decode(audio=0) for piece in resampler.resample(frame)]
    return np.concatenate([frame.to_ndarray()[0] for frame in frames])


def silence(seconds: float) -> Samples:
    """Nothing."""
    return np.zeros(int(seconds * SOUND_RATE), dtype=np.float32)


def tone(seconds: float, pitch: float = 440.0) -> Samples:
    """A steady tone."""
    times = np.arange(int(seconds * SOUND_RATE)) / SOUND_RATE
    return (0.3 * np.sin(2 * np.pi * pitch * times)).astype(np.float32)


def record_audio(samples: Samples) -> bytes:
    """An `audio` track: Opus in live WebM."""
    file = io.BytesIO()
    with av.open(file, "w", format="webm", options=LIVE) as container:
        stream = container.add_stream("libopus", rate=SOUND_RATE, layout="mono", bit_rate=32_000)
        for frame in _sound_frames(samples):
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return file.getvalue()


def record_av(
    seconds: float,
    draw: Callable[[float], Image],
    samples: Samples | None = None,
    rate: int = 30,
    codec: str = "libvpx",
) -> bytes:
    """An `av` track: VP8 (and Opus) in live WebM; `draw` gives the picture at a second, height × width × 3."""
    file = io.BytesIO()
    with av.open(file, "w", format="webm", options=LIVE) as container:
        first = draw(0.0)
        video = container.add_stream(codec, rate=rate, options={"deadline": "realtime", "cpu-used": "8", "b": "1M"})
        video.width, video.height, video.pix_fmt = first.shape[1], first.shape[0], "yuv420p"
        audio = container.add_stream("libopus", rate=SOUND_RATE, layout="mono") if samples is not None else None
        sound = _sound_frames(samples) if samples is not None else iter(())
        heard = 0.0
        for number in range(int(seconds * rate)):
            frame = VideoFrame.from_ndarray(draw(number / rate), format="rgb24")
            frame.pts, frame.time_base = number, Fraction(1, rate)
            container.mux(video.encode(frame))
            while audio and heard <= number / rate and (piece := next(sound, None)):
                container.mux(audio.encode(piece))
                heard += CHUNK / SOUND_RATE
        container.mux(video.encode(None))
        if audio:
            for piece in sound:
                container.mux(audio.encode(piece))
            container.mux(audio.encode(None))
    return file.getvalue()


def cut(media: bytes, count: int) -> list[bytes]:
    """Cut a track's bytes into slices of about the same size."""
    size = -(-len(media) // count)
    return [media[start : start + size] for start in range(0, len(media), size)]


def _sound_frames(samples: Samples) -> Iterator[AudioFrame]:
    for start in range(0, len(samples) - CHUNK + 1, CHUNK):
        frame = AudioFrame.from_ndarray(samples[np.newaxis, start : start + CHUNK], format="flt", layout="mono")
        frame.sample_rate, frame.pts, frame.time_base = SOUND_RATE, start, Fraction(1, SOUND_RATE)
        yield frame


# --- pictures that tell the second ------------------------------------------------------------------------------------

BITS = 10


def picture_of_second(width: int = 640, height: int = 480, hue: int = 0) -> Callable[[float], Image]:
    """Draws the whole second as ten wide bars, dark for 0 and bright for 1; `hue` 0 to 2 tints a side."""

    def draw(time: float) -> Image:
        image = np.full((height, width, 3), 40, dtype=np.uint8)
        for bit in range(BITS):
            bright = int(time) >> (BITS - 1 - bit) & 1
            left, right = bit * width // BITS, (bit + 1) * width // BITS
            image[height // 4 : 3 * height // 4, left:right] = 220 if bright else 90
        image[: height // 8, :, hue] = 200
        return image

    return draw


def second_in(row: Sequence[float]) -> int:
    """Read the second back from brightnesses along the middle of a cell."""
    width = len(row)
    middles = [row[int((bit + 0.5) * width / BITS)] for bit in range(BITS)]
    return int("".join("1" if value > 155 else "0" for value in middles), 2)
