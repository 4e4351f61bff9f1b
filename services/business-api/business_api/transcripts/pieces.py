"""What was typed into a search, taken apart: words, phrases, numbers, what to leave out, and what is not finished."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple

from business_api.language import (
    Term,
    begins_money,
    is_measure,
    months_of,
    number_token,
    part_short_forms,
    read_terms,
    unsaid,
    with_money,
)
from business_api.transcripts.days import Day, days_in_figures, days_named
from business_api.transcripts.telephones import asked_for, token_of
from business_api.transcripts.unfinished import begun_digits, continued

MOST_THINGS = 12
# So the names of hours begin: «час», «часов», «часиков».
HOURS = "час"
BEHIND = re.compile(r"\s+(?:of\s+)?(?P<word>[^\W\d_]+)\b")
BEFORE = re.compile(r"\b(?P<word>[^\W\d_]+)\.?\s+$")
# A number behind these is a price.
PRICED = ("за", "for")
THOUSAND = 1000
QUOTES = '"«»“”„'
# A hyphen, dash or minus sign right before a word or phrase leaves it out; alone, or in a word or range, it does not.
PIECES = re.compile(
    r'(?P<minus>(?<!\S)[-‑–−])?(?:"(?P<straight>[^"]*)"|«(?P<angled>[^»]*)»|[“„](?P<curled>[^“”]*)[“”]|(?P<word>[^\s'
    + QUOTES
    + "]+))"
)


class Number(NamedTuple):
    """A number or time: one of its readings must be there, or the very words."""

    typed: str
    readings: set[str]
    longer: frozenset[str] = frozenset()
    """Tokens of what it may become, while it is being typed."""
    begun: frozenset[str] = frozenset()
    """How the tokens of what it may become begin."""
    last: str = ""
    """Its last word, which may go on: «пять» as «пятьсот»."""
    behind: str = ""
    """How the word behind it begins, unless it became one of `longer`."""
    beside: str = ""
    """The word that stands with it, in any form, unless it became one of `longer`."""
    together: frozenset[str] = frozenset()
    """All of these stand for it as well: «45-67» is the end of a telephone, or two numbers."""


class Taken(NamedTuple):
    """A number and where it stands, with the currency, hours or month beside it: `text[start:end]`."""

    number: Number
    start: int
    end: int

    @property
    def finished(self) -> bool:
        """Whether a currency, hours or a month stand beside it: such a number does not go on."""
        return self.end - self.start > len(self.number.typed)


class Phrase(NamedTuple):
    """Words that follow each other, and the numbers between them: those are kept without their place in a line."""

    runs: list[str]
    numbers: list[Number]


@dataclass
class Pieces:
    """The typed text, taken apart."""

    words: list[str] = field(default_factory=list)
    unsaid: list[str] = field(default_factory=list)
    """Words that need not have been said: «ул.» of «ул. Лесная»."""
    without: list[str] = field(default_factory=list)
    phrases: list[Phrase] = field(default_factory=list)
    without_phrases: list[Phrase] = field(default_factory=list)
    """Numbers too that are left out."""
    numbers: list[Number] = field(default_factory=list)
    unfinished: str = ""
    """The word that is being typed."""


def take_apart(text: str, *, typing: bool = False) -> Pieces:
    """Split what was typed. `typing`: the last word or number may go on."""
    pieces, plain, goes_on, at = Pieces(), list[str](), False, 0
    while (match := PIECES.search(text, at)) is not None:
        at, goes_on = match.end(), False
        quoted = next((match[name] for name in ("straight", "angled", "curled") if match[name] is not None), None)
        number = _number_at(text, match.start("word")) if match["word"] and match["minus"] else None
        if quoted is not None:
            (pieces.without_phrases if match["minus"] else pieces.phrases).append(_phrase(quoted))
        elif number is not None:
            pieces.without_phrases.append(Phrase([], [number.number]))
            at = match.start("word") + number.end
        elif match["minus"]:
            pieces.without.append(match["word"])
        else:
            plain.append(match["word"])
            goes_on = typing
    typed = part_short_forms(" ".join(plain))
    words = _take_numbers(pieces, typed, goes_on)
    all_typed = typed.split()
    unneeded = {all_typed[each] for each in unsaid(all_typed)}
    if pieces.unfinished in unneeded:
        pieces.unfinished = ""
    pieces.unsaid = [word for word in words if word in unneeded]
    pieces.words = [word for word in words if word not in unneeded][:MOST_THINGS]
    return pieces


def _number_at(text: str, start: int) -> Taken | None:
    """The whole number that begins with a word that is left out: «-12 500», «-двенадцать с половиной тысяч»."""
    rest = re.split(f"[{QUOTES}]", text[start:], maxsplit=1)[0]
    first = next(iter(_numbers(rest)), None)
    return None if first is None or first.start or rest[first.end :][:1].strip() else first


def _phrase(quoted: str) -> Phrase:
    """«"за 12 500"»; one number word among others («"в один день"») is a word."""
    runs, numbers, at = list[str](), list[Number](), 0
    for number, start, end in _numbers(quoted, measured=False)[:MOST_THINGS]:
        typed = quoted[start:end]
        if typed.isalpha() and typed != quoted.strip():
            continue
        runs.append(quoted[at:start])
        numbers.append(number)
        at = end
    return Phrase([run for run in [*runs, quoted[at:]] if run.strip()], numbers)


def _take_numbers(pieces: Pieces, typed: str, goes_on: bool) -> list[str]:
    """The words that are left; numbers and what is not finished go into `pieces`."""
    digits = begun_digits(typed) if goes_on else None
    # «November 2» is a day.
    if digits is not None and (leads := BEFORE.search(typed[: digits.start])) and months_of(leads["word"]):
        digits = None
    if digits is not None:
        tail = typed[digits.start :]
        typed = typed[: with_money(typed, digits.start, len(typed))[0]]
    taken = _numbers(typed)
    numbers = [each.number for each in taken[:MOST_THINGS]]
    rest = typed
    for each in reversed(taken):
        rest = f"{rest[: each.start]} {rest[each.end :]}"
    words = rest.split()
    if digits is not None:
        whole = _numbers(tail)
        readings = whole[0].number.readings if len(whole) == 1 else set()
        numbers.append(Number(tail, readings, continued(tail), digits.begun))
    elif goes_on and numbers and not typed[taken[-1].end :].strip():
        numbers[-1] = numbers[-1] if taken[-1].finished else _unfinished(numbers[-1])
    elif goes_on and words:
        last = words.pop()
        follows = bool(numbers) and not typed[taken[-1].end : -len(last)].strip()
        longer = (
            continued(numbers[-1].typed, last) | days_named(numbers[-1].readings, last, begun=True)
            if follows
            else frozenset()
        )
        if longer:
            numbers[-1] = numbers[-1]._replace(longer=longer, behind=last)
        # What may become a currency asks for nothing, as the currency does not.
        elif not (follows and begins_money(last)):
            pieces.unfinished = last
    pieces.numbers = numbers
    return words


def _unfinished(number: Number) -> Number:
    begun = frozenset(token for token in number.readings if token.startswith("n"))
    return number._replace(longer=continued(number.typed), begun=begun, last=number.typed.split()[-1])


def _numbers(typed: str, *, measured: bool = True) -> list[Taken]:
    """The numbers and times of a text, each with all its readings; `measured`: with what they count beside them."""
    groups: list[list[Term]] = []
    written = days_in_figures(typed)
    terms = [Term(day.token, day.start, day.end) for day in written]
    terms += [term for term in read_terms(typed, asked=True) if not _is_of_day(term, written)]
    parts, terms = _telephones(typed, terms)
    for term in sorted(terms, key=lambda term: term.start):
        if groups and term.start < max(each.end for each in groups[-1]):
            groups[-1].append(term)
        else:
            groups.append([term])
    taken: list[Taken] = []
    for terms in groups:
        start, end = min(term.start for term in terms), max(term.end for term in terms)
        after = taken[-1].end if taken else 0
        number = _number(typed, terms)._replace(together=parts.get(start, frozenset()))
        follows, leads = BEHIND.match(typed, end), BEFORE.search(typed[after:start])
        if leads is not None and leads["word"].lower() in PRICED:
            number = number._replace(readings=number.readings | _thousands(number.readings))
        # «5 дек» as well: three letters tell which.
        if follows is not None and (days := days_named(number.readings, follows["word"], begun=True)):
            taken.append(Taken(number._replace(longer=days, beside=follows["word"]), start, follows.end()))
        elif leads is not None and (days := days_named(number.readings, leads["word"])):
            begin = after + leads.start()
            taken.append(Taken(number._replace(longer=days, beside=leads["word"]), begin, end))
        elif measured and follows is not None and not number.behind and is_measure(follows["word"]):
            taken.append(Taken(number._replace(beside=follows["word"]), start, follows.end()))
        else:
            taken.append(Taken(number, *with_money(typed, start, end, after)))
    return taken


def _thousands(readings: set[str]) -> set[str]:
    """«За тринадцать» is 13 000 as well, of whatever costs that much."""
    told = [Decimal(each[1:].replace("_", ".")) for each in readings if each.startswith("n")]
    return {number_token(each * THOUSAND) for each in told if each < THOUSAND}


def _telephones(typed: str, terms: Sequence[Term]) -> tuple[dict[int, frozenset[str]], list[Term]]:
    """The terms with those of telephones in place of what these are made of; and that, by where they begin."""
    parts, rest = dict[int, frozenset[str]](), list(terms)
    for each in asked_for(typed, terms):
        within = [term for term in rest if each.start <= term.start and term.end <= each.end]
        parts[each.start] = frozenset(term.token for term in within)
        rest = [*(term for term in rest if term not in within), Term(token_of(each), each.start, each.end)]
    return parts, rest


def _is_of_day(term: Term, days: Sequence[Day]) -> bool:
    return any(day.alone and day.start < term.end and term.start < day.end for day in days)


def _number(typed: str, terms: Sequence[Term]) -> Number:
    """What readings of the same words look for. «18 часов» is a time, or a number with its hours behind it."""
    times = [term for term in terms if term.token.startswith("t")]
    bare = [term for term in terms if not term.token.startswith("t")]
    start, end = min(term.start for term in terms), max(term.end for term in terms)
    if times and bare and (said := max(term.end for term in bare)) < end:
        readings, longer = {term.token for term in bare}, frozenset(term.token for term in times)
        return Number(typed[start:said], readings, longer, behind=HOURS)
    return Number(typed[start:end], {term.token for term in terms})
