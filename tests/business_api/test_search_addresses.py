"""Addresses and units as people type them: shortened, and with words that nobody says."""

from typing import Any

import psycopg
import pytest
from tests.business_api.conftest import Person
from tests.business_api.said import lines, talked_of_a_bicycle
from tests.business_api.test_search import found

LINES = lines(
    ("callee", "Записывайте: улица Лесная, дом три, квартира двенадцать"),
    ("callee", "Это на Пушкина двадцать пять, второй подъезд"),
    ("caller", "Буду на проспекте Мира, сто один"),
    ("callee", "Пр-т Мира, 101, рядом с парком"),
    ("caller", "He lives at 25 Oak Street"),
    ("caller", "Телефон на 256 гигабайт, не жалко ни рубля"),
    ("callee", "Встретимся на Сокольниках"),
    ("callee", "Продаю дом с участком"),
)
AT = {name: line.start_ms for name, line in zip("abcdefgh", LINES, strict=True)}


@pytest.fixture(scope="module")
def said(
    cast: tuple[Person, Person, Person], signalling_role: psycopg.Connection[Any],
    transcriber_role: psycopg.Connection[Any], owner: psycopg.Connection[Any],
) -> dict[str, Any]:  # fmt: skip
    """Where Boris and Alice said they would meet."""
    roles = {"signalling": signalling_role, "transcriber": transcriber_role, "owner": owner}
    return talked_of_a_bicycle(cast, LINES, roles)


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("ул. Лесная", "a"), ("ул.Лесная", "a"), ("улица Лесная", "a"), ("Лесная ул", "a"), ("ул. Пушкина 25", "b"),
        ("ул. Лесная, д. 3, кв. 12", "a"), ("д. 3", "a"), ("д.3", "a"), ("кв. 12", "a"), ("пушкина дом 25", "b"),
        ("ул", "a"), ("улица", "a"), ("пр. Мира", "cd"), ("пр-т Мира 101", "cd"), ("проспект", "cd"), ("пр-т", "cd"),
        ("просп. Мира", "cd"), ("ул. Ленина", ""), ("oak st", "e"), ("25 oak street", "e"), ("st", "e"),
        ("руб", "f"), ("р.", "f"), ("256 гб", "f"), ("256 gb", "f"), ("м. Сокольники", "g"),
        # what is said whenever it is meant must be there
        ("метро Сокольники", ""), ("дом", "ah"), ("продаю дом", "h"), ("128 гб", ""),
    ],
)  # fmt: skip
def test_an_address_is_found_as_it_is_typed(
    cast: tuple[Person, Person, Person], said: dict[str, Any], text: str, where: str
) -> None:
    assert found(cast[1], text) == [AT[name] for name in where]


def test_a_word_that_need_not_be_said_is_marked_where_it_is(
    cast: tuple[Person, Person, Person], said: dict[str, Any]
) -> None:
    for typing in "01":
        asked = {"q": "ул. Лесная, д. 3", "call_id": said["call_id"], "typing": typing}
        (item,) = cast[1].get("/search/", params=asked).json()["items"]
        assert [run["text"] for run in item["excerpt"] if run["found"]] == ["улица", "Лесная", "дом", "три"]
