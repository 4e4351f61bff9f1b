"""What was typed into a search, taken apart: words, phrases, numbers, what to leave out, and what is not finished."""

import re
from dataclasses import dataclass, field
from typing import NamedTuple

from business_api.language import read_terms
from business_api.transcripts.unfinished import begun_digits, continued

MOST_THINGS = 12
PIECES = re.compile(r'(?P<minus>-?)"(?P<phrase>[^"]*)"|(?P<not>(?<!\S)-)?(?P<word>[^\s"]+)')


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
    """The word begun behind it, unless it became one of `longer`."""


@dataclass
class Pieces:
    """The typed text, taken apart."""

    words: list[str] = field(default_factory=list)
    without: list[str] = field(default_factory=list)
    phrases: list[str] = field(default_factory=list)
    without_phrases: list[str] = field(default_factory=list)
    numbers: list[Number] = field(default_factory=list)
    unfinished: str = ""
    """The word that is being typed."""


def take_apart(text: str, *, typing: bool = False) -> Pieces:
    """Split what was typed. `typing`: the last word or number may go on."""
    pieces, plain, goes_on = Pieces(), [], False
    for match in PIECES.finditer(text):
        goes_on = False
        if match["phrase"] is not None:
            (pieces.without_phrases if match["minus"] else pieces.phrases).append(match["phrase"])
        elif match["not"]:
            pieces.without.append(match["word"])
        else:
            plain.append(match["word"])
            goes_on = typing
    words = _take_numbers(pieces, " ".join(plain), goes_on)
    pieces.words = words[:MOST_THINGS]
    return pieces


def _take_numbers(pieces: Pieces, typed: str, goes_on: bool) -> list[str]:
    """The words that are left; numbers and what is not finished go into `pieces`."""
    digits = begun_digits(typed) if goes_on else None
    if digits is not None:
        tail = typed[digits.start :]
        typed = typed[: digits.start]
    taken = _numbers(typed)
    numbers = [Number(typed[start:end], readings) for start, end, readings in taken[:MOST_THINGS]]
    rest = typed
    for start, end, _ in reversed(taken):
        rest = f"{rest[:start]} {rest[end:]}"
    words = rest.split()
    if digits is not None:
        whole = _numbers(tail)
        readings = whole[0][2] if len(whole) == 1 else set()
        numbers.append(Number(tail, readings, continued(tail), digits.begun))
    elif goes_on and numbers and not typed[taken[-1][1] :].strip():
        numbers[-1] = _unfinished(numbers[-1])
    elif goes_on and words:
        last = words.pop()
        follows = bool(numbers) and not typed[taken[-1][1] : -len(last)].strip()
        longer = continued(numbers[-1].typed, last) if follows else frozenset()
        if longer:
            numbers[-1] = numbers[-1]._replace(longer=longer, behind=last)
        else:
            pieces.unfinished = last
    pieces.numbers = numbers
    return words


def _unfinished(number: Number) -> Number:
    begun = frozenset(token for token in number.readings if token.startswith("n"))
    return number._replace(longer=continued(number.typed), begun=begun, last=number.typed.split()[-1])


def _numbers(typed: str) -> list[tuple[int, int, set[str]]]:
    """Where numbers stand, and all readings of each."""
    taken: list[tuple[int, int, set[str]]] = []
    for term in read_terms(typed):
        if taken and term.start < taken[-1][1]:
            start, end, readings = taken[-1]
            taken[-1] = (start, max(end, term.end), readings | {term.token})
        else:
            taken.append((term.start, term.end, {term.token}))
    return taken
