"""The chat of a call: for its two people, from accepting to the end."""

from typing import Any
from uuid import uuid4

import psycopg
from tests.business_api.conftest import Person, assert_error
from tests.business_api.test_calls import accept, call, end, ring  # noqa: F401 - a fixture among them


def test_chat_is_kept_with_the_call_and_sending_twice_is_as_once(
    alice: Person, boris: Person, call: dict[str, Any]
) -> None:
    path = f"/calls/{call['call_id']}/messages/"
    line = {"client_id": str(uuid4()), "text": "Можно за 12?\nСегодня"}
    first, again = boris.post(path, line), boris.post(path, line)
    assert (first.status_code, first.json()) == (201, again.json())
    items = alice.get(path).json()["items"]
    assert [(item["text"], item["participant_id"]) for item in items] == [(line["text"], call["you"]["participant_id"])]
    assert_error(boris.post(path, {"client_id": str(uuid4()), "text": ""}), 400, "invalid", "text")
    assert_error(boris.post(path, {"client_id": str(uuid4()), "text": "x" * 2001}), 400, "invalid", "text")


def test_nobody_writes_before_the_call_was_accepted_nor_after_its_end(
    alice: Person, boris: Person, advert: dict[str, Any], signalling_role: psycopg.Connection[Any]
) -> None:
    call = ring(boris, advert)
    path = f"/calls/{call['call_id']}/messages/"

    def line() -> dict[str, str]:
        return {"client_id": str(uuid4()), "text": "Вы тут?"}

    for person in (alice, boris):
        assert_error(person.post(path, line()), 409, "call_not_accepted")
    accept(signalling_role, call["call_id"])
    for person in (alice, boris):
        assert person.post(path, line()).status_code == 201
    end(signalling_role, call["call_id"])
    for person in (alice, boris):
        assert_error(person.post(path, line()), 409, "call_ended")
    assert len(alice.get(path).json()["items"]) == 2, "and read it all the same"
    declined = ring(boris, advert)
    end(signalling_role, declined["call_id"], "declined")
    assert_error(boris.post(f"/calls/{declined['call_id']}/messages/", line()), 409, "call_ended")


def test_a_person_writes_sixty_lines_a_minute(alice: Person, boris: Person, call: dict[str, Any]) -> None:
    path = f"/calls/{call['call_id']}/messages/"
    codes = [boris.post(path, {"client_id": str(uuid4()), "text": "x"}).status_code for _ in range(61)]
    assert codes == [201] * 60 + [429]
    assert alice.post(path, {"client_id": str(uuid4()), "text": "x"}).status_code == 201, "each their own"
