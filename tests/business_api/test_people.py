"""Finding people, blocking and reporting them."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from tests.business_api.conftest import Browser, Person, assert_error
from tests.business_api.test_calls import call  # noqa: F401 - a fixture


def test_a_person_is_found_by_a_misspelt_name_and_shows_no_login_or_email(alice: Person, stranger: Browser) -> None:
    name = f"Виолетта {uuid4().hex[:6]}"
    alice.patch("/me/", {"name": name, "city": "Тула", "about": "Продаю"})
    found = stranger.get("/people/", params={"q": name.replace("Виолетта", "Вилета"), "city": "тула"}).json()["items"]
    person = next(item for item in found if item["user_id"] == alice.user_id)
    assert person["name"] == name
    assert alice.login not in str(found)
    assert "email" not in person
    assert "login" not in person


def test_a_person_is_found_by_login(alice: Person, stranger: Browser) -> None:
    found = stranger.get("/people/", params={"q": alice.login.upper()}).json()["items"]
    assert alice.user_id in [item["user_id"] for item in found]


def test_whoever_has_an_open_tab_is_online(
    alice: Person, stranger: Browser, signalling_role: psycopg.Connection[Any]
) -> None:
    path = f"/people/{alice.user_id}/"
    assert stranger.get(path).json()["online"] is False
    row = (alice.user_id, "process-1", 1)
    signalling_role.execute(
        "INSERT INTO presences (user_id, process_id, sockets, seen_at) VALUES (%s, %s, %s, now())", row
    )
    assert stranger.get(path).json()["online"] is True
    signalling_role.execute(
        "UPDATE presences SET seen_at = now() - %s WHERE user_id = %s", [timedelta(seconds=41), alice.user_id]
    )
    seen = stranger.get(path).json()
    assert (seen["online"], seen["seen_at"] is not None) == (False, True)


def test_whoever_has_not_confirmed_is_not_found_by_search(register: Any, stranger: Browser) -> None:
    vera = register("Vera")
    found = stranger.get("/people/", params={"q": vera.login}).json()["items"]
    assert vera.user_id not in [item["user_id"] for item in found]


def test_a_block_is_listed_and_taken_back(alice: Person, boris: Person) -> None:
    for _ in range(2):
        assert alice.put(f"/people/{boris.user_id}/block/").status_code == 204
    assert [item["user_id"] for item in alice.get("/me/blocks/").json()["items"]] == [boris.user_id]
    assert alice.get(f"/people/{boris.user_id}/").json()["blocked_by_me"] is True
    assert boris.get(f"/people/{alice.user_id}/").json()["blocked_by_me"] is False
    assert boris.get("/me/blocks/").json()["items"] == []
    assert alice.delete(f"/people/{boris.user_id}/block/").status_code == 204
    assert alice.get("/me/blocks/").json()["items"] == []


def test_blocking_oneself_or_nobody_is_refused(alice: Person) -> None:
    assert_error(alice.put(f"/people/{alice.user_id}/block/"), 400, "oneself")
    assert_error(alice.put("/people/01890000-0000-7000-8000-000000000000/block/"), 404, "not_found")


def test_a_person_is_reported_with_the_advert_it_is_about(
    alice: Person, boris: Person, advert: dict[str, Any], owner: psycopg.Connection[Any]
) -> None:
    body = {
        "subject_id": alice.user_id,
        "advert_id": advert["advert_id"],
        "reason": "fraud",
        "text": "Просит предоплату",
    }
    answer = boris.post("/complaints/", body)
    assert answer.status_code == 201
    row = owner.execute(
        "SELECT reporter_id, subject_id, reason, text FROM complaints WHERE complaint_id = %s",
        [answer.json()["complaint_id"]],
    ).fetchone()
    assert row
    assert [str(row[0]), str(row[1]), *row[2:]] == [boris.user_id, alice.user_id, "fraud", "Просит предоплату"]


def test_a_report_names_only_calls_and_adverts_that_one_may_see(
    alice: Person, boris: Person, charlie: Person, advert: dict[str, Any], call: dict[str, Any]
) -> None:
    body = {"subject_id": alice.user_id, "reason": "abuse"}
    about_call, about_advert = body | {"call_id": call["call_id"]}, body | {"advert_id": advert["advert_id"]}
    assert boris.post("/complaints/", about_call).status_code == 201
    assert_error(charlie.post("/complaints/", about_call), 404, "not_found")
    assert charlie.post("/complaints/", about_advert).status_code == 201
    alice.patch(f"/adverts/{advert['advert_id']}/", {"state": "hidden"})
    assert_error(charlie.post("/complaints/", about_advert), 404, "not_found")


def test_twenty_reports_a_day_are_taken(alice: Person, boris: Person) -> None:
    body = {"subject_id": alice.user_id, "reason": "spam"}
    assert [boris.post("/complaints/", body).status_code for _ in range(20)] == [201] * 20
    assert_error(boris.post("/complaints/", body), 429, "too_many_requests")


@pytest.mark.parametrize(
    ("name", "value"),
    [("page", "0"), ("page", "501"), ("city", "x" * 81), ("q", "a" * 10_000), ("login", "alice")],
    ids=lambda text: text[:9],
)
def test_a_search_for_people_by_a_bad_filter_is_refused(stranger: Browser, name: str, value: str) -> None:
    assert_error(stranger.get("/people/", params={name: value}), 400, "invalid", name)


@pytest.mark.parametrize(
    ("change", "status", "code"),
    [
        ({"reason": "envy"}, 400, "invalid"),
        ({"subject_id": "01890000-0000-7000-8000-000000000000"}, 404, "not_found"),
        ({"call_id": "01890000-0000-7000-8000-000000000000"}, 404, "not_found"),
        ({"text": "x" * 2001}, 400, "invalid"),
    ],
)
def test_a_bad_report_is_refused(alice: Person, boris: Person, change: dict[str, str], status: int, code: str) -> None:
    body = {"subject_id": alice.user_id, "reason": "spam", "text": ""} | change
    assert_error(boris.post("/complaints/", body), status, code)


def test_reporting_oneself_is_refused(alice: Person) -> None:
    assert_error(alice.post("/complaints/", {"subject_id": alice.user_id, "reason": "spam"}), 400, "oneself")
