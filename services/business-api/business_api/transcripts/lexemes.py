"""What the database makes of words: their lexemes, and tsqueries of those."""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any

from django.db import connection

from business_api.language import is_word, other_lengths, word_forms

KEPT = 5_000
MOST_FORMS = 16
# Shorter ones are not among the known words.
SHORTEST_KNOWN = 3

EACH = "FROM unnest(%s::text[]) WITH ORDINALITY AS typed (word, n) ORDER BY n"
STEMS = f"SELECT tsvector_to_array(to_tsvector('lodbic'::regconfig, word)) {EACH}"  # a constant
PHRASES = f"SELECT phraseto_tsquery('lodbic'::regconfig, word)::text {EACH}"  # a constant


def stems_of(words: Sequence[str]) -> list[list[str]]:
    """The lexemes of each word: none of one that means nothing to a search."""
    return list(column(STEMS, words))


@lru_cache(KEPT)
def stems_of_forms(word: str) -> tuple[str, ...]:
    """The lexemes of a word's other forms, which its own stem does not find: «отдам» → отда, отдад …; «ул» → улиц."""
    forms, lengths = word_forms(word), other_lengths(word)
    found = stems_of([*lengths, *forms]) if forms or lengths else []
    stems = [stem for each, stems in zip(lengths, found, strict=False) for stem in whole_of(each, stems)]
    for stem in (stem for each in found[len(lengths) :] for stem in each):
        # «Дай» is kept as «да», which everybody says.
        if len(stem) >= SHORTEST_KNOWN or not is_word(stem):
            stems.append(stem)
    return tuple(dict.fromkeys(stems))[:MOST_FORMS]


def whole_of(word: str, lexemes: list[str]) -> list[str]:
    """Of a short form with a hyphen the whole alone: «т» of «пр-т» would be found everywhere."""
    return [each for each in lexemes if "-" in each] if "-" in word and other_lengths(word) else lexemes


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
