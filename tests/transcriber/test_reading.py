"""Taking a growing recording up in its middle: sample for sample what the whole file gives; cut where nobody speaks."""

from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from tests.transcriber.conftest import SPEECH
from tests.transcriber.recorder import read_speech, record_audio, record_mp4, silence

from transcriber import fragments
from transcriber.audio import RATE, BeginsLaterError, Samples, Sound
from transcriber.packing import CLIP_SECONDS
from transcriber.speech import speech_in
from transcriber.windows import LONGEST_SECONDS, cuts, newest

MILLISECOND = RATE // 1000


@pytest.fixture(scope="module")
def speech() -> Samples:
    """A minute of a person, 48 kHz."""
    return read_speech(str(SPEECH / "dev02" / "seller.opus"))


def decoded(path: Path, start: float = 0.0, origin: float | None = None) -> tuple[Samples, float]:
    """All samples from a second on, and the container's time of second 0."""
    sound = Sound(path, 3600, lambda: None, start, origin)
    windows = list(sound.windows())
    assert sound.origin is not None
    return np.concatenate([window.samples for window in windows]), sound.origin


@pytest.mark.parametrize("record", [record_audio, record_mp4], ids=["webm", "mp4"])
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


def test_windows_hold_as_much_speech_as_is_read_at_once_and_end_in_silence(speech: Samples) -> None:
    samples = np.concatenate([speech, speech])[::3]  # 16 kHz is all that the cutting needs
    spans = speech_in(samples)
    ends = cuts(samples, spans)
    assert len(ends) >= 2
    for begin, end in pairwise([0.0, *ends]):
        inside = [stop - start for start, stop in spans if begin <= start < end]
        assert sum(inside) <= CLIP_SECONDS
        assert end - begin <= LONGEST_SECONDS
    assert [(start, end, cut) for start, end in spans for cut in ends if start < cut < end] == []


def test_a_growing_recording_is_cut_where_the_whole_is(speech: Samples) -> None:
    samples = np.concatenate([speech, speech])[::3]
    whole, grown = cuts(samples, speech_in(samples)), [0.0]
    for seconds in range(4, int(len(samples) / RATE), 4):
        part = samples[int(grown[-1] * RATE) : seconds * RATE]
        grown += [round(grown[-1] + cut, 3) for cut in cuts(part, speech_in(part))]
    assert grown[1:] == pytest.approx(whole[: len(grown) - 1], abs=0.6)
    assert len(grown) > len(whole) - 1


def test_who_says_nothing_or_little_has_a_window_in_the_end_all_the_same() -> None:
    assert cuts(silence(90)[::3], []) == []
    assert cuts(silence(125)[::3], []) == [124.5]
    assert cuts(silence(165)[::3], [(50.0, 51.0), (88.0, 93.0), (94.0, 95.0)]) == [69.5, 164.5]


def test_speech_that_still_goes_on_is_not_cut() -> None:
    assert cuts(silence(31)[::3], [(0.5, 28.0), (29.9, 31.0)]) == []
    assert cuts(silence(33)[::3], [(0.5, 28.0), (29.0, 33.0)]) == [28.5]


def test_a_draft_is_of_the_newest_speech() -> None:
    spans = [(0.0, 6.0), (7.0, 13.0), (14.0, 18.0)]
    assert newest(spans) == spans[1:]
    assert newest([(0.0, 25.0)]) == [(0.0, 25.0)]
    assert newest([]) == []
