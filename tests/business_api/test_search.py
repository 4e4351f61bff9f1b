"""Finding what was said as people speak and type: numbers, misheard and misspelt words, keyboards, filters."""

from datetime import UTC, datetime, timedelta
from typing import Any

import psycopg
import pytest
from tests.business_api.conftest import Person, assert_error
from tests.business_api.said import lines, talked_of_a_bicycle

LINES = lines(
    ("callee", "Отдам за двенадцать с половиной тысяч"),
    ("caller", "Давайте двенадцать пятьсот, приеду в полседьмого вечера"),
    ("callee", "Хорошо, встретимся у метро Сакольники"),
    ("caller", "А цена окончательная?"),
    ("callee", "Да, велосипед Стелс в отличном состоянии"),
    ("caller", "Meet me at half past six by the bicycle"),
    ("callee", "Пробег восемь тысяч, код подъезда сорок пять"),
    ("caller", "Тормоза Shimano и вилка Suntour"),
    ("caller", "Фонарь светит одиннадцать часов"),
    ("callee", "Я на месте до пятнадцати"),
    ("callee", "За тринадцать с половиной нашёл покрышки, а за двадцать пять раму"),
    ("caller", "Могу доплатить айфоном тринадцать или отдать MacBook"),
)
AT = {name: line.start_ms for name, line in zip("abcdefghijkl", LINES, strict=True)}


@pytest.fixture(scope="module")
def said(
    cast: tuple[Person, Person, Person], signalling_role: psycopg.Connection[Any],
    transcriber_role: psycopg.Connection[Any], owner: psycopg.Connection[Any],
) -> dict[str, Any]:  # fmt: skip
    """What Boris and Alice said of a bicycle."""
    roles = {"signalling": signalling_role, "transcriber": transcriber_role, "owner": owner}
    return talked_of_a_bicycle(cast, LINES, roles)


def found(who: Person, text: str, /, **wanted: Any) -> list[int]:
    answer = who.get("/search/", params={"q": text, **wanted})
    assert answer.status_code == 200, answer.text
    return sorted(item["start_ms"] for item in answer.json()["items"])


@pytest.mark.parametrize(
    ("text", "where"),
    [
        # one number however it is said
        ("12 500", "ab"), ("12500", "ab"), ("12,5 тыс", "ab"), ("двенадцать с половиной тысяч", "ab"),
        ("двенадцать пятьсот", "ab"), ("8000", "g"), ("45", "g"), ("12 501", ""),
        # the very words of a longer number, which follow each other
        ("двенадцать с половиной", "a"), ("двенадцать", "ab"),
        # a part of one, in figures
        ("13,5", "k"), ("13.5", "k"), ("13 с половиной", "k"), ("нашёл -13,5", ""), ("13,6", ""),
        ("пятьсот", "b"), ("двенадцать тысяч", ""),
        ("три тысячи", ""), ("двадцать три", ""), ("две с половиной", ""), ("двадцать", "k"),
        # with its currency
        ("12 500 руб", "ab"), ("12500 рублей", "ab"), ("$12500", "ab"), ("12 501 руб", ""), ("«12 500 р.»", "ab"),
        # one time however it is said
        ("18:30", "bf"), ("полседьмого вечера", "bf"), ("half past six", "bf"), ("половина седьмого", "bf"),
        ("07:30", ""),
        # hours, which may be a time or a length
        ("15 часов", "j"), ("15 ч", "j"), ("3 часа", "j"), ("пятнадцать часов", "j"), ("14 часов", ""),
        ("11 часов", "i"), ("45 часов", ""), ("«до 15 часов»", "j"), ("фонарь -11 часов", ""),
        # misheard, misspelt, the other keyboard, the other alphabet
        ("Сокольники", "c"), ("сакольники", "c"), ("виласипед", "e"), ("велосипет", "e"), ("велосиепд", "e"),
        ("wtyf", "d"), ("dtkjcbgtl", "e"), ("velosiped", "e"), ("stels", "e"), ("ьууе", "f"),
        # brands in both alphabets, which do not sound alike letter by letter
        ("iphone", "l"), ("айфоном", "l"), ("IPHONE 13", "l"), ("макбук", "l"), ("тысяч -macbook", "ag"),
        ("шимано", "h"), ("сунтоур", "h"), ("Шимано вилка", "h"),
        # words and numbers together, phrases, words to leave out
        ("приеду 18:30", "b"), ('"отличном состоянии" велосипед', "e"), ("12500 -приеду", "a"), ("цена -цена", ""),
        # numbers, times and misheard names that are left out, or stand in a phrase
        ("тысяч -12500", "g"), ("тысяч -12 500", "g"), ('тысяч -"12 500"', "g"), ("12500 -18:30", "a"),
        ("12500 -полседьмого вечера", "a"), ("тысяч -двенадцать пятьсот", "g"), ('"отдам за 12 500"', "a"),
        ('"приеду в 18:30"', "b"), ('"12 500"', "ab"), ('"отдам за 12 501"', ""), ("встретимся -сокольники", ""),
        ("встретимся -велосипед", "c"), ("12500 -встретимся-приеду", "ab"),
        # quotation marks and dashes of every kind
        ("«отличном состоянии»", "e"), ("“отличном состоянии”", "e"), ("„отличном состоянии“", "e"),
        ("«состоянии отличном»", ""), ("12500 –приеду", "a"), ("12500 −приеду", "a"), ("12500 -«приеду»", "a"),
        ("12500 – приеду", "b"), ("12500 - приеду", "b"),
        ("тысяч", "ag"), ("-велосипед", ""), ("синхрофазотрон", ""), ("кот", ""),
    ],
)  # fmt: skip
def test_what_people_type_finds_what_was_said(
    cast: tuple[Person, Person, Person], said: dict[str, Any], text: str, where: str
) -> None:
    assert found(cast[1], text) == [AT[name] for name in where]


def test_what_was_found_is_marked_also_when_it_is_a_number(
    cast: tuple[Person, Person, Person], said: dict[str, Any]
) -> None:
    item = cast[1].get("/search/", params={"q": "12 500 приеду"}).json()["items"][0]
    marked = [run["text"] for run in item["excerpt"] if run["found"]]
    assert marked == ["двенадцать пятьсот", "приеду"]
    assert (item["name"], item["before"], item["after"]) == ("Boris", LINES[0].text, LINES[2].text)


def test_other_words_than_those_typed_are_told(cast: tuple[Person, Person, Person], said: dict[str, Any]) -> None:
    told = cast[1].get("/search/", params={"q": "сокольники"}).json()["understood"]
    assert told == [{"said": "сокольники", "as": ["сакольники"]}]
    assert cast[1].get("/search/", params={"q": "велосипед"}).json()["understood"] == []


def test_a_stranger_finds_nothing_and_learns_no_words(
    cast: tuple[Person, Person, Person], said: dict[str, Any]
) -> None:
    for text in ("12500", "сокольники", "wtyf", "велосипед"):
        answer = cast[2].get("/search/", params={"q": text, "call_id": said["call_id"]}).json()
        assert (answer["items"], answer["understood"]) == ([], [])
        assert cast[2].get("/search/", params={"q": text}).json()["items"] == []


@pytest.mark.parametrize(
    ("wanted", "where"),
    [
        ({"by": "me"}, "b"), ({"by": "other"}, "a"), ({"side": "buyer"}, "b"), ({"side": "seller"}, "a"),
        ({"person": "alice"}, "ab"), ({"person": "boris"}, ""), ({"person": "ALISE"}, "ab"), ({"person": "lic"}, "ab"),
        ({"person": "alice boris"}, ""), ({"person": "%"}, "ab"), ({"person": "al'ice --"}, ""),
        ({"price_min": 1_000_000}, "ab"),
        ({"price_min": 1_300_000, "price_max": 1_340_000}, ""), ({"agreed": "0"}, "ab"), ({"agreed": "1"}, ""),
        ({"question": "1"}, ""),
    ],
)  # fmt: skip
def test_filters_narrow_a_search(
    cast: tuple[Person, Person, Person], said: dict[str, Any], wanted: dict[str, Any], where: str
) -> None:
    assert found(cast[1], "12500", **wanted) == [AT[name] for name in where]


def test_a_question_an_advert_and_days_narrow_a_search(
    cast: tuple[Person, Person, Person], said: dict[str, Any]
) -> None:
    today = datetime.now(UTC).date()
    day = timedelta(days=1)
    assert found(cast[0], "цена", question="1") == [AT["d"]]
    assert found(cast[0], "цена", advert_id=said["advert_id"]) == [AT["d"]]
    assert found(cast[0], "цена", advert_id=said["call_id"]) == []
    assert found(cast[0], "цена", **{"from": str(today - day), "to": str(today + day)}) == [AT["d"]]
    assert found(cast[0], "цена", to=str(today - 2 * day)) == []
    assert found(cast[0], "цена", **{"from": str(today + 2 * day)}) == []
    for bad in ({"from": "31 июня"}, {"from": str(today), "to": str(today - day)}, {"price_min": 10**16}):
        assert_error(cast[0].get("/search/", params={"q": "цена", **bad}), 400, "invalid")


@pytest.mark.parametrize(
    ("typed", "where"),
    [
        # a word, letter by letter and beyond its stem; several words
        ("вел", "e"), ("велос", "e"), ("велосипед", "e"), ("велосипеды", "e"), ("встретимс", "c"),
        ("отличном сос", "e"), ("кот", ""),
        # misheard: the recogniser wrote «Сакольники»
        ("Сокольн", "c"), ("сокольники", "c"), ("Сакольн", "c"), ("виласи", "e"),
        # mistyped, on the other keyboard, in the other alphabet
        ("велоисп", "e"), ("вилоспе", "e"), ("dtkjc", "e"), ("cjrjkmy", "c"), ("velos", "e"), ("sokoln", "c"),
        ("stel", "e"), ("bicc", "f"), ("шима", "h"),
        # numbers and times in any of their ways
        ("12 5", "ab"), ("12 500", "ab"), ("125", "ab"), ("12,5", "ab"), ("12,5 т", "ab"), ("12", "ab"),
        ("12,5 тыс", "ab"), ("двенадцать с половиной", "ab"), ("двенадцать тыс", ""), ("двадцать пя", "k"),
        ("двенадцать", "ab"), ("двенадцать с", "ab"), ("двенадцать с поло", "a"), ("двенадцать пя", "b"),
        ("18:", "bf"), ("18:3", "bf"), ("18", "bf"), ("полседьм", "b"), ("приеду 18:3", "b"),
        ("12 501", ""), ("19:", ""), ("12 500 р", "ab"), ("12 500 рубл", "ab"), ("15 ча", "j"), ("15 часов", "j"),
        ("14 ча", ""),
        ("12 500 -приеду", "a"), ("встрет -сокольники", ""), ("-сокольники встрет", ""), ("-12500 пробе", "g"),
        # a phrase that is not closed
        ('"отличном сос', "e"),
    ],
)  # fmt: skip
def test_in_one_call_the_same_is_found_while_one_types(
    cast: tuple[Person, Person, Person], said: dict[str, Any], typed: str, where: str
) -> None:
    assert found(cast[1], typed, call_id=said["call_id"], typing="1") == [AT[name] for name in where]


def test_words_that_may_go_on_are_only_looked_for_while_one_types(
    cast: tuple[Person, Person, Person], said: dict[str, Any]
) -> None:
    assert found(cast[1], "вел", call_id=said["call_id"]) == []
    assert found(cast[2], "сокольн", call_id=said["call_id"], typing="1") == [], "a stranger"
    told = cast[1].get("/search/", params={"q": "сокольн", "call_id": said["call_id"], "typing": "1"}).json()
    assert told["understood"] == [{"said": "сокольн", "as": ["сакольники"]}]
    marked = [run["text"] for run in told["items"][0]["excerpt"] if run["found"]]
    assert marked == ["Сакольники"]
    item = cast[1].get("/search/", params={"q": "12 5", "call_id": said["call_id"], "typing": "1"}).json()["items"][0]
    assert [run["text"] for run in item["excerpt"] if run["found"]] == ["двенадцать пятьсот"]


def test_a_finished_word_stands_for_the_nearest_of_its_call(
    cast: tuple[Person, Person, Person], said: dict[str, Any]
) -> None:
    assert found(cast[1], "сокальникя", call_id=said["call_id"]) == [AT["c"]]
    assert found(cast[1], "состаянеи", call_id=said["call_id"]) == [AT["e"]]


def test_a_number_of_a_phrase_is_marked(cast: tuple[Person, Person, Person], said: dict[str, Any]) -> None:
    item = cast[1].get("/search/", params={"q": "«отдам за 12 500»"}).json()["items"][0]
    assert [run["text"] for run in item["excerpt"] if run["found"]] == ["Отдам", "двенадцать с половиной тысяч"]


@pytest.mark.parametrize(
    ("text", "typing", "marked"),
    [
        ("двенадцать с половиной", False, "Двенадцать с половиной"), ("двенадцать", False, "двенадцать"),
        ("пятьсот", False, "пятьсот"), ("двенадцать пя", True, "двенадцать … пятьсот"), ("пять", True, "пятьсот"),
        ("полседьмого", False, "полседьмого вечера"), ("восемь ты", True, "восемь тысяч"),
    ],
)  # fmt: skip
def test_no_number_is_found_without_a_mark(
    cast: tuple[Person, Person, Person], said: dict[str, Any], text: str, typing: bool, marked: str
) -> None:
    wanted = {"q": text, "call_id": said["call_id"], "typing": str(int(typing))}
    items = cast[1].get("/search/", params=wanted).json()["items"]
    marks = [[run["text"] for run in item["excerpt"] if run["found"]] for item in items]
    assert all(marks), marks
    assert marked.lower() in [" … ".join(found_in).lower() for found_in in marks]


@pytest.mark.parametrize(
    "text", ["'", "\\", "'a' & !", "a:*", "):(", "-", '""', '-""', "%", "_", "«»", "-«", "–", "−“"]
)
def test_operators_are_only_text(cast: tuple[Person, Person, Person], said: dict[str, Any], text: str) -> None:
    for typing in ("0", "1"):
        assert found(cast[1], text, call_id=said["call_id"], typing=typing) == []
