"""Makes what a browser's MediaRecorder makes: live WebM without a length or an index, cut into slices anywhere."""

import io
from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from typing import Any

import av
import numpy as np
from av.audio.frame import AudioFrame
from av.container import OutputContainer
from av.packet import Packet
from av.video.codeccontext import VideoCodecContext
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


def record_mp4(samples: Samples) -> bytes:
    """AAC in fragments of a second, as Safari records."""
    body = io.BytesIO()
    options = {"movflags": "frag_keyframe+empty_moov+default_base_moof", "frag_duration": "1000000"}
    with av.open(body, "w", format="mp4", options=options) as container:
        stream = container.add_stream("aac", rate=48_000, layout="mono")
        for start in range(0, len(samples), 1024):
            frame = AudioFrame.from_ndarray(samples[np.newaxis, start : start + 1024], format="fltp", layout="mono")
            frame.sample_rate, frame.pts, frame.time_base = 48_000, start, Fraction(1, 48_000)
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return body.getvalue()


def record_av(seconds: float, draw: Callable[[float], Image], samples: Samples | None = None, rate: int = 10) -> bytes:
    """An `av` track: VP8 (and Opus) in live WebM; `draw` gives the picture at a second, height × width × 3.

    When the picture's size changes, the track goes on with frames of another size, as when a phone is turned.
    """
    file = io.BytesIO()
    with av.open(file, "w", format="webm", options=LIVE) as container:
        camera = _Camera(container, draw(0.0), rate)
        audio = container.add_stream("libopus", rate=SOUND_RATE, layout="mono") if samples is not None else None
        sound = _sound_frames(samples) if samples is not None else iter(())
        heard = 0.0
        for number in range(int(seconds * rate)):
            camera.take(draw(number / rate), number)
            while audio and heard <= number / rate and (piece := next(sound, None)):
                container.mux(audio.encode(piece))
                heard += CHUNK / SOUND_RATE
        camera.stop()
        if audio:
            for piece in sound:
                container.mux(audio.encode(piece))
            container.mux(audio.encode(None))
    return file.getvalue()


class _Camera:
    """One video stream, encoded anew from a key frame whenever the size changes."""

    def __init__(self, container: OutputContainer, first: Image, rate: int) -> None:
        self._container = container
        self._rate = rate
        self._stream = container.add_stream("libvpx", rate=rate)
        self._stream.width, self._stream.height, self._stream.pix_fmt = first.shape[1], first.shape[0], "yuv420p"
        self._encoder: VideoCodecContext | None = None

    def take(self, image: Image, number: int) -> None:
        """Add a picture."""
        if self._encoder is None or (self._encoder.height, self._encoder.width) != image.shape[:2]:
            self.stop()
            self._encoder = self._new_encoder(image)
        frame = VideoFrame.from_ndarray(image, format="rgb24")
        frame.pts, frame.time_base = number, Fraction(1, self._rate)
        self._write(self._encoder.encode(frame))

    def stop(self) -> None:
        """Write what is left."""
        if self._encoder:
            self._write(self._encoder.encode(None))

    def _new_encoder(self, image: Image) -> VideoCodecContext:
        encoder = VideoCodecContext.create("libvpx", "w")
        assert isinstance(encoder, VideoCodecContext)
        encoder.width, encoder.height, encoder.pix_fmt = image.shape[1], image.shape[0], "yuv420p"
        encoder.framerate, encoder.time_base = Fraction(self._rate), Fraction(1, self._rate)
        encoder.options = {"deadline": "realtime", "cpu-used": "8", "b": "1M", "lag-in-frames": "0"}
        return encoder

    def _write(self, packets: "Sequence[Packet[Any]]") -> None:
        for packet in packets:
            packet.stream = self._stream
            self._container.mux(packet)


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


def picture_of_second(width: int = 320, height: int = 240, hue: int = 0) -> Callable[[float], Image]:
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
