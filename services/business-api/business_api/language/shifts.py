"""Finds that an hour is moved by some time: «на час раньше», «на полчаса попозже», "half an hour later"."""

from collections.abc import Sequence
from typing import NamedTuple

from business_api.language.answers import answer
from business_api.language.clock_parts import DAY
from business_api.language.morphology import is_past
from business_api.language.numbers import read_numeral
from business_api.language.tables import words
from business_api.language.tokens import Tokens, clause_at, word_at
from business_api.language.turns import Find, Turn
from business_api.language.types import SURE

_TAKEN, _ASKED = 0.65, SURE - 0.05
_HOUR = 60
# Nobody moves a meeting by more and says so in hours.
_MOST = 300


class _Shift(NamedTuple):
    minutes: int
    first: int
    last: int


def read_shifts(turns: Sequence[Turn], finds: Sequence[tuple[Turn, Find]]) -> list[tuple[Turn, Find]]:
    """The hours that come of it, by the hour named before; none where the other says no."""
    order = {id(turn): place for place, turn in enumerate(turns)}
    known = sorted(
        ((order[id(turn)], find.first, int(find.value[:2]) * _HOUR + int(find.value[3:])) for turn, find in finds
         if find.kind == "time" and find.sure >= SURE),
    )  # fmt: skip
    found: list[tuple[Turn, Find]] = []
    before: tuple[int, int, int] | None = None
    for place, turn in enumerate(turns):
        for shift in _shifts(turn):
            said = [minutes for at, first, minutes in known if (at, first) < (place, shift.first)]
            if not said or _is_refused(turns, place):
                continue
            # «На час позже?» — «Хорошо, на час позже»: the same one again.
            again = before is not None and before[:2] == (place - 1, shift.minutes)
            minutes = before[2] if again and before is not None else (said[-1] + shift.minutes) % DAY
            before = (place, shift.minutes, minutes)
            sure = _TAKEN if again or _is_settled(turns, place) else _ASKED
            value = f"{minutes // _HOUR:02d}:{minutes % _HOUR:02d}"
            found.append((turn, Find("time", value, shift.first, shift.last, sure)))
            turn.take(shift.first, shift.last)
            known = sorted([*known, (place, shift.first, minutes)])
    return found


def _shifts(turn: Turn) -> list[_Shift]:
    tokens = turn.tokens
    found = []
    for at in range(len(tokens)):
        sign = (word_at(tokens, at) in words("shift-later")) - (word_at(tokens, at) in words("shift-sooner"))
        length = _length_before(tokens, at) if sign and tokens[at].joined else None
        if length is None or not turn.free(length[1], at + 1):
            continue
        first, last = clause_at(tokens, at)
        if length[0] <= _MOST and not any(is_past(token.word) for token in tokens[first:last]):
            found.append(_Shift(sign * length[0], length[1], at + 1))
    return found


def _length_before(tokens: Tokens, last: int) -> tuple[int, int] | None:
    """How many minutes are said before a place, and where their words begin."""
    for first in range(max(last - 4, 0), last):
        if word_at(tokens, first) not in words("shift-lead"):
            continue
        said = " ".join(token.word for token in tokens[first + 1 : last])
        if said in words("shift-hour"):
            return _HOUR, first
        if said in {"полчаса", "пол часа"} or (word_at(tokens, first) == "half" and said == "an hour"):
            return _HOUR // 2, first
        if said == "полтора часа":
            return _HOUR + _HOUR // 2, first
        number = read_numeral(tokens, first + 1)
        if number is None or number.whole is None or number.order or number.last not in {last - 1, last}:
            continue
        # «На тридцать минут позже», «минут на тридцать позже».
        turned = number.last == last
        unit = word_at(tokens, first - 1 if turned else last - 1)
        if unit in words("hour-name") or unit in words("minute-name"):
            return number.whole * (_HOUR if unit in words("hour-name") else 1), first - turned
    return None


def _reply(turns: Sequence[Turn], place: int) -> str:
    reply = turns[place + 1] if place + 1 < len(turns) else None
    if reply is None or reply.side == turns[place].side:
        return ""
    return answer(reply, 0, len(reply.tokens))


def _is_refused(turns: Sequence[Turn], place: int) -> bool:
    return _reply(turns, place) == "no"


def _is_settled(turns: Sequence[Turn], place: int) -> bool:
    """Whether it is no mere question."""
    return _reply(turns, place) == "yes" or not turns[place].text.rstrip().endswith("?")
