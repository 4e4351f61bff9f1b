"""The recogniser itself on the shipped dialogues: few wrong words, in their places, and nothing figures would spoil."""

import numpy as np
import pytest
from tests.transcriber import dialogues
from tests.transcriber.conftest import SPEECH

from lodbic_local.settings import WEIGHTS
from transcriber.audio import Sound
from transcriber.speech import Recogniser, SpokenWord

# One of each condition, and both labels; `make bench` measures all twelve.
SAMPLE = ("dev01", "dev02", "dev04", "dev05")


@pytest.fixture(scope="module")
def recogniser() -> Recogniser:
    """The shipped model, as the workers load it."""
    return Recogniser(str(WEIGHTS), "ru")


def test_at_most_fourteen_of_a_hundred_words_are_wrong(recogniser: Recogniser) -> None:
    found = {track.name: (track, dialogues.read(recogniser, track)[0]) for track in dialogues.tracks(*SAMPLE)}
    parts = {name: dialogues.errors(track.said, text) for name, (track, text) in found.items()}
    assert sum(part.words for part in parts.values()) > 400
    rate = dialogues.total(list(parts.values())).rate
    assert rate <= dialogues.TARGET_WORD_ERRORS, {name: f"{part.rate:.0%}" for name, part in parts.items()}


def words_of(recogniser: Recogniser, samples: np.ndarray) -> list[SpokenWord]:
    """All words in order."""
    passages, _ = recogniser.read(samples)
    return sorted((word for passage in passages for word in passage.words), key=lambda word: word.start)


def test_numbers_are_written_as_they_were_said(recogniser: Recogniser) -> None:
    (track,) = [track for track in dialogues.tracks("dev01") if track.name == "dev01/seller"]
    text, _ = dialogues.read(recogniser, track)
    assert "двенадцать пятьсот" in dialogues.normal(text)
    assert not any(sign.isdigit() for sign in text)


def test_the_end_of_a_clip_that_the_model_passed_over_is_read_again(recogniser: Recogniser) -> None:
    """Read once, the model ends this track eight seconds early, before a telephone number is dictated."""
    sound = Sound(SPEECH / "dev01" / "seller.opus", 3600, lambda: None)
    (window,) = sound.windows()
    words = words_of(recogniser, window.samples)
    text = dialogues.normal("".join(word.text for word in words))
    assert "девятьсот шестнадцать" in text
    assert "свидания" in text
    number = next(word for word in words if "девятьсот" in word.text.lower())
    assert 68 <= number.start <= 70


def test_a_clip_in_which_the_model_turned_in_circles_is_read_again(recogniser: Recogniser) -> None:
    """Read once, it repeats one word to the end of this track's second clip."""
    (track,) = [track for track in dialogues.tracks("dev09") if track.name == "dev09/seller"]
    text, _ = dialogues.read(recogniser, track)
    assert dialogues.errors(track.said, text).rate < dialogues.TARGET_WORD_ERRORS


def test_the_language_is_detected_when_none_is_set() -> None:
    sound = Sound(SPEECH / "dev02" / "seller.opus", 3600, lambda: None)
    (window,) = sound.windows()
    passages, language = Recogniser(str(WEIGHTS), None).read(window.samples)
    assert language == "ru"
    assert passages


def test_a_hum_a_click_and_a_breath_are_no_words(recogniser: Recogniser) -> None:
    random = np.random.default_rng(3)
    times = np.arange(16_000 * 40) / 16_000
    hum = 0.2 * np.sin(2 * np.pi * 50 * times)
    clicks = np.where(random.random(len(times)) < 0.0002, 0.8, 0)
    breath = 0.05 * random.standard_normal(len(times)) * (np.sin(2 * np.pi * 0.3 * times) > 0.7)
    assert words_of(recogniser, (hum + clicks + breath).astype(np.float32)) == []
