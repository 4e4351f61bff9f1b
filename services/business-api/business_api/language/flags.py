"""Finds what sounds like a swindle, by patterns of stems within one sentence (`data/flags.tsv`).

It marks the second and the kind; whether to warn somebody is decided elsewhere, with all that is known of a call.
What a person refuses («код называть не буду») or wonders at («какая ссылка?») is none.
"""

from functools import cache

from business_api.language.tables import rows, words
from business_api.language.tokens import Token, sentences
from business_api.language.turns import Find, Turn

_GAP = 6
_Step = tuple[tuple[str, ...], bool]
"""Stems of which one must begin the word (an exact word has "=" before it), and whether words may lie before it."""


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
            steps.append((tuple(part.split("|")), wide))
            wide = False
        found.append((kind, tuple(steps)))
    return tuple(found)


def _matches(tokens: list[Token], steps: tuple[_Step, ...]) -> bool:
    """Whether the steps are found one behind the other, the first of each wherever it first comes."""
    return any(_from(tokens, at, steps) for at, token in enumerate(tokens) if _fits(token.word, steps[0][0]))


def _from(tokens: list[Token], at: int, steps: tuple[_Step, ...]) -> bool:
    for stems, wide in steps[1:]:
        reach = tokens[at + 1 : at + 2 + (_GAP if wide else 0)]
        step = next((ahead for ahead, token in enumerate(reach, 1) if _fits(token.word, stems)), 0)
        if not step:
            return False
        at += step
    return True


def _fits(word: str, stems: tuple[str, ...]) -> bool:
    return any(word == stem[1:] if stem[0] == "=" else word.startswith(stem) for stem in stems)
