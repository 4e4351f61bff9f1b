"""What an account is refused: an e-mail that is taken, and more than its share of tries."""

from typing import Any

import pytest
from tests.business_api.conftest import Browser, Mailbox, Person, assert_error, wait_for

WEAK = {"login": "zoya", "email": "zoya@people.example", "password": "short", "name": "Зоя"}


def test_an_email_of_somebody_else_in_any_letter_case_is_refused_and_changes_nothing(
    alice: Person, boris: Person
) -> None:
    for taken in (boris.email, boris.email.upper()):
        answer = alice.patch("/me/", {"name": "X", "email": taken, "password": alice.password})
        assert_error(answer, 400, "email_taken", "email")
    me = alice.get("/me/").json()
    assert (me["email"], me["status"], me["name"]) == (alice.email, "active", "Alice")


@pytest.mark.parametrize("body", [{"email": "nowhere"}, {"email": ""}, {}, {"email": f"{'x' * 250}@a.example"}])
def test_a_forgotten_password_wants_an_address(stranger: Browser, body: dict[str, Any]) -> None:
    assert_error(stranger.post("/accounts/password/forgot/", body), 400, "invalid", "email")


def test_a_forgotten_password_is_asked_for_five_times_an_hour_from_wherever(
    alice: Person, stranger: Browser, api: str, mailbox: Mailbox
) -> None:
    for number in range(5):
        email = alice.email.upper() if number % 2 else alice.email
        browser = Browser(api, f"10.252.0.{number + 1}")
        assert browser.post("/accounts/password/forgot/", {"email": email}).status_code == 204
    assert_error(stranger.post("/accounts/password/forgot/", {"email": alice.email}), 429, "too_many_requests")
    wait_for(lambda: len(mailbox.letters_to(alice.email)) == 1 + 5)


def test_an_address_asks_for_twenty_forgotten_passwords_an_hour(api: str, boris: Person) -> None:
    browser = Browser(api, "10.252.1.1")
    for number in range(20):
        body = {"email": f"nobody-{number}@people.example"}
        assert browser.post("/accounts/password/forgot/", body).status_code == 204
    assert_error(browser.post("/accounts/password/forgot/", {"email": boris.email}), 429, "too_many_requests")


def test_an_address_registers_thirty_times_an_hour(api: str) -> None:
    browser, other = Browser(api, "10.252.2.1"), Browser(api, "10.252.2.2")
    for _ in range(30):
        assert_error(browser.post("/accounts/", WEAK), 400, "weak_password")
    answer = browser.post("/accounts/", WEAK)
    assert_error(answer, 429, "too_many_requests")
    assert 0 < int(answer.headers["Retry-After"]) <= 3600
    assert_error(other.post("/accounts/", WEAK), 400, "weak_password")
