"""The card that was read from a call follows the lines as people correct them."""

from typing import Any

import psycopg
from tests.business_api.conftest import Person, assert_error, wait_for
from tests.business_api.said import lines, wait_until_read
from tests.business_api.test_corrections import correct
from tests.business_api.test_deals import Meet, confirm, edit, meet, read  # noqa: F401 - a fixture


def corrected(person: Person, deal: dict[str, Any], texts: dict[int, str]) -> None:
    [call] = deal["call_list"]
    segments = person.get(f"/calls/{call['call_id']}/transcript/").json()["items"]
    for number, text in texts.items():
        assert correct(person, call, segments[number]["segment_id"], text).status_code == 200


def test_the_card_follows_corrections_until_nothing_is_left_of_it(boris: Person, meet: Meet) -> None:
    deal = meet()
    address = deal["negotiation_id"]
    assert (deal["card"]["price_minor"], deal["card"]["author"], deal["waits_for"]) == (1_250_000, "call", "both")
    corrected(boris, deal, {2: "Тринадцать тысяч, договорились?", 3: "Договорились, тринадцать тысяч"})
    wait_for(lambda: read(boris, address)["card"]["price_minor"] == 1_300_000)
    assert "Сокольники" in read(boris, address)["card"]["place"]
    # Who wrote over what the other said cannot make it look as if it was heard.
    sources = read(boris, address)["card"]["sources"]
    assert [sources[name].get("corrected", False) for name in ("price", "place")] == [True, False]
    [call] = deal["call_list"]
    facts = boris.get(f"/calls/{call['call_id']}/facts/").json()["items"]
    assert {fact["corrected"] for fact in facts if fact["kind"] == "price" and fact["amount_minor"] == 1_300_000} == {
        True
    }
    assert {fact["corrected"] for fact in facts if fact["kind"] == "metro"} == {False}
    corrected(boris, deal, dict.fromkeys(range(6), "Нет, уже продал"))
    wait_for(lambda: read(boris, address)["card"]["price_minor"] is None)
    card = read(boris, address)["card"]
    assert (card["place"], card["meet_at"], card["sources"], card["author"]) == ("", None, {}, "call")
    assert_error(confirm(boris, deal, card["version"]), 409, "card_changed")
    assert read(boris, address)["waits_for"] == "", "there is nothing to say yes to"


def test_what_is_corrected_in_an_older_call_does_not_stand_over_what_a_newer_one_says(
    boris: Person,
    meet: Meet,
) -> None:
    older = meet()
    newer = meet(lines(("callee", "Отдам за одиннадцать тысяч, договорились?"), ("caller", "Договорились")))
    address = newer["negotiation_id"]
    assert (address, newer["card"]["price_minor"]) == (older["negotiation_id"], 1_100_000)
    corrected(boris, older, {4: "Тогда завтра в семь вечера у метро Сокольники", 5: "Хорошо, завтра в семь вечера"})
    wait_for(lambda: read(boris, address)["card"]["version"] > newer["card"]["version"])
    card = read(boris, address)["card"]
    assert (card["price_minor"], card["call_id"]) == (1_100_000, newer["call_list"][0]["call_id"])
    assert card["meet_at"] != newer["card"]["meet_at"], "what the newer one says nothing of follows the older"


def test_a_card_that_somebody_confirmed_stays_whatever_is_corrected(boris: Person, meet: Meet) -> None:
    deal = meet()
    assert confirm(boris, deal, 1).status_code == 200
    corrected(boris, deal, {3: "Нет, не договорились"})
    [call] = deal["call_list"]
    facts = f"/calls/{call['call_id']}/facts/"
    wait_for(lambda: "agreed" not in {fact["role"] for fact in boris.get(facts).json()["items"]})
    assert read(boris, deal["negotiation_id"])["card"]["version"] == 1


def test_what_a_line_says_now_is_suggested_to_who_confirmed_the_card(
    alice: Person, boris: Person, meet: Meet, owner: psycopg.Connection[Any]
) -> None:
    deal = meet()
    address = deal["negotiation_id"]
    for person in (alice, boris):
        assert confirm(person, deal, 1).status_code == 200
    assert read(boris, address)["suggestion"] is None
    prices = {2: "Одиннадцать тысяч, договорились?", 3: "Договорились, одиннадцать тысяч"}
    corrected(boris, deal, prices | {5: "Хорошо, завтра в семь вечера"})
    wait_until_read(owner, deal["call_list"][0])
    for person in (alice, boris):
        now = read(person, address)
        assert (now["state"], now["card"]["version"], now["price_minor"]) == ("agreed", 1, 1_250_000)
        assert now["suggestion"]["price_minor"] == 1_100_000
        assert now["suggestion"]["place"] == deal["card"]["place"]
        assert now["suggestion"]["meet_at"] > deal["card"]["meet_at"]
    # Whoever writes the card now knows what the line says.
    assert edit(boris, now, price_minor=1_150_000).json()["suggestion"] is None
    for person in (alice, boris):
        assert confirm(person, deal, 2).json()["suggestion"] is None


def test_what_nobody_corrected_is_not_held_against_what_people_wrote(
    alice: Person, boris: Person, meet: Meet, owner: psycopg.Connection[Any]
) -> None:
    older = meet()
    newer = meet(lines(("callee", "Отдам за одиннадцать тысяч, договорились?"), ("caller", "Договорились")))
    address, [call] = newer["negotiation_id"], older["call_list"]
    written = edit(boris, newer, price_minor=1_000_000, place="у фонтана").json()
    corrected(boris, older, {0: "Велосипед отдал бы за пятнадцать тысяч"})
    wait_until_read(owner, call)
    assert read(boris, address)["suggestion"] is None, "another line says what it said"
    corrected(boris, older, {3: "Договорились, за двенадцать тысяч"})
    wait_until_read(owner, call)
    now = read(boris, address)["suggestion"]
    assert now is None or now["price_minor"] == 1_100_000, "the newer call says otherwise"
    corrected(boris, older, {5: "Хорошо, завтра в семь вечера"})
    wait_for(lambda: (read(boris, address)["suggestion"] or written)["meet_at"] != written["card"]["meet_at"])
    assert read(alice, address)["suggestion"]["place"] == "у фонтана"
