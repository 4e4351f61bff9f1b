"""Finds what sounds like a swindle, by patterns of stems within one sentence (`data/flags.tsv`).

It marks the second and the kind; whether to warn somebody is decided elsewhere, with all that is known of a call.
What a person refuses («код называть не буду») or wonders at («какая ссылка?») is none.
"""

from business_api.language.patterns import find_patterns
from business_api.language.tables import words
from business_api.language.tokens import Token, sentences
from business_api.language.turns import Find, Turn


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
    return list(dict.fromkeys(match.name for match in find_patterns(tokens, "flags.tsv")))
