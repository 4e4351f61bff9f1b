"""Negotiations and deal cards: drafted from what was said, agreed when both confirm the same version."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import psycopg
import pytest
from tests.business_api.conftest import Person, assert_error, wait_for
from tests.business_api.said import Said, lines, talked, write_text

Meet = Callable[..., dict[str, Any]]
BARGAIN = lines(
    ("callee", "Велосипед отдам за пятнадцать тысяч"),
    ("caller", "Давайте за одиннадцать тысяч"),
    ("callee", "Двенадцать с половиной тысяч, договорились?"),
    ("caller", "Договорились, двенадцать с половиной тысяч"),
    ("callee", "Тогда завтра в шесть вечера у метро Сокольники"),
    ("caller", "Хорошо, завтра в шесть вечера"),
)


@pytest.fixture
def meet(
    alice: Person, boris: Person, advert: dict[str, Any], worker: None, signalling_role: psycopg.Connection[Any],
    transcriber_role: psycopg.Connection[Any], owner: psycopg.Connection[Any],
) -> Meet:  # fmt: skip
    """Have Boris call Alice about her bicycle and say something; the negotiation as Boris sees it."""

    def call(said: list[Said] | None = None, by: Person = boris, to: Person = alice) -> dict[str, Any]:
        made = talked(
            by, to, advert, BARGAIN if said is None else said, signalling=signalling_role,
            transcriber=transcriber_role, owner=owner,
        )  # fmt: skip
        return read(by, made["negotiation_id"])

    return call


def read(person: Person, negotiation_id: str) -> dict[str, Any]:
    answer = person.get(f"/negotiations/{negotiation_id}/")
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


def edit(person: Person, deal: dict[str, Any], **changes: Any) -> Any:
    card = deal["card"] or {"version": 0, "item": "", "price_minor": None, "currency": "RUB", "place": "",
                            "meet_at": None, "time_zone": "Europe/Moscow"}  # fmt: skip
    names = ("item", "price_minor", "currency", "place", "meet_at", "time_zone")
    body = {"base_version": card["version"], **{name: card[name] for name in names}, **changes}
    return person.put(f"/negotiations/{deal['negotiation_id']}/card/", body)


def confirm(person: Person, deal: dict[str, Any], version: int) -> Any:
    return person.post(f"/negotiations/{deal['negotiation_id']}/confirm/", {"version": version})


def test_what_was_said_becomes_facts_a_bargaining_line_and_a_draft(boris: Person, meet: Meet) -> None:
    deal = meet()
    call_id = deal["call_list"][0]["call_id"]
    facts = boris.get(f"/calls/{call_id}/facts/").json()
    assert facts["ready"] is True
    kinds = {fact["kind"] for fact in facts["items"]}
    assert {"price", "date", "time", "metro"} <= kinds
    metro = next(fact for fact in facts["items"] if fact["kind"] == "metro")
    assert (metro["value"], metro["name"], metro["mine"]) == ("Сокольники", "Alice", False)
    assert BARGAIN[4].start_ms <= metro["start_ms"] < BARGAIN[4].end_ms
    line = [(price["role"], price["amount_minor"], price["mine"]) for price in deal["prices"]]
    assert line[0] == ("asked", 1_500_000, False)
    assert line[1] == ("offered", 1_100_000, True)
    assert line[-1][:2] == ("agreed", 1_250_000)
    card = deal["card"]
    assert (card["version"], card["author"], card["price_minor"]) == (1, "call", 1_250_000)
    assert "Сокольники" in card["place"]
    assert card["sources"]["price"]["call_id"] == call_id
    meeting = datetime.fromisoformat(card["meet_at"])
    assert (meeting.astimezone(UTC).hour, card["time_zone"]) == (15, "Europe/Moscow"), "18:00 in Moscow"
    assert (deal["state"], deal["waits_for"], deal["agreed"]) == ("talking", "both", None)


@pytest.mark.parametrize(
    ("zone", "began", "tomorrow", "six"),
    [
        # In Moscow it is still the day before; in Moscow it is already the day after.
        ("Asia/Vladivostok", "2026-11-24T14:30Z", "2026-11-26", "2026-11-26T08:00:00Z"),
        ("Europe/Kaliningrad", "2026-11-24T21:30Z", "2026-11-25", "2026-11-25T16:00:00Z"),
    ],
)
def test_tomorrow_at_six_is_meant_by_the_sellers_own_clocks(
    alice: Person, boris: Person, meet: Meet, transcriber_role: psycopg.Connection[Any],
    owner: psycopg.Connection[Any], zone: str, began: str, tomorrow: str, six: str,
) -> None:  # fmt: skip
    assert alice.patch("/me/", {"time_zone": zone}).status_code == 200
    deal = meet()
    [call] = deal["call_list"]
    owner.execute("UPDATE calls SET start_time = %s WHERE call_id = %s", [began, call["call_id"]])
    write_text(boris, alice, call, BARGAIN, revision=2, transcriber=transcriber_role, owner=owner)
    facts = boris.get(f"/calls/{call['call_id']}/facts/").json()["items"]
    assert {fact["value"] for fact in facts if fact["kind"] == "date"} == {tomorrow}
    assert {fact["value"] for fact in facts if fact["kind"] == "time"} == {"18:00"}
    card = read(boris, deal["negotiation_id"])["card"]
    assert (card["meet_at"], card["time_zone"]) == (six, zone)


def test_only_what_both_confirmed_is_agreed_with_both_times(alice: Person, boris: Person, meet: Meet) -> None:
    deal = meet()
    first = confirm(boris, deal, 1).json()
    assert (first["state"], first["waits_for"], first["agreed"]) == ("talking", "other", None)
    assert read(alice, deal["negotiation_id"])["waits_for"] == "me"
    agreed = confirm(alice, deal, 1).json()
    assert (agreed["state"], agreed["waits_for"], agreed["change_pending"]) == ("agreed", "", False)
    assert agreed["agreed"]["version"] == 1
    assert all(agreed["agreed"]["confirmed"].values())
    again = confirm(boris, deal, 1).json()
    assert again["agreed"]["confirmed"]["mine"] == first["card"]["confirmed"]["mine"], "twice is as once"


def test_a_change_asks_both_again_and_what_was_agreed_stands_meanwhile(
    alice: Person, boris: Person, meet: Meet
) -> None:
    deal = meet()
    for person in (alice, boris):
        confirm(person, deal, 1)
    changed = edit(boris, read(boris, deal["negotiation_id"]), price_minor=1_200_000, confirm=True).json()
    assert (changed["card"]["version"], changed["card"]["author"], changed["waits_for"]) == (2, "me", "other")
    assert (changed["state"], changed["change_pending"], changed["price_minor"]) == ("agreed", True, 1_250_000)
    assert changed["agreed"]["version"] == 1
    assert "price" not in changed["card"]["sources"], "nobody said the new price"
    assert "place" in changed["card"]["sources"]
    settled = confirm(alice, deal, 2).json()
    assert (settled["agreed"]["version"], settled["price_minor"], settled["change_pending"]) == (2, 1_200_000, False)
    assert [card["version"] for card in settled["versions"]] == [2, 1]


def test_confirming_a_version_that_is_not_the_newest_is_refused(alice: Person, boris: Person, meet: Meet) -> None:
    deal = meet()
    assert edit(alice, read(alice, deal["negotiation_id"]), price_minor=1_300_000).status_code == 200
    assert_error(confirm(boris, deal, 1), 409, "card_changed")
    assert_error(edit(boris, deal, price_minor=1), 409, "card_changed")
    assert_error(confirm(boris, deal, 7), 409, "card_changed")
    assert read(boris, deal["negotiation_id"])["agreed"] is None


def test_two_who_confirm_different_things_at_once_never_make_a_deal(alice: Person, boris: Person, meet: Meet) -> None:
    deal = meet()
    for turn in range(6):
        now = read(boris, deal["negotiation_id"])
        with ThreadPoolExecutor(2) as pool:
            mine = pool.submit(edit, boris, now, price_minor=1_000_000 + turn, confirm=True)
            hers = pool.submit(edit, alice, now, price_minor=2_000_000 + turn, confirm=True)
        answers = sorted(answer.status_code for answer in (mine.result(), hers.result()))
        assert answers == [200, 409]
        after = read(boris, deal["negotiation_id"])
        assert (after["agreed"], after["state"]) == (None, "talking")
        assert sum(1 for when in after["card"]["confirmed"].values() if when) == 1


@pytest.mark.parametrize("first", ["confirm", "edit"])
def test_one_who_confirms_while_the_other_writes_anew_never_makes_a_deal(
    alice: Person, boris: Person, meet: Meet, owner: psycopg.Connection[Any], first: str
) -> None:
    deal = meet()
    said: dict[str, Callable[[], Any]] = {
        "confirm": lambda: confirm(boris, deal, 1),
        "edit": lambda: edit(alice, deal, price_minor=1_300_000, confirm=True),
    }
    second = "edit" if first == "confirm" else "confirm"

    def wait(count: int) -> Callable[[], bool]:
        query = "SELECT count(*) >= %s FROM pg_locks WHERE NOT granted"
        return lambda: owner.execute(query, [count]).fetchone() == (True,)

    with ThreadPoolExecutor(2) as pool:
        # Both have come in, and wait for their turn.
        with owner.transaction():
            owner.execute("SELECT 1 FROM negotiations WHERE negotiation_id = %s FOR UPDATE", [deal["negotiation_id"]])
            answers = {}
            for place, name in enumerate((first, second), 1):
                answers[name] = pool.submit(said[name])
                wait_for(wait(place), 10)
        codes = {name: answer.result().status_code for name, answer in answers.items()}
    assert codes == {"edit": 200, "confirm": 200 if first == "confirm" else 409}
    after = read(boris, deal["negotiation_id"])
    assert (after["agreed"], after["state"], after["card"]["version"]) == (None, "talking", 2)
    assert after["card"]["confirmed"]["mine"] is None
    assert after["card"]["confirmed"]["other"] is not None


def test_a_card_can_be_written_when_nothing_was_said_of_a_deal(alice: Person, boris: Person, meet: Meet) -> None:
    deal = meet(lines(("caller", "Здравствуйте"), ("callee", "Добрый день")))
    assert (deal["card"], deal["prices"], deal["suggestion"]) == (None, [], None)
    assert_error(confirm(boris, deal, 1), 409, "card_changed")
    assert_error(edit(boris, deal), 400, "invalid", "item")
    written = edit(boris, deal, item="Велосипед", price_minor=900_000, meet_at="2099-11-24T18:00:30+03:00").json()
    assert written["card"]["meet_at"] == "2099-11-24T15:00:00Z"
    confirm(boris, deal, 1)
    assert confirm(alice, deal, 1).json()["state"] == "agreed"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("price_minor", -1), ("price_minor", 10**15), ("currency", "рубли"), ("meet_at", "31 июня"),
        ("meet_at", "1026-01-01T10:00:00Z"), ("time_zone", "Mars/Olympus"), ("time_zone", "localtime"),
        ("item", "x" * 201), ("place", "a\u202eb"),
        ("base_version", -1), ("currency", "ZZZ"),
    ],
)  # fmt: skip
def test_a_card_that_makes_no_sense_is_refused(boris: Person, meet: Meet, field: str, value: Any) -> None:
    assert_error(edit(boris, meet(), **{field: value}), 400, "invalid", field)


def test_no_meeting_is_set_on_a_day_that_is_over_but_an_old_card_can_be_edited(
    boris: Person, meet: Meet, owner: psycopg.Connection[Any]
) -> None:
    deal = meet()
    now = datetime.now(UTC)
    assert_error(edit(boris, deal, meet_at="2020-01-01T12:00:00Z"), 400, "invalid", "meet_at")
    assert_error(edit(boris, deal, meet_at=(now - timedelta(days=2)).isoformat()), 400, "invalid", "meet_at")
    yesterday = edit(boris, deal, meet_at=(now - timedelta(days=1)).isoformat())
    assert yesterday.status_code == 200, "it may be written down afterwards"
    owner.execute(
        "UPDATE deal_cards SET meet_at = '2020-01-01T12:00Z' WHERE negotiation_id = %s", [deal["negotiation_id"]]
    )
    old = read(boris, deal["negotiation_id"])
    edited = edit(boris, old, price_minor=1_000_000).json()["card"]
    assert (edited["price_minor"], edited["meet_at"]) == (1_000_000, "2020-01-01T12:00:00Z")
    assert_error(edit(boris, {**old, "card": edited}, meet_at="2020-01-02T12:00:00Z"), 400, "invalid", "meet_at")


def test_a_later_call_suggests_and_changes_nothing_that_people_wrote(alice: Person, boris: Person, meet: Meet) -> None:
    deal = meet()
    for person in (alice, boris):
        confirm(person, deal, 1)
    later = meet(
        lines(("caller", "Отдадите за двенадцать тысяч?"), ("callee", "Хорошо, двенадцать тысяч, договорились"))
    )
    assert later["negotiation_id"] == deal["negotiation_id"]
    assert (later["calls"], later["card"]["version"], later["price_minor"]) == (2, 1, 1_250_000)
    assert later["suggestion"]["price_minor"] == 1_200_000
    assert later["suggestion"]["place"] == deal["card"]["place"]


def test_the_seller_stays_the_seller_when_she_calls_back(
    alice: Person, boris: Person, advert: dict[str, Any], meet: Meet
) -> None:
    deal = meet()
    back = alice.post(f"/calls/{deal['call_list'][0]['call_id']}/call-back/").json()
    mine = alice.get(f"/calls/{back['call_id']}/").json()
    assert (mine["role"], mine["negotiation_id"]) == ("seller", deal["negotiation_id"])


def test_a_stranger_has_no_part_in_it(charlie: Person, meet: Meet) -> None:
    deal = meet()
    path = f"/negotiations/{deal['negotiation_id']}/"
    assert_error(charlie.get(path), 404, "not_found")
    assert_error(charlie.patch(path, {"state": "met"}), 404, "not_found")
    assert_error(edit(charlie, deal, price_minor=1), 404, "not_found")
    assert_error(confirm(charlie, deal, 1), 404, "not_found")
    assert_error(charlie.get(f"{path}meeting.ics"), 404, "not_found")
    assert_error(charlie.get(f"/calls/{deal['call_list'][0]['call_id']}/facts/"), 404, "not_found")
    assert charlie.get("/negotiations/").json()["items"] == []


def test_a_next_step_is_ones_own_and_an_outcome_is_shared(alice: Person, boris: Person, meet: Meet) -> None:
    deal = meet()
    path = f"/negotiations/{deal['negotiation_id']}/"
    assert boris.patch(path, {"next_step": "Взять наличные"}).json()["next_step"] == "Взять наличные"
    assert alice.get(path).json()["next_step"] == ""
    assert alice.patch(path, {"state": "fell_through"}).json()["state"] == "fell_through"
    assert (boris.get(path).json()["state"], boris.get(path).json()["waits_for"]) == ("fell_through", "")
    # Nobody agrees on what is over, to find it agreed when it is taken up again.
    assert_error(confirm(boris, deal, 1), 409, "fell_through")
    assert_error(edit(boris, deal, price_minor=1), 409, "fell_through")
    assert boris.patch(path, {"state": "talking"}).json()["state"] == "talking"
    assert confirm(boris, deal, 1).status_code == 200
    assert_error(boris.patch(path, {"state": "agreed"}), 400, "invalid", "state")
    assert alice.patch(path, {"state": "talking"}).status_code == 200, "what stands already is no mark"
    marks = [(mark["state"], mark["mine"]) for mark in alice.get(path).json()["marks"]]
    assert marks == [("talking", False), ("fell_through", True)]
