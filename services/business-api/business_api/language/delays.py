"""Finds meetings told by how long it is until then: «через полтора часа буду», «минут через сорок», "in half an hour".

The hour and the day come of the moment at which it was said.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from business_api.language.clock_parts import minute_at
from business_api.language.numbers import read_numeral
from business_api.language.refusals import is_refused
from business_api.language.tables import words
from business_api.language.tokens import Tokens, sentence_at, word_at
from business_api.language.turns import Find, Turn

_SURE, _ASKED = 0.75, 0.65
_HOUR = 60
# Nobody counts further in hours, nor means a minute or two.
_FEWEST, _MOST = 5, 12 * _HOUR
# What is told in minutes is kept on the dial's marks.
_ROUNDED = 5
_FEW_BESIDE, _ASKED_IN = 1, 8
_LENGTHS = {
    ("час",): 60, ("часик",): 60, ("часок",): 60, ("полчаса",): 30, ("полчасика",): 30, ("пол", "часа"): 30,
    ("полтора", "часа"): 90, ("полтора", "часика"): 90, ("an", "hour"): 60, ("half", "an", "hour"): 30,
    ("an", "hour", "and", "a", "half"): 90,
}  # fmt: skip
_MINUTES = ("мин", "minute")
_LONGEST = max(map(len, _LENGTHS))


class _Delay(NamedTuple):
    """So many minutes, in `tokens[first:last]`; `bare`: without a unit («через полтора»)."""

    minutes: int
    first: int
    last: int
    bare: bool = False


def read_delays(turns: Sequence[Turn], recorded_at: datetime) -> list[tuple[Turn, Find]]:
    """The hour and the day of each; `recorded_at`: when the call's record began, in its own time zone."""
    finds: list[tuple[Turn, Find]] = []
    for place, turn in enumerate(turns):
        for delay in _delays(turn):
            if (delay.bare and not finds) or not _is_meeting(turns, place, delay):
                continue
            then = _rounded(_said_at(turn, delay.first, recorded_at) + timedelta(minutes=delay.minutes))
            sure = _ASKED if turn.text.rstrip().endswith("?") else _SURE
            sure *= 0.4 if is_refused(turn.tokens, delay.first, delay.last) else 1
            turn.take(delay.first, delay.last)
            finds.append((turn, Find("time", f"{then:%H:%M}", delay.first, delay.last, sure)))
            finds.append((turn, Find("date", f"{then:%Y-%m-%d}", delay.first, delay.last, sure)))
    return finds


def _said_at(turn: Turn, at: int, recorded_at: datetime) -> datetime:
    return recorded_at + timedelta(milliseconds=turn.line_of(at).start_ms)


def _rounded(moment: datetime) -> datetime:
    minutes = round((moment.minute + moment.second / 60) / _ROUNDED) * _ROUNDED
    return moment.replace(minute=0, second=0, microsecond=0) + timedelta(minutes=minutes)


def _delays(turn: Turn) -> Iterator[_Delay]:
    tokens = turn.tokens
    for at in range(len(tokens)):
        if word_at(tokens, at) not in words("delay-lead"):
            continue
        delay = _named(tokens, at) or _counted(tokens, at)
        if delay is not None and _FEWEST <= delay.minutes <= _MOST and turn.free(delay.first, delay.last):
            yield delay


def _named(tokens: Tokens, at: int) -> _Delay | None:
    """«Через час», «через полтора часа»."""
    for length in range(_LONGEST, 0, -1):
        said = tuple(token.word for token in tokens[at + 1 : at + 1 + length])
        if len(said) == length and said in _LENGTHS and all(token.joined for token in tokens[at + 1 : at + 1 + length]):
            return _with_minutes(tokens, _Delay(_LENGTHS[said], at, at + 1 + length))
    if word_at(tokens, at + 1) == "полтора" and word_at(tokens, at) == "через":
        return _Delay(90, at, at + 2, bare=True)
    return None


def _with_minutes(tokens: Tokens, delay: _Delay) -> _Delay:
    """«Через час двадцать»."""
    minute = minute_at(tokens, delay.last) if delay.minutes == _HOUR and delay.last < len(tokens) else None
    if minute is None or not tokens[delay.last].joined or minute.value < _ROUNDED:
        return delay
    named = word_at(tokens, minute.last) in words("minute-name")
    return delay._replace(minutes=_HOUR + minute.value, last=minute.last + named)


def _counted(tokens: Tokens, at: int) -> _Delay | None:
    """«Через сорок минут», «минут через сорок», «часа через два», "in twenty minutes"."""
    begin = at + 1
    turned = word_at(tokens, at - 1) if at and tokens[at].joined else ""
    unit = word_at(tokens, begin)
    if unit in words("hour-name") | words("minute-name"):
        # «Через минут сорок».
        begin += 1
    number = read_numeral(tokens, begin) if begin < len(tokens) and tokens[begin].joined else None
    if number is None or number.order or number.scale != 1:
        return None
    if begin == at + 1:
        behind = word_at(tokens, number.last) if number.last < len(tokens) and tokens[number.last].joined else ""
        unit = behind if behind in words("delay-unit") else turned
    if unit not in words("delay-unit"):
        return None
    last = number.last + (begin == at + 1 and unit != turned)
    minutes = int(number.value * (1 if unit.startswith(_MINUTES) else _HOUR))
    return _Delay(minutes, at - (unit == turned and begin == at + 1), last)


def _is_meeting(turns: Sequence[Turn], place: int, delay: _Delay) -> bool:
    """Whether people meet then: «буду через час», «у метро через час», not «перезвоню через час»."""
    turn = turns[place]
    first, last = sentence_at(turn.tokens, delay.first)
    said = {token.word for token in turn.tokens[first:last]}
    if not words("delay-other").isdisjoint(said):
        return False
    if not words("delay-meeting").isdisjoint(said) or {"see", "you"} <= said or any(turn.taken[first:last]):
        return True
    if not place or turns[place - 1].side == turn.side:
        return False
    before = turns[place - 1]
    # «Улица Советская, дом 18» — «Через сорок минут».
    alone = last - first - (delay.last - delay.first) <= _FEW_BESIDE
    return not words("delay-question").isdisjoint(before.last_words(_ASKED_IN)) or (alone and any(before.taken))
