"""Days that two things tell together: «в среду, второго декабря», «через неделю в среду», "next week"."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from business_api.language.calendar_words import named
from business_api.language.refusals import is_refused
from business_api.language.tables import begins
from business_api.language.tokens import Tokens, word_at
from business_api.language.turns import Find, Turn

RANGE_ENDS = frozenset({"по", "до"})
_WEEK = 7
# «На следующей неделе» — «Когда?» — «В среду»: so many turns behind it a weekday is of that week.
_NEXT_WEEK_REACH = 2


def as_one_day(tokens: Tokens, finds: list[Find]) -> list[Find]:
    """«В среду, второго декабря» is one day: the weekday is that of the date beside it, when it can be."""
    for at in range(len(finds) - 1):
        one, two = finds[at], finds[at + 1]
        days = [date.fromisoformat(find.value) for find in (one, two)]
        if tokens[two.first].word in RANGE_ENDS:
            continue
        in_week = [_weeks_told(tokens, find) for find in (one, two)]
        if two.first - one.last <= 1 and any(in_week):
            weekday, monday = (days[1], days[0]) if in_week[0] else (days[0], days[1])
            if not all(in_week):
                day = monday + timedelta(weekday.isoweekday() - monday.isoweekday())
                finds[at : at + 2] = [replace(one, value=day.isoformat()), replace(two, value=day.isoformat())]
            continue
        if two.first - one.last <= 1 and days[0].isoweekday() == days[1].isoweekday():
            later = max(one, two, key=lambda find: find.value)
            finds[at : at + 2] = [replace(one, value=later.value), replace(two, value=later.value)]
    return finds


def _weeks_told(tokens: Tokens, find: Find) -> bool:
    """Whether a find counts weeks: «через неделю», beside which a weekday is one of that week."""
    said = [token.word for token in tokens[find.first : find.last]]
    return said[0] in {"через", "in"} and named("unit").get(said[-1]) == _WEEK


def next_week_at(tokens: Tokens, at: int) -> int:
    """Where «на следующей неделе» or "next week" ends that stands at a place, else 0; «во» may follow it."""
    said = [word_at(tokens, at + step) for step in range(3)] if at >= 0 else []
    if said == ["на", "следующей", "неделе"]:
        return at + 3
    return at + 2 if said[:2] == ["next", "week"] else 0


def said_of_next_week(turns: Sequence[Turn], place: int, finds: list[Find], today: date) -> list[Find]:
    """The finds of a turn; a weekday alone is of the next week if the turns before spoke of that alone."""
    tokens = turns[place].tokens
    if len(finds) > 1 or tokens[finds[0].last - 1].word not in named("weekday") or _is_of_this(tokens, finds[0]):
        return finds
    asked = False
    for turn in turns[max(place - _NEXT_WEEK_REACH, 0) : place]:
        near = any(token.word in named("weekday") or token.word in named("day") for token in turn.tokens)
        asked = not near and (asked or _speaks_of_next_week(turn.tokens))
    if not asked:
        return finds
    monday = today + timedelta(_WEEK + 1 - today.isoweekday())
    day = monday + timedelta(date.fromisoformat(finds[0].value).isoweekday() - 1)
    return [replace(finds[0], value=day.isoformat())]


def _is_of_this(tokens: Tokens, find: Find) -> bool:
    """«Эту субботу», "this Friday"."""
    return any(begins(token.word, "this-week") for token in tokens[find.first : find.last])


def _speaks_of_next_week(tokens: Tokens) -> bool:
    return any((last := next_week_at(tokens, at)) and not is_refused(tokens, at, last) for at in range(len(tokens)))
