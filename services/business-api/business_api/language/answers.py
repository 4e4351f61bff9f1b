"""Tells whether words take a price, refuse it, or go on as if it were taken. From `data/answers.tsv`."""

from business_api.language.patterns import find_patterns
from business_api.language.tokens import Token, sentences
from business_api.language.turns import Turn

_TABLE = "answers.tsv"
# Within so many words of the beginning «да» answers what was asked.
_FIRST = 2
# «В субботу не могу» refuses the day before it, not the price.
_FACT_REACH = 3


def answer(turn: Turn, first: int, last: int, *, heard: bool = False) -> str:
    """«yes», «no», «on» (they speak of the meeting) or "" of a stretch: the first sentence that tells anything.

    `heard`: a yes in words that were not heard surely is none.
    """
    goes_on = False
    for begin, end in sentences(turn.tokens[first:last]):
        told = _of_sentence(turn, first + begin, first + end, begin == 0, heard)
        if told in {"yes", "no"}:
            return told
        goes_on = goes_on or told == "on"
    return "on" if goes_on else ""


def refuses(tokens: list[Token]) -> bool:
    """Whether words say no."""
    return any(match.name == "no" for match in find_patterns(tokens, _TABLE))


def _of_sentence(turn: Turn, first: int, last: int, begins: bool, heard: bool) -> str:
    tokens = turn.tokens[first:last]
    found = find_patterns(tokens, _TABLE)
    said = [match for match in found if match.first == 0 or tokens[match.first - 1].word != "не"]
    yes = [match for match in said if match.name in {"deal", "yes"}]
    yes += [match for match in said if match.name == "first" and begins and match.first < _FIRST]
    if heard:
        yes = [match for match in yes if turn.grey.isdisjoint(range(first + match.first, first + match.last))]
    masked = {at for match in yes for at in range(match.first, match.last)}
    no = [match for match in said if match.name == "no" and match.first not in masked]
    no = [match for match in no if not _refuses_meeting(turn, first + match.first)]
    if any(match.name == "deal" for match in yes):
        return "yes"
    if no:
        return "no"
    return "yes" if yes else next((match.name for match in said if match.name == "on"), "")


def _refuses_meeting(turn: Turn, at: int) -> bool:
    """Whether a fact that is no price (`taken` before prices are read: a day, an hour) stands right before a «не»."""
    return any(turn.dated[max(at - _FACT_REACH, 0) : at])
