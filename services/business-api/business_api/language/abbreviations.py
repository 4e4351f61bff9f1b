"""Words and their short forms: «ул» and «улица», "st" and "street". From `data/abbreviations.tsv`."""

import re
from functools import cache
from typing import NamedTuple

from business_api.language.tables import rows
from business_api.language.terms import read_terms
from business_api.language.word_forms import word_forms

_LETTERS = re.compile(r"[^\W\d_]")


class _Row(NamedTuple):
    word: str
    short: tuple[str, ...]
    beside: str


@cache
def _rows() -> tuple[dict[str, list[_Row]], re.Pattern[str]]:
    """The rows of each word and short form; and how a short form is written that has no space behind it: «д.3»."""
    found: dict[str, list[_Row]] = {}
    for word, short, beside in rows("abbreviations.tsv"):
        row = _Row(word.replace("ё", "е"), tuple(short.split()), beside)
        for each in (row.word, *row.short):
            found.setdefault(each, []).append(row)
    joint = "|".join(map(re.escape, sorted(found, key=len, reverse=True)))
    return found, re.compile(rf"(?<![\w.-])({joint})\.(?=\w)", re.IGNORECASE)


def _rows_of(word: str) -> list[_Row]:
    known = _rows()[0]
    if word in known:
        return known[word]
    return next((known[form] for form in word_forms(word) if form in known), [])


def other_lengths(word: str) -> tuple[str, ...]:
    """The words that a short form stands for, and the short forms of a word in any of its forms."""
    word = word.lower()
    return tuple(dict.fromkeys(each for row in _rows_of(word) for each in (row.word, *row.short) if each != word))


def part_short_forms(text: str) -> str:
    """«д.3» as «д. 3»."""
    return _rows()[1].sub(r"\1. ", text)


def unsaid(words: list[str]) -> list[int]:
    """Where words stand that people type beside a name or number and need not say: «ул.» of «ул. Лесная, д. 3»."""
    plain = [re.sub(r"[^\w-]", "", word.lower()) for word in words]
    kinds = [_rows_of(word) for word in plain]
    found = []
    for at, rows_of in enumerate(kinds):
        numbered = at + 1 < len(plain) and bool(read_terms(plain[at + 1]))
        around = [each for each in (at - 1, at + 1) if 0 <= each < len(plain)]
        named = numbered or any(not kinds[each] and _LETTERS.search(plain[each]) for each in around)
        if any(_need_not(row, plain[at], named=named, numbered=numbered) for row in rows_of):
            found.append(at)
    return found


def _need_not(row: _Row, typed: str, *, named: bool, numbered: bool) -> bool:
    if row.beside == "short":
        return named and typed in row.short
    return numbered if row.beside == "numbered" else named and row.beside == "named"
