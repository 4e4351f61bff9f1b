"""Filters without words: what fits is listed, newest first."""

import base64
from datetime import UTC, datetime, timedelta
from typing import Any

import psycopg
import pytest
from tests.business_api.conftest import Person, assert_error
from tests.business_api.said import Said, lines, talked

FIRST = lines(
    ("caller", "Здравствуйте, стул продаётся"),
    ("callee", "Да, стул за пять тысяч"),
    ("caller", "А за четыре тысячи отдадите?"),
    ("callee", "Хорошо, договорились, четыре тысячи"),
    ("caller", "Сколько он весит"),
    ("callee", "Не тяжёлый, можно ли поднять"),
)
# Later than all of the first: tests are quicker than people.
SECOND = [
    line._replace(start_ms=line.start_ms + 40_000, end_ms=line.end_ms + 40_000)
    for line in lines(("caller", "Добрый день"), ("callee", "Слушаю вас"), ("caller", "Я перезвоню"))
]


@pytest.fixture(scope="module")
def calls(
    cast: tuple[Person, Person, Person], signalling_role: psycopg.Connection[Any],
    transcriber_role: psycopg.Connection[Any], owner: psycopg.Connection[Any],
) -> tuple[dict[str, Any], dict[str, Any]]:  # fmt: skip
    """Boris has called about Alice's chair, they have agreed; Alice has called back about his lamp."""
    alice, boris, _ = cast

    def call(caller: Person, callee: Person, title: str, said: list[Said]) -> dict[str, Any]:
        fields = {"title": title, "category": "home", "price_minor": 500_000, "city": "Москва"}
        advert = callee.post("/adverts/", fields).json()
        roles = {"signalling": signalling_role, "transcriber": transcriber_role, "owner": owner}
        return talked(caller, callee, advert, said, **roles)

    first = call(boris, alice, "Стул", FIRST)
    for person in (alice, boris):
        answer = person.post(f"/negotiations/{first['negotiation_id']}/confirm/", {"version": 1})
        assert answer.status_code == 200, answer.text
    return first, call(alice, boris, "Лампа", SECOND)


def listed(who: Person, **wanted: Any) -> list[tuple[str, int]]:
    answer = who.get("/search/", params={"limit": 50, **wanted})
    assert answer.status_code == 200, answer.text
    items = answer.json()["items"]
    assert [item["spoken_at"] for item in items] == sorted((item["spoken_at"] for item in items), reverse=True)
    return [(item["title"], item["start_ms"] // 4000) for item in items]


CHAIR = [("Стул", n) for n in range(5, -1, -1)]
LAMP = [("Лампа", n) for n in range(12, 9, -1)]


@pytest.mark.parametrize(
    ("wanted", "fits"),
    [
        ({"agreed": "1"}, CHAIR),
        ({"agreed": "0"}, LAMP),
        ({"person": "alice"}, LAMP + CHAIR),
        ({"person": "dana"}, []),
        ({"by": "me"}, [LAMP[1], *CHAIR[1::2]]),
        ({"by": "other"}, [LAMP[0], LAMP[2], *CHAIR[0::2]]),
        ({"side": "buyer"}, [LAMP[0], LAMP[2], *CHAIR[1::2]]),
        ({"side": "seller", "by": "me"}, [LAMP[1]]),
        ({"side": "buyer", "by": "me"}, CHAIR[1::2]),
        ({"question": "1"}, [CHAIR[0], CHAIR[1], CHAIR[3]]),
        ({"price_min": 450_000}, [CHAIR[4]]),
        ({"price_max": 450_000}, [CHAIR[2], CHAIR[3]]),
        ({"price_min": 10**13}, []),
        ({"price_min": 100_000, "by": "me", "agreed": "1"}, [CHAIR[3]]),
    ],
)  # fmt: skip
def test_filters_alone_list_what_fits_newest_first(
    cast: tuple[Person, Person, Person], calls: tuple[dict[str, Any], dict[str, Any]], wanted: dict[str, Any],
    fits: list[tuple[str, int]],
) -> None:  # fmt: skip
    assert listed(cast[1], **wanted) == fits
    assert listed(cast[2], **wanted) == [], "a stranger"


def test_an_advert_and_days_alone_list_what_fits(
    cast: tuple[Person, Person, Person], calls: tuple[dict[str, Any], dict[str, Any]]
) -> None:
    today, day = datetime.now(UTC).date(), timedelta(days=1)
    assert listed(cast[0], advert_id=calls[0]["advert_id"]) == CHAIR
    assert listed(cast[0], **{"from": str(today - day), "to": str(today + day)}) == LAMP + CHAIR
    assert listed(cast[0], to=str(today - 2 * day)) == []
    assert listed(cast[0], **{"from": str(today + 2 * day)}) == []


@pytest.mark.parametrize(
    ("days", "fits"),
    [
        ({"from": "0001-01-01"}, LAMP + CHAIR), ({"from": "0026-11-28"}, LAMP + CHAIR),
        ({"from": "1900-01-01"}, LAMP + CHAIR), ({"from": "9999-12-31"}, []),
        ({"to": "0001-01-01"}, []), ({"to": "0202-11-28"}, []),
        ({"to": "9999-12-30"}, LAMP + CHAIR), ({"to": "9999-12-31"}, LAMP + CHAIR),
    ],
)  # fmt: skip
def test_days_that_nobody_called_on_narrow_to_everything_or_nothing(
    cast: tuple[Person, Person, Person], calls: tuple[dict[str, Any], dict[str, Any]], days: dict[str, str],
    fits: list[tuple[str, int]],
) -> None:  # fmt: skip
    assert listed(cast[0], **days) == fits
    assert listed(cast[0], q="стул", **days) == [line for line in fits if line in {("Стул", 0), ("Стул", 1)}]


@pytest.mark.parametrize("moment", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "1900-01-01T00:00Z"])
def test_a_cursor_of_a_moment_at_which_nobody_called_is_refused(boris: Person, moment: str) -> None:
    before = base64.urlsafe_b64encode(f"{moment}|1|0|0".encode()).decode()
    assert_error(boris.get("/search/", params={"q": "стул", "before": before}), 400, "invalid", "before")


@pytest.mark.parametrize("place", ["2026-11-28T10:00:00+23:59|1", "2026-11-28T10:00:00+00:00|99999999999999999999"])
def test_a_cursor_with_odd_parts_is_no_fault(boris: Person, place: str) -> None:
    before = base64.urlsafe_b64encode(f"{place}|0|0".encode()).decode()
    for words in ({"q": "стул"}, {"by": "me"}, {"q": "стул пять"}):
        assert boris.get("/search/", params={**words, "before": before}).status_code == 200


def test_of_each_call_the_lines_that_tell_most_can_be_had(
    cast: tuple[Person, Person, Person], calls: tuple[dict[str, Any], dict[str, Any]]
) -> None:
    assert listed(cast[1], person="alice", per_call=2) == [LAMP[1], LAMP[2], CHAIR[4], CHAIR[5]]
    assert listed(cast[1], agreed="1", per_call=2) == [CHAIR[4], CHAIR[5]]
    one_by_one = []
    before: dict[str, str] = {}
    for _ in range(5):
        page = cast[1].get("/search/", params={"person": "alice", "per_call": 2, "limit": 1, **before}).json()
        one_by_one += [(item["title"], item["start_ms"] // 4000) for item in page["items"]]
        if page["next"] is None:
            break
        before = {"before": page["next"]}
    assert one_by_one == [LAMP[1], LAMP[2], CHAIR[4], CHAIR[5]]


def test_a_list_of_what_fits_is_continued_by_its_cursor(
    cast: tuple[Person, Person, Person], calls: tuple[dict[str, Any], dict[str, Any]]
) -> None:
    first = cast[1].get("/search/", params={"agreed": "1", "limit": 4}).json()
    second = cast[1].get("/search/", params={"agreed": "1", "limit": 4, "before": first["next"]}).json()
    shown = [item["start_ms"] // 4000 for item in first["items"] + second["items"]]
    assert (shown, second["next"]) == ([5, 4, 3, 2, 1, 0], None)
    assert first["items"][0]["excerpt"] == [{"text": FIRST[5].text, "found": False}]


def test_neither_words_nor_filters_is_no_search(boris: Person) -> None:
    for nothing in ({}, {"q": " "}, {"per_call": 2}, {"typing": "1"}):
        assert_error(boris.get("/search/", params=nothing), 400, "invalid", "q")


def test_a_price_range_is_of_surely_heard_roubles_of_the_thing_itself(
    alice: Person, boris: Person, advert: dict[str, Any], worker: None, signalling_role: psycopg.Connection[Any],
    transcriber_role: psycopg.Connection[Any], owner: psycopg.Connection[Any],
) -> None:  # fmt: skip
    said = lines(
        ("callee", "Велосипед за пять тысяч рублей."),
        ("callee", "Доставка восемьсот рублей."),
        ("caller", "А за девяносто долларов отдадите?"),
    )
    roles = {"signalling": signalling_role, "transcriber": transcriber_role, "owner": owner}
    call = talked(boris, alice, advert, said, **roles)
    query = "SELECT role, amount_minor, currency FROM facts WHERE call_id = %s AND kind = 'price' ORDER BY start_ms"
    read = owner.execute(query, [call["call_id"]]).fetchall()
    assert [(amount, currency) for _, amount, currency in read] == [(500_000, "RUB"), (80_000, "RUB"), (9_000, "USD")]
    assert read[1][0] == "delivery"
    assert [at for _, at in listed(boris, price_min=450_000)] == [0]
    assert listed(boris, price_max=100_000) == []
    owner.execute("UPDATE facts SET confidence = 0.4 WHERE call_id = %s", [call["call_id"]])
    assert listed(boris, price_min=450_000) == []
