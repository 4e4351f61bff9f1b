"""A bad setting stops the start and is named."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from tests.signalling.process import ROOT
from tests.signalling.world import Signer

GOOD = {
    "DATABASE_URL": "postgresql://a:b@127.0.0.1:1/x",
    "VALKEY_URL": "redis://127.0.0.1:1/0",
    "PUBLIC_ORIGINS": "https://lodbic.example",
    "TICKET_PUBLIC_KEY": Signer().public,
}


def start(environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """Start with these settings and no others."""
    path = ":".join(str(ROOT / part) for part in ("contracts", "services/signalling"))
    return subprocess.run(
        [sys.executable, "-m", "signalling"],
        env={"PATH": os.environ["PATH"], "PYTHONPATH": path, **environment},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


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
def test_a_wrong_value_stops_the_start(name: str, value: str) -> None:
    ended = start(GOOD | {name: value})
    assert ended.returncode == 2
    assert ended.stderr.startswith(name)
    assert "Traceback" not in ended.stderr


@pytest.mark.parametrize("name", GOOD)
def test_a_missing_value_stops_the_start(name: str) -> None:
    ended = start({key: value for key, value in GOOD.items() if key != name})
    assert ended.returncode == 2
    assert f"{name}_FILE" in ended.stderr


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    environment = {key: value for key, value in GOOD.items() if key != "TICKET_PUBLIC_KEY"}
    ended = start(environment | {"TICKET_PUBLIC_KEY_FILE": str(tmp_path / "none")})
    assert ended.returncode == 2
    assert "TICKET_PUBLIC_KEY_FILE" in ended.stderr


def test_a_value_is_read_from_a_file(tmp_path: Path) -> None:
    file = tmp_path / "key"
    file.write_text("not a key\n")
    environment = {key: value for key, value in GOOD.items() if key != "TICKET_PUBLIC_KEY"}
    assert start(environment | {"TICKET_PUBLIC_KEY_FILE": str(file)}).stderr.startswith("TICKET_PUBLIC_KEY must be")
