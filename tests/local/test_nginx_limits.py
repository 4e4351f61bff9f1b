"""How much and how often nginx takes from a browser, and that it says so in the API's way."""

import json
from urllib.parse import quote

import pytest
from tests.local.test_nginx import Running, echoes, front, nginx, static_root  # noqa: F401 - fixtures


@pytest.mark.parametrize(("language", "said"), [("ru", "большой"), ("en-GB,en;q=0.8", "too large"), ("de", "большой")])
def test_the_api_takes_twelve_megabytes_and_says_so(nginx: Running, language: str, said: str) -> None:
    assert nginx.ask("POST", "/api/pictures/", bytes(12 * 2**20))[0].status == 200
    answer, content = nginx.ask("POST", "/api/pictures/", bytes(12 * 2**20 + 1), Accept_Language=language)
    told = json.loads(content)
    assert (answer.status, told["code"], said in told["message"]) == (413, "too_large", True)


def test_a_search_of_ten_thousand_letters_gets_through_and_a_longer_address_is_told_so(nginx: Running) -> None:
    long = f"/api/search/?q={quote('ж' * 10_000)}"
    assert nginx.seen("GET", long)["path"] == long
    answer, content = nginx.ask("GET", f"/api/search/?q={quote('🚲' * 10_000)}")
    assert (answer.status, answer.headers["Content-Type"]) == (414, "application/json")
    assert json.loads(content)["code"] == "too_long"


def test_entering_is_limited_by_address_and_other_requests_are_not(nginx: Running) -> None:
    # However the address is written, it counts; all ways to enter count together.
    paths = ["/api/session/", "/api//session/", "/api/%73ession/", "/api/accounts/", "/api/accounts/password/forgot/"]
    answers = [nginx.ask("POST", path, b"{}") for path in paths * 6]
    assert [answer.status for answer, _ in answers[:20]] == [200] * 20
    answer, content = answers[-1]
    assert answer.status == 429
    assert answer.headers["Content-Type"] == "application/json"
    assert json.loads(content)["code"] == "too_many_requests"
    assert all(nginx.ask("GET", "/api/session/")[0].status == 200 for _ in range(30))


def test_tickets_are_limited_apart_from_entering(nginx: Running) -> None:
    paths = ["/api/tickets/presence/", "/api/calls/01a2/ticket/"]
    statuses = [nginx.ask("POST", path, b"{}")[0].status for path in paths * 40]
    assert statuses[:40] == [200] * 40
    assert 429 in statuses
