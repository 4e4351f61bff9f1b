"""What the database makes of words: their lexemes, and tsqueries of those."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection

EACH = "FROM unnest(%s::text[]) WITH ORDINALITY AS typed (word, n) ORDER BY n"
STEMS = f"SELECT tsvector_to_array(to_tsvector('lodbic'::regconfig, word)) {EACH}"  # a constant
PHRASES = f"SELECT phraseto_tsquery('lodbic'::regconfig, word)::text {EACH}"  # a constant


def stems_of(words: Sequence[str]) -> list[list[str]]:
    """The lexemes of each word: none of one that means nothing to a search."""
    return list(column(STEMS, words))


def either(lexemes: Iterable[str], begun: str = "") -> str:
    """A tsquery of any of these, or of what begins so."""
    start = [f"{quoted(begun)}:*"] if begun else []
    return f"({' | '.join([*start, *map(quoted, dict.fromkeys(lexemes))])})"


def quoted(lexeme: str) -> str:
    """A lexeme as it stands in a tsquery."""
    doubled = lexeme.replace("\\", "\\\\").replace("'", "''")
    return f"'{doubled}'"


def column(statement: str, words: Sequence[str]) -> list[Any]:
    """A value for each word, by a statement that ends with `EACH`."""
    return [row[0] for row in rows(statement, [list(words)])] if words else []


def rows(statement: str, parameters: Any) -> list[tuple[Any, ...]]:
    """What a statement gives."""
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return list(cursor.fetchall())
