"""Calling back, and whom one may not call."""

from typing import Any

import psycopg
import pytest
from tests.business_api.conftest import Person, assert_error
from tests.business_api.test_calls import end, ring


@pytest.fixture
def missed(boris: Person, advert: dict[str, Any], signalling_role: psycopg.Connection[Any]) -> str:
    """The address at which Alice calls Boris back, whose call she has missed."""
    call = ring(boris, advert)
    end(signalling_role, call["call_id"], "unanswered")
    return f"/calls/{call['call_id']}/call-back/"


def test_calling_back_somebody_who_talks_is_refused_and_leaves_them_a_missed_call(
    alice: Person, boris: Person, charlie: Person, missed: str, signalling_role: psycopg.Connection[Any]
) -> None:
    call = charlie.post("/calls/", {"user_id": boris.user_id}).json()
    assert_error(alice.post(missed), 409, "callee_busy")
    end(signalling_role, call["call_id"], "declined")
    tried = alice.get("/calls/").json()["items"][0]
    assert (tried["direction"], tried["other"]["name"]) == ("outgoing", "Boris")
    assert alice.post(missed).status_code == 201


def test_calling_back_somebody_who_closed_the_account_is_refused(alice: Person, boris: Person, missed: str) -> None:
    assert boris.post("/me/close/", {"password": boris.password}).status_code == 204
    assert_error(alice.post(missed), 409, "account_closed")


def test_calling_back_over_a_block_is_refused_whoever_blocked(alice: Person, boris: Person, missed: str) -> None:
    for blocker, blocked in ((alice, boris), (boris, alice)):
        blocker.put(f"/people/{blocked.user_id}/block/")
        assert_error(alice.post(missed), 403, "blocked")
        blocker.delete(f"/people/{blocked.user_id}/block/")
    assert alice.post(missed).status_code == 201


def test_a_hidden_advert_is_called_about_by_nobody(alice: Person, boris: Person, advert: dict[str, Any]) -> None:
    alice.patch(f"/adverts/{advert['advert_id']}/", {"state": "hidden"})
    assert_error(boris.post("/calls/", {"advert_id": advert["advert_id"]}), 404, "not_found")
    assert boris.get("/calls/").json()["items"] == []
    alice.patch(f"/adverts/{advert['advert_id']}/", {"state": "active"})
    assert boris.post("/calls/", {"advert_id": advert["advert_id"]}).status_code == 201


@pytest.mark.parametrize(
    ("name", "value"),
    [("page", "0"), ("page", "x"), ("missed", "perhaps"), ("q", "a" * 10_000), ("state", "busy")],
    ids=lambda text: text[:9],
)
def test_a_bad_filter_of_calls_is_named(boris: Person, name: str, value: str) -> None:
    assert_error(boris.get("/calls/", params={name: value}), 400, "invalid", name)
