"""Days as the search keeps them: `d1128` is the 28th of November of any year, said or typed in any way."""

import re
from datetime import date
from typing import NamedTuple

from business_api.language import months_of

DAYS = range(1, 32)
LEAP_YEAR = 2024
# «28.11», «28.11.2026», «28/11/26», «2026-11-28»; «15/2» is as well a house.
IN_FIGURES = re.compile(
    r"(?<![\d.,:/-])(?:(?P<day>\d{1,2})(?:\.(?P<month>\d{2})|(?P<gap>[./])(?P<month_of>\d{1,2})(?P=gap)(?:\d{4}|\d{2}))"
    r"|\d{4}-(?P<iso_month>\d{2})-(?P<iso_day>\d{2}))(?![\d:/-]|[.,]\d)"
)


class Day(NamedTuple):
    """A day typed in figures: its token, and where it stands; `alone` when it can be nothing else."""

    token: str
    start: int
    end: int
    alone: bool


def day_token(day: int, month: int) -> str:
    """`d1128`."""
    return f"d{month:02d}{day:02d}"


def days_named(numbers: set[str], word: str, *, begun: bool = False) -> frozenset[str]:
    """The days that a number's readings and the name of a month behind it are. `begun`: the name may go on."""
    days = [day for day in DAYS if numbers == {f"n{day}"}]
    return frozenset(day_token(day, month) for day in days for month in months_of(word, begun=begun))


def days_in_figures(typed: str) -> list[Day]:
    """The days of a text that are written in figures; «31.06» is none."""
    found = []
    for match in IN_FIGURES.finditer(typed):
        month = match["month"] or match["month_of"] or match["iso_month"]
        day = match["day"] or match["iso_day"]
        try:
            date(LEAP_YEAR, int(month), int(day))
        except ValueError:
            continue
        found.append(Day(day_token(int(day), int(month)), *match.span(), alone=match["month"] is None))
    return found
