"""What a number that is still being typed may become: «12 5» may be «12 500», «двенадцать» «двенадцать тысяч»."""

import re
from typing import NamedTuple

from business_api.language import Term, read_terms

GROUPS = re.compile(r"(?<![\w.,:/-])(?P<whole>\d{1,3}(?: \d{1,3})+|\d{1,12})(?:(?P<point>[:.,])(?P<part>\d{0,2}))?$")
# What people say behind a number; the longer meaning only when it was begun.
ENDINGS = (
    "тысяч",
    "тысячи",
    "тыс",
    "половиной тысяч",
    "миллионов",
    "миллиона",
    "часов",
    "вечера",
    "утра",
    "thousand",
    "million",
)
HOURS = 24


class Digits(NamedTuple):
    """Digits at the end of a text: where, and how the tokens of what they may become begin."""

    start: int
    begun: frozenset[str]


def begun_digits(typed: str) -> Digits | None:
    """The digits that a text ends with; None when it ends otherwise."""
    match = GROUPS.search(typed)
    if match is None:
        return None
    whole, point, part = match["whole"].replace(" ", ""), match["point"], match["part"] or ""
    begun = set()
    if point != ":":
        begun.add(f"n{int(whole)}" + (f"_{part}" if point else ""))
    if int(whole) < HOURS and point != ",":
        begun.add(f"t{int(whole):02d}{part}")
    # A telephone is kept in its international form.
    if whole.startswith("8") and len(whole) > 1 and not point:
        begun.add(f"n7{whole[1:]}")
    return Digits(match.start(), frozenset(begun))


def continued(number: str, ending: str = "") -> frozenset[str]:
    """Tokens of a number with what may follow it; `ending` is the begun word behind it."""
    endings = [each for each in ENDINGS if each.startswith(ending.lower())] if ending else ENDINGS[:1]
    return frozenset(term.token for each in endings for term in _whole(f"{number} {each}"))


def _whole(text: str) -> list[Term]:
    return [term for term in read_terms(text, asked=True) if term.start == 0 and term.end == len(text)]
