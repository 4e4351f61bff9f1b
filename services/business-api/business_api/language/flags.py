"""Finds what sounds like a swindle, by patterns of stems within one sentence (`data/flags.tsv`).

It marks the second and the kind; whether to warn somebody is decided elsewhere, with all that is known of a call.
What a person refuses («код называть не буду») or wonders at («какая ссылка?») is none.
"""

from functools import cache
from typing import NamedTuple

from business_api.language.tables import rows, words
from business_api.language.tokens import Token, sentences
from business_api.language.turns import Find, Turn

_GAP = 6


class _Step(NamedTuple):
    """A word of a pattern: stems that it may begin with, words that it may be, whether others may lie before it."""

    stems: tuple[str, ...]
    exact: frozenset[str]
    wide: bool

    def fits(self, word: str) -> bool:
        return word.startswith(self.stems) or word in self.exact


def read_flags(turn: Turn) -> list[Find]:
    """The suspicious sentences of a turn: one of each kind for each sentence."""
    finds = []
    for first, last in sentences(turn.tokens):
        tokens = turn.tokens[first:last]
        if any(token.word in words("flag-refusal") for token in tokens) or _is_question(turn, last):
            continue
        for kind in _kinds(tokens):
            finds.append(Find("flag", kind, first, last, 0.75))
    return finds


def _is_question(turn: Turn, last: int) -> bool:
    end = turn.tokens[last - 1].end
    return turn.text[end : end + 3].lstrip('»")').startswith("?")


def _kinds(tokens: list[Token]) -> list[str]:
    found = [kind for kind, steps in _patterns() if _matches(tokens, steps)]
    return list(dict.fromkeys(found))


@cache
def _patterns() -> tuple[tuple[str, tuple[_Step, ...]], ...]:
    found = []
    for kind, pattern in rows("flags.tsv"):
        steps: list[_Step] = []
        wide = False
        for part in pattern.split():
            if part == "…":
                wide = True
                continue
            parts = part.split("|")
            exact = frozenset(each[1:] for each in parts if each[0] == "=")
            steps.append(_Step(tuple(each for each in parts if each[0] != "="), exact, wide))
            wide = False
        found.append((kind, tuple(steps)))
    return tuple(found)


def _matches(tokens: list[Token], steps: tuple[_Step, ...]) -> bool:
    """Whether the steps are found one behind the other, the first of each wherever it first comes."""
    return any(_from(tokens, at, steps) for at, token in enumerate(tokens) if steps[0].fits(token.word))


def _from(tokens: list[Token], at: int, steps: tuple[_Step, ...]) -> bool:
    for step in steps[1:]:
        reach = tokens[at + 1 : at + 2 + (_GAP if step.wide else 0)]
        ahead = next((ahead for ahead, token in enumerate(reach, 1) if step.fits(token.word)), 0)
        if not ahead:
            return False
        at += ahead
    return True
