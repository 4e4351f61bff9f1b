"""Reads the language's rules that are data: tab-parted tables in `data/`, `#` for remarks. Read once, at first need."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path

_folders = [Path(__file__).parent / "data"]
# Tables that may be added to: how many cells a row has, by its first cell where that names the row's kind.
_ADDED = {"metro.tsv": {"": 2}, "places.tsv": {"type": 5, "brand": 3, "numbered": 3}}


@cache
def rows(name: str) -> tuple[tuple[str, ...], ...]:
    """The rows of a table as tuples of cells."""
    files = [_folders[0] / name, *(folder / name for folder in _folders[1:] if (folder / name).exists())]
    return tuple(row for file in files for _, row in _numbered(file))


def add_places(folder: Path) -> None:
    """Know the stations and places of `metro.tsv` and `places.tsv` there, too. To be called before anything is read.

    Raises ValueError, which names the file and the line, for a row that is none; OSError when it cannot be read.
    """
    if not folder.is_dir():
        raise NotADirectoryError(f"{folder} is no folder.")
    for name, kinds in _ADDED.items():
        for number, row in _numbered(folder / name) if (folder / name).exists() else ():
            cells = kinds.get(row[0], kinds.get(""))
            if len(row) != cells or not all(cell.strip() for cell in row):
                shapes = " or ".join(
                    f"{count} cells{f' after «{kind}»' if kind else ''}" for kind, count in kinds.items()
                )
                raise ValueError(
                    f"{folder / name}, line {number}: a row has {shapes}, parted by tabs, none of them empty."
                )
    _folders.append(folder)


def _numbered(file: Path) -> Iterator[tuple[int, tuple[str, ...]]]:
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1):
        if line.strip() and not line.startswith("#"):
            yield number, tuple(line.split("\t"))


@cache
def words(name: str) -> frozenset[str]:
    """A word list by its name, from `words.tsv`. A name that is not there is a mistake in the code."""
    found = frozenset(word for row in rows("words.tsv") if row[0] == name for word in row[1].split())
    if not found:
        raise KeyError(f"data/words.tsv has no list named {name!r}")
    return found


def begins(word: str, name: str) -> bool:
    """Whether a word begins with a stem of a named list, as all its forms do, or is a whole word of it («=торг»)."""
    stems, whole = _stems(name)
    return word.startswith(stems) or word in whole


@cache
def _stems(name: str) -> tuple[tuple[str, ...], frozenset[str]]:
    listed = words(name)
    whole = frozenset(word[1:] for word in listed if word.startswith("="))
    return tuple(word for word in listed if not word.startswith("=")), whole
