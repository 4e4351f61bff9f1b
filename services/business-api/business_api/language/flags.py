"""Finds what sounds like a swindle, by patterns of stems within one sentence (`data/flags.tsv`).

It marks the second and the kind; whether to warn somebody is decided elsewhere, with all that is known of a call.
What a person refuses («код называть не буду») or wonders at («какая ссылка?») is none.
"""

from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from business_api.language.patterns import find_patterns
from business_api.language.tables import begins
from business_api.language.tokens import Token, sentences
from business_api.language.turns import Find, Turn

_TABLE = "flags.tsv"
_SURE = 0.75
# The talk tells early that it is of rent, of work or of lessons.
_FIRST_TURNS = 12


class _Talk(NamedTuple):
    """Who speaks, whether goods are sold, and whether the same person has given a sign before."""

    side: str
    goods: bool
    suspect: bool


def read_flags(turns: list[Turn]) -> Iterator[tuple[Turn, Find]]:
    """The suspicious sentences of a conversation: one of each kind for each sentence."""
    goods = not any(begins(word, "no-goods") for turn in turns[:_FIRST_TURNS] for word in turn.words())
    suspects: set[str] = set()
    for turn in turns:
        for first, last in sentences(turn.tokens):
            kinds = _kinds(turn, first, last, _Talk(turn.side, goods, turn.side in suspects))
            suspects.update([turn.side] if kinds else [])
            for kind in kinds:
                yield turn, Find("flag", kind, first, last, _SURE)


def _kinds(turn: Turn, first: int, last: int, talk: _Talk) -> list[str]:
    tokens = turn.tokens[first:last]
    names = dict.fromkeys(match.name for match in find_patterns(tokens, _TABLE))
    if "refuse" in names or (_is_question(turn, last) and "request" not in names) or _wonders(tokens):
        return []
    return list(dict.fromkeys(_kind(name) for name in names if _applies(name, talk)))


@cache
def _kind(name: str) -> str:
    return name.partition("@")[0]


def _applies(name: str, talk: _Talk) -> bool:
    """Whether a pattern of this name is meant for who speaks and for what is sold."""
    if name in {"refuse", "request"}:
        return False
    wanted = {*name.partition("@")[2].split(",")}
    if not ({"buyer", "seller"} & wanted <= {talk.side}):
        return False
    return (talk.goods or "goods" not in wanted) and (talk.suspect or "weak" not in wanted)


def _is_question(turn: Turn, last: int) -> bool:
    end = turn.tokens[last - 1].end
    return turn.text[end : end + 3].lstrip('»")').startswith("?")


def _wonders(tokens: list[Token]) -> bool:
    """«Какой ещё код?», and the same without its question mark."""
    return bool(tokens) and begins(tokens[0].word, "wonder") and len(tokens) <= 6
