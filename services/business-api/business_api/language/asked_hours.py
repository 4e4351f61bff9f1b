"""Reads an hour that only answers the other's question: «Во сколько?» — «Шесть», «В четыре или в пять?» — «Пять»."""

import re
from decimal import Decimal

from business_api.language.clock import Clock, read_clock
from business_api.language.clock_parts import HALF_DAY
from business_api.language.numbers import read_numeral
from business_api.language.tokens import sentence_at
from business_api.language.turns import Turn

# So many words end a question.
_QUESTION = 12
_ASKS_HOUR = re.compile(
    r"во сколько|к скольки|котором часу|которому часу|what time"
    # «До скольки килограммов?»
    r"|до скольки(?= (?:вы|ты|работ|можно|буд|приех|подъех|вас|тебя|сегодня|завтра)|$)"
)


def answered_hour(turns: list[Turn], place: int, at: int) -> Clock | None:
    """A bare hour, said alone when the other has asked for the hour."""
    turn = turns[place]
    first, last = sentence_at(turn.tokens, at)
    number = read_numeral(turn.tokens, at)
    chosen = place > 0 and number is not None and _chooses(turns[place - 1], number.value)
    if not (chosen or asks_hour(turns, place) or _makes_it(turns, place, at)):
        return None
    if _makes_it(turns, place, at):
        first = at - 2
        last = at + 1
    if number is None or number.order or number.whole is None or not 0 < number.value <= 24 or last - first > 4:
        return None
    hour = number.whole * 60
    readings = (hour % HALF_DAY, hour % HALF_DAY + HALF_DAY) if hour <= HALF_DAY else (hour % 1440,)
    return Clock(readings, at, number.last, True, lead="в")


def _makes_it(turns: list[Turn], place: int, at: int) -> bool:
    """ "At six thirty?" — "Make it seven"."""
    tokens = turns[place].tokens
    if [token.word for token in tokens[max(at - 2, 0) : at]] != ["make", "it"] or not place:
        return False
    before = turns[place - 1].tokens[-_QUESTION:]
    return any(
        (clock := read_clock(before, each)) is not None and not clock.decimal and (clock.lead or not clock.bare)
        for each in range(len(before))
    )


def asks_hour(turns: list[Turn], place: int) -> bool:
    """Whether the other has just asked for the hour."""
    asked = " ".join(turns[place - 1].last_words(8)) if place and turns[place - 1].side != turns[place].side else ""
    return bool(_ASKS_HOUR.search(asked))


def _chooses(before: Turn, hour: Decimal) -> bool:
    """«В четыре или в пять?» — «Пять»."""
    begin = max(len(before.tokens) - _QUESTION, 0)
    at = next((at for at in range(begin, len(before.tokens)) if before.tokens[at].word in {"или", "or"}), 0)
    near = range(max(at - 2, 0), min(at + 3, len(before.tokens))) if at else range(0)
    hours = [read_numeral(before.tokens, each) for each in near]
    return any(read_clock(before.tokens, each) for each in near) and any(each and each.value == hour for each in hours)
