"""Words that no line holds together are found in the calls that hold each of them, in several lines."""

from typing import Any

import psycopg
import pytest
from tests.business_api.conftest import Person
from tests.business_api.said import lines, talked_of_a_bicycle

BOTH = lines(
    ("caller", "Здравствуйте, велосипед ещё продаёте?"),
    ("callee", "Да, велосипед в отличном состоянии"),
    ("callee", "Отдам за двенадцать с половиной тысяч"),
    ("caller", "Двенадцать пятьсот, тогда приеду вечером"),
    ("callee", "Встретимся на Лесной"),
)
ONE = lines(("caller", "А велосипед складной?"), ("callee", "Нет, рама цельная, встретимся на вокзале"))
GUITAR = {
    "in one line": lines(("callee", "Гитара и чехол"), ("caller", "И чехол отдаёте?")),
    "in two lines": lines(("caller", "Гитара есть?"), ("callee", "Есть, чехол новый")),
    # Newer than those that hold each in another line: behind its own page it must not come again.
    "a lamp in two lines": lines(("caller", "Лампа есть?"), ("callee", "Есть, абажур новый")),
    "a lamp in one line": lines(*[("caller", "Минуту")] * 5, ("callee", "Лампа и абажур")),
}
Found = dict[str, list[int]]


@pytest.fixture(scope="module")
def calls(
    cast: tuple[Person, Person, Person], signalling_role: psycopg.Connection[Any],
    transcriber_role: psycopg.Connection[Any], owner: psycopg.Connection[Any],
) -> dict[str, str]:  # fmt: skip
    """{a call's id: what it is called here}: calls of Boris with Alice, the second without a price."""
    roles = {"signalling": signalling_role, "transcriber": transcriber_role, "owner": owner}
    made = {"first": BOTH, "second": ONE, "third": BOTH, **GUITAR}
    return {talked_of_a_bicycle(cast, said, roles)["call_id"]: name for name, said in made.items()}


def ask(who: Person, calls: dict[str, str], text: str, /, **wanted: Any) -> tuple[bool, Found, str | None]:
    """Whether it was found apart; {call: the numbers of its lines}, newest first; and where it goes on."""
    answer = who.get("/search/", params={"q": text, **wanted})
    assert answer.status_code == 200, answer.text
    items, found = answer.json()["items"], Found()
    for item in items:
        found.setdefault(calls[item["call_id"]], []).append((item["start_ms"] - 1000) // 4000)
    assert sorted(item["apart"] for item in items) == [item["apart"] for item in items], "those apart come last"
    return any(item["apart"] for item in items), found, answer.json()["next"]


EACH = {"third": [2, 0], "first": [2, 0]}


@pytest.mark.parametrize(
    ("text", "wanted", "apart", "found"),
    [
        # a thing and its price, a thing and a place: the first line of each
        ("велосипед 12500", {}, True, EACH), ("велосипеды 12,5 тыс", {}, True, EACH),
        ("dtkjcbgtl 12500", {}, True, EACH), ("виласипед лесная", {}, True, {"third": [4, 0], "first": [4, 0]}),
        ("велосипед 12500 лесная", {}, True, {"third": [4, 2, 0], "first": [4, 2, 0]}),
        ("велосипед вокзал", {}, True, {"second": [1, 0]}),
        ('"отличном состоянии" "на лесной"', {}, True, {"third": [4, 1], "first": [4, 1]}),
        # the call's name and the other person's count as said
        ("стелс 12500", {}, True, {"third": [2], "first": [2]}),
        ("alice лесная", {}, True, {"third": [4], "first": [4]}),
        ("стелс alice вокзал", {}, True, {"second": [1]}),
        ("стелс alice", {}, False, {}), ("boris лесная", {}, False, {}),
        # behind what a line holds together
        ("гитара чехол", {}, True, {"in one line": [0], "in two lines": [1, 0]}),
        # one of them nowhere, each in another call, one thing alone
        ("велосипед 12501", {}, False, {}), ("12500 часов", {}, False, {}),
        ("вокзал лесная", {}, False, {}), ("синхрофазотрон", {}, False, {}),
        # what a line holds together comes first, and of its call alone
        ("12500 приеду", {}, False, {"third": [3], "first": [3]}),
        ("велосипед состоянии встретимся", {}, True, {"third": [4, 1, 0], "first": [4, 1, 0]}),
        ("складной велосипед", {}, False, {"second": [0]}),
        ("встретимся лесной", {}, False, {"third": [4], "first": [4]}),
        ("велосипед", {"limit": 1}, False, {"third": [1]}),
        # without what is left out; narrowed
        ("велосипед встретимся -12500", {}, True, {"second": [1, 0]}), ("велосипед 12500 -лесная", {}, False, {}),
        ("велосипед 12500 -кот", {}, True, EACH),
        ("велосипед 12500", {"by": "me"}, True, {"third": [3, 0], "first": [3, 0]}),
        ("велосипед 12500", {"side": "seller"}, True, {"third": [2, 1], "first": [2, 1]}),
        ("велосипед 12500", {"agreed": "1"}, False, {}), ("велосипед 12500", {"to": "2020-01-01"}, False, {}),
        ("велосипед 12500", {"question": "1"}, False, {}), ("велосипед 12500", {"person": "boris"}, False, {}),
    ],
)  # fmt: skip
def test_the_first_line_of_each_is_found(
    cast: tuple[Person, Person, Person], calls: dict[str, str], text: str, wanted: dict[str, Any], apart: bool,
    found: Found,
) -> None:  # fmt: skip
    assert ask(cast[1], calls, text, **wanted)[:2] == (apart, found)


def test_in_one_call_every_line_of_each_is(cast: tuple[Person, Person, Person], calls: dict[str, str]) -> None:
    first = next(iter(calls))
    for typing in ("0", "1"):
        answer = ask(cast[1], calls, "велосипед 12500", call_id=first, typing=typing)
        assert answer == (True, {"first": [3, 2, 1, 0]}, None)
    assert ask(cast[1], calls, "велосипед 12500", call_id=list(calls)[1]) == (False, {}, None)


@pytest.mark.parametrize(
    ("text", "apart"),
    [("велосипед 12500", [True] * 4), ("гитара чехол", [False, True, True]), ("лампа абажур", [False, True, True])],
)
def test_they_are_leafed_through(
    cast: tuple[Person, Person, Person], calls: dict[str, str], text: str, apart: list[bool]
) -> None:
    whole = cast[1].get("/search/", params={"q": text}).json()["items"]
    leafed: list[Any] = []
    before: dict[str, str] = {}
    for _ in whole:
        answer = cast[1].get("/search/", params={"q": text, "limit": 1, **before}).json()
        leafed += answer["items"]
        before = {"before": answer["next"]}
    assert leafed == whole
    assert [item["apart"] for item in whole] == apart
    assert before == {"before": None}


def test_in_one_call_a_rare_word_has_its_share_beside_a_frequent_one(
    cast: tuple[Person, Person, Person], signalling_role: psycopg.Connection[Any],
    transcriber_role: psycopg.Connection[Any], owner: psycopg.Connection[Any],
) -> None:  # fmt: skip
    roles = {"signalling": signalling_role, "transcriber": transcriber_role, "owner": owner}
    said = lines(("caller", "А синхрофазотрон есть?"), *([("callee", "Рояль хороший")] * 12))
    call = talked_of_a_bicycle(cast, said, roles)
    wanted = {"q": "рояль синхрофазотрон", "call_id": call["call_id"], "limit": 4}
    answer = cast[1].get("/search/", params=wanted).json()
    assert [(item["start_ms"] - 1000) // 4000 for item in answer["items"]] == [12, 11, 0]
    assert answer["next"] is None, "there is no end of the frequent one"


def test_both_words_are_marked_and_nobody_else_finds_them(
    cast: tuple[Person, Person, Person], calls: dict[str, str]
) -> None:
    items = cast[1].get("/search/", params={"q": "велосипед 12500"}).json()["items"]
    marked = [run["text"] for item in items for run in item["excerpt"] if run["found"]]
    assert sorted(marked) == ["велосипед", "велосипед", "двенадцать с половиной тысяч", "двенадцать с половиной тысяч"]
    for wanted in ({}, {"call_id": next(iter(calls))}):
        assert ask(cast[2], calls, "велосипед 12500", **wanted) == (False, {}, None)
