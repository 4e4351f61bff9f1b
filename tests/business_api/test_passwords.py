"""How passwords are hashed: dearly, and two at a time in a process, however many log in."""

import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

AT_ONCE = 2


def test_of_many_passwords_two_are_hashed_at_a_time_at_the_full_cost(
    business_api_here: None, monkeypatch: pytest.MonkeyPatch
) -> None:
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
    with ThreadPoolExecutor(5) as pool:
        tries = [pool.submit(passwords.password_is_right, None, "guess") for _ in range(5)]
        inside.wait(20)
        assert not passwords._at_a_time.acquire(blocking=False), "there is no room for a third"
        assert len(costs) == AT_ONCE
        leave.set()
        assert [each.result(20) for each in tries] == [False] * 5
    assert {(cost["time_cost"], cost["memory_cost"], cost["parallelism"]) for cost in costs} == {(3, 64 * 1024, 1)}
