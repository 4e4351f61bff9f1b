"""Dates by the call's own day, which is Tuesday, 24 November 2026."""

from datetime import date, datetime, timedelta, timezone

import pytest
from tests.language.conversation import HELD, facts, setting, values
from tests.language.speller import say

WEEKDAYS = ["понедельник", "вторник", "среду", "четверг", "пятницу", "субботу", "воскресенье"]
MONTHS = ["января", "февраля", "марта", "апреля", "мая", "июня", "июля", "августа", "сентября", "октября", "ноября",
          "декабря"]  # fmt: skip
ORDINALS = ["первого", "второго", "третьего", "четвёртого", "пятого", "шестого", "седьмого", "восьмого", "девятого",
            "десятого", "одиннадцатого", "двенадцатого", "тринадцатого", "четырнадцатого", "пятнадцатого",
            "шестнадцатого", "семнадцатого", "восемнадцатого", "девятнадцатого", "двадцатого"]  # fmt: skip


def ordinal(day: int) -> str:
    if day <= 20:
        return ORDINALS[day - 1]
    if day == 30:
        return "тридцатого"
    return f"{say(day // 10 * 10)} {ORDINALS[day % 10 - 1]}"


def test_every_day_of_the_year_is_read_in_words_and_figures() -> None:
    for days in range(366):
        day = HELD.date() + timedelta(days)
        if (day.month, day.day) == (HELD.month, HELD.day) and days:
            continue
        said = f"давайте {ordinal(day.day)} {MONTHS[day.month - 1]}"
        assert values("date", said) == [day.isoformat()], said
        assert values("date", f"давайте {day.day} {MONTHS[day.month - 1]}") == [day.isoformat()]
        assert values("date", f"до {day:%d.%m.%Y} приеду") == [day.isoformat()]


def test_a_weekday_is_the_next_one_whatever_day_the_call_is_on() -> None:
    for days in range(7):
        held = HELD + timedelta(days)
        for number, name in enumerate(WEEKDAYS, 1):
            (value,) = values("date", f"давайте в {name}", known=setting(held=held))
            day = date.fromisoformat(value)
            assert day.isoweekday() == number
            assert 1 <= (day - held.date()).days <= 7


def test_days_are_those_of_the_calls_own_zone() -> None:
    late = datetime(2026, 11, 24, 23, 30, tzinfo=timezone(timedelta(hours=12)))
    assert values("date", "завтра", known=setting(held=late)) == ["2026-11-25"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("сегодня", "2026-11-24"),
        ("завтра вечером", "2026-11-25"),
        ("послезавтра", "2026-11-26"),
        ("через две недели", "2026-12-08"),
        ("через три дня", "2026-11-27"),
        ("через неделю", "2026-12-01"),
        ("через месяц", "2026-12-24"),
        ("в следующий вторник", "2026-12-01"),
        ("на следующей неделе в среду", "2026-12-02"),
        ("двадцать восьмого числа", "2026-11-28"),
        ("к двадцать пятому", "2026-11-25"),
        ("на пятое", "2026-12-05"),
        ("пятого января", "2027-01-05"),
        ("в выходные", "2026-11-28"),
        ("могу подождать до среды", "2026-11-25"),
        ("tomorrow", "2026-11-25"),
        ("on friday", "2026-11-27"),
        ("on december 5", "2026-12-05"),
        ("the 5th of december", "2026-12-05"),
        ("December the fifth", "2026-12-05"),
        ("on the 25th at six", "2026-11-25"),
        ("by the fifth", "2026-12-05"),
        ("this Friday", "2026-11-27"),
        ("next Friday", "2026-12-04"),
        ("Friday next week", "2026-12-04"),
        ("the day after tomorrow", "2026-11-26"),
        ("in a fortnight", "2026-12-08"),
        ("in two weeks", "2026-12-08"),
    ],
)
def test_dates_as_people_say_them(text: str, expected: str) -> None:
    assert values("date", text) == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "31 июня", "тридцать первого июня", "тридцатого февраля", "29 февраля", "31.02.2027", "32 декабря",
        "99.99.9999", "в две тысячи пятнадцатом году", "две тысячи пятнадцатого", "второй подъезд", "из первого вагона",
        "девятого класса", "до завтра!", "Договорились, до пятницы!", "купили в субботу", "в прошлую пятницу",
        "по пятницам", "через час", "без выходных", "из первых рук", "полпятого",
    ],
)  # fmt: skip
def test_what_is_no_day_to_come_gives_none(text: str) -> None:
    assert values("date", text) == []


def test_a_day_that_is_refused_counts_little() -> None:
    refused, meant = facts("Завтра не могу, давайте послезавтра.")
    assert refused.confidence < 0.5 < meant.confidence


def test_a_weekday_beside_its_date_is_that_day() -> None:
    assert values("date", "в среду, второго декабря") == ["2026-12-02", "2026-12-02"]
