"""Reads clock times as they are said: «полседьмого вечера», «без четверти семь», «18.30», «half past six».

Times are minutes since midnight. A time whose half of the day was not said has two readings, morning first.
"""

from collections.abc import Callable
from dataclasses import dataclass

from business_api.language.clock_parts import DAY, HALF_DAY, Part, hour_at, minute_at, order_hour, read_part
from business_api.language.clock_words import NEAR_PARTS, lead_before
from business_api.language.figures import begins_clock
from business_api.language.tables import words
from business_api.language.tokens import Tokens, figure, word_at

# «Ноль часов», «двадцать четыре ноль ноль»: hours of the 24-hour dial only.
_FIXED = {0, 24}
# From this hour on nobody says the half of the day.
_FIRST_OF_24 = 13
# «10-30» may be an hour; «5-30», «9-15» are sizes and ranges oftener.
_FIRST_HYPHENED = 10
# «Три дня» is three days unless a word before it says that it is a time; «пять дня» can only be a time.
_COUNTED_DAYS = {2, 3, 4, 22, 23, 24}
_NOON = {"полдень": 720, "полудня": 720, "полудню": 720, "полднем": 720, "noon": 720, "midday": 720,
         "полночь": 0, "полуночи": 0, "полночью": 0, "midnight": 0}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Clock:
    """A time in `tokens[first:last]`.

    `bare`: an hour and no more, as any number («в шесть»). `decimal`: may as well be a number («18.30»).
    """

    readings: tuple[int, ...]
    first: int
    last: int
    bare: bool = False
    decimal: bool = False
    lead: str = ""


@dataclass(frozen=True, slots=True)
class _Found:
    """Minutes on a dial of 12 or 24 hours. `cued`: a time whatever stands around; `named`: said with «часов»."""

    minutes: int
    last: int
    cued: bool
    fixed: bool = False
    bare: bool = False
    named: bool = False
    decimal: bool = False


def read_clock(tokens: Tokens, at: int) -> Clock | None:
    """The time that begins at a token; a word such as «в» or «к» before it is not part of it."""
    lead = lead_before(tokens, at)
    for reader in _READERS:
        found = reader(tokens, at)
        if found is None:
            continue
        clock = _judge(tokens, at, found, lead)
        if clock is not None:
            return clock
    return None


def read_weak_clock(tokens: Tokens, at: int) -> Clock | None:
    """«18-30», «восемнадцать часов»: as well a range or a length, so a time only where people speak of when.

    Of two figures that grow, «18-20», both may be hours.
    """
    written = _written(tokens, at)
    if written is not None and tokens[at + 1].gap == "-":
        hour, minute = divmod(written.minutes, 60)
        if hour < _FIRST_HYPHENED or minute % 5 or hour < minute <= 24:
            return None
        return Clock((written.minutes % DAY,), at, written.last)
    hours = _hours(tokens, at)
    if hours is None or not (hours.bare and hours.named) or hours.minutes < _FIRST_OF_24 * 60:
        return None
    return Clock((hours.minutes % DAY,), at, hours.last)


def read_named_hour(tokens: Tokens, at: int) -> Clock | None:
    """«Шесть часов» whatever stands around: a length as well, so no time but to whoever asks for one."""
    hours = _hours(tokens, at)
    if hours is None or not (hours.bare and hours.named):
        return None
    readings = _readings(hours, None)
    return None if readings is None else Clock(readings, at, hours.last, bare=True)


def _judge(tokens: Tokens, at: int, found: _Found, lead: str) -> Clock | None:
    """Put the half of the day in; refuse what is a time only with a word before or behind it that is not there."""
    days = found.bare and not (lead or found.named) and found.minutes // 60 in _COUNTED_DAYS
    part, last = read_part(tokens, found.last, days)
    if not (found.cued or part or lead or _is_before_day(tokens, at, found.last)):
        return None
    if found.bare and not part and not found.cued and word_at(tokens, found.last) in words("clock-counted"):
        return None
    near = part or (NEAR_PARTS.get(word_at(tokens, last)) if last < len(tokens) and tokens[last].joined else None)
    near = near or NEAR_PARTS.get(_word_before_lead(tokens, at))
    readings = _readings(found, near)
    if readings is None:
        return None
    return Clock(readings, at, last, found.bare and not part and not found.cued, found.decimal and not part, lead)


def _is_before_day(tokens: Tokens, at: int, last: int) -> bool:
    """ "Six tomorrow then", "so six tonight": an hour that opens the words of a day."""
    opens = not at or not tokens[at].joined or word_at(tokens, at - 1) in words("hour-opening")
    return opens and last < len(tokens) and tokens[last].joined and word_at(tokens, last) in words("hour-before-day")


def _word_before_lead(tokens: Tokens, at: int) -> str:
    back = at - 1
    while back >= 0 and word_at(tokens, back) in words("clock-lead"):
        back -= 1
    return word_at(tokens, back) if back >= 0 and tokens[back + 1].joined else ""


def _readings(found: _Found, part: Part | None) -> tuple[int, ...] | None:
    minutes = found.minutes % DAY
    if minutes >= HALF_DAY + 60 or found.minutes >= DAY or (found.fixed and part is None):
        return (minutes,)
    if part is None:
        return (minutes % HALF_DAY, minutes % HALF_DAY + HALF_DAY)
    chosen = part.choose(minutes % HALF_DAY)
    return (minutes,) if chosen is None else (chosen,)


def _written(tokens: Tokens, at: int) -> _Found | None:
    """«18:30», «18.30», «18-30», «18 30», «18ч30»."""
    hour = figure(tokens[at]) if tokens[at].figures and len(tokens[at].word) <= 2 else None
    if hour is None or hour > 24 or _continues(tokens, at):
        return None
    behind = at + 1
    if behind < len(tokens) and tokens[behind].word in {"ч", "h"} and tokens[behind].gap in {"", " "}:
        behind += 1
    if behind >= len(tokens) or len(tokens[behind].word) != 2 or tokens[behind].gap not in {":", ".", "-", " ", ""}:
        return None
    minute, gap = figure(tokens[behind]), tokens[behind].gap
    if minute is None or minute > 59 or (hour == 24 and minute) or _goes_on(tokens, behind + 1, gap):
        return None
    fixed = len(tokens[at].word) == 2 and gap == ":"
    cued = gap in {":", "."} or behind == at + 2
    return _Found(hour * 60 + minute, behind + 1, cued, fixed=fixed, decimal=gap == ".")


def _continues(tokens: Tokens, at: int) -> bool:
    """Whether figures belong to those before them; the 19 of «18:30-19:00» does not."""
    if not at or not tokens[at - 1].figures or tokens[at].gap not in {".", ":", "-", ",", "/"}:
        return False
    return not (tokens[at].gap == "-" and tokens[at - 1].gap == ":" and begins_clock(tokens, at))


def _goes_on(tokens: Tokens, at: int, gap: str) -> bool:
    """Whether more figures follow: a date or a telephone number. Behind «18:30» a blank begins something else."""
    gaps = {":", "."} if gap == ":" else {gap, "-", " ", ".", ":"}
    return at < len(tokens) and tokens[at].figures and tokens[at].gap in gaps


def _half(tokens: Tokens, at: int) -> _Found | None:
    """«Полседьмого», «пол-одиннадцатого», «в половине первого»."""
    word = word_at(tokens, at)
    if word.startswith("пол") and len(word) > 5 and (hour := order_hour(word[3:])):
        return _Found(hour * 60 - 30, at + 1, True)
    if (word == "пол" or word in words("half-hour")) and (hour := order_hour(word_at(tokens, at + 1))):
        return _Found(hour * 60 - 30, at + 2, True)
    return None


def _quarter(tokens: Tokens, at: int) -> _Found | None:
    """«Четверть восьмого», «три четверти восьмого»."""
    first, second = word_at(tokens, at), word_at(tokens, at + 1)
    if first in {"четверть", "четверти"} and (hour := order_hour(second)):
        return _Found(hour * 60 - 45, at + 2, True)
    if first == "три" and second == "четверти" and (hour := order_hour(word_at(tokens, at + 2))):
        return _Found(hour * 60 - 15, at + 3, True)
    return None


def _lacking(tokens: Tokens, at: int) -> _Found | None:
    """«Без четверти семь», «без десяти минут три»."""
    if word_at(tokens, at) != "без":
        return None
    if word_at(tokens, at + 1) == "четверти":
        lacking, last = 15, at + 2
    else:
        minute = minute_at(tokens, at + 1)
        if minute is None or not 0 < minute.value < 60:
            return None
        lacking, last = minute.value, minute.last
        last += word_at(tokens, last) in {"минут", "минуты"}
    hour = hour_at(tokens, last)
    if hour is None or not 0 < hour.value <= 24:
        return None
    return _Found(hour.value * 60 - lacking, hour.last, True)


def _minutes_of(tokens: Tokens, at: int) -> _Found | None:
    """«Десять минут восьмого», «минут десять восьмого», «двадцать пять восьмого»."""
    turned = word_at(tokens, at) == "минут"
    minute = minute_at(tokens, at + turned)
    if minute is None or not 0 < minute.value < 60 or not minute.direct:
        return None
    last = minute.last + (word_at(tokens, minute.last) in words("minute-name"))
    hour = order_hour(word_at(tokens, last)) if last < len(tokens) and tokens[last].joined else None
    if not hour or word_at(tokens, last + 1) in {"числа", "года"}:
        return None
    return _Found((hour - 1) * 60 + minute.value, last + 1, turned or last > minute.last or not lead_before(tokens, at))


def _hours(tokens: Tokens, at: int) -> _Found | None:
    """«Шесть», «шесть часов», «шесть тридцать», «восемнадцать ноль пять», «час дня», «six o'clock», «six thirty»."""
    hour = hour_at(tokens, at)
    if hour is None or hour.value > 24:
        return None
    last, named = hour.last, hour.named
    exact = word_at(tokens, last) in {"ровно", "sharp"}
    minute = minute_at(tokens, last) if last < len(tokens) and tokens[last].joined and not exact else None
    if minute is None or minute.value > 59 or not (minute.follows_hour or named):
        return _Found(hour.value * 60, last, hour.clock, fixed=hour.value in _FIXED, bare=not hour.clock, named=named)
    if hour.value == 24 and minute.value:
        return None
    last = minute.last
    unit = word_at(tokens, last) in words("minute-name")
    return _Found(hour.value * 60 + minute.value, last + unit, True, fixed=hour.value in _FIXED)


def _english(tokens: Tokens, at: int) -> _Found | None:
    """«Half past six», «half six» (as the British say it), «quarter to seven», «ten past three»."""
    first = word_at(tokens, at)
    if first == "half" and (hour := hour_at(tokens, at + 1)) is not None and tokens[at + 1].joined:
        return _Found(hour.value * 60 + 30, hour.last, True) if 0 < hour.value <= 12 and not hour.named else None
    if first in {"half", "quarter"}:
        away, last = {"half": 30, "quarter": 15}[first], at + 1
    else:
        minute = minute_at(tokens, at)
        if minute is None or not 0 < minute.value < 60:
            return None
        away, last = minute.value, minute.last + (word_at(tokens, minute.last) in {"minutes", "minute"})
        if lead_before(tokens, at) in words("clock-range"):
            # "From ten to six" are two hours.
            return None
    side = word_at(tokens, last)
    hour = hour_at(tokens, last + 1) if side in {"past", "after", "to", "till", "before"} else None
    if hour is None or not 0 < hour.value <= 12 or (side in {"after", "before"} and first not in {"half", "quarter"}):
        return None
    sign = 1 if side in {"past", "after"} else -1
    return _Found((hour.value * 60 + sign * away) % DAY, hour.last, True)


def _noon(tokens: Tokens, at: int) -> _Found | None:
    minutes = _NOON.get(word_at(tokens, at))
    return None if minutes is None else _Found(minutes, at + 1, True, fixed=True)


_READERS: tuple[Callable[[Tokens, int], _Found | None], ...] = (
    _written, _half, _quarter, _lacking, _minutes_of, _english, _noon, _hours,
)  # fmt: skip
