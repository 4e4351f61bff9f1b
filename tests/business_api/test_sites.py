"""Whatever Host a request claims, letters and links are of this site's own addresses."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import httpx
import pytest
from tests.business_api.conftest import ORIGIN, PASSWORD, Browser, Mailbox, Person, _decoded, picture, wait_for
from tests.business_api.test_recordings import call, entry, put, start  # noqa: F401 - fixtures

OURS = ORIGIN.removeprefix("http://")
FORGED = [
    {"Host": "evil.example"},
    {"Host": f"{OURS}.evil.example"},
    {"Host": f"{OURS}@evil.example"},
    {"X-Forwarded-Host": "evil.example"},
    {"Host": "evil.example", "X-Forwarded-Host": "evil.example", "Forwarded": "host=evil.example"},
]


@pytest.mark.parametrize("headers", FORGED)
def test_a_letter_leads_to_this_site_whatever_host_the_request_named(
    stranger: Browser, mailbox: Mailbox, headers: dict[str, str]
) -> None:
    login = f"vera-{uuid4().hex[:10]}"
    email = f"{login}@people.example"
    fields = {"login": login, "email": email, "password": PASSWORD, "name": "Вера"}
    assert stranger.post("/accounts/", fields, headers=headers).status_code == 201
    assert stranger.post("/accounts/password/forgot/", {"email": email}, headers=headers).status_code == 204
    wait_for(lambda: len(mailbox.letters_to(email)) == 2)
    letters = [_decoded(letter) for letter in mailbox.letters_to(email)]
    assert [f"{ORIGIN}/{page}#" in text for page, text in zip(("confirm", "reset"), letters, strict=True)] == [True] * 2
    assert not any("evil" in text for text in letters)


def test_links_into_storage_are_signed_for_this_site_whatever_host_the_request_named(
    boris: Person,
    call: dict[str, Any],
    put: Callable[..., int],
) -> None:
    path = f"/tracks/{start(boris, call).json()['track_id']}/slices/"
    for sequence, headers in enumerate(FORGED):
        answer = boris.post(path, {"announce": [entry(sequence, b"media")]}, headers=headers).json()
        # Sent with the host that a browser of this site sends: a signature for another one would be refused.
        assert put(answer["links"][-1], b"media") == 200, headers


def test_a_picture_is_signed_for_this_site_whatever_host_the_request_named(
    alice: Person, storage_environment: dict[str, str]
) -> None:
    assert alice.put("/me/avatar/", files={"picture": ("me.png", picture())}).status_code == 200
    for headers in FORGED:
        path = alice.get("/me/", headers=headers).json()["image_url"]
        sent = httpx.get(f"http://{storage_environment['STORAGE_ENDPOINT']}{path}", headers={"Host": OURS})
        assert sent.status_code == 200, headers
