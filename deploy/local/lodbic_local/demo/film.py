"""The two tracks that each side of the demo call records: the sound of a dialogue, the picture drawn here."""

import io
import json
import math
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any, NamedTuple

import av
import numpy as np
from PIL import Image, ImageDraw

from lodbic_local.demo.pictures import scene

WIDTH, HEIGHT, FPS = 640, 360, 8
SLICE_SECONDS = 4.0
# Container, sound codec, its sample format, muxer options. Both can be read while they still grow, as a recorder's can.
WEBM = ("webm", "libopus", "s16", {"live": "1"})
MP4 = ("mp4", "aac", "fltp", {"movflags": "frag_keyframe+empty_moov+default_base_moof"})


class Track(NamedTuple):
    """A recorded track: `kind` as the API names it, `slices` of `SLICE_SECONDS` each."""

    kind: str
    mime_type: str
    slices: list[bytes]


class Dialogue(NamedTuple):
    """A side of a scripted dialogue: where its sound lies, its length in seconds, when it speaks."""

    sound: Path
    seconds: float
    spoken: list[tuple[float, float]]


def read_dialogue(folder: Path, side: str) -> Dialogue:
    """`side` is seller or buyer."""
    script = json.loads((folder / "dialog.json").read_text(encoding="utf-8"))
    spoken = [(line["start"], line["end"]) for line in script["utterances"] if line["speaker"] == side]
    return Dialogue(folder / f"{side}.opus", script["duration"], spoken)


def record(dialogue: Dialogue, item: str | None) -> list[Track]:
    """Both tracks of a side: the one who has an `item` shows it, the other is a portrait."""
    picture = _item_frames(dialogue, item) if item else _portrait_frames(dialogue)
    return [
        Track("av", "video/mp4;codecs=avc1.42E01E,mp4a.40.2", _cut(_mux(dialogue, picture), dialogue.seconds)),
        Track("audio", "audio/webm;codecs=opus", _cut(_mux(dialogue, None), dialogue.seconds)),
    ]


def _cut(content: bytes, seconds: float) -> list[bytes]:
    count = math.ceil(seconds / SLICE_SECONDS)
    size = math.ceil(len(content) / count)
    return [content[start : start + size] for start in range(0, len(content), size)]


def _mux(dialogue: Dialogue, picture: Iterator[Image.Image] | None) -> bytes:
    target = io.BytesIO()
    form, codec, sample, options = MP4 if picture else WEBM
    with av.open(str(dialogue.sound)) as source, av.open(target, "w", format=form, options=options) as muxed:
        sound: Any = muxed.add_stream(codec, rate=48_000, layout="mono", bit_rate=48_000)
        video: Any = _video_stream(muxed) if picture else None
        resampler = av.AudioResampler(
            format=sample, layout="mono", rate=48_000, frame_size=sound.codec_context.frame_size or None
        )
        shown = 0
        for decoded in source.decode(audio=0):
            for frame in resampler.resample(decoded):
                muxed.mux(sound.encode(frame))
            # Picture and sound go in side by side, as a recorder writes them.
            while picture and shown / FPS <= (decoded.time or 0):
                muxed.mux(video.encode(_frame(next(picture), shown)))
                shown += 1
        for stream in filter(None, (sound, video)):
            muxed.mux(stream.encode(None))
    return target.getvalue()


def _video_stream(muxed: Any) -> Any:
    stream = muxed.add_stream("libx264", rate=FPS, options={"preset": "ultrafast", "tune": "zerolatency", "crf": "26"})
    stream.width, stream.height, stream.pix_fmt = WIDTH, HEIGHT, "yuv420p"
    return stream


def _frame(image: Image.Image, number: int) -> av.VideoFrame:
    frame = av.VideoFrame.from_ndarray(np.asarray(image), format="rgb24")
    frame.pts, frame.time_base = number, Fraction(1, FPS)
    return frame


def _speaks(dialogue: Dialogue, second: float) -> bool:
    return any(start <= second <= end for start, end in dialogue.spoken)


def _item_frames(dialogue: Dialogue, item: str) -> Iterator[Image.Image]:
    """The item, seen by a camera that moves slowly around it; a bar below is lit while its owner speaks."""
    whole, number = scene(item), 0
    while True:
        second = number / FPS
        zoom = 1.25 + 0.25 * math.sin(second / 7)
        width = whole.width / zoom
        height = width * HEIGHT / WIDTH
        left = (whole.width - width) * (0.5 + 0.4 * math.sin(second / 5))
        top = (whole.height - height) * (0.55 + 0.3 * math.sin(second / 9))
        frame = whole.resize((WIDTH, HEIGHT), Image.Resampling.BILINEAR, (left, top, left + width, top + height))
        _level(ImageDraw.Draw(frame), _speaks(dialogue, second), second)
        yield frame
        number += 1


def _portrait_frames(dialogue: Dialogue) -> Iterator[Image.Image]:
    """Head and shoulders; a ring around them moves while the person speaks."""
    number = 0
    while True:
        second = number / FPS
        speaks = _speaks(dialogue, second)
        frame = Image.new("RGB", (WIDTH, HEIGHT), "#1d2b3a")
        pen = ImageDraw.Draw(frame)
        x, y = WIDTH / 2, HEIGHT / 2 - 16
        ring = 128 + (8 * math.sin(second * 9) if speaks else 0)
        pen.ellipse((x - ring, y - ring, x + ring, y + ring), fill="#3c5a78" if speaks else "#27384a")
        pen.ellipse((x - 116, y - 116, x + 116, y + 116), fill="#7fa4c9")
        pen.ellipse((x - 42, y - 70, x + 42, y + 22), fill="#22364a")
        pen.chord((x - 84, y + 28, x + 84, y + 170), 205, 335, fill="#22364a")
        _level(pen, speaks, second)
        yield frame
        number += 1


def _level(pen: ImageDraw.ImageDraw, speaks: bool, second: float) -> None:
    for bar in range(9):
        height = 4 + (14 * abs(math.sin(second * 7 + bar * 1.3)) if speaks else 0)
        x = WIDTH / 2 - 44 + bar * 11
        pen.rounded_rectangle((x - 3, 334 - height, x + 3, 334 + height), 3, fill="#2f9e7f" if speaks else "#8a9690")
