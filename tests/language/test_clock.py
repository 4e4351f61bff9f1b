"""Every minute of the day is read in each way in which it is said."""

from collections.abc import Iterator

import pytest
from tests.language.speller import ACCUSATIVE, DATIVE, GENITIVE, NOMINATIVE, hour_of, say

from business_api.language import read_terms

MINUTES = range(1440)


def times(text: str) -> set[str]:
    return {term.token for term in read_terms(text) if term.token.startswith("t")}


def token(minutes: int) -> str:
    return f"t{minutes // 60:02d}{minutes % 60:02d}"


def both(minutes: int) -> set[str]:
    return {token(minutes % 720), token(minutes % 720 + 720)}


def part_of(hour: int) -> str:
    """The word that goes with an hour of the day."""
    return "ночи" if hour < 4 else "утра" if hour < 12 else "дня" if hour < 17 else "вечера"


def said_minute(minute: int, case: int = NOMINATIVE) -> str:
    return say(minute, case, "f") if minute >= 10 else "ноль " + say(minute, case, "f")


def twelve(hour: int) -> int:
    return hour % 12 or 12


def test_the_24_hour_clock_in_figures_and_words() -> None:
    for minutes in MINUTES:
        hour, minute = divmod(minutes, 60)
        open_half = {token(minutes)} if hour >= 13 or hour == 0 else both(minutes)
        assert times(f"{hour:02d}:{minute:02d}") == {token(minutes)}
        assert token(minutes) in times(f"{hour}:{minute:02d}")
        assert token(minutes) in times(f"в {hour}.{minute:02d}")
        assert token(minutes) in times(f"{hour}.{minute:02d}")
        assert times(f"{say(hour)} {said_minute(minute)}") == open_half, (hour, minute)
        assert times(f"до {say(hour, GENITIVE)} {said_minute(minute, GENITIVE)}") == open_half
        assert times(f"{say(hour)} часов {say(minute, gender='f')} минут") == open_half


def dialled(minutes: int) -> Iterator[str]:
    """What can be said for a minute on a dial of twelve hours, without the part of the day."""
    hour, minute = twelve(minutes // 60), minutes % 60
    after = hour_of(twelve(minutes // 60 + 1))
    name = "час" if hour == 1 else say(hour)
    following = "час" if twelve(minutes // 60 + 1) == 1 else say(twelve(minutes // 60 + 1))
    if minute == 0:
        yield name if hour == 1 else f"{name} часов"
        return
    yield f"{name} {said_minute(minute)}"
    if minute == 30:
        yield from (f"пол{after}", f"пол {after}", f"пол-{after}", f"половина {after}", f"в половине {after}")
    if minute == 15:
        yield f"четверть {after}"
    if minute == 45:
        yield from (f"без четверти {following}", f"три четверти {after}")
    if minute < 31:
        yield f"{say(minute, gender='f')} минут {after}"
    if minute > 30:
        yield f"без {say(60 - minute, GENITIVE, 'f')} {following}"
        yield f"без {say(60 - minute, GENITIVE, 'f')} минут {following}"


def test_every_minute_with_the_part_of_the_day() -> None:
    for minutes in MINUTES:
        for said in dialled(minutes):
            text = f"{said} {part_of(minutes // 60)}"
            assert times(text) == {token(minutes)}, text


def test_every_minute_without_the_part_of_the_day_has_both_readings() -> None:
    for minutes in MINUTES:
        for said in dialled(minutes):
            assert times(f"завтра в {said}") == both(minutes), said


def test_whole_hours_behind_each_word_that_leads_to_a_time() -> None:
    for hour in range(1, 13):
        for lead, case in (("в", ACCUSATIVE), ("к", DATIVE), ("до", GENITIVE), ("после", GENITIVE), ("с", GENITIVE)):
            assert times(f"буду {lead} {say(hour, case)}") == both(hour * 60)
        assert times(f"часов в {say(hour)}") == both(hour * 60)
        assert times(f"в {hour}") == both(hour * 60)


ENGLISH = ["twelve", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven"]
ENGLISH_TENS = ["", "", "twenty", "thirty", "forty", "fifty"]
ENGLISH_TEENS = ["ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen"]
ENGLISH_TEENS += ["sixteen", "seventeen", "eighteen", "nineteen"]


def english(number: int) -> str:
    if number < 10:
        return ENGLISH[number]
    if number < 20:
        return ENGLISH_TEENS[number - 10]
    return ENGLISH_TENS[number // 10] + (f" {ENGLISH[number % 10]}" if number % 10 else "")


def test_every_minute_in_english() -> None:
    for minutes in MINUTES:
        hour, minute = divmod(minutes, 60)
        half, name, following = ("pm" if hour >= 12 else "am"), ENGLISH[hour % 12], ENGLISH[(hour + 1) % 12]
        after_half = "pm" if (hour + (minute > 30)) % 24 >= 12 else "am"
        ways = [f"{twelve(hour)}:{minute:02d} {half}", f"{twelve(hour)}.{minute:02d} {half}"]
        if minute == 0:
            ways += [f"{name} o'clock {half}", f"{name} {half}"]
        elif minute <= 30:
            ways.append(f"{'half' if minute == 30 else english(minute)} past {name} {half}")
        elif (hour + 1) % 12:  # "to twelve pm" is said for noon and for midnight
            ways.append(f"{english(60 - minute)} minutes to {following} {after_half}")
        if minute:
            ways.append(f"{name} {english(minute) if minute >= 10 else 'oh ' + english(minute)} {half}")
        for way in ways:
            assert times(way) == {token(minutes)}, way


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("18:30", {"t1830"}),
        ("в 18.30", {"t1830"}),
        ("полседьмого вечера", {"t1830"}),
        ("полседьмого", {"t0630", "t1830"}),
        ("half past six", {"t0630", "t1830"}),
        ("quarter to seven pm", {"t1845"}),
        ("six thirty", {"t0630", "t1830"}),
        ("6.30 pm", {"t1830"}),
        ("без десяти три дня", {"t1450"}),
        ("к полудню", {"t1200"}),
        ("в полночь", {"t0000"}),
        ("двенадцать ночи", {"t0000"}),
        ("двенадцать дня", {"t1200"}),
        ("завтра вечером в шесть", {"t1800"}),
        ("часа в два", {"t0200", "t1400"}),
        ("двадцать четыре ноль ноль", {"t0000"}),
        ("18ч30", {"t1830"}),
        ("18:30-19:00", {"t1830", "t1900"}),
        ("между шестью и семью вечера", {"t0600", "t1800"}),
    ],
)
def test_times_as_people_say_and_write_them(text: str, expected: set[str]) -> None:
    assert times(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "в два раза", "через два часа", "три дня", "шесть часов езды", "в пять тысяч", "дом шесть", "25 30", "24:15",
        "18:75", "15.11.2026", "8 916 123 45 67", "версия 1.2.3", "полка", "половина цены", "четверть часа",
    ],
)  # fmt: skip
def test_what_is_no_time_gives_none(text: str) -> None:
    assert times(text) == set()


def test_a_time_of_one_hour_is_also_its_number() -> None:
    assert {term.token for term in read_terms("в шесть")} == {"n6", "t0600", "t1800"}
    assert {term.token for term in read_terms("18.30")} == {"n18_3", "t1830"}
    assert [term.token for term in read_terms(say(18, NOMINATIVE))] == ["n18"]


def test_to_whoever_asks_for_a_time_a_named_hour_is_one_and_a_number_too() -> None:
    def asked(text: str) -> set[str]:
        return {term.token for term in read_terms(text, asked=True)}

    assert asked("18 часов") == {"t1800", "n18"}
    assert asked("шесть часов") == {"t0600", "t1800", "n6"}
    assert asked("24 часа") == {"t0000", "n24"}
    assert asked("36 часов") == {"n36"}
    assert {term.token for term in read_terms("18 часов")} == {"n18"}, "said, it may be a length"
