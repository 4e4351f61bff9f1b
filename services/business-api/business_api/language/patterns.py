"""Patterns of words that are data: what people say in other words each time, told by stems in their order.

A pattern is steps parted by blanks: a stem (all words that begin so), "=" before it for the exact word, "|" between
stems of which one is enough, "…" for up to six words in between. "!" before stems: none of their words may stand
near.
"""

from collections.abc import Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from business_api.language.tables import rows
from business_api.language.tokens import Token

_GAP = 6
_NEAR = 8
_KEPT = 20_000


class _Step(NamedTuple):
    """A word of a pattern: stems that it may begin with, words that it may be, whether others may lie before it."""

    stems: tuple[str, ...]
    exact: frozenset[str]
    wide: bool

    def fits(self, word: str) -> bool:
        return word.startswith(self.stems) or word in self.exact


class _Pattern(NamedTuple):
    name: str
    steps: tuple[_Step, ...]
    never: _Step | None


class Match(NamedTuple):
    """A pattern of this name was found in `tokens[first:last]` of a stretch."""

    name: str
    first: int
    last: int


def find_patterns(tokens: Sequence[Token], table: str) -> list[Match]:
    """What a table's patterns find in a stretch, in the order of its words: one match a pattern and beginning."""
    found = []
    for at, token in enumerate(tokens):
        for pattern in _beginning(table, token.word):
            last = _end(tokens, at, pattern.steps)
            if last and not _forbidden(tokens[max(at - _NEAR, 0) : last + _NEAR], pattern.never):
                found.append(Match(pattern.name, at, last))
    return found


@lru_cache(_KEPT)
def _beginning(table: str, word: str) -> tuple[_Pattern, ...]:
    """The patterns that a word can begin."""
    return tuple(pattern for pattern in _patterns(table) if pattern.steps[0].fits(word))


def _end(tokens: Sequence[Token], at: int, steps: tuple[_Step, ...]) -> int:
    """Where a pattern that begins at a place ends; 0 if its steps do not follow."""
    for step in steps[1:]:
        reach = tokens[at + 1 : at + 2 + (_GAP if step.wide else 0)]
        ahead = next((ahead for ahead, token in enumerate(reach, 1) if step.fits(token.word)), 0)
        if not ahead:
            return 0
        at += ahead
    return at + 1


def _forbidden(tokens: Sequence[Token], never: _Step | None) -> bool:
    return never is not None and any(never.fits(token.word) for token in tokens)


@cache
def _patterns(table: str) -> tuple[_Pattern, ...]:
    return tuple(_read(name, pattern) for name, pattern in rows(table))


def _read(name: str, pattern: str) -> _Pattern:
    steps: list[_Step] = []
    wide, never = False, None
    for part in pattern.split():
        if part == "…":
            wide = True
            continue
        parts = part.removeprefix("!").split("|")
        exact = frozenset(each[1:] for each in parts if each[0] == "=")
        step = _Step(tuple(each for each in parts if each[0] != "="), exact, wide)
        if part[0] == "!":
            never = step
        else:
            steps.append(step)
        wide = False
    return _Pattern(name, tuple(steps), never)
