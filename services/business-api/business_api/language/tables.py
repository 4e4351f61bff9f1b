"""Reads the language's rules that are data: tab-parted tables in `data/`, `#` for remarks. Read once, at first need."""

from functools import cache
from pathlib import Path

_FOLDER = Path(__file__).parent / "data"


@cache
def rows(name: str) -> tuple[tuple[str, ...], ...]:
    """The rows of a table as tuples of cells."""
    lines = (_FOLDER / name).read_text(encoding="utf-8").splitlines()
    return tuple(tuple(line.split("\t")) for line in lines if line.strip() and not line.startswith("#"))


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
