"""The recogniser itself on the shipped dialogues: few wrong words, in their places, and nothing figures would spoil."""

from types import SimpleNamespace
from typing import NamedTuple

import numpy as np
import pytest
from tests.transcriber import dialogues
from tests.transcriber.conftest import SPEECH

from lodbic_local.settings import WEIGHTS
from transcriber.audio import RATE, Sound
from transcriber.speech import FIRST_TRY, Passage, Recogniser, SpokenWord
from transcriber.transcript import breaths


@pytest.fixture(scope="module")
def recogniser() -> Recogniser:
    """The shipped model, as the workers load it."""
    return Recogniser(str(WEIGHTS), "ru")


class Readings(NamedTuple):
    """What was read in several sounds at once: the texts of tracks by name, and the passages of ten quiet seconds."""

    texts: dict[str, tuple[dialogues.Track, str]]
    silence: list[Passage]


@pytest.fixture(scope="module")
def readings(recogniser: Recogniser) -> Readings:
    """One person of every dialogue that is not kept aside, seller and buyer by turns; `make bench` reads all."""
    tracks = [track for number, track in enumerate(dialogues.tracks(*dialogues.OPEN)) if number % 4 in {0, 3}]
    assert len({track.name.split("/")[0] for track in tracks}) == len(tracks) == 8
    sounds = [next(Sound(track.path, 3600, lambda: None).windows()).samples for track in tracks]
    *heard, silence = recogniser.read_all([*sounds, np.zeros(RATE * 10, np.float32)])
    texts = {track.name: (track, text_of(each.passages)) for track, each in zip(tracks, heard, strict=True)}
    return Readings(texts, silence.passages)


@pytest.mark.xdist_group("dialogues")
def test_at_most_fourteen_of_a_hundred_words_are_wrong(readings: Readings) -> None:
    parts = {name: dialogues.errors(track.said, text) for name, (track, text) in readings.texts.items()}
    assert sum(part.words for part in parts.values()) > 400
    rate = dialogues.total(list(parts.values())).rate
    assert rate <= dialogues.TARGET_WORD_ERRORS, {name: f"{part.rate:.0%}" for name, part in parts.items()}


def text_of(passages: list[Passage]) -> str:
    """All words in order."""
    return "".join(word.text for word in sorted_words(passages))


def sorted_words(passages: list[Passage]) -> list[SpokenWord]:
    return sorted((word for passage in passages for word in passage.words), key=lambda word: word.start)


def words_of(recogniser: Recogniser, samples: np.ndarray) -> list[SpokenWord]:
    return sorted_words(recogniser.read(samples).passages)


@pytest.mark.xdist_group("dialogues")
def test_numbers_are_written_as_they_were_said(readings: Readings) -> None:
    _, text = readings.texts["dev01/seller"]
    assert dialogues.times_read("двенадцать", text)
    assert dialogues.times_read("пятьсот", text)
    assert not any(sign.isdigit() for sign in text)


def test_the_end_of_a_clip_that_the_model_passed_over_is_read_again(recogniser: Recogniser) -> None:
    """Read once, the model ends this track eight seconds early, before a telephone number is dictated."""
    sound = Sound(SPEECH / "dev01" / "seller.opus", 3600, lambda: None)
    (window,) = sound.windows()
    words = words_of(recogniser, window.samples)
    text = dialogues.normal("".join(word.text for word in words))
    assert dialogues.times_read("шестнадцать", text)
    assert dialogues.times_read("свидания", text)
    dictated = [word.start for word in words if dialogues.times_read("девятьсот", word.text)]
    assert any(68 <= start <= 70 for start in dictated)


def test_the_language_is_detected_when_none_is_set() -> None:
    sound = Sound(SPEECH / "dev02" / "seller.opus", 3600, lambda: None)
    (window,) = sound.windows()
    passages, language = Recogniser(str(WEIGHTS), None).read(window.samples[: 20 * RATE])
    assert language == "ru"
    assert passages


ENGLISH = (
    "Hello, is the bicycle still for sale? I would like to see it tomorrow. I can give you eleven thousand for it, if"
    " the frame is not damaged. Let us meet at six in the evening near the station."
)


def other_speech(name: str) -> np.ndarray:
    (window,) = Sound(SPEECH.parent / "other" / f"{name}.opus", 3600, lambda: None).windows()
    return window.samples


def test_two_languages_in_one_call_are_each_read_as_spoken(recogniser: Recogniser) -> None:
    (window,) = Sound(SPEECH / "dev02" / "seller.opus", 60, lambda: None).windows()
    russian, english = recogniser.read_all([window.samples[: 20 * RATE], other_speech("english")])
    said = " ".join(word.text for passage in english.passages for word in passage.words)
    assert dialogues.errors(ENGLISH, said).rate <= dialogues.TARGET_WORD_ERRORS
    text = "".join(word.text for passage in russian.passages for word in passage.words)
    assert text
    assert not any("a" <= letter <= "z" for letter in text.lower())


def test_a_language_that_is_not_awaited_gives_nothing_undoubtful(recogniser: Recogniser) -> None:
    passages, _ = recogniser.read(other_speech("german"))
    assert passages
    assert [breath.words for breath in breaths(passages) if not breath.doubtful] == []


def test_a_hum_a_click_and_a_breath_are_no_words(recogniser: Recogniser) -> None:
    random = np.random.default_rng(3)
    times = np.arange(16_000 * 40) / 16_000
    hum = 0.2 * np.sin(2 * np.pi * 50 * times)
    clicks = np.where(random.random(len(times)) < 0.0002, 0.8, 0)
    breath = 0.05 * random.standard_normal(len(times)) * (np.sin(2 * np.pi * 0.3 * times) > 0.7)
    assert words_of(recogniser, (hum + clicks + breath).astype(np.float32)) == []


class Model:
    """In the pipeline's place: reads one word, and says the same of every reading."""

    def __init__(self, no_speech: float, log_probability: float) -> None:
        self.heard: list[str] | None = None
        word = SimpleNamespace(word=" слово", start=0.2, end=0.6, probability=0.4)
        self._read = SimpleNamespace(
            start=0.0, words=[word], no_speech_prob=no_speech, avg_logprob=log_probability, compression_ratio=1.0
        )

    def transcribe(self, samples: np.ndarray, **options: object) -> tuple[list[SimpleNamespace], None]:
        return [self._read], None


@pytest.mark.parametrize(
    ("no_speech", "log_probability", "said"),
    [
        pytest.param(0.9, -1.2, "", id="no speech, and a guess"),
        pytest.param(0.9, -0.5, " слово", id="no speech, but surely read"),
        pytest.param(0.5, -1.2, " слово", id="a guess at speech"),
        pytest.param(0.5, -0.5, " слово", id="speech"),
    ],
)
def test_what_the_model_guessed_where_it_heard_no_speech_is_dropped(
    no_speech: float, log_probability: float, said: str
) -> None:
    recogniser, model = Recogniser.__new__(Recogniser), Model(no_speech, log_probability)  # without its weights
    vars(recogniser).update(name="", language=None, _model=model, _pipeline=model, _unwanted=[])
    (heard,) = recogniser._read_spans([np.zeros(2 * RATE, np.float32)], [[(0.0, 2.0)]], FIRST_TRY, None)
    assert text_of(heard.passages) == said


def melody(pitches: list[float], note_seconds: float) -> np.ndarray:
    """Notes with some overtones, each struck and fading, one after the other."""
    times = np.arange(int(16_000 * note_seconds)) / 16_000
    fading = np.exp(-3 * times / note_seconds)
    notes = [
        sum(np.sin(2 * np.pi * pitch * over * times) / over for over in (1, 2, 3)) * fading * 0.2 for pitch in pitches
    ]
    return np.concatenate(notes).astype(np.float32)


@pytest.mark.parametrize(
    "sound",
    [
        pytest.param(melody([262, 330, 392, 523, 392, 330] * 12, 0.5), id="music"),
        pytest.param(melody([697, 770, 852, 941] * 40, 0.15), id="dialling"),
        pytest.param(np.tile(np.concatenate([melody([1000], 0.3), np.zeros(11_200, np.float32)]), 40), id="beeps"),
    ],
)
@pytest.mark.parametrize(
    "hot", [pytest.param("", id="told nothing"), pytest.param("Рояль. Сокольники", id="hot words")]
)
def test_what_is_no_speech_gives_nothing_undoubtful(recogniser: Recogniser, sound: np.ndarray, hot: str) -> None:
    passages, _ = recogniser.read(sound, hot=hot)
    assert [breath for breath in breaths(passages) if not breath.doubtful] == []


@pytest.mark.xdist_group("dialogues")
@pytest.mark.parametrize("name", ["dev01/seller", "dev02/buyer"])
def test_several_tracks_read_at_once_keep_to_themselves(readings: Readings, name: str) -> None:
    track, text = readings.texts[name]
    assert dialogues.errors(track.said, text).rate < dialogues.TARGET_WORD_ERRORS
    assert readings.silence == []


def test_a_draft_is_nearly_as_good(recogniser: Recogniser) -> None:
    (track,) = [track for track in dialogues.tracks("dev04") if track.name == "dev04/seller"]
    samples = next(Sound(track.path, 3600, lambda: None).windows()).samples
    assert dialogues.errors(track.said, text_of(recogniser.draft(samples))).rate < 2 * dialogues.TARGET_WORD_ERRORS
