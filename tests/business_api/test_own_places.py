"""The operator's own places: known from the start of business-api, which one that cannot be read refuses."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

Start = Callable[[Path], subprocess.CompletedProcess[str]]
# As each process of business-api starts, and what it then reads of a line.
CODE = """
import django
django.setup()
from tests.language.conversation import values
print(values("metro", "у метро Заречка"))
"""


@pytest.fixture
def start(service_environment: Callable[[str], dict[str, str]]) -> Start:
    """A process of business-api that is told of a folder."""
    told = {**service_environment("business-api"), "DJANGO_SETTINGS_MODULE": "business_api.settings"}
    told["PYTHONPATH"] = os.pathsep.join(filter(None, sys.path))

    def run(folder: Path) -> subprocess.CompletedProcess[str]:
        environment = {**os.environ, **told, "PLACES_FOLDER": str(folder)}
        return subprocess.run(
            [sys.executable, "-c", CODE], env=environment, capture_output=True, text=True, check=False, timeout=120
        )

    return run


def test_places_of_the_folder_that_is_set_are_known_from_the_start(start: Start, tmp_path: Path) -> None:
    (tmp_path / "metro.tsv").write_text("Тула\tЗаречье=заречка\n", encoding="utf-8")
    started = start(tmp_path)
    assert (started.stdout.strip(), started.returncode) == ("['Заречье']", 0), started.stderr


@pytest.mark.parametrize(("folder", "told"), [(".", "metro.tsv, line 1"), ("elsewhere", "elsewhere is no folder")])
def test_a_folder_that_cannot_be_read_refuses_the_start(start: Start, tmp_path: Path, folder: str, told: str) -> None:
    (tmp_path / "metro.tsv").write_text("Тула\n", encoding="utf-8")
    started = start(tmp_path / folder)
    assert started.returncode != 0
    for part in ("PLACES_FOLDER", told):
        assert part in started.stderr
