"""Finding what was meant and not said in full: «за двенадцать» of a talk about thousands."""

from datetime import date, timedelta
from typing import Any

import psycopg
import pytest
from tests.business_api.conftest import Person
from tests.business_api.said import lines, talked_of_a_bicycle, wait_until_read
from tests.business_api.test_search import found

LINES = lines(
    ("callee", "Велосипед отдам за тринадцать с половиной тысяч"),
    ("caller", "Давайте за двенадцать ровно"),
    ("callee", "Ну хорошо, за двенадцать отдам, а шлем за шесть с половиной"),
    ("caller", "Приеду к двенадцати, квартира двенадцать"),
    ("callee", "За десятку не отдам"),
    ("caller", "Приеду завтра"),
    ("callee", "Тридцатый размер, купил в феврале"),
    ("callee", "Мой телефон восемь девятьсот шестнадцать сто двадцать три сорок пять шестьдесят семь"),
    ("caller", "Call me at 415 555 0134"),
    ("caller", "Or at +1 (212) 555-0199, flat 19"),
    ("callee", "Седло стоит 14 000 рублей"),
    ("caller", "Доплачу айфоном четырнадцать"),
)
AT = {name: line.start_ms for name, line in zip("abcdefghijkl", LINES, strict=True)}
MONTHS = ["января", "февраля", "марта", "апреля", "мая", "июня", "июля", "августа", "сентября", "октября", "ноября",
          "декабря"]  # fmt: skip
MAY = 5


@pytest.fixture(scope="module")
def said(
    cast: tuple[Person, Person, Person], signalling_role: psycopg.Connection[Any],
    transcriber_role: psycopg.Connection[Any], owner: psycopg.Connection[Any],
) -> dict[str, Any]:  # fmt: skip
    """How Boris and Alice bargained over a bicycle."""
    roles = {"signalling": signalling_role, "transcriber": transcriber_role, "owner": owner}
    return talked_of_a_bicycle(cast, LINES, roles)


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("12000", "bc"), ("12 000 руб", "bc"), ("двенадцать тысяч", "bc"), ("6500", "c"), ("13 500", "a"),
        ("10000", "e"), ("12", "bcd"), ("12000 шлем", "c"), ("шлем -6500", ""), ("12500", ""),
        # a telephone, whole or by its end
        ("89161234567", "h"), ("4567", "h"), ("телефон 4567", "h"), ("телефон -4567", ""), ("4568", ""), ("5", ""),
        ("1234567", "h"), ("123-45-67", "h"), ("123 45 67", "h"), ("45-67", "h"), ("9161234567", "h"),
        ("8 916 123-45-67", "h"), ("+7 (916) 123-45-67", "h"), ("123-45-68", ""), ("45-68", ""),
        ("4155550134", "i"), ("(415) 555-0134", "i"), ("+14155550134", "i"), ("1-415-555-0134", "i"),
        ("415 555 0134", "i"), ("555-0134", "i"), ("0134", "i"), ("2125550199", "j"), ("+12125550199", "j"),
        ("212-555-0199", "j"), ("+1 (212) 555-0199", "j"), ("0199", "j"), ("flat -2125550199", ""),
        # a number behind «за» is a price, which may be short of its thousands
        ("за четырнадцать", "kl"), ("за 14", "kl"), ("четырнадцать", "l"), ("за 14 000", "k"), ("за 15", ""),
    ],
)  # fmt: skip
def test_a_price_is_found_by_its_value_however_short_it_was_said(
    cast: tuple[Person, Person, Person], said: dict[str, Any], text: str, where: str
) -> None:
    assert found(cast[1], text) == [AT[name] for name in where]


def test_while_one_types_a_price_is_found_by_its_first_figures(
    cast: tuple[Person, Person, Person], said: dict[str, Any]
) -> None:
    assert found(cast[1], "12 000", call_id=said["call_id"], typing="1") == [AT["b"], AT["c"]]


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        ("12000 шлем", "двенадцать … шлем"),
        ("6500", "шесть с половиной"),
        ("10 000 ₽", "десятку"),
        ("4567", "восемь девятьсот шестнадцать сто двадцать три сорок пять шестьдесят семь"),
        ("1234567", "восемь девятьсот шестнадцать сто двадцать три сорок пять шестьдесят семь"),
        ("4155550134", "415 555 0134"),
        ("14 седло", "седло … 14 000"),
        ("2125550199", "+1 (212) 555-0199"),
    ],
)
def test_the_words_that_stand_for_a_price_are_marked(
    cast: tuple[Person, Person, Person], said: dict[str, Any], text: str, marked: str
) -> None:
    (item,) = cast[1].get("/search/", params={"q": text}).json()["items"]
    assert " … ".join(run["text"].strip() for run in item["excerpt"] if run["found"]).lower() == marked


def test_a_price_is_found_no_more_by_a_value_that_a_correction_took_back(
    cast: tuple[Person, Person, Person], said: dict[str, Any], owner: psycopg.Connection[Any]
) -> None:
    alice, boris, _ = cast
    line = next(
        each
        for each in boris.get(f"/calls/{said['call_id']}/transcript/").json()["items"]
        if each["start_ms"] == AT["e"]
    )
    path = f"/calls/{said['call_id']}/segments/{line['segment_id']}/correction/"
    assert boris.put(path, {"text": "За девятку не отдам"}).status_code == 200
    wait_until_read(owner, said)
    assert (found(alice, "10000"), found(alice, "9000")) == ([], [AT["e"]])


def test_a_day_is_found_by_its_date_however_it_was_said(
    cast: tuple[Person, Person, Person], said: dict[str, Any]
) -> None:
    facts = cast[1].get(f"/calls/{said['call_id']}/facts/").json()["items"]
    day = date.fromisoformat(next(fact["value"] for fact in facts if fact["kind"] == "date"))
    text, other = (f"{each.day} {MONTHS[each.month - 1]}" for each in (day, day + timedelta(40)))
    begun = text if day.month == MAY else text[:-1]
    short = [f"{day.day} {MONTHS[day.month - 1][:3]}", f"{day:%B} {day.day}", f"{day:%b} {day.day}"]
    figures = [
        *short,
        f"{day:%d.%m}",
        f"{day:%d.%m.%Y}",
        f"{day.day}.{day.month}.{day:%y}",
        f"{day:%d/%m/%Y}",
        f"{day}",
    ]
    typed = [(asked, typing) for asked in (text, f"приеду {text}", f"«{text}»", *figures) for typing in "01"]
    for asked, typing in (*typed, (begun, "1")):
        answer = cast[1].get("/search/", params={"q": asked, "call_id": said["call_id"], "typing": typing}).json()
        marks = [run["text"].strip() for run in answer["items"][0]["excerpt"] if run["found"]]
        assert ([item["start_ms"] for item in answer["items"]], marks[-1]) == ([AT["f"]], "завтра"), asked
    for never in (other, f"{day + timedelta(40):%d.%m}", f"{day + timedelta(40)}", "31.06", "30.02.2026"):
        assert found(cast[1], never) == [], never
    assert found(cast[1], "30 февраля размер") == [AT["g"]]
    assert found(cast[1], f"приеду -{text}") == [AT["d"]]
