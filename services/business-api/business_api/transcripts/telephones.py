"""Telephones as the search keeps them: whole, without the country's code, and by the ends that people remember."""

import re
from collections.abc import Iterable
from decimal import Decimal
from typing import NamedTuple

from business_api.language import Term, number_token

# Without a country's code; a town's number; the last figures.
ENDINGS = (10, 7, 4)
SHORTEST_WHOLE = 10
BEFORE, BEHIND = r"(?<![\w.,:/+-])(?<!\d )", r"(?![\w:/-]|[.,]\d| \d)"
# «+1 (212) 555-0199», «415 555 0134», «123-45-67», «555-0134»; three figures apart are as well a price.
WRITTEN = re.compile(
    r"(?<!\w)\+\d(?:[ ().-]{0,2}\d){8,14}(?!\d)"
    rf"|{BEFORE}(?:1[ .-]?)?(?:\(\d{{3}}\) ?|\d{{3}}[ .-]?)\d{{3}}[ .-]?\d{{4}}{BEHIND}"
    rf"|{BEFORE}\d{{3}}-(?:\d{{2}}-\d{{2}}|\d{{4}}){BEHIND}"
)
# The end of one may be typed alone: «45-67».
TYPED = re.compile(rf"{WRITTEN.pattern}|{BEFORE}(?:\d{{3}} \d{{2}} \d{{2}}|\d{{2}}-\d{{2}}){BEHIND}")


class Telephone(NamedTuple):
    """Figures that are one telephone number, or its end: `text[start:end]`."""

    figures: str
    start: int
    end: int


def written_in(text: str) -> list[Telephone]:
    """The telephones that a text has in figures, of any country."""
    return _found(WRITTEN, text)


def endings_of(figures: str) -> set[str]:
    """The tokens of a telephone: its figures, and each end of them."""
    ends = {figures, *(figures[-length:] for length in ENDINGS if len(figures) > length)}
    return {number_token(Decimal(end)) for end in ends if end.isdecimal()}


def asked_for(typed: str, terms: Iterable[Term]) -> list[Telephone]:
    """The telephones, or ends of them, among what was typed; none within a longer number of `terms`."""
    found = _found(TYPED, typed)
    return [
        each
        for each in found
        if all(
            (each.start <= term.start and term.end <= each.end)
            for term in terms
            if term.start < each.end and each.start < term.end
        )
    ]


def token_of(telephone: Telephone) -> str:
    """What it is looked for by: no country's code, for many are told without."""
    return number_token(Decimal(telephone.figures[-SHORTEST_WHOLE:]))


def _found(shape: re.Pattern[str], text: str) -> list[Telephone]:
    return [Telephone("".join(filter(str.isdecimal, each[0])), *each.span()) for each in shape.finditer(text)]
