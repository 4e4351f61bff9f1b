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
    [item] = alice.get("/me/blocks/").json()["items"]
    assert (item["user_id"], item["call_id"], item["name"]) == (None, called["call_id"], "Boris")
    assert boris.user_id not in str(item)
    assert alice.get(f"/people/{boris.user_id}/").json()["blocked_by_me"] is False
    assert alice.delete(f"{call}block/").status_code == 204
    assert alice.get("/me/blocks/").json()["items"] == []
    ring(boris, advert)


def test_a_block_by_name_takes_the_place_of_one_by_call(alice: Person, boris: Person, called: dict[str, Any]) -> None:
    alice.put(f"/calls/{called['call_id']}/block/")
    assert alice.put(f"/people/{boris.user_id}/block/").status_code == 204
    [item] = alice.get("/me/blocks/").json()["items"]
    assert (item["user_id"], item["call_id"]) == (boris.user_id, None)
    assert alice.put(f"/calls/{called['call_id']}/block/").status_code == 204
    assert alice.get("/me/blocks/").json()["items"][0]["user_id"] == boris.user_id


def test_the_caller_blocks_whom_they_called_by_name(alice: Person, boris: Person, called: dict[str, Any]) -> None:
    assert boris.put(f"/calls/{called['call_id']}/block/").status_code == 204
    assert boris.get("/me/blocks/").json()["items"][0]["user_id"] == alice.user_id


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


def test_a_report_names_somebody_who_was_in_the_call(alice: Person, charlie: Person, called: dict[str, Any]) -> None:
    body = {"subject_id": charlie.user_id, "call_id": called["call_id"], "reason": "abuse"}
    assert_error(alice.post("/complaints/", body), 400, "invalid", "subject_id")
    assert_error(alice.post("/complaints/", {"reason": "abuse"}), 400, "invalid", "subject_id")


def test_a_stranger_to_a_call_neither_blocks_nor_reports_by_it(charlie: Person, called: dict[str, Any]) -> None:
    call = f"/calls/{called['call_id']}/"
    assert_error(charlie.put(f"{call}block/"), 404, "not_found")
    assert_error(charlie.delete(f"{call}block/"), 404, "not_found")
    assert_error(charlie.post("/complaints/", {"call_id": called["call_id"], "reason": "abuse"}), 404, "not_found")
    assert charlie.get("/me/blocks/").json()["items"] == []
