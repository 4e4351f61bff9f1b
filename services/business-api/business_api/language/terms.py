"""Numbers and times of a text as search tokens: one token for one number, however it was said or written."""

from decimal import Decimal

from business_api.language.clock import Clock, read_clock, read_named_hour
from business_api.language.colloquial import in_thousands, read_number
from business_api.language.numbers import Numeral
from business_api.language.phones import read_phone
from business_api.language.tokens import Tokens, cut
from business_api.language.types import Term


def read_terms(text: str, *, asked: bool = False) -> list[Term]:
    """All numbers and clock times of a text, in order; used alike on what was said and on what is searched for.

    A time whose half of the day is open gives both readings, «18.30» a time and a number, «миллион двести» both of
    its meanings: terms of overlapping places are readings of the same words. A telephone number is one number in its
    international form, whether it was dictated in groups or typed with an eight.
    `asked`: of what is searched for «18 часов» is a time as well.
    """
    tokens = cut(text)
    terms: list[Term] = []
    at = 0
    while at < len(tokens):
        phone = read_phone(tokens, at)
        if phone is not None:
            terms.append(Term("n" + phone.value.lstrip("+"), tokens[at].start, tokens[phone.last - 1].end))
            at = phone.last
            continue
        clock = read_clock(tokens, at) or (read_named_hour(tokens, at) if asked else None)
        number = None if clock is not None and not clock.bare and not clock.decimal else read_number(tokens, at)
        if clock is not None and number is not None and number.last > clock.last:
            clock = None
        if clock is None and number is None:
            at += 1
            continue
        terms += _terms(tokens, clock, number)
        at = max(found.last for found in (clock, number) if found is not None)
    return terms


def _terms(tokens: Tokens, clock: Clock | None, number: Numeral | None) -> list[Term]:
    found: list[tuple[str, int, int]] = []
    if clock is not None:
        found += [(f"t{time // 60:02d}{time % 60:02d}", clock.first, clock.last) for time in clock.readings]
    if number is not None:
        readings = [number, in_thousands(number)]
        found += [(number_token(each.value), each.first, each.last) for each in readings if each is not None]
    return [Term(token, tokens[first].start, tokens[last - 1].end) for token, first, last in dict.fromkeys(found)]


def number_token(value: Decimal) -> str:
    """`n12500`, `n0_5`: what a search engine keeps as one word."""
    plain = f"{value:f}"
    if "." in plain:
        plain = plain.rstrip("0").rstrip(".")
    return "n" + plain.replace(".", "_")
