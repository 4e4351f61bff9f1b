"""The shipped dialogues and how much of them the recogniser gets wrong."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import jiwer
from rapidfuzz import fuzz
from tests.transcriber.conftest import SPEECH

from transcriber.audio import Sound
from transcriber.speech import Passage, Recogniser

TARGET_WORD_ERRORS = 0.14
KEPT_ASIDE = ("dev03", "dev06", "dev09", "dev12")
"""Read by benchmarks alone and never looked at while the product was written: they tell how it does on what is new."""
OPEN = tuple(folder.name for folder in sorted(SPEECH.iterdir()) if folder.name not in KEPT_ASIDE)
NEARLY = 75
CONDITIONS = {"clean": "clean", "opus24": "24 kbit/s", "noise20": "noise at 20 dB"}


class Errors(NamedTuple):
    """Wrong, missing and invented words, of so many that were said."""

    wrong: int
    words: int

    @property
    def rate(self) -> float:
        """The word error rate."""
        return self.wrong / max(self.words, 1)


@dataclass(frozen=True)
class Track:
    """One person of a dialogue."""

    name: str
    condition: str
    path: Path
    said: str
    advert: str
    """What an advert of it may say: the thing, and a place where nobody meets."""


def tracks(*names: str) -> Iterator[Track]:
    """The two tracks of each named dialogue, or of all."""
    for folder in sorted(SPEECH / name for name in names) if names else sorted(SPEECH.iterdir()):
        about = json.loads((folder / "dialog.json").read_text())
        for person, file in about["tracks"].items():
            said = " ".join(u["text"] for u in about["utterances"] if u["speaker"] == person)
            yield Track(
                f"{folder.name}/{person}",
                about["condition"],
                folder / file,
                said,
                f"{about['item']}. Лесная улица, Москва",
            )


def read(recogniser: Recogniser, track: Track, hot: str = "") -> tuple[str, float]:
    """The text of a track in the order of time, and how many seconds the track lasts. `hot`: likely words."""
    sound = Sound(track.path, 3600, lambda: None)
    passages: list[tuple[float, Passage]] = []
    for window in sound.windows():
        passages += [(window.start, passage) for passage in recogniser.read(window.samples, hot=hot)[0]]
    words = sorted((start + word.start, word.text) for start, passage in passages for word in passage.words)
    return "".join(text for _, text in words), sound.seconds


def errors(said: str, read: str) -> Errors:
    """Compare in lower case, without punctuation, ё as е. Numbers are expected in words, as they were said."""
    found = jiwer.process_words(normal(said), normal(read))
    return Errors(found.substitutions + found.deletions + found.insertions, len(normal(said).split()))


def normal(text: str) -> str:
    """A text as it is compared."""
    return " ".join(re.sub(r"[^\w\s]", " ", text.lower().replace("ё", "е")).split())


def times_read(word: str, text: str) -> int:
    """How often a word was read, give or take a letter or two: processors differ in what they make of some words."""
    return sum(fuzz.ratio(word, each) >= NEARLY for each in normal(text).split())


def total(parts: list[Errors]) -> Errors:
    """All together."""
    return Errors(sum(part.wrong for part in parts), sum(part.words for part in parts))
