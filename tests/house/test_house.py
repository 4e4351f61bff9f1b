"""The house: sizes, single importers, where the environment is read, and what no file may hold."""

import ast
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from business_api.language import types

ROOT = Path(__file__).parents[2]
PYTHON = ("contracts", "services", "deploy/local", "tests", "benchmarks")
PRODUCT = ("contracts", "services", "deploy/local")
MOST_LINES, MOST_FUNCTION_LINES = 300, 40


def tracked(*folders: str, endings: tuple[str, ...] = (".py",)) -> list[Path]:
    """Files that git knows or would add, below the folders."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "--", *folders],
        cwd=ROOT, check=True, capture_output=True, text=True,
    ).stdout.splitlines()  # fmt: skip
    return [ROOT / name for name in listed if name.endswith(endings) and (ROOT / name).is_file()]


def functions(file: Path) -> Iterator[tuple[str, int]]:
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node.name, (node.end_lineno or node.lineno) - node.lineno + 1


def test_modules_stay_small() -> None:
    front = [file for file in tracked("frontend/src", endings=(".ts", ".svelte")) if "generated" not in file.parts]
    long = {
        str(file.relative_to(ROOT)): lines
        for file in [*tracked(*PYTHON), *front]
        if (lines := len(file.read_text(encoding="utf-8").splitlines())) > MOST_LINES
    }
    assert long == {}


def test_functions_stay_small() -> None:
    long = {
        f"{file.relative_to(ROOT)}:{name}": lines
        for file in tracked(*PYTHON)
        for name, lines in functions(file)
        if lines > MOST_FUNCTION_LINES
    }
    assert long == {}


def imported(file: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names.add(node.module.split(".")[0])
    return names


SINGLE_IMPORTERS = {
    "services/business-api": {
        "minio": {"core/storage.py"},
        "PIL": {"core/pictures.py"},
        "argon2": {"accounts/passwords.py"},
        "socketio": {"core/live.py"},
        "jwt": {"calls/tickets.py"},
        "pymorphy3": {"language/morphology.py"},
        "phonenumbers": {"language/phones.py"},
    },
    "services/signalling": {"jwt": {"auth.py"}},
    "services/transcriber": {
        "minio": {"storage.py"},
        "faster_whisper": {"speech.py"},
        "socketio": {"notify.py"},
        "psycopg": {"store/connection.py"},
    },
}


@pytest.mark.parametrize(
    ("service", "library"), [(service, library) for service, each in SINGLE_IMPORTERS.items() for library in each]
)
def test_each_foreign_library_has_one_importer(service: str, library: str) -> None:
    importers = {
        str(Path(*file.relative_to(ROOT / service).parts[1:])) for file in tracked(service) if library in imported(file)
    }
    assert importers == SINGLE_IMPORTERS[service][library]


def test_the_front_end_fetches_in_one_place() -> None:
    fetchers = {
        str(file.relative_to(ROOT / "frontend/src"))
        for file in tracked("frontend/src", endings=(".ts", ".svelte"))
        if re.search(r"(?<![\w.])fetch\(", file.read_text(encoding="utf-8")) and not file.name.endswith(".test.ts")
    }
    assert fetchers == {"lib/api/client.ts"}


def test_the_page_doubts_what_the_language_doubts() -> None:
    page = (ROOT / "frontend/src/lib/watch/facts.ts").read_text(encoding="utf-8")
    shown = {name: float(number) for name, number in re.findall(r"^export const (\w+) = ([\d.]+);$", page, re.M)}
    assert shown == {"GREY": types.GREY, "SURE": types.SURE}


READERS = {"business_api/env.py", "signalling/settings.py", "transcriber/settings.py"}


def test_services_read_the_environment_in_their_settings_only() -> None:
    readers = set()
    for file in tracked("services"):
        found = re.findall(r"os\.(?:environ|getenv)\b(?!\.setdefault\(\"DJANGO_SETTINGS_MODULE\")", file.read_text())
        if found and file.name != "manage.py":
            readers.add(str(Path(*file.relative_to(ROOT / "services").parts[1:])))
    assert readers <= READERS


def test_broad_excepts_stand_at_a_processs_edge_only() -> None:
    broad = [
        f"{file.relative_to(ROOT)}:{node.lineno}"
        for file in tracked(*PRODUCT)
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.ExceptHandler)
        and (node.type is None or (isinstance(node.type, ast.Name) and node.type.id in {"Exception", "BaseException"}))
        and not (isinstance(node.body[-1], ast.Raise) and node.body[-1].exc is None)  # cleans up and lets it pass
        and "edge" not in file.read_text(encoding="utf-8").splitlines()[node.lineno - 1]
    ]
    assert broad == [], "say in a comment on the line which process's edge it is"


def test_nothing_is_left_open_or_skipped() -> None:
    left = re.compile("TO" + "DO|FIX" + r"ME|\bX{3}\b|NotImplemented" + r"Error|\bit\.skip\(|\btest\.to" + "do")
    found = [
        f"{file.relative_to(ROOT)}: {match[0]}"
        for file in tracked(*PYTHON, "frontend/src", endings=(".py", ".ts", ".svelte"))
        if (match := left.search(file.read_text(encoding="utf-8")))
    ]
    assert found == []


def test_the_repository_names_nothing_outside_itself_and_no_registry() -> None:
    forbidden = re.compile(
        "/wo"
        + "rk/|\\.\\./sha"
        + "red|(?<![\\w/])sha"
        + "red/(?:speech|design)|pypi\\.o"
        + "rg|npmjs\\.(?:org|com)|/opt/py"
        + 'pi|"resol'
        + 'ved":'
    )
    names = subprocess.run(["git", "ls-files"], cwd=ROOT, check=True, capture_output=True, text=True).stdout.split("\n")
    found = []
    for name in filter(None, names):
        file = ROOT / name
        if file.is_file() and file.suffix not in {".opus", ".png", ".webp", ".woff2", ".ico"}:
            for match in forbidden.finditer(file.read_text(encoding="utf-8", errors="replace")):
                found.append(f"{name}: {match[0]}")
    assert found == []
