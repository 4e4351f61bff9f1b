"""Days that two things tell together: «в среду, второго декабря», «через неделю в среду», "next week"."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from business_api.language.calendar_words import named
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
    """The finds of a turn; a weekday is of the next week if the turns before end with that and with nothing nearer."""
    asked = False
    for turn in turns[max(place - _NEXT_WEEK_REACH, 0) : place]:
        asked = any(next_week_at(turn.tokens, at) for at in range(len(turn.tokens))) or (asked and not any(turn.dated))
    if not asked:
        return finds
    monday = today + timedelta(_WEEK + 1 - today.isoweekday())
    return [
        replace(find, value=(monday + timedelta(date.fromisoformat(find.value).isoweekday() - 1)).isoformat())
        if turns[place].tokens[find.last - 1].word in named("weekday")
        else find
        for find in finds
    ]
