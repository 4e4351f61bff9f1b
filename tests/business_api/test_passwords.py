"""Passwords: what is asked of them, and how they are hashed: dearly, two at a time in a process, whoever logs in."""

import os
import re
import secrets
import subprocess
import sys
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from tests.business_api.conftest import Browser, assert_error
from tests.business_api.test_accounts import FIELDS

AT_ONCE = 2
HINTS = Path(__file__).parents[2] / "frontend" / "src" / "lib" / "i18n"


@pytest.mark.parametrize("language", ["ru", "en"])
def test_what_the_page_asks_of_a_password_is_what_is_asked(stranger: Browser, language: str) -> None:
    words = (HINTS / language / "account.ts").read_text(encoding="utf-8")
    (asked,) = re.findall(r"passwordHint: '\D*(\d+)\D*'", words)
    login = f"zoya-{uuid4().hex[:8]}"
    fields = FIELDS | {"login": login, "email": f"{login}@people.example"}
    long = secrets.token_urlsafe(int(asked))[: int(asked)]
    assert_error(stranger.post("/accounts/", fields | {"password": long[1:]}), 400, "weak_password", "password")
    assert stranger.post("/accounts/", fields | {"password": long}).status_code == 201


def test_of_many_passwords_two_are_hashed_at_a_time_at_the_cost_that_is_set(
    business_api_here: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    from django.conf import settings

    from business_api.accounts import passwords

    costs: list[dict[str, Any]] = []
    inside, leave = threading.Barrier(AT_ONCE + 1), threading.Event()

    def hashed(**given: Any) -> bytes:
        costs.append(given)
        if not leave.is_set():
            inside.wait(20)
            assert leave.wait(20)
        return b"x" * passwords.HASH_BYTES

    monkeypatch.setattr(passwords, "hash_secret_raw", hashed)
    monkeypatch.setattr(settings, "ARGON2_MEMORY_KIB", 32 * 1024)
    monkeypatch.setattr(settings, "ARGON2_PASSES", 4)
    with ThreadPoolExecutor(5) as pool:
        tries = [pool.submit(passwords.password_is_right, None, "guess") for _ in range(5)]
        inside.wait(20)
        assert not passwords._at_a_time.acquire(blocking=False), "there is no room for a third"
        assert len(costs) == AT_ONCE
        leave.set()
        assert [each.result(20) for each in tries] == [False] * 5
    assert {(cost["time_cost"], cost["memory_cost"], cost["parallelism"]) for cost in costs} == {(4, 32 * 1024, 1)}


@pytest.mark.parametrize(
    ("set_to", "said"),
    [
        ({}, "65536 3"),
        ({"ARGON2_MEMORY_KIB": "19456", "ARGON2_PASSES": "2"}, "19456 2"),
        ({"ARGON2_MEMORY_KIB": "8192"}, "ARGON2_MEMORY_KIB must be a whole number from 19456 to"),
        ({"ARGON2_PASSES": "1"}, "ARGON2_PASSES must be a whole number from 2 to"),
    ],
)
def test_the_cost_is_full_unless_set_and_never_below_the_least(
    service_environment: Callable[[str], dict[str, str]], set_to: dict[str, str], said: str
) -> None:
    given = {name: value for name, value in service_environment("business-api").items() if "ARGON2_" not in name}
    code = "from business_api.settings import *; print(ARGON2_MEMORY_KIB, ARGON2_PASSES)"
    run = subprocess.run(
        [sys.executable, "-c", code], env=os.environ | given | set_to, capture_output=True, text=True, check=False
    )
    assert said in run.stdout + run.stderr
