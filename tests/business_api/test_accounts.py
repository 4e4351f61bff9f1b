"""Accounts: registering, confirming, logging in and out, passwords, sessions, closing."""

import json
from collections.abc import Callable
from typing import Any

import psycopg
import pytest
import redis
from tests.business_api.conftest import PASSWORD, Browser, Mailbox, Person, assert_error, picture, wait_for

from lodbic_contracts.control import CONTROL_CHANNEL

FIELDS = {"login": "zoya", "email": "zoya@people.example", "password": PASSWORD, "name": "Зоя"}


def test_a_person_registers_and_is_logged_in(register: Callable[[str], Person]) -> None:
    person = register("Vera")
    me = person.get("/me/").json()
    assert (me["name"], me["status"], me["email_confirmed"], me["role"]) == ("Vera", "unconfirmed", False, "person")


@pytest.mark.parametrize("taken", ["login", "email"])
def test_a_login_or_email_taken_in_any_letter_case_is_refused(alice: Person, stranger: Browser, taken: str) -> None:
    fields = FIELDS | {taken: getattr(alice, taken).upper()}
    assert_error(stranger.post("/accounts/", fields), 400, f"{taken}_taken", taken)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("login", "a"),
        ("login", "имя"),
        ("login", "with space"),
        ("email", "nowhere"),
        ("password", "nine-sign"),
        ("password", "password123"),
        ("password", "x" * 1001),
        ("name", ""),
        ("name", "x" * 61),
        ("name", "evil\u202ename"),
        ("language", "de"),
        ("nickname", "undeclared"),
    ],
)
def test_a_bad_field_is_named(stranger: Browser, field: str, value: str) -> None:
    answer = stranger.post("/accounts/", FIELDS | {field: value})
    assert answer.status_code == 400
    assert field in answer.json()["fields"], answer.text


def test_the_login_as_password_is_refused(stranger: Browser) -> None:
    fields = FIELDS | {"login": "long-login", "password": "Long-Login"}
    assert_error(stranger.post("/accounts/", fields), 400, "weak_password", "password")


def test_the_link_in_the_letter_confirms_the_email_once(register: Callable[[str], Person], mailbox: Mailbox) -> None:
    person = register("Vera")
    secret = mailbox.secret_for(person.email, "confirm")
    assert person.post("/accounts/confirm/", {"token": secret}).json()["me"]["status"] == "active"
    assert_error(person.post("/accounts/confirm/", {"token": secret}), 400, "link_invalid")
    assert_error(person.post("/accounts/confirm/", {"token": "guess"}), 400, "link_invalid")


def test_an_old_link_is_refused(
    register: Callable[[str], Person], mailbox: Mailbox, owner: psycopg.Connection[Any]
) -> None:
    person = register("Vera")
    secret = mailbox.secret_for(person.email, "confirm")
    owner.execute("UPDATE mail_tokens SET expires_at = now() WHERE user_id = %s", [person.user_id])
    assert_error(person.post("/accounts/confirm/", {"token": secret}), 400, "link_invalid")


def test_the_letter_is_sent_again_on_request_five_times_an_hour(
    register: Callable[[str], Person], mailbox: Mailbox
) -> None:
    person = register("Vera")
    first = mailbox.secret_for(person.email, "confirm")
    for _ in range(5):
        assert person.post("/accounts/confirm/resend/").status_code == 204
    assert_error(person.post("/accounts/confirm/resend/"), 429, "too_many_requests")
    wait_for(lambda: len(mailbox.letters_to(person.email)) == 1 + 5)
    assert mailbox.secret_for(person.email, "confirm") != first


def test_a_person_logs_in_by_login_or_email_in_any_case_and_out(alice: Person, stranger: Browser) -> None:
    for name in (alice.login.upper(), alice.email.upper()):
        answer = stranger.post("/session/", {"login": name, "password": alice.password})
        assert answer.json()["me"]["user_id"] == alice.user_id
        assert stranger.get("/me/").status_code == 200
        assert stranger.delete("/session/").status_code == 204
        assert_error(stranger.get("/me/"), 401, "not_authenticated")


def test_a_wrong_password_and_an_unknown_login_are_refused_alike(alice: Person, stranger: Browser) -> None:
    wrong = stranger.post("/session/", {"login": alice.login, "password": "wrong password"})
    unknown = stranger.post("/session/", {"login": "nobody-here", "password": "wrong password"})
    assert_error(wrong, 400, "wrong_credentials")
    assert wrong.json() == unknown.json()


def test_a_changing_request_without_the_csrf_token_is_refused(alice: Person, stranger: Browser) -> None:
    body = {"login": alice.login, "password": alice.password}
    assert_error(stranger.post("/session/", body, headers={"X-CSRFToken": ""}), 403, "csrf_failed")
    assert_error(alice.patch("/me/", {"name": "X"}, headers={"X-CSRFToken": "x" * 32}), 403, "csrf_failed")
    assert_error(alice.patch("/me/", {"name": "X"}, headers={"Origin": "https://evil.example"}), 403, "csrf_failed")
    assert alice.get("/me/").json()["name"] == "Alice"


def test_a_session_cookie_is_out_of_reach_of_scripts(alice: Person, api: str) -> None:
    browser = Browser(api, "10.250.0.1")
    answer = browser.post("/session/", {"login": alice.login, "password": alice.password})
    cookie = next(line for line in answer.headers.get_list("set-cookie") if line.startswith("lodbic_session="))
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


@pytest.mark.parametrize("planted", ["chosen-by-an-attacker-000000000", "charlie's"])
def test_logging_in_makes_a_new_session_id(stranger: Browser, alice: Person, charlie: Person, planted: str) -> None:
    own = charlie.http.cookies["lodbic_session"]
    known = own if planted == "charlie's" else planted
    stranger.http.cookies.set("lodbic_session", known, domain="127.0.0.1")
    assert stranger.get("/session/").json()["me"] == (charlie.get("/me/").json() if known == own else None)
    answer = stranger.post("/session/", {"login": alice.login, "password": alice.password})
    assert answer.status_code == 200, answer.text
    assert answer.cookies["lodbic_session"] not in {known, own}
    assert stranger.get("/me/").json()["user_id"] == alice.user_id
    charlie.http.cookies.clear()
    charlie.http.cookies.set("lodbic_session", known, domain="127.0.0.1")
    assert_error(charlie.get("/me/"), 401, "not_authenticated")


def test_a_forgotten_password_is_replaced_by_a_mailed_link_and_every_session_ends(
    alice: Person, stranger: Browser, mailbox: Mailbox
) -> None:
    assert stranger.post("/accounts/password/forgot/", {"email": alice.email.upper()}).status_code == 204
    secret = mailbox.secret_for(alice.email, "reset")
    assert_error(
        stranger.post("/accounts/password/reset/", {"token": secret, "password": "short"}),
        400,
        "weak_password",
        "password",
    )
    fresh = {"token": secret, "password": "another long password"}
    assert stranger.post("/accounts/password/reset/", fresh).status_code == 204
    assert_error(stranger.post("/accounts/password/reset/", fresh), 400, "link_invalid")
    assert_error(alice.get("/me/"), 401, "not_authenticated")
    assert_error(
        stranger.post("/session/", {"login": alice.login, "password": alice.password}), 400, "wrong_credentials"
    )
    body = {"login": alice.login, "password": "another long password"}
    assert stranger.post("/session/", body).status_code == 200


def test_nobody_learns_whether_an_account_exists(stranger: Browser, mailbox: Mailbox) -> None:
    assert stranger.post("/accounts/password/forgot/", {"email": "nobody@people.example"}).status_code == 204
    assert mailbox.letters_to("nobody@people.example") == []


def test_changing_the_password_ends_the_other_sessions_and_closes_their_sockets(
    alice: Person, stranger: Browser, valkey_url: str, owner: psycopg.Connection[Any]
) -> None:
    stranger.post("/session/", {"login": alice.login, "password": alice.password})
    with redis.Redis.from_url(valkey_url) as connection, connection.pubsub() as channel:
        channel.subscribe(CONTROL_CHANNEL)
        channel.get_message(timeout=2)
        fresh = {"password": alice.password, "new_password": "another long password"}
        assert alice.post("/me/password/", fresh).status_code == 204
        message = channel.get_message(ignore_subscribe_messages=True, timeout=2)
    assert message
    order = json.loads(message["data"])
    assert (order["order"], order["user_id"], order["reason"], len(order["sessions"])) == (
        "sessions.ended",
        alice.user_id,
        "password_changed",
        1,
    )
    assert alice.get("/me/").status_code == 200
    assert_error(stranger.get("/me/"), 401, "not_authenticated")
    rows = owner.execute(
        "SELECT password_hash, password_salt, effective_to FROM passwords WHERE user_id = %s ORDER BY effective_from",
        [alice.user_id],
    ).fetchall()
    assert [row[2] is None for row in rows] == [False, True]
    assert all(row[0].startswith("$argon2id$v=19$m=19456,t=2,p=1$") for row in rows), "as the tests' settings say"
    assert rows[0][1] != rows[1][1]


def test_a_wrong_old_password_changes_nothing(alice: Person) -> None:
    body = {"password": "wrong password", "new_password": "another long password"}
    assert_error(alice.post("/me/password/", body), 400, "wrong_password", "password")


def test_sessions_are_listed_and_ended_by_their_owner_only(alice: Person, boris: Person, stranger: Browser) -> None:
    stranger.post("/session/", {"login": alice.login, "password": alice.password})
    items = alice.get("/me/sessions/").json()["items"]
    assert [item["current"] for item in items].count(True) == 1
    other = next(item["id"] for item in items if not item["current"])
    assert_error(boris.delete(f"/me/sessions/{other}/"), 404, "not_found")
    assert stranger.get("/me/").status_code == 200
    assert alice.delete(f"/me/sessions/{other}/").status_code == 204
    assert_error(stranger.get("/me/"), 401, "not_authenticated")


def test_all_other_sessions_are_ended_at_once(alice: Person, stranger: Browser) -> None:
    stranger.post("/session/", {"login": alice.login, "password": alice.password})
    assert alice.delete("/me/sessions/").status_code == 204
    assert len(alice.get("/me/sessions/").json()["items"]) == 1
    assert_error(stranger.get("/me/"), 401, "not_authenticated")


def test_the_profile_is_changed_and_the_former_version_of_the_account_is_kept(
    alice: Person, mailbox: Mailbox, owner: psycopg.Connection[Any]
) -> None:
    changes = {
        "name": "Алиса",
        "about": "Продаю\nвелосипеды",
        "city": "Тула",
        "time_zone": "Asia/Omsk",
        "language": "en",
    }
    me = alice.patch("/me/", changes).json()
    assert {name: me[name] for name in changes} == changes
    assert_error(alice.patch("/me/", {"email": "new@people.example"}), 400, "wrong_password", "password")
    fresh = f"new-{alice.email}"
    me = alice.patch("/me/", {"email": fresh, "password": alice.password}).json()
    assert (me["email"], me["email_confirmed"], me["status"]) == (fresh, False, "unconfirmed")
    history = owner.execute(
        "SELECT email, effective_to FROM users_history WHERE user_id = %s", [alice.user_id]
    ).fetchall()
    assert [row[0] for row in history] == [alice.email]
    alice.post("/accounts/confirm/", {"token": mailbox.secret_for(fresh, "confirm")})
    assert alice.get("/me/").json()["status"] == "active"


@pytest.mark.parametrize(
    "change",
    [
        {"time_zone": "Mars/Phobos"},
        {"time_zone": "localtime"},
        {"name": ""},
        {"role": "administrator"},
        {"status": "active"},
    ],
)
def test_a_bad_or_foreign_profile_field_is_refused(alice: Person, change: dict[str, str]) -> None:
    answer = alice.patch("/me/", change)
    assert answer.status_code == 400
    assert list(answer.json()["fields"]) == list(change)


def test_an_avatar_is_re_encoded_and_removed(alice: Person) -> None:
    answer = alice.put("/me/avatar/", files={"picture": ("me.png", picture(2000, 1000))})
    assert answer.json()["image_url"].startswith("/media/pictures/")
    assert alice.delete("/me/avatar/").json()["image_url"] is None


def test_what_is_not_a_picture_is_refused(alice: Person) -> None:
    for name, content in (
        ("x.png", b"not a picture"),
        ("x.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
        ("x", b""),
    ):
        answer = alice.put("/me/avatar/", files={"picture": (name, content)})
        assert answer.status_code == 400
        assert "picture" in answer.json()["fields"]
    assert_error(
        alice.put("/me/avatar/", files={"picture": ("b.png", b"\x89PNG" + bytes(10_000_001))}), 413, "too_large"
    )


def test_a_closed_account_cannot_be_used_and_its_login_stays_taken(
    alice: Person, stranger: Browser, owner: psycopg.Connection[Any]
) -> None:
    alice.post("/adverts/", {"title": "Стол", "category": "home", "price_minor": 1, "city": "Тула"})
    assert_error(alice.post("/me/close/", {"password": "wrong password"}), 400, "wrong_password")
    assert alice.post("/me/close/", {"password": alice.password}).status_code == 204
    assert_error(alice.get("/me/"), 401, "not_authenticated")
    body = {"login": alice.login, "password": alice.password}
    assert_error(stranger.post("/session/", body), 400, "wrong_credentials")
    assert_error(stranger.get(f"/people/{alice.user_id}/"), 404, "not_found")
    assert stranger.get(f"/adverts/?seller={alice.user_id}").json()["items"] == []
    assert_error(stranger.post("/accounts/", FIELDS | {"login": alice.login}), 400, "login_taken")
    fields = FIELDS | {"login": f"again-{alice.login}"[:32], "email": alice.email}
    assert stranger.post("/accounts/", fields).status_code == 201
    versions = "SELECT effective_from = effective_to FROM users WHERE user_id = %s"
    assert owner.execute(versions, [alice.user_id]).fetchall() == [(True,)]


def test_ten_wrong_passwords_lock_the_login_for_a_while_whatever_address_they_come_from(
    alice: Person, api: str
) -> None:
    for number in range(10):
        browser = Browser(api, f"10.251.0.{number + 1}")
        body = {"login": alice.login, "password": "wrong password"}
        headers = {"X-Forwarded-For": f"1.2.3.{number}, 10.251.0.{number + 1}"}
        assert_error(browser.post("/session/", body, headers=headers), 400, "wrong_credentials")
    answer = Browser(api, "10.251.0.99").post("/session/", {"login": alice.login, "password": alice.password})
    assert_error(answer, 429, "too_many_requests")
    assert int(answer.headers["Retry-After"]) > 0
