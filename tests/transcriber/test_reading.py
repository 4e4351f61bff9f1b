"""Taking a growing recording up in its middle: sample for sample what the whole file gives; cut where nobody speaks."""

import io
from collections.abc import Callable
from pathlib import Path

import av
import numpy as np
import pytest
from av.audio.frame import AudioFrame
from tests.transcriber.conftest import SPEECH
from tests.transcriber.recorder import read_speech, record_audio, silence

from transcriber import fragments
from transcriber.audio import RATE, BeginsLaterError, Samples, Sound
from transcriber.speech import speech_in
from transcriber.windows import LONGEST_SECONDS, SHORTEST_SECONDS, cuts

MILLISECOND = RATE // 1000


@pytest.fixture(scope="module")
def speech() -> Samples:
    """A minute of a person, 48 kHz."""
    return read_speech(str(SPEECH / "dev02" / "seller.opus"))


def fragmented_mp4(samples: Samples) -> bytes:
    """What Safari's recorder makes: AAC in fragments."""
    file = io.BytesIO()
    options = {"movflags": "frag_keyframe+empty_moov+default_base_moof", "frag_duration": "1000000"}
    with av.open(file, "w", format="mp4", options=options) as container:
        stream = container.add_stream("aac", rate=48_000, layout="mono")
        for start in range(0, len(samples), 1024):
            frame = AudioFrame.from_ndarray(samples[np.newaxis, start : start + 1024], format="fltp", layout="mono")
            frame.sample_rate, frame.pts = 48_000, start
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return file.getvalue()


def decoded(path: Path, start: float = 0.0, origin: float | None = None) -> tuple[Samples, float]:
    """All samples from a second on, and the container's time of second 0."""
    sound = Sound(path, 3600, lambda: None, start, origin)
    windows = list(sound.windows())
    assert sound.origin is not None
    return np.concatenate([window.samples for window in windows]), sound.origin


@pytest.mark.parametrize("record", [record_audio, fragmented_mp4], ids=["webm", "mp4"])
@pytest.mark.parametrize("start", [7.0, 12.345, 30.001])
def test_a_part_gives_the_samples_that_the_whole_gives(
    speech: Samples, record: Callable[[Samples], bytes], start: float, tmp_path: Path
) -> None:
    media = record(speech)
    whole_file, part_file = tmp_path / "whole", tmp_path / "part"
    whole_file.write_bytes(media)
    whole, origin = decoded(whole_file)
    header = fragments.header_of(media)
    assert header is not None
    cut = int(len(media) * (start - 4) / 65.2)  # anywhere, some seconds before
    place = fragments.next_start(media, cut)
    assert place is not None
    part_file.write_bytes(header + media[place:])
    part, _ = decoded(part_file, start, origin)
    expected = whole[int(start * RATE) :]
    assert abs(len(part) - len(expected)) <= MILLISECOND
    # Containers round times to milliseconds, and AAC fills in noise by chance.
    assert min(difference(part, expected, lag) for lag in range(-MILLISECOND, MILLISECOND + 1)) < 0.1


def difference(part: Samples, whole: Samples, lag: int) -> float:
    """How much of a sound is something else, `lag` samples later."""
    inside = whole[MILLISECOND : min(len(whole), len(part)) - MILLISECOND]
    moved = part[MILLISECOND + lag :][: len(inside)]
    return float(np.sqrt(np.mean(np.square(moved - inside)) / np.mean(np.square(inside))))


def test_a_file_that_begins_after_the_wanted_second_says_so(speech: Samples, tmp_path: Path) -> None:
    media = record_audio(speech)
    header, place = fragments.header_of(media), fragments.next_start(media, len(media) // 2)
    assert header
    assert place
    path = tmp_path / "part"
    path.write_bytes(header + media[place:])
    with pytest.raises(BeginsLaterError):
        decoded(path, 10, 0.0)


@pytest.mark.parametrize("content", [b"", b"moof", b"\x1a\x45\xdf\xa3" + bytes(900), b"OggS" + bytes(900)])
def test_what_cannot_be_taken_up_has_no_header(content: bytes) -> None:
    assert fragments.header_of(content) is None


def test_windows_end_in_pauses_ten_to_twenty_five_seconds_apart(speech: Samples) -> None:
    samples = speech[::3]  # 16 kHz is all that the cutting needs
    spans = speech_in(samples)
    ends = cuts(samples, spans)
    edges = [0.0, *ends]
    assert len(ends) >= 2
    assert all(SHORTEST_SECONDS <= b - a <= LONGEST_SECONDS for a, b in zip(edges, ends, strict=False))
    assert len(samples) / RATE - ends[-1] < LONGEST_SECONDS + 0.3
    inside = [(start, end, cut) for start, end in spans for cut in ends if start + 0.01 < cut < end - 0.01]
    assert inside == []


def test_without_a_pause_the_quietest_moment_has_to_do() -> None:
    times = np.arange(40 * RATE) / RATE
    loud = (0.5 * np.sin(2 * np.pi * 200 * times)).astype(np.float32)
    loud[int(18 * RATE) : int(18.5 * RATE)] *= 0.1
    assert cuts(loud, [(0.0, 40.0)])[0] == pytest.approx(18.25, abs=0.3)


def test_silence_is_cut_as_late_as_can_be() -> None:
    assert cuts(silence(60)[::3], []) == [25.0, 50.0]


def test_too_little_is_not_cut() -> None:
    assert cuts(silence(25)[::3], []) == []
