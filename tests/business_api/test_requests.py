"""Bad requests, whatever they are for: a clear error, never 500."""

import re

import pytest
from tests.business_api.conftest import Browser, Person, assert_error


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b'"text"',
        b'{"login": NaN, "password": "x"}',
        b'{"login": "a", "login": "b", "password": "x"}',
        b'{"login": "a\\u0000", "password": "x"}',
        b'{"login": "\\ud800", "password": "x"}',
        b'{"login": "\xff", "password": "x"}',
        b'{"login":' + b"[" * 100_000 + b"]" * 100_000 + b"}",
    ],
    ids=["empty", "cut", "list", "text", "NaN", "key twice", "NUL", "surrogate", "not UTF-8", "nested"],
)
def test_what_is_not_strict_json_is_refused(stranger: Browser, body: bytes) -> None:
    answer = stranger.post("/session/", headers={"Content-Type": "application/json"}, content=body)
    assert_error(answer, 400, "invalid")


def test_a_body_of_more_than_a_megabyte_is_refused(stranger: Browser) -> None:
    body = b'{"login": "' + b"a" * 1_100_000 + b'"}'
    answer = stranger.post("/session/", headers={"Content-Type": "application/json"}, content=body)
    assert_error(answer, 413, "too_large")


def test_another_content_type_is_refused(stranger: Browser) -> None:
    answer = stranger.post("/session/", headers={"Content-Type": "text/plain"}, content=b"{}")
    assert_error(answer, 415, "unsupported_media_type")


@pytest.mark.parametrize("page", ["0", "-1", "501", "9" * 30, "x", "1.5", ""])
def test_a_page_out_of_range_is_refused(stranger: Browser, page: str) -> None:
    assert_error(stranger.get(f"/adverts/?page={page}"), 400, "invalid", "page")


def test_a_page_behind_the_last_is_empty(stranger: Browser) -> None:
    assert stranger.get("/people/?page=500").json() == {"items": [], "page": 500, "has_more": False}


@pytest.mark.parametrize("path", ["/adverts/7/", "/adverts/not-an-id/", "/nothing/", "/calls/7/", "/"])
def test_an_address_that_leads_nowhere_says_so(alice: Person, path: str) -> None:
    assert_error(alice.get(path), 404, "not_found")


def test_an_unknown_id_is_not_found(alice: Person) -> None:
    nobody = "01890000-0000-7000-8000-000000000000"
    for path in (f"/adverts/{nobody}/", f"/people/{nobody}/", f"/calls/{nobody}/", f"/calls/{nobody}/transcript/"):
        assert_error(alice.get(path), 404, "not_found")


def test_a_method_that_is_not_there_says_so(alice: Person) -> None:
    assert_error(alice.delete("/me/"), 405, "method_not_allowed")


def test_nul_in_the_address_is_refused(stranger: Browser) -> None:
    assert_error(stranger.get("/adverts/?q=%00"), 400, "invalid")


def test_messages_come_in_the_language_asked_for(stranger: Browser) -> None:
    russian = stranger.get("/me/").json()["message"]
    english = stranger.get("/me/", headers={"Accept-Language": "en"}).json()["message"]
    assert (russian, english) == ("Войдите, чтобы продолжить.", "Log in to continue.")


def test_answers_are_numbered_and_kept_out_of_caches(stranger: Browser) -> None:
    answer = stranger.get("/session/")
    assert len(answer.headers["X-Request-Id"]) == 32
    assert answer.headers["Cache-Control"] == "no-store"


def test_the_api_page_and_schema_are_served_with_their_own_policy(stranger: Browser) -> None:
    page = stranger.get("/docs/")
    assert page.status_code == 200
    assert "script-src 'self'" in page.headers["Content-Security-Policy"]
    assert "<script>" not in page.text
    assert stranger.get("/schema/?format=json").json()["info"]["title"] == "Lodbic REST API"
    script = stranger.get("/static/drf_spectacular_sidecar/swagger-ui-dist/swagger-ui-bundle.js")
    assert script.status_code == 200


STRANGERS_MAY = {
    ("GET", "/api/calendar/{user_hex}.{signature}.ics"),  # the address itself is the key
    ("GET", "/api/session/"), ("POST", "/api/session/"), ("DELETE", "/api/session/"), ("POST", "/api/accounts/"),
    ("POST", "/api/accounts/confirm/"), ("POST", "/api/accounts/password/forgot/"),
    ("POST", "/api/accounts/password/reset/"), ("GET", "/api/adverts/"), ("GET", "/api/adverts/{advert_id}/"),
    ("GET", "/api/people/"), ("GET", "/api/people/{user_id}/"),
}  # fmt: skip


def test_whoever_is_not_logged_in_is_refused_everything_that_is_not_public(stranger: Browser) -> None:
    paths = stranger.get("/schema/?format=json").json()["paths"]
    operations = {(method.upper(), path) for path, methods in paths.items() for method in methods}
    assert operations > STRANGERS_MAY
    for method, path in sorted(operations - STRANGERS_MAY):
        known = path.replace("{digest}", "0" * 32).replace("{segment_id}", "1").replace("{ending}", "vtt")
        address = re.sub(r"\{\w+_id\}", "01890000-0000-7000-8000-000000000000", known)
        assert_error(stranger.request(method, address.removeprefix("/api"), {}), 401, "not_authenticated")
