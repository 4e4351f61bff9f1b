"""Which money was said with a number: «восемьсот рублей», «рублей восемьсот», «500 ₽», «$500»."""

import re
from collections.abc import Container
from functools import cache
from typing import NamedTuple

from business_api.language.numbers import Numeral, read_numeral
from business_api.language.tables import rows, words
from business_api.language.turns import Turn

_SIGNS = {"₽": "RUB", "$": "USD", "€": "EUR", "₸": "KZT", "₴": "UAH", "£": "GBP"}
# As they are typed beside a number: «12 500 р.», «12,5 тыс. рублей», «$500», «руб. 800».
_BEHIND = re.compile(rf"\.?\s*(?:[{''.join(_SIGNS)}]|(?P<word>[^\W\d_]+)\b)\.?")
_BEFORE = re.compile(rf"(?:[{''.join(_SIGNS)}]|\b(?P<word>[^\W\d_]+)\.?)\s*$")


class Money(NamedTuple):
    """The currency ("" when none was said) and the tokens of number and currency together."""

    currency: str
    first: int
    last: int


@cache
def _names() -> dict[str, str]:
    return {form: row[0] for row in rows("currencies.tsv") for form in row[1].split()}


@cache
def currencies() -> frozenset[str]:
    """The codes (ISO 4217) of all money that is known by name."""
    return frozenset(_names().values())


def currency_of(turn: Turn, number: Numeral) -> Money:
    """The currency said right behind a number, or right before it."""
    tokens = turn.tokens
    if number.last < len(tokens) and tokens[number.last].joined and (name := _names().get(tokens[number.last].word)):
        return Money(name, number.first, number.last + 1)
    end, start = tokens[number.last - 1].end, tokens[number.first].start
    for sign in (*turn.text[end : end + 2].strip(), turn.text[start - 1 : start]):
        if sign in _SIGNS:
            return Money(_SIGNS[sign], number.first, number.last)
    before = number.first - 1
    turned = before >= 0 and tokens[number.first].joined and tokens[before].word in words("money-turned")
    if turned and not (before and tokens[before].joined and _ends_number(turn, before)):
        return Money(_names()[tokens[before].word], before, number.last)
    return Money("", number.first, number.last)


def _ends_number(turn: Turn, last: int) -> bool:
    """Whether the currency before belongs to a number of its own: «сто рублей двести»."""
    return any(
        (number := read_numeral(turn.tokens, first)) is not None and number.last == last
        for first in range(max(last - 6, 0), last)
    )


def with_money(text: str, start: int, end: int, after: int = 0) -> tuple[int, int]:
    """Where a number of a typed text begins and ends with the currency beside it, which nothing before `after` is."""
    behind = _BEHIND.match(text, end)
    if behind is not None and _is_money(behind["word"], _names()):
        return start, behind.end()
    before = _BEFORE.search(text[:start], after)
    if before is not None and _is_money(before["word"], words("money-before")):
        return before.start(), end
    return start, end


def begins_money(word: str) -> bool:
    """Whether a word that is being typed may become a currency's name."""
    return any(name.startswith(_folded(word)) for name in _names())


def _is_money(word: str | None, names: Container[str]) -> bool:
    return word is None or _folded(word) in names


def _folded(word: str) -> str:
    return word.lower().replace("ё", "е")
