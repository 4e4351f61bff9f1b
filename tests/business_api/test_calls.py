"""Making calls, tickets, consents, chat."""

import base64
import json
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import jwt
import psycopg
import pytest
import redis
from tests.business_api.conftest import RELAY, Person, assert_error

from lodbic_contracts.control import CONTROL_CHANNEL, order_adapter
from lodbic_contracts.tickets import TICKET_ALGORITHM, TICKET_AUDIENCE, CallTicket, PresenceTicket

ALL = {"record": True, "transcribe": True, "fraud_check": True}
VERSION = "2026-11"


def ring(boris: Person, advert: dict[str, Any]) -> dict[str, Any]:
    answer = boris.post("/calls/", {"advert_id": advert["advert_id"]})
    assert answer.status_code == 201, answer.text
    return dict(answer.json())


def accept(role: psycopg.Connection[Any], call_id: str) -> None:
    """What signalling does when the callee accepts and both have joined."""
    role.execute("UPDATE call_rings SET state = 'accepted', version = version + 1 WHERE call_id = %s", [call_id])
    role.execute("UPDATE calls SET start_time = now() WHERE call_id = %s", [call_id])


def end(role: psycopg.Connection[Any], call_id: str, state: str | None = None) -> None:
    """What signalling does when a call is over."""
    if state:
        role.execute("UPDATE call_rings SET state = %s, version = version + 1 WHERE call_id = %s", [state, call_id])
    role.execute("UPDATE calls SET end_time = now() WHERE call_id = %s", [call_id])
    role.execute("UPDATE call_sides SET open = false WHERE call_id = %s", [call_id])


@pytest.fixture
def call(boris: Person, advert: dict[str, Any], signalling_role: psycopg.Connection[Any]) -> dict[str, Any]:
    """Boris and Alice talk about the bicycle."""
    made = ring(boris, advert)
    accept(signalling_role, made["call_id"])
    return made


def test_a_buyer_rings_the_seller_and_signalling_is_told(
    alice: Person, boris: Person, advert: dict[str, Any], valkey_url: str
) -> None:
    with redis.Redis.from_url(valkey_url) as connection, connection.pubsub() as channel:
        channel.subscribe(CONTROL_CHANNEL)
        channel.get_message(timeout=2)
        call = ring(boris, advert)
        message = channel.get_message(ignore_subscribe_messages=True, timeout=2)
    assert message
    assert order_adapter.validate_json(message["data"]).model_dump()["call_id"] == call["call_id"]
    assert (call["title"], call["direction"], call["ring_state"]) == (advert["title"], "outgoing", "ringing")
    assert (call["you"]["side"], call["other"]["name"]) == ("caller", "Alice")
    seen = alice.get(f"/calls/{call['call_id']}/").json()
    assert (seen["direction"], seen["you"]["side"], seen["other"]["name"]) == ("incoming", "callee", "Boris")


def test_the_callee_learns_nothing_of_the_caller_but_the_name_shown(
    alice: Person, boris: Person, advert: dict[str, Any]
) -> None:
    call = ring(boris, advert)
    seen = alice.get(f"/calls/{call['call_id']}/").text
    for secret in (boris.user_id, boris.login, boris.email):
        assert secret not in seen


def test_a_stranger_sees_nothing_of_a_call(charlie: Person, call: dict[str, Any]) -> None:
    path = f"/calls/{call['call_id']}"
    tries = [
        charlie.get(f"{path}/"),
        charlie.post(f"{path}/ticket/"),
        charlie.post(f"{path}/call-back/"),
        charlie.get(f"{path}/consents/"),
        charlie.put(f"{path}/consents/", {"purposes": ALL, "text_version": VERSION}),
        charlie.get(f"{path}/messages/"),
        charlie.post(f"{path}/messages/", {"client_id": str(uuid4()), "text": "x"}),
        charlie.get(f"{path}/transcript/"),
        charlie.get(f"{path}/links/"),
    ]
    for answer in tries:
        assert_error(answer, 404, "not_found")
    assert charlie.get("/calls/").json()["items"] == []


@pytest.mark.parametrize("body", [{}, {"advert_id": str(uuid4()), "user_id": str(uuid4())}, {"advert_id": "x"}])
def test_a_call_names_either_an_advert_or_a_person(boris: Person, body: dict[str, str]) -> None:
    assert_error(boris.post("/calls/", body), 400, "invalid")


def test_calling_oneself_is_refused(alice: Person, advert: dict[str, Any]) -> None:
    assert_error(alice.post("/calls/", {"advert_id": advert["advert_id"]}), 400, "call_to_oneself")
    assert_error(alice.post("/calls/", {"user_id": alice.user_id}), 400, "call_to_oneself")


def test_whoever_has_not_confirmed_the_email_cannot_call(register: Callable[[str], Person], alice: Person) -> None:
    assert_error(register("Vera").post("/calls/", {"user_id": alice.user_id}), 403, "email_not_confirmed")


def test_a_closed_account_a_sold_advert_and_a_block_refuse_the_call(
    alice: Person, boris: Person, charlie: Person, advert: dict[str, Any]
) -> None:
    alice.put(f"/people/{charlie.user_id}/block/")
    assert_error(charlie.post("/calls/", {"user_id": alice.user_id}), 403, "blocked")
    assert_error(alice.post("/calls/", {"user_id": charlie.user_id}), 403, "blocked")
    alice.patch(f"/adverts/{advert['advert_id']}/", {"state": "sold"})
    assert_error(boris.post("/calls/", {"advert_id": advert["advert_id"]}), 409, "advert_not_active")
    charlie.post("/me/close/", {"password": charlie.password})
    assert_error(boris.post("/calls/", {"user_id": charlie.user_id}), 409, "account_closed")


def test_a_person_has_one_call_at_a_time(
    alice: Person, boris: Person, charlie: Person, advert: dict[str, Any], signalling_role: psycopg.Connection[Any]
) -> None:
    call = ring(boris, advert)
    assert_error(charlie.post("/calls/", {"user_id": alice.user_id}), 409, "callee_busy")
    assert_error(charlie.post("/calls/", {"user_id": boris.user_id}), 409, "callee_busy")
    assert_error(alice.post("/calls/", {"user_id": charlie.user_id}), 409, "caller_busy")
    tries = charlie.get("/calls/").json()["items"]
    assert [item["other"]["name"] for item in tries] == ["Boris", "Alice"], "each try is kept"
    seen = [("busy", True, tries[1]["call_id"])]
    for written in (False, True):  # what signalling writes down a moment later is so from the beginning
        if written:
            end(signalling_role, tries[1]["call_id"], "busy")
        missed = alice.get("/calls/?missed=1").json()["items"]
        assert [(item["ring_state"], item["missed"], item["call_id"]) for item in missed] == seen
    end(signalling_role, call["call_id"], "declined")
    assert charlie.post("/calls/", {"user_id": alice.user_id}).status_code == 201


def test_a_ring_rings_for_three_quarters_of_a_minute(
    boris: Person, advert: dict[str, Any], owner: psycopg.Connection[Any]
) -> None:
    query = "SELECT extract(epoch FROM expires_at - now())::float FROM call_rings WHERE call_id = %s"
    [(left,)] = owner.execute(query, [ring(boris, advert)["call_id"]]).fetchall()
    assert left == pytest.approx(45, abs=5)


def test_a_ring_that_ran_out_rings_no_longer_whether_or_not_that_was_written_down(
    alice: Person, boris: Person, advert: dict[str, Any], owner: psycopg.Connection[Any]
) -> None:
    call = ring(boris, advert)
    assert [item["ring_state"] for item in alice.get("/calls/").json()["items"]] == ["ringing"]
    assert alice.get("/calls/?missed=1").json()["items"] == []
    owner.execute("UPDATE call_rings SET expires_at = now() WHERE call_id = %s", [call["call_id"]])
    [shown] = alice.get("/calls/?missed=1").json()["items"]
    assert (shown["ring_state"], shown["missed"]) == ("unanswered", True)
    assert boris.get(f"/calls/{call['call_id']}/").json()["ring_state"] == "unanswered"
    assert_error(boris.post(f"/calls/{call['call_id']}/ticket/"), 409, "call_ended")


def test_calls_are_listed_searched_and_missed_ones_called_back(
    alice: Person, boris: Person, advert: dict[str, Any], signalling_role: psycopg.Connection[Any]
) -> None:
    missed = ring(boris, advert)
    end(signalling_role, missed["call_id"], "unanswered")
    answered = ring(boris, advert)
    accept(signalling_role, answered["call_id"])
    end(signalling_role, answered["call_id"])
    items = alice.get("/calls/").json()["items"]
    assert [(item["call_id"], item["missed"]) for item in items] == [
        (answered["call_id"], False),
        (missed["call_id"], True),
    ]
    assert items[0]["duration_seconds"] is not None
    assert [item["call_id"] for item in alice.get("/calls/?missed=1").json()["items"]] == [missed["call_id"]]
    assert boris.get("/calls/?missed=1").json()["items"] == []
    assert len(alice.get("/calls/", params={"q": "стелс boris"}).json()["items"]) == 2
    assert alice.get("/calls/", params={"q": "стелс alice"}).json()["items"] == []
    back = alice.post(f"/calls/{missed['call_id']}/call-back/")
    assert back.status_code == 201
    assert (back.json()["direction"], back.json()["other"]["name"], back.json()["advert_id"]) == (
        "outgoing",
        "Boris",
        advert["advert_id"],
    )


def claims_of(ticket: str, environment: dict[str, str]) -> dict[str, Any]:
    return dict(
        jwt.decode(ticket, environment["TICKET_PUBLIC_KEY"], algorithms=[TICKET_ALGORITHM], audience=TICKET_AUDIENCE)
    )


def test_a_presence_ticket_is_signed_for_this_session_and_ends_within_a_minute(
    alice: Person, service_environment: Callable[[str], dict[str, str]]
) -> None:
    made = alice.post("/tickets/presence/").json()
    claims = claims_of(made["ticket"], service_environment("signalling"))
    ticket = PresenceTicket.model_validate(claims)
    assert (ticket.sub, ticket.exp - ticket.iat, made["expires_in"]) == (alice.user_id, 55, 55)
    assert ticket.session == alice.get("/me/sessions/").json()["items"][0]["id"]


def test_a_call_ticket_shows_a_name_and_no_account(
    boris: Person, call: dict[str, Any], service_environment: Callable[[str], dict[str, str]]
) -> None:
    made = boris.post(f"/calls/{call['call_id']}/ticket/").json()
    ticket = CallTicket.model_validate(claims_of(made["ticket"], service_environment("signalling")))
    assert (ticket.call_id, ticket.participant_id, ticket.name, ticket.side) == (
        call["call_id"],
        call["you"]["participant_id"],
        "Boris",
        "caller",
    )
    stun, turn = made["ice_servers"]
    assert (stun, turn["urls"]) == ({"urls": [RELAY["STUN_URLS"]]}, RELAY["TURN_URLS"].split(","))
    expires, who = turn["username"].split(":")
    assert (who, turn["credential"] != "") == (ticket.participant_id, True)
    assert 12 * 3600 - 60 < int(expires) - ticket.iat <= 12 * 3600 + 60, "longer than a call"
    header = json.loads(base64.urlsafe_b64decode(made["ticket"].split(".")[0] + "=="))
    assert header["alg"] == "EdDSA"


def test_there_is_no_ticket_into_a_call_that_rings_or_is_over(
    alice: Person, boris: Person, advert: dict[str, Any], signalling_role: psycopg.Connection[Any]
) -> None:
    call = ring(boris, advert)
    path = f"/calls/{call['call_id']}/ticket/"
    assert_error(boris.post(path), 409, "call_not_accepted")
    accept(signalling_role, call["call_id"])
    assert alice.post(path).status_code == 200
    end(signalling_role, call["call_id"])
    assert_error(alice.post(path), 409, "call_ended")


def test_tickets_are_limited(alice: Person) -> None:
    codes = [alice.post("/tickets/presence/").status_code for _ in range(61)]
    assert codes == [200] * 60 + [429]


def test_each_side_consents_for_itself_and_recording_wants_both(
    alice: Person, boris: Person, call: dict[str, Any]
) -> None:
    path = f"/calls/{call['call_id']}/consents/"
    seen = alice.get(path).json()
    assert seen["mine"] == seen["other"] == dict.fromkeys(ALL, False)
    assert [text["purpose"] for text in seen["texts"]] == list(ALL)
    first = alice.put(path, {"purposes": ALL, "text_version": VERSION}).json()
    assert (first["mine"], first["recording"]) == (ALL, False)
    second = boris.put(path, {"purposes": {"record": True}, "text_version": VERSION}).json()
    assert (second["mine"]["transcribe"], second["other"], second["recording"]) == (False, ALL, True)
    withdrawn = alice.put(path, {"purposes": {"record": False}, "text_version": VERSION}).json()
    assert (withdrawn["mine"]["record"], withdrawn["mine"]["transcribe"], withdrawn["recording"]) == (
        False,
        True,
        False,
    )


def test_consent_to_another_text_or_purpose_is_refused(
    alice: Person, call: dict[str, Any], signalling_role: psycopg.Connection[Any]
) -> None:
    path = f"/calls/{call['call_id']}/consents/"
    assert_error(alice.put(path, {"purposes": ALL, "text_version": "1999-01"}), 400, "text_outdated")
    assert_error(
        alice.put(path, {"purposes": {"sell": True}, "text_version": VERSION}), 400, "invalid", "purposes.sell"
    )
    end(signalling_role, call["call_id"])
    assert_error(alice.put(path, {"purposes": ALL, "text_version": VERSION}), 409, "call_ended")
