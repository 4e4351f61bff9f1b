"""Which part of the day the words around an hour tell: «вечером», «после работы», "in the morning"."""

import re
from bisect import bisect_right
from collections.abc import Sequence

from business_api.language.clock_parts import AFTERNOON, EVENING, MORNING, NIGHT, Part
from business_api.language.tables import begins, words
from business_api.language.tokens import Tokens
from business_api.language.turns import Turn

_PARTS: tuple[tuple[re.Pattern[str], Part], ...] = (
    (re.compile(r"\b(?:утр\w{0,4}|утречк\w{1,2}|с утра|до обеда|перед работой|до работы|morning)\b"), MORNING),
    (re.compile(r"\b(?:вечер\w{0,4}|после работы|после школы|после учебы|evening|tonight|after work)\b"), EVENING),
    (re.compile(r"\b(?:днем|дня|после обеда|в обед|afternoon|after lunch)\b"), AFTERNOON),
    (re.compile(r"\bночью\b"), NIGHT),
)
# So many words behind a part of the day, and before it, may say that it does not suit.
_BEHIND, _BEFORE = 4, 3
# Who only tells the half of the day says so few words: «утра?», «да, вечера», "in the morning".
_SHORT = 4
_ANSWERED_WITHIN = 2
# How far back the question's own question lies: «завтра вечером» — «во сколько?» — «в девять».
_ASKED_OF = 20


def part_told(tokens: Tokens) -> Part | None:
    """The one part of the day that words tell; None when they tell none, several, or only when not."""
    text = " ".join(token.word for token in tokens)
    starts = [0]
    for token in tokens[:-1]:
        starts.append(starts[-1] + len(token.word) + 1)
    found = []
    for pattern, part in _PARTS:
        matches = list(pattern.finditer(text))
        if any(not _is_refused(tokens, *_places(starts, match)) for match in matches):
            found.append(part)
    return found[0] if len(found) == 1 else None


def part_around(turns: Sequence[Turn], place: int, asked: bool) -> Part | None:
    """What the turns beside one tell of its hour: those that follow first.

    `asked`: the turn before asks for the hour.
    """
    for behind in range(_ANSWERED_WITHIN, 0, -1):
        turn = turns[place + behind] if place + behind < len(turns) else None
        if turn is not None and len(turn.tokens) <= _SHORT and (part := part_told(turn.tokens)) is not None:
            return part
    if asked and place > 1 and turns[place - 2].side == turns[place].side:
        return part_told(turns[place - 2].tokens[-_ASKED_OF:])
    return None


def _places(starts: Sequence[int], match: re.Match[str]) -> tuple[int, int]:
    return bisect_right(starts, match.start()) - 1, bisect_right(starts, match.end() - 1)


def _is_refused(tokens: Tokens, first: int, last: int) -> bool:
    """«Утром работаю», «с утра не могу», «только не утром»: the hour is of another part of the day."""
    before = [token.word for token in tokens[max(first - _BEFORE, 0) : first]]
    if before[-1:] == ["не"] or "not" in before:
        return True
    for token in tokens[last : last + _BEHIND]:
        if token.word in words("refusal-end") or token.begins_sentence:
            return False
        if begins(token.word, "part-refused"):
            return True
    return False
