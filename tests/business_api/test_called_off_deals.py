"""A later call that calls the deal off: a draft is emptied, and of a card that people settled both are told."""

from typing import Any

import psycopg
from tests.business_api.conftest import Person
from tests.business_api.said import lines, wait_until_read
from tests.business_api.test_corrected_deals import corrected
from tests.business_api.test_deals import Meet, confirm, edit, meet, read  # noqa: F401 - a fixture

OFF = lines(("caller", "Извините, я не смогу приехать, отменяем."), ("callee", "Понял."))
NOT_BUYING = lines(("caller", "Здравствуйте"), ("caller", "Знаете, я передумал, брать не буду"), ("callee", "Жаль"))
ON_AGAIN = lines(("callee", "Тогда послезавтра в семь вечера у метро Сокол"), ("caller", "Хорошо, послезавтра в семь"))


def settled(*people: Person, deal: dict[str, Any]) -> None:
    for person in people:
        assert confirm(person, deal, deal["card"]["version"]).status_code == 200


def note(person: Person, deal: dict[str, Any]) -> Any:
    return read(person, deal["negotiation_id"])["called_off"]


def test_of_a_draft_that_was_called_off_nothing_is_left(alice: Person, boris: Person, meet: Meet) -> None:
    assert meet()["card"]["price_minor"] == 1_250_000
    off = meet(OFF)
    card = off["card"]
    assert (card["price_minor"], card["place"], card["meet_at"], card["sources"]) == (None, "", None, {})
    assert (off["waits_for"], off["suggestion"], off["called_off"]) == ("", None, None)
    facts = alice.get(f"/calls/{off['call_list'][0]['call_id']}/facts/").json()["items"]
    assert [(fact["kind"], fact["value"], fact["name"], fact["mine"]) for fact in facts] == [
        ("called_off", "", "Boris", False)
    ]
    again = meet(ON_AGAIN)["card"]
    assert "Сокол" in again["place"]
    assert again["price_minor"] is None, "what it was to cost nobody has said again"


def test_both_are_told_that_what_they_agreed_on_was_called_off_and_nothing_is_changed(
    alice: Person, boris: Person, meet: Meet
) -> None:
    deal = meet()
    settled(alice, boris, deal=deal)
    meet(lines(("callee", "Отдам за одиннадцать тысяч, договорились?"), ("caller", "Договорились")))
    off = meet(NOT_BUYING)
    assert (off["state"], off["card"]["version"], off["suggestion"]) == ("agreed", 1, None)
    said = off["called_off"]
    assert (said["call_id"], said["mine"], said["corrected"]) == (off["call_list"][0]["call_id"], True, False)
    assert "передумал" in said["text"]
    assert NOT_BUYING[1].start_ms <= said["start_ms"] < NOT_BUYING[1].end_ms
    assert note(alice, deal) == {**said, "mine": False}


def test_who_calls_it_off_is_not_bound_by_the_other_who_confirms_it_afterwards(
    alice: Person, boris: Person, meet: Meet
) -> None:
    deal = meet()
    settled(boris, deal=deal)
    meet(OFF)
    settled(alice, deal=deal)
    for person in (alice, boris):
        assert note(person, deal) is not None, "he said yes before he called it off"


def test_the_note_goes_when_they_speak_of_meeting_again(alice: Person, boris: Person, meet: Meet) -> None:
    deal = meet()
    settled(alice, boris, deal=deal)
    assert meet(OFF)["called_off"] is not None
    assert meet(lines(("caller", "Здравствуйте"), ("callee", "Добрый день")))["called_off"] is not None
    again = meet(ON_AGAIN)
    assert again["called_off"] is None
    assert "Сокол" in again["suggestion"]["place"]


def test_the_note_goes_when_somebody_writes_the_card_anew_or_both_confirm_it(
    alice: Person, boris: Person, meet: Meet
) -> None:
    deal = meet()
    written = edit(boris, deal, price_minor=1_200_000).json()
    assert meet(OFF)["called_off"] is not None
    settled(alice, deal=written)
    assert note(boris, deal) is not None
    settled(boris, deal=written)
    assert note(boris, deal) is None
    assert meet(OFF)["called_off"] is not None
    assert edit(alice, read(alice, deal["negotiation_id"]), price_minor=1_100_000).json()["called_off"] is None


def test_the_note_goes_when_somebody_marks_how_it_stands(alice: Person, boris: Person, meet: Meet) -> None:
    deal = meet()
    settled(alice, boris, deal=deal)
    path = f"/negotiations/{deal['negotiation_id']}/"
    meet(OFF)
    calendar = boris.get(f"{path}meeting.ics").text
    on = boris.patch(path, {"state": "talking"}).json()
    assert (on["called_off"], on["state"]) == (None, "agreed")
    assert [(mark["state"], mark["mine"]) for mark in on["marks"]] == [("talking", True)]
    assert "SEQUENCE:0" in calendar
    assert "SEQUENCE:0" in boris.get(f"{path}meeting.ics").text, "the meeting is the same"
    assert meet(OFF)["called_off"] is not None
    over = alice.patch(path, {"state": "fell_through"}).json()
    assert (over["called_off"], over["state"]) == (None, "fell_through")
    assert alice.patch(path, {"state": "talking"}).json()["called_off"] is None, "that was said before"


def test_a_line_that_is_corrected_calls_it_off_too_and_back_again(
    alice: Person, boris: Person, meet: Meet, owner: psycopg.Connection[Any]
) -> None:
    deal = meet()
    settled(alice, boris, deal=deal)
    corrected(alice, deal, {5: "Нет, извините, я передумал"})
    wait_until_read(owner, deal["call_list"][0])
    assert note(boris, deal)["corrected"] is True
    corrected(boris, deal, {5: "Хорошо, завтра в шесть вечера"})
    wait_until_read(owner, deal["call_list"][0])
    assert note(boris, deal) is None
