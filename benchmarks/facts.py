"""How well facts are read, from what was said and from what the recogniser wrote: `python -m benchmarks.facts`.

Found is a value of its kind in its dialogue (a price, a date …); a link counts when one is told at its second, whatever
letters were understood, and so does a flag. Of the dialogues kept aside nothing but totals is ever shown.
"""

import json
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple
from uuid import uuid4

from tests.language.conversation import talks
from tests.language.totals import totals
from tests.transcriber.conftest import SPEECH
from tests.transcriber.dialogues import KEPT_ASIDE

from benchmarks.rows import Row
from business_api.language import Fact, Line, Setting, Word, read_facts
from lodbic_contracts.transcript import TranscriptSegment
from lodbic_local.settings import WEIGHTS
from transcriber.audio import Sound
from transcriber.speech import Passage, Recogniser, SpokenWord
from transcriber.transcript import Reading, breaths, merge

TARGETS = {"true text": 0.95, "recognised text": 0.85}
KINDS = ("price", "date", "time", "metro", "address", "place", "phone", "link")
ROLES = {"ask": "asked", "offer": "offered", "final": "agreed", "delivery": "delivery", "prepay": "deposit"}
NEAR_MS = 1500
LEAST_INVENTED = 0.95


class Score(NamedTuple):
    """Facts that are there and were found, that were found, and that are there."""

    right: int = 0
    found: int = 0
    true: int = 0

    def __add__(self, other: object) -> "Score":
        assert isinstance(other, Score)
        return Score(self.right + other.right, self.found + other.found, self.true + other.true)

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall; 1 where there was nothing to find and nothing found."""
        return 2 * self.right / (self.found + self.true) if self.found + self.true else 1.0

    def __str__(self) -> str:
        precision, recall = self.right / max(self.found, 1), self.right / max(self.true, 1)
        return f"{self.f1:.3f} (precision {precision:.2f}, recall {recall:.2f} of {self.true})"


def dialogues(kept_aside: bool) -> Iterator[tuple[Path, dict[str, Any]]]:
    """Folders and truth files."""
    for folder in sorted(SPEECH.iterdir()):
        if (folder.name in KEPT_ASIDE) == kept_aside:
            yield folder, json.loads((folder / "dialog.json").read_text(encoding="utf-8"))


def said(about: dict[str, Any]) -> list[Line]:
    """The lines as they were said."""
    return [
        Line(each["i"], each["speaker"], int(each["start"] * 1000), int(each["end"] * 1000), each["text"], (), False)
        for each in about["utterances"]
    ]


def recognised(recogniser: Recogniser, folder: Path, about: dict[str, Any]) -> list[Line]:
    """The lines as the worker would store them."""
    readings = []
    for side, file in about["tracks"].items():
        passages: list[Passage] = []
        for window in Sound(folder / file, 3600, lambda: None).windows():
            found, _ = recogniser.read(window.samples)
            passages += [_moved(passage, window.start) for passage in found]
        readings.append(Reading(str(uuid4()), "callee" if side == "seller" else "caller", side, 0.0, breaths(passages)))
    return [_line(number, segment) for number, segment in enumerate(merge(readings))]


def _moved(passage: Passage, by: float) -> Passage:
    words = tuple(SpokenWord(w.text, w.start + by, w.end + by, w.confidence) for w in passage.words)
    return Passage(words, passage.log_probability, passage.compression, passage.spans)


def _line(number: int, segment: TranscriptSegment) -> Line:
    words = tuple(Word(w.text, int(w.start * 1000), int(w.end * 1000), w.confidence) for w in segment.words)
    start, end = int(segment.start * 1000), int(segment.end * 1000)
    return Line(number, segment.speaker, start, end, segment.text, words, segment.doubtful)


def setting(about: dict[str, Any]) -> Setting:
    """What the truth files tell beforehand: the item, and when."""
    return Setting(datetime.fromisoformat(about["recorded_at"]), about["item"], "", None, "RUB", "", "")


def compare(about: dict[str, Any], facts: list[Fact]) -> dict[str, Score]:
    """Scores by kind, of prices' roles, and of flags."""
    scores = {}
    for kind in KINDS:
        true = [fact for fact in about["facts"] if fact["kind"] == ("addr" if kind == "address" else kind)]
        found = [fact for fact in facts if fact.kind == kind]
        if kind == "link":
            scores[kind] = _at_their_second(about, true, found)
        else:
            values, read = {_normal(f["value"], kind) for f in true}, {_normal(f.value, kind) for f in found}
            scores[kind] = Score(len(values & read), len(read), len(values))
    scores["roles"] = _roles(about, facts)
    flags = [fact for fact in about["facts"] if fact["kind"] == "flag"]
    scores["flag"] = _at_their_second(about, flags, [fact for fact in facts if fact.kind == "flag"])
    return scores


def _normal(value: object, kind: str) -> str:
    """Values as they are compared; «улица Лесная 3» and «Лесная улица 3» are one address."""
    text = str(value).lower().replace("ё", "е")
    return " ".join(sorted(text.split())) if kind == "address" else text


def _at_their_second(about: dict[str, Any], true: list[dict[str, Any]], found: list[Fact]) -> Score:
    spans = [about["utterances"][fact["utterance"]] for fact in true]
    told = [(fact.start_ms + fact.end_ms) / 2 for fact in found]
    right = sum(any(_within(span, moment) for moment in told) for span in spans)
    wrong = sum(not any(_within(span, moment) for span in spans) for moment in told)
    return Score(right, right + wrong, len(true))


def _within(span: dict[str, Any], moment: float) -> bool:
    return bool(span["start"] * 1000 - NEAR_MS <= moment <= span["end"] * 1000 + NEAR_MS)


def _roles(about: dict[str, Any], facts: list[Fact]) -> Score:
    """Prices at their second with their role."""
    true = Counter(
        (str(fact["value"]), ROLES.get(fact["role"], "other"), fact["speaker"])
        for fact in about["facts"]
        if fact["kind"] == "price"
    )
    found = Counter((fact.value, fact.role, fact.side) for fact in facts if fact.kind == "price")
    return Score((true & found).total(), found.total(), true.total())


def measure(kept_aside: bool, recogniser: Recogniser | None = None) -> dict[str, Score]:
    """Scores over all dialogues of one part; with a recogniser from the sound, else from the true text."""
    scores: dict[str, Score] = {}
    for folder, about in dialogues(kept_aside):
        lines = recognised(recogniser, folder, about) if recogniser else said(about)
        for kind, score in compare(about, read_facts(lines, setting(about))).items():
            scores[kind] = scores.get(kind, Score()) + score
    return scores


def rows() -> list[Row]:
    """Facts together, then by kind, for each text and each part."""
    recogniser = Recogniser(str(WEIGHTS), "ru")
    found = []
    for text, target in TARGETS.items():
        for kept_aside, part in ((False, "seen"), (True, "kept aside")):
            scores = measure(kept_aside, recogniser if text == "recognised text" else None)
            whole = sum((scores[kind] for kind in KINDS), Score())
            found.append(Row(f"facts, {text}, {part}: F1", str(whole), f"≥ {target}", whole.f1 >= target))
            each = "; ".join(f"{kind} {score}" for kind, score in scores.items())
            found.append(Row(f"facts, {text}, {part}, by kind: F1", each, "—", True))
    return [*found, _invented()]


def _invented() -> Row:
    """The invented talks that no rule was written by, from what was said."""
    scores = totals(talks("unseen"))
    each = "; ".join(f"{kind} {score}" for kind, score in scores.items())
    return Row("facts, invented talks no rule was written by: F1", each, "≥ 0.95", scores["all"].f1 >= LEAST_INVENTED)


if __name__ == "__main__":
    for row in rows():
        print(f"{row.what}: {row.measured} (target {row.target}) {'holds' if row.holds else 'MISSED'}")
