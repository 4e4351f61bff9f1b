"""A bad setting stops the start and is named."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.signalling.process import ROOT
from tests.signalling.world import Signer

from signalling.__main__ import main
from signalling.settings import Timings, read_settings

GOOD = {
    "DATABASE_URL": "postgresql://a:b@127.0.0.1:1/x",
    "VALKEY_URL": "redis://127.0.0.1:1/0",
    "PUBLIC_ORIGINS": "https://lodbic.example",
    "TICKET_PUBLIC_KEY": Signer().public,
}


Start = Callable[[dict[str, str]], str]


@pytest.fixture
def start(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Start:
    """Start with these settings and no others, which is refused; what is said of it."""

    def refused(environment: dict[str, str]) -> str:
        for name in os.environ:
            monkeypatch.delenv(name)
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        assert main() == 2
        return capsys.readouterr().err

    return refused


def test_a_process_with_a_wrong_value_ends_at_once_and_says_why_in_one_line() -> None:
    path = ":".join(str(ROOT / part) for part in ("contracts", "services/signalling"))
    ended = subprocess.run(
        [sys.executable, "-m", "signalling"],
        env={"PATH": os.environ["PATH"], "PYTHONPATH": path, **GOOD, "PORT": "http"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert ended.returncode == 2
    assert ended.stderr.startswith("PORT must be")
    assert ended.stderr.count("\n") == 1


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DATABASE_URL", "mysql://x"),
        ("VALKEY_URL", "localhost"),
        ("PORT", "http"),
        ("PORT", "70000"),
        ("SEAT_SECONDS", "0"),
        ("PUBLIC_ORIGINS", " , "),
        ("PUBLIC_ORIGINS", "https://lodbic.example/"),
        ("PUBLIC_ORIGINS", "*"),
        ("TICKET_PUBLIC_KEY", "x"),
    ],
)
def test_a_wrong_value_stops_the_start(start: Start, name: str, value: str) -> None:
    assert start(GOOD | {name: value}).startswith(name)


def test_how_long_is_waited_unless_set(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in GOOD.items():
        monkeypatch.setenv(name, value)
    assert read_settings().timings == Timings(seat=30, join=180, alone=60)


@pytest.mark.parametrize("name", GOOD)
def test_a_missing_value_stops_the_start(start: Start, name: str) -> None:
    assert f"{name}_FILE" in start({key: value for key, value in GOOD.items() if key != name})


def test_a_file_that_is_not_there_is_named(start: Start, tmp_path: Path) -> None:
    environment = {key: value for key, value in GOOD.items() if key != "TICKET_PUBLIC_KEY"}
    assert "TICKET_PUBLIC_KEY_FILE" in start(environment | {"TICKET_PUBLIC_KEY_FILE": str(tmp_path / "none")})


def test_a_value_is_read_from_a_file(start: Start, tmp_path: Path) -> None:
    file = tmp_path / "key"
    file.write_text("not a key\n")
    environment = {key: value for key, value in GOOD.items() if key != "TICKET_PUBLIC_KEY"}
    assert start(environment | {"TICKET_PUBLIC_KEY_FILE": str(file)}).startswith("TICKET_PUBLIC_KEY must be")
