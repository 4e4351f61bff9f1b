"""What a person searches for, as the search keeps it: words in any form, phrases, numbers, what to leave out.

Each wanted thing is a group of lexemes of which one must be there. A word stands for itself and for what sounds like
it; a word that nobody ever said, for what may have been meant: on the other keyboard, in the other alphabet, misspelt.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import connection
from rapidfuzz.distance import DamerauLevenshtein

from business_api.language import read_terms
from business_api.transcripts.words import other_spellings

MOST_THINGS = 12
MOST_ALIKE = 8
SHORTEST_ALIKE = 4
NEAREST = 0.4
PIECES = re.compile(r'(?P<minus>-?)"(?P<phrase>[^"]*)"|(?P<not>(?<!\S)-)?(?P<word>[^\s"]+)')

EACH = "FROM unnest(%s::text[]) WITH ORDINALITY AS typed (word, n) ORDER BY n"
STEMS = f"SELECT tsvector_to_array(to_tsvector('lodbic'::regconfig, word)) {EACH}"  # a constant
PHRASES = f"SELECT phraseto_tsquery('lodbic'::regconfig, word)::text {EACH}"  # a constant
SOUNDS = f"SELECT lodbic_sound(word) {EACH}"  # a constant
ALIKE = """
    SELECT lexeme, sound FROM known_words
    WHERE sound = ANY(ARRAY(SELECT lodbic_sound(word) FROM unnest(%s::text[]) AS word))
"""
# Two letters at most are wrong, and one in a short word; the likest first.
NEAR = """
    SELECT lexeme FROM known_words WHERE lexeme %% %(word)s AND similarity(lexeme, %(word)s) >= %(nearest)s
    ORDER BY similarity(lexeme, %(word)s) DESC, lexeme LIMIT 4
"""


@dataclass
class Word:
    """A word that was typed, and the lexemes that stand for it."""

    typed: str
    lexemes: list[str]
    alike: list[str] = field(default_factory=list)


@dataclass
class Query:
    """A search, understood. `text` is a tsquery; empty when it can find nothing."""

    text: str
    words: list[Word]
    marked: str
    """A tsquery of every word that is to be marked in what was found."""
    tokens: set[str]
    """Numbers and times, to be marked as well."""


@dataclass
class Pieces:
    """The typed text, taken apart."""

    words: list[str] = field(default_factory=list)
    without: list[str] = field(default_factory=list)
    phrases: list[str] = field(default_factory=list)
    without_phrases: list[str] = field(default_factory=list)
    numbers: list[tuple[str, set[str]]] = field(default_factory=list)
    """Each number as it was typed, and its readings: one of them must be there, or the very words."""


def take_apart(text: str) -> Pieces:
    """Split what was typed into words, phrases, numbers, and what to leave out."""
    pieces = Pieces()
    plain: list[str] = []
    for match in PIECES.finditer(text):
        if match["phrase"] is not None:
            (pieces.without_phrases if match["minus"] else pieces.phrases).append(match["phrase"])
        elif match["not"]:
            pieces.without.append(match["word"])
        else:
            plain.append(match["word"])
    typed = " ".join(plain)
    taken: list[tuple[int, int, set[str]]] = []
    for term in read_terms(typed):
        if taken and term.start < taken[-1][1]:
            start, end, readings = taken[-1]
            taken[-1] = (start, max(end, term.end), readings | {term.token})
        else:
            taken.append((term.start, term.end, {term.token}))
    pieces.numbers = [(typed[start:end], readings) for start, end, readings in taken[:MOST_THINGS]]
    for start, end, _ in reversed(taken):
        typed = f"{typed[:start]} {typed[end:]}"
    pieces.words = typed.split()[:MOST_THINGS]
    return pieces


def understand(text: str, *, typing: bool = False) -> Query:
    """Make a query of what was typed. `typing`: the last word may go on."""
    pieces = take_apart(text)
    unfinished = pieces.words.pop() if typing and pieces.words and not text.endswith((" ", '"')) else ""
    words = _words(pieces.words)
    groups = [_either([*word.lexemes, *word.alike]) for word in words if word.lexemes or word.alike]
    numbers = _numbers(pieces.numbers)
    phrases = [f"({phrase})" for phrase in _phrases(pieces.phrases) if phrase]
    started = _started(unfinished)
    wanted = [*groups, *numbers, *phrases, *([started] if started else [])]
    left_out = [f"!({phrase})" for phrase in _phrases([*pieces.without, *pieces.without_phrases]) if phrase]
    marked = [*groups, *phrases, *([started] if started else [])]
    tokens = {token for _, readings in pieces.numbers for token in readings}
    # What is only left out would find everything else: that is no search.
    return Query(" & ".join([*wanted, *left_out]) if wanted else "", words, " | ".join(marked), tokens)


def _numbers(typed: Sequence[tuple[str, set[str]]]) -> list[str]:
    groups = []
    for (_, readings), stems in zip(typed, stems_of([text for text, _ in typed]), strict=True):
        words = f" | ({' & '.join(map(_quoted, stems))})" if stems else ""
        groups.append(f"({_either(sorted(readings))}{words})")
    return groups


def stems_of(words: Sequence[str]) -> list[list[str]]:
    """The lexemes of each word: none of one that means nothing to a search."""
    return list(_column(STEMS, words))


def _words(typed: Sequence[str]) -> list[Word]:
    words = [Word(word, stems) for word, stems in zip(typed, stems_of(typed), strict=True)]
    words = [word for word in words if word.lexemes or _letters(word.typed)]
    stems = [lexeme for word in words for lexeme in word.lexemes if len(lexeme) >= SHORTEST_ALIKE]
    sounds: dict[str, str] = dict(zip(stems, _column(SOUNDS, stems), strict=True))
    known: dict[str, list[str]] = {}
    for lexeme, sound in _rows(ALIKE, [stems]):
        known.setdefault(sound, []).append(lexeme)
    for word in words:
        for lexeme in word.lexemes:
            word.alike += [each for each in known.get(sounds.get(lexeme, ""), []) if each not in word.lexemes]
        word.alike = word.alike[:MOST_ALIKE]
        if not word.alike and not any(lexeme in known.get(sounds.get(lexeme, ""), []) for lexeme in word.lexemes):
            word.alike = _meant(word)
    return words


def _meant(word: Word) -> list[str]:
    """What may have been meant by a word that nobody ever said."""
    if len(word.typed) < SHORTEST_ALIKE - 1 or _is_known(word.lexemes):
        return []
    stems = {lexeme for found in stems_of(other_spellings(word.typed)) for lexeme in found}
    respelt = [lexeme for lexeme, _ in _rows(ALIKE, [sorted(stems)])]
    if respelt:
        return respelt[:MOST_ALIKE]
    near: list[str] = []
    for lexeme in word.lexemes[:1]:
        if len(lexeme) >= SHORTEST_ALIKE:
            near += [row[0] for row in _rows(NEAR, {"word": lexeme, "nearest": NEAREST})]
    return [lexeme for lexeme in near if _distance(lexeme, word.lexemes[0]) <= (1 if len(lexeme) < 6 else 2)]


def _is_known(lexemes: Sequence[str]) -> bool:
    return bool(lexemes and _rows("SELECT 1 FROM known_words WHERE lexeme = ANY(%s::text[])", [list(lexemes)]))


def _started(word: str) -> str:
    """A word that is still being typed, as a prefix; its whole form counts too."""
    letters = "".join(sign for sign in word.lower().replace("ё", "е") if sign.isalnum())
    if not letters:
        return ""
    whole = _words([word])
    lexemes = [lexeme for each in whole for lexeme in [*each.lexemes, *each.alike]]
    tokens = [term.token for term in read_terms(word)]
    return f"({' | '.join([f'{_quoted(letters)}:*', *map(_quoted, [*lexemes, *tokens])])})"


def _letters(word: str) -> bool:
    return any(sign.isalnum() for sign in word)


def _phrases(typed: Sequence[str]) -> list[str]:
    return [str(phrase) for phrase in _column(PHRASES, typed)]


def _either(lexemes: Iterable[str]) -> str:
    return f"({' | '.join(map(_quoted, dict.fromkeys(lexemes)))})"


def _quoted(lexeme: str) -> str:
    doubled = lexeme.replace("\\", "\\\\").replace("'", "''")
    return f"'{doubled}'"


def _column(statement: str, words: Sequence[str]) -> list[Any]:
    return [row[0] for row in _rows(statement, [list(words)])] if words else []


def _rows(statement: str, parameters: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return list(cursor.fetchall())


def _distance(one: str, other: str) -> int:
    return int(DamerauLevenshtein.distance(one, other))
