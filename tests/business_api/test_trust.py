"""What one can do about the other person of a call of whom one knows no more than the call."""

from typing import Any

import psycopg
import pytest
from tests.business_api.conftest import Person, assert_error
from tests.business_api.test_calls import end, ring


@pytest.fixture
def called(
    alice: Person, boris: Person, advert: dict[str, Any], signalling_role: psycopg.Connection[Any]
) -> dict[str, Any]:
    """A call of Boris that Alice did not take, as she sees it."""
    call_id = ring(boris, advert)["call_id"]
    end(signalling_role, call_id, "unanswered")
    return dict(alice.get(f"/calls/{call_id}/").json())


def blocks(person: Person) -> tuple[list[str], list[str]]:
    """Whom a person has blocked by name, and by which calls."""
    by_name, by_call = (person.get(f"/me/{kind}/").json()["items"] for kind in ("blocks", "call-blocks"))
    return [item["user_id"] for item in by_name], [item["call_id"] for item in by_call]


def test_whoever_was_called_blocks_the_caller_and_learns_no_more_of_them(
    alice: Person, boris: Person, advert: dict[str, Any], called: dict[str, Any]
) -> None:
    call = f"/calls/{called['call_id']}/"
    assert (called["other_user_id"], called["blocked_by_me"]) == (None, False)
    for _ in range(2):
        assert alice.put(f"{call}block/").status_code == 204
    assert alice.get(call).json()["blocked_by_me"] is True
    assert boris.get(call).json()["blocked_by_me"] is False
    assert_error(boris.post("/calls/", {"advert_id": advert["advert_id"]}), 403, "blocked")
    assert_error(alice.post(f"{call}call-back/"), 403, "blocked")
    [item] = alice.get("/me/call-blocks/").json()["items"]
    assert (item["call_id"], item["name"]) == (called["call_id"], "Boris")
    assert boris.user_id not in str(item)
    assert alice.delete(f"{call}block/").status_code == 204
    assert blocks(alice) == ([], [])
    ring(boris, advert)


def test_blocks_by_name_and_by_call_do_not_tell_of_each_other(
    alice: Person, boris: Person, charlie: Person, called: dict[str, Any]
) -> None:
    call, page = f"/calls/{called['call_id']}/", f"/people/{boris.user_id}/"
    alice.put(f"{call}block/")
    assert alice.get(page).json()["blocked_by_me"] is False
    for person in (boris, charlie):
        alice.put(f"/people/{person.user_id}/block/")
    assert blocks(alice) == ([charlie.user_id, boris.user_id], [called["call_id"]])
    alice.delete(f"{call}block/")
    assert alice.get(page).json()["blocked_by_me"] is True
    assert alice.get(call).json()["blocked_by_me"] is False
    alice.put(f"{call}block/")
    alice.delete(f"/people/{boris.user_id}/block/")
    assert alice.get(call).json()["blocked_by_me"] is True


def test_a_block_by_call_does_not_keep_the_blocker_from_calling_by_name(
    alice: Person, boris: Person, called: dict[str, Any]
) -> None:
    """Else a round of calls would tell who had called."""
    alice.put(f"/calls/{called['call_id']}/block/")
    assert alice.post("/calls/", {"user_id": boris.user_id}).status_code == 201


def test_the_caller_blocks_whom_they_called_by_name(alice: Person, boris: Person, called: dict[str, Any]) -> None:
    assert boris.put(f"/calls/{called['call_id']}/block/").status_code == 204
    assert blocks(boris) == ([alice.user_id], [])
    assert boris.delete(f"/calls/{called['call_id']}/block/").status_code == 204
    assert blocks(boris) == ([], [])


def test_calling_back_makes_nobody_known(
    alice: Person, boris: Person, called: dict[str, Any], signalling_role: psycopg.Connection[Any]
) -> None:
    back = alice.post(f"/calls/{called['call_id']}/call-back/").json()
    assert (back["direction"], back["other_user_id"]) == ("outgoing", None)
    end(signalling_role, back["call_id"], "unanswered")
    assert boris.user_id not in alice.get("/calls/").text
    alice.put(f"/calls/{back['call_id']}/block/")
    assert blocks(alice) == ([], [back["call_id"]])
    again = boris.get(f"/calls/{back['call_id']}/").json()
    assert (again["direction"], again["other_user_id"]) == ("incoming", None)


def test_whoever_was_called_reports_the_caller(
    alice: Person, boris: Person, called: dict[str, Any], owner: psycopg.Connection[Any]
) -> None:
    answer = alice.post("/complaints/", {"call_id": called["call_id"], "reason": "abuse", "text": "Угрожает"})
    assert answer.status_code == 201
    assert boris.user_id not in answer.text
    row = owner.execute(
        "SELECT reporter_id, subject_id, call_id FROM complaints WHERE complaint_id = %s",
        [answer.json()["complaint_id"]],
    ).fetchone()
    assert [str(column) for column in row or ()] == [alice.user_id, boris.user_id, called["call_id"]]


def test_a_guess_at_who_called_is_not_answered(
    alice: Person, boris: Person, charlie: Person, called: dict[str, Any]
) -> None:
    for guess in (charlie, boris):
        body = {"subject_id": guess.user_id, "call_id": called["call_id"], "reason": "abuse"}
        assert_error(alice.post("/complaints/", body), 400, "invalid", "subject_id")
    body = {"subject_id": charlie.user_id, "call_id": called["call_id"], "reason": "abuse"}
    assert_error(boris.post("/complaints/", body), 400, "invalid", "subject_id")
    assert boris.post("/complaints/", body | {"subject_id": alice.user_id}).status_code == 201
    assert_error(alice.post("/complaints/", {"reason": "abuse"}), 400, "invalid", "subject_id")


def test_a_stranger_to_a_call_neither_blocks_nor_reports_by_it(charlie: Person, called: dict[str, Any]) -> None:
    call = f"/calls/{called['call_id']}/"
    assert_error(charlie.put(f"{call}block/"), 404, "not_found")
    assert_error(charlie.delete(f"{call}block/"), 404, "not_found")
    assert_error(charlie.post("/complaints/", {"call_id": called["call_id"], "reason": "abuse"}), 404, "not_found")
    assert blocks(charlie) == ([], [])
