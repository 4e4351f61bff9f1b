"""The words around a clock time that tell that it is one."""

from business_api.language.clock_parts import AFTERNOON, EVENING, MORNING, NIGHT, PM, Part
from business_api.language.numbers import read_numeral
from business_api.language.tables import words
from business_api.language.tokens import Tokens, word_at

_RANGE_REACH = 6
# Said apart from the time itself: «завтра вечером в шесть», «в шесть, вечером».
NEAR_PARTS: dict[str, Part] = {
    "утром": MORNING, "утречком": MORNING, "днем": AFTERNOON, "вечером": EVENING, "вечерком": EVENING, "ночью": NIGHT,
    "tonight": PM,
}  # fmt: skip


def lead_before(tokens: Tokens, at: int) -> str:
    """The word before a place that makes a number a time; "" when there is none."""
    if not at or not tokens[at].joined:
        return ""
    word = word_at(tokens, at - 1)
    if word in words("clock-range-end") and _ranges(tokens, at - 1):
        return word
    return word if word in words("clock-lead") else ""


def _ranges(tokens: Tokens, at: int) -> bool:
    """Whether an hour begins before: the "from ten" of "from ten in the morning to six"."""
    for first in range(max(at - _RANGE_REACH, 0), at - 1):
        if word_at(tokens, first) in words("clock-range"):
            joined = all(token.joined for token in tokens[first + 1 : at + 1])
            return joined and read_numeral(tokens, first + 1) is not None
    return False
