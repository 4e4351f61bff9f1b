"""How much of what is in talks is found, in totals only: what goes wrong in which talk is not told."""

from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from tests.language.conversation import Talk, told

from business_api.language import Fact, agreement

KINDS = ("price", "date", "time", "metro", "address", "place", "phone", "link")
# In a talk's outcome: nobody could say.
NOT_TOLD = "?"


class Total(NamedTuple):
    """Facts that are there and were found, that were found, and that are there."""

    right: int = 0
    found: int = 0
    true: int = 0

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        return 2 * self.right / (self.found + self.true) if self.found + self.true else 1.0

    def __str__(self) -> str:
        return f"{self.f1:.3f} ({self.right} right, {self.found} found, {self.true} there)"


def totals(talks: Iterable[Talk]) -> dict[str, Total]:
    """Scores of all kinds together (`all`), each kind, prices with their role (`role`), lines flagged (`flag`)."""
    true: dict[str, Counter[str]] = {}
    found: dict[str, Counter[str]] = {}
    for number, talk in enumerate(talks):
        for at, facts in enumerate(talk.facts):
            _count(true, f"{number}.{at}", facts)
        for fact in talk.read():
            _count(found, f"{number}.{fact.line_id}", [told(fact)])
    scores = {kind: _score(true, found, kind) for kind in (*KINDS, "role", "flag")}
    scores["all"] = Total(*(sum(scores[kind][part] for kind in KINDS) for part in range(3)))
    return scores


def _count(counted: dict[str, Counter[str]], place: str, facts: list[str]) -> None:
    for fact in facts:
        kind, value = fact.split(" ", 1)
        if kind == "flag":
            counted.setdefault("flag", Counter())[place] = 1
            continue
        counted.setdefault(kind, Counter())[f"{place} {value.split(' (')[0].lower().replace('ё', 'е')}"] += 1
        if kind == "price":
            counted.setdefault("role", Counter())[f"{place} {value}"] += 1


def _score(true: dict[str, Counter[str]], found: dict[str, Counter[str]], kind: str) -> Total:
    one, two = true.get(kind, Counter()), found.get(kind, Counter())
    return Total((one & two).total(), two.total(), one.total())


def outcome(facts: list[Fact]) -> dict[str, str]:
    """What a deal card would be drafted with."""
    agreed = agreement(facts)
    settled = {"price": agreed.price, "date": agreed.date, "time": agreed.time, "place": agreed.place}
    return {what: each.value for what, each in settled.items() if each is not None}
