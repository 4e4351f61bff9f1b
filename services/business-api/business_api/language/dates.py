"""Finds dates and turns them into days of the calendar, by the call's own day: «завтра», «в субботу», «пятого декабря».

A day that has gone by is the next one of that name; a day that no calendar has («31 июня») is no date.
"""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from business_api.language.calendar_words import named
from business_api.language.day_pairs import RANGE_ENDS, as_one_day, next_week_at, said_of_next_week
from business_api.language.day_uses import is_farewell, is_gone_by, is_of_other
from business_api.language.morphology import counted, part_of_speech
from business_api.language.numbers import Numeral, read_numeral
from business_api.language.refusals import is_refused
from business_api.language.tables import begins, words
from business_api.language.tokens import Tokens, figure, word_at
from business_api.language.turns import Find, Turn

_WEEK, _MONTH = 7, 30
# «С», «но», «ма» may become any word.
_TELLING = 3
_FARTHEST_DAYS = 366


class _Read(NamedTuple):
    day: date
    last: int
    sure: float


def months_of(word: str, *, begun: bool = False) -> set[int]:
    """The month that a word names; `begun`: those that it may become, once it has letters enough to tell."""
    word = word.lower()
    begun = begun and len(word) >= _TELLING
    return {month for form, month in named("month").items() if form == word or (begun and form.startswith(word))}


def read_dates(turns: Sequence[Turn], place: int, today: date) -> list[Find]:
    """The dates of a turn; a weekday is of the next week if that was spoken of just before."""
    finds: list[Find] = []
    turn = turns[place]
    tokens, at = turn.tokens, 0
    while at < len(tokens):
        found = _date(tokens, at, _first_day(tokens, at, finds, today)) if not turn.taken[at] else None
        if found is None or not turn.free(at, found.last):
            # «Две тысячи пятнадцатого» is no fifteenth.
            number = read_numeral(tokens, at)
            at = number.last if number is not None and number.order else at + 1
            continue
        turn.take(at, found.last)
        relative = tokens[at].word in named("day")
        if not is_farewell(tokens, at, found.last) and (relative or not is_gone_by(tokens, at)):
            lead = at > 0 and tokens[at].joined and tokens[at - 1].word in words("date-lead")
            sure = found.sure * (0.4 if is_refused(tokens, at, found.last) or is_of_other(tokens, at) else 1)
            finds.append(Find("date", found.day.isoformat(), at - lead, found.last, sure))
        at = found.last
    finds = as_one_day(tokens, finds)
    return said_of_next_week(turns, place, finds, today) if finds else finds


def _first_day(tokens: Tokens, at: int, finds: list[Find], today: date) -> date:
    """«С тридцатого по третье»: the second day is looked for from the first on."""
    ends = word_at(tokens, at - 1) in RANGE_ENDS and bool(finds) and finds[-1].last == at - 1
    return date.fromisoformat(finds[-1].value) if ends else today


def _date(tokens: Tokens, at: int, today: date) -> _Read | None:
    for reader in _READERS:
        found = reader(tokens, at, today)
        if found is not None:
            return found
    return None


def _relative(tokens: Tokens, at: int, today: date) -> _Read | None:
    """«Сегодня», «завтра», «послезавтра», «the day after tomorrow»."""
    days = named("day").get(tokens[at].word)
    if tokens[at].word == "после" and word_at(tokens, at + 1) == "завтра" and tokens[at + 1].joined:
        return _Read(today + timedelta(2), at + 2, 0.9)
    if days is not None:
        return _Read(today + timedelta(days), at + 1, 0.97)
    if [word_at(tokens, at + step) for step in range(3)] == ["day", "after", "tomorrow"]:
        return _Read(today + timedelta(2), at + 3, 0.97)
    return None


def _weekday(tokens: Tokens, at: int, today: date) -> _Read | None:
    """«Субботу», «эту пятницу», «следующий вторник»: the next one; «следующий» is of the next week."""
    word, first = tokens[at].word, at
    following = word in {"следующий", "следующую", "следующее", "следующей", "следующего", "ближайший", "ближайшую",
                         "ближайшее", "эту", "этот", "это", "next", "this"}  # fmt: skip
    if following:
        first = at + 1
    weekday = named("weekday").get(word_at(tokens, first))
    if weekday is None or (first > at and not tokens[first].joined):
        return None
    days = (weekday - today.isoweekday()) % _WEEK or _WEEK
    last, sure = first + 1, 0.95
    if word == "next" or word.startswith("следующ") or next_week_at(tokens, last) or next_week_at(tokens, at - 4):
        days = _WEEK - today.isoweekday() + weekday
        last = next_week_at(tokens, last) or last
        # Some say "next Friday" of the one that comes first.
        sure = 0.7 if word == "next" else 0.85
    if word_at(tokens, at - 1) in {"сегодня", "today"} and days == _WEEK:
        days = 0
    if [word_at(tokens, at - 2), word_at(tokens, at - 1)] == ["week", "from"]:
        days += _WEEK
    if word_at(tokens, at - 1) == "через" and tokens[at].joined:
        # «Через пятницу» is the one after the next, or so: nothing for a card.
        days, sure = days + _WEEK, 0.45
    return _Read(today + timedelta(days), last, sure)


def _weekend(tokens: Tokens, at: int, today: date) -> _Read | None:
    """«В выходные», «на выходных»: the next Saturday, or today on a weekend; not «без выходных»."""
    lead = word_at(tokens, at - 1) if at and tokens[at].joined else ""
    if tokens[at].word not in {"выходные", "выходных", "weekend"} or lead not in words("weekend-lead"):
        return None
    return _Read(today + timedelta(max(6 - today.isoweekday(), 0)), at + 1, 0.55)


def _distance(tokens: Tokens, at: int, today: date) -> _Read | None:
    """«Через две недели», «через три дня», «через неделю», «in three days»."""
    if tokens[at].word not in {"через", "in"}:
        return None
    count, last = 1, at + 1
    number = read_numeral(tokens, at + 1)
    if number is not None:
        if number.whole is None or number.order or number.value > _FARTHEST_DAYS:
            return None
        count, last = number.whole, number.last
    elif word_at(tokens, last) in {"пару", "a"}:
        count, last = 2 if word_at(tokens, last) == "пару" else 1, last + 1
    unit = named("unit").get(word_at(tokens, last))
    if unit is None or not tokens[last].joined:
        return None
    # «Через день» is every other day, unless it is counted.
    if number is None and word_at(tokens, last) in {"день", "дня"}:
        return None if count == 1 else _Read(today + timedelta(count), last + 1, 0.7)
    if unit == _MONTH:
        return _after_months(today, count, last + 1)
    days = count * unit
    return _Read(today + timedelta(days), last + 1, 0.9) if days <= _FARTHEST_DAYS else None


def _after_months(today: date, count: int, last: int) -> _Read | None:
    """The same day of a later month; of a shorter one its last day."""
    year, month = divmod(today.year * 12 + today.month - 1 + count, 12)
    tried = (_made(year, month + 1, today.day - less, last, 0.8) for less in range(4) if count <= 12)
    return next((found for found in tried if found is not None), None)


def _month_day(tokens: Tokens, at: int, today: date) -> _Read | None:
    """«Пятого декабря», «25 ноября 2026 года», «december the fifth», «5th of December»."""
    months = named("month")
    month = months.get(tokens[at].word)
    if month is not None:
        if not tokens[at].word.isascii():
            return None
        number = read_numeral(tokens, at + 1 + (word_at(tokens, at + 1) == "the"))
        return _settle(tokens, number.whole, month, number.last, today) if number else None
    number = read_numeral(tokens, at)
    if number is None or number.whole is None or number.scale != 1:
        return None
    if (in_order := _ordered_month(tokens, number)) is not None:
        return _settle(tokens, number.whole, in_order[0], in_order[1], today)
    last = number.last + (word_at(tokens, number.last) == "of")
    month = months.get(word_at(tokens, last)) if last < len(tokens) and tokens[last].joined else None
    if month is None or not (number.order or number.figures or tokens[at].word.isascii() or number.direct):
        return None
    return _settle(tokens, number.whole, month, last + 1, today)


def _ordered_month(tokens: Tokens, number: Numeral) -> tuple[int, int] | None:
    """The month of «двадцать пятого двенадцатого», and where it ends."""
    if not number.order or number.last >= len(tokens) or not tokens[number.last].joined:
        return None
    month = read_numeral(tokens, number.last)
    if month is None or not month.order or month.whole is None or not 1 <= month.whole <= 12:
        return None
    behind = tokens[month.last] if month.last < len(tokens) and tokens[month.last].joined else None
    alike = all(tokens[each.last - 1].word.endswith(("ого", "его")) for each in (number, month))
    return (month.whole, month.last) if alike and (behind is None or not _is_thing(behind.word)) else None


def _settle(tokens: Tokens, day: int | None, month: int, last: int, today: date) -> _Read | None:
    """The year that was said, else the next one in which the day comes."""
    number = read_numeral(tokens, last) if last < len(tokens) and tokens[last].joined else None
    if number is not None and number.whole is not None and today.year - 1 <= number.whole <= today.year + 2:
        last = number.last + (word_at(tokens, number.last) in {"года", "год", "г"})
        return _made(number.whole, month, day, last, 0.97)
    for year in (today.year, today.year + 1):
        found = _made(year, month, day, last, 0.95)
        if found is not None and found.day >= today:
            return found
    return None


def _made(year: int, month: int, day: int | None, last: int, sure: float) -> _Read | None:
    try:
        return _Read(date(year, month, day or 0), last, sure)
    except ValueError:
        return None


def _in_figures(tokens: Tokens, at: int, today: date) -> _Read | None:
    """«15.11.2026», «15.11»."""
    if not tokens[at].figures or (at and tokens[at - 1].figures and tokens[at].gap in {".", "/", "-", ","}):
        return None
    gaps = [tokens[at + step].gap if at + step < len(tokens) else "" for step in (1, 2)]
    day, month = figure(tokens[at]), figure(tokens[at + 1]) if at + 1 < len(tokens) else None
    if (
        gaps[0] not in {".", "/"}
        or day is None
        or month is None
        or not 1 <= month <= 12
        or len(tokens[at + 1].word) != 2
    ):
        return None
    if gaps[1] == gaps[0] and (year := figure(tokens[at + 2])) is not None:
        return _made(year + 2000 if year < 100 else min(year, 9999), month, day, at + 3, 0.95)
    # «18.10» may be an hour, «12.10» a price: a date only where it is said to be one.
    told = word_at(tokens, at - 1) in {"до", "на", "числа"} and day > 24
    if len(tokens[at].word) == 2 and (told or _is_meeting_day(tokens, at)):
        return _settle(tokens, day, month, at + 2, today)
    return None


def _is_meeting_day(tokens: Tokens, at: int) -> bool:
    """«Приезжайте 21.05», «03.02 приедем», «15.12 в 10:00»."""
    beside = (word_at(tokens, at - 1), word_at(tokens, at + 2))
    if any(begins(word, "meeting-verb") for word in beside if word):
        return True
    led = beside[1] in {"в", "к", "at"} and at + 4 < len(tokens)
    return led and tokens[at + 3].figures and tokens[at + 4].figures and tokens[at + 4].gap == ":"


def _day_alone(tokens: Tokens, at: int, today: date) -> _Read | None:
    """«Двадцать пятого числа», «к двадцать пятому», «на пятое»: the next such day."""
    number = read_numeral(tokens, at)
    if number is None or not number.order or number.whole is None or not 1 <= number.whole <= 31:
        return None
    named = word_at(tokens, number.last) in words("day-order-context")
    lead = word_at(tokens, at - 1) if at and tokens[at].joined else ""
    if not named and word_at(tokens, at - 1) in words("season"):
        # «Летом двадцать третьего» is a year.
        return None
    if not named and not _stands_as_day(tokens, number.first, number.last, lead):
        return None
    last = number.last + named
    for months in range(13):
        year, month = divmod(today.year * 12 + today.month - 1 + months, 12)
        found = _made(year, month + 1, number.whole, last, 0.9 if named else 0.7)
        if found is not None and found.day >= today:
            return found
    return None


def _stands_as_day(tokens: Tokens, first: int, last: int, lead: str) -> bool:
    """Whether an ordinal without a noun is a day: «давайте двадцать пятого», «на пятое», «к пятому», «до десятого»."""
    word = tokens[last - 1].word
    if word.isascii():
        return _stands_as_english_day(tokens, first, last)
    if last < len(tokens) and tokens[last].joined and (counted(tokens[last].word) or _is_thing(tokens[last].word)):
        return False
    if word.endswith(("ого", "его")) or (tokens[last - 1].word in {"го"}):
        return lead not in {"у", "из", "от", "для", "без", "половина", "четверть", "ни"}
    return (lead in {"на", "по"} and word.endswith(("ое", "ье", "е"))) or (
        lead == "к" and word.endswith(("ому", "ему"))
    )


def _stands_as_english_day(tokens: Tokens, first: int, last: int) -> bool:
    """Whether it is a day in English: "on the fifth", "by the 25th at six", but not "on the fifth floor"."""
    led = word_at(tokens, first - 1) == "the" and word_at(tokens, first - 2) in words("date-lead")
    return led and (last >= len(tokens) or not tokens[last].joined or tokens[last].word in words("day-behind"))


def _is_thing(word: str) -> bool:
    return part_of_speech(word) in {"NOUN", "ADJF"} and word not in {"утром", "вечером", "днем", "утра", "вечера"}


_READERS: tuple[Callable[[Tokens, int, date], _Read | None], ...] = (
    _relative, _weekend, _weekday, _distance, _in_figures, _month_day, _day_alone,
)  # fmt: skip
