"""The course of a bargaining and what came of it, from the facts of a conversation in their order."""

from collections.abc import Sequence
from dataclasses import dataclass

from business_api.language.types import SURE, Fact

_BARGAIN = ("asked", "offered", "agreed")
_WHERE = ("address", "place", "metro")
# Facts below this were refused as they were said («завтра не могу»), given up for another, or guessed.
_LEAST = 0.4
# Places said so soon after each other are one: a street and the station near it.
_ONE_PLACE_MS = 15_000
# A price that was asked and never haggled over is a draft, not yet an agreement; a date and a time said far apart too.
_ONLY_ASKED, _FAR_APART = 0.6, 0.8
_APART_MS = 90_000
_CONFIRMED = 0.1
_RANGE_LEADS, _RANGE_GAP = ("с ", "со ", "from ", "between "), 4


@dataclass(frozen=True, slots=True)
class Step:
    """A price of the bargaining: its role (asked, offered, agreed), whole units, and the fact it stands on."""

    role: str
    value: int
    currency: str
    fact: Fact


@dataclass(frozen=True, slots=True)
class Settled:
    """What stood at the end, how sure (0 to 1), and the fact it stands on."""

    value: str
    confidence: float
    fact: Fact


@dataclass(frozen=True, slots=True)
class Agreement:
    """A deal card's draft; None where nothing was said or nothing came of it. `price` is in whole units."""

    item: Settled | None
    price: Settled | None
    place: Settled | None
    date: Settled | None
    time: Settled | None


def bargaining(facts: Sequence[Fact]) -> list[Step]:
    """The price line: asked 15 000 → offered 11 000 → agreed 12 500, without repetitions.

    A price that was taken only after others had been named after it was an offer until then. One that others are named
    after and nothing is taken, as in a later call, stays agreed.
    """
    main = [fact for fact in facts if fact.kind == "price" and fact.role in _BARGAIN]
    line: list[Step] = []
    for at, fact in enumerate(main):
        behind = main[at + 1 :]
        later = any(each.value != fact.value for each in behind) and any(each.role == "agreed" for each in behind)
        role = "offered" if fact.role == "agreed" and later else fact.role
        if not any(step.role == role and step.fact.value == fact.value for step in line):
            line.append(Step(role, int(fact.value), fact.currency, fact))
    return line


def agreement(facts: Sequence[Fact]) -> Agreement:
    """What was agreed at last. The last word counts: a meeting moved to another day is on the other day."""
    date, time = _last(facts, ("date",)), _last(facts, ("time",))
    if date is not None and time is not None and abs(date.fact.start_ms - time.fact.start_ms) > _APART_MS:
        time = Settled(time.value, round(time.confidence * _FAR_APART, 3), time.fact)
    return Agreement(_last(facts, ("item",)), _price(facts), _place(facts), date, time)


def _price(facts: Sequence[Fact]) -> Settled | None:
    main = [fact for fact in facts if fact.kind == "price" and fact.role in _BARGAIN]
    agreed = [fact for fact in main if fact.role == "agreed"]
    if agreed:
        return _settled(agreed[-1], facts)
    if not main or any(fact.role == "offered" for fact in main):
        return None
    asked = _settled(main[-1], facts)
    return Settled(asked.value, round(asked.confidence * _ONLY_ASKED, 3), asked.fact)


def _place(facts: Sequence[Fact]) -> Settled | None:
    """All that was surely said of the last place, in the order in which it was said."""
    last = _last(facts, _WHERE)
    if last is None:
        return None
    near = [fact for fact in _standing(facts, _WHERE) if 0 <= last.fact.start_ms - fact.start_ms <= _ONE_PLACE_MS]
    told = [fact for fact in near if _surest(fact, facts) >= SURE] or near
    values, last = dict.fromkeys(fact.value for fact in told), _settled(told[-1], facts)
    return Settled(", ".join(values), last.confidence, last.fact)


def _last(facts: Sequence[Fact], kinds: tuple[str, ...]) -> Settled | None:
    found = _standing(facts, kinds)
    if not found:
        return None
    begins = len(found) > 1 and _is_range(found[-2], found[-1])
    return _settled(found[-2 if begins else -1], facts)


def _standing(facts: Sequence[Fact], kinds: tuple[str, ...]) -> list[Fact]:
    """The facts of some kinds that nobody has refused later: «на Киевской», «на Киевской неудобно»."""
    found: list[Fact] = []
    for fact in facts:
        if fact.kind not in kinds:
            continue
        if fact.confidence >= _LEAST:
            found.append(fact)
        else:
            gone = {each.line_id for each in found if (each.kind, each.value) == (fact.kind, fact.value)}
            found = [each for each in found if each.line_id not in gone]
    return found


def _is_range(one: Fact, two: Fact) -> bool:
    """«С десяти до двенадцати», «с пятого по восьмое»: one comes when it begins."""
    near = one.line_id == two.line_id and 0 <= two.start - one.end <= _RANGE_GAP
    return near and one.kind == two.kind and one.text.lower().startswith(_RANGE_LEADS)


def _settled(fact: Fact, facts: Sequence[Fact]) -> Settled:
    """A fact, surer when the other side said the same; one not heard surely is as sure as the same said elsewhere."""
    sure = [each for each in _same(fact, facts) if each.confidence >= SURE]
    both = any(each.side != fact.side for each in sure)
    confidence = fact.confidence if fact.confidence >= SURE else _surest(fact, facts)
    return Settled(fact.value, round(min(confidence + _CONFIRMED * both, 1.0), 3), fact)


def _surest(fact: Fact, facts: Sequence[Fact]) -> float:
    return max((each.confidence for each in _same(fact, facts)), default=fact.confidence)


def _same(fact: Fact, facts: Sequence[Fact]) -> list[Fact]:
    return [each for each in facts if (each.kind, each.value) == (fact.kind, fact.value)]
