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

from business_api.language import brand_spellings
from business_api.transcripts.pieces import Number, Phrase, take_apart
from business_api.transcripts.said import SHORTEST_ALIKE, Spelling, begun_with, nearest
from business_api.transcripts.words import other_spellings

MOST_ALIKE = 8
LAST_LEXEME = re.compile(r"'(?:[^']|'')*'$")
NEAREST = 0.4

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
    taken: bool = False
    """As it was typed, for somebody has said it; it may have been meant otherwise."""


@dataclass
class Query:
    """A search, understood."""

    wanted: list[str]
    """A tsquery for each thing that must have been said."""
    left_out: list[str]
    """A tsquery for each thing that must not have been."""
    words: list[Word]
    marked: str
    """A tsquery of every word that is to be marked in what was found."""
    tokens: set[str]
    """Numbers and times, to be marked as well."""
    starts: set[str]
    """How numbers and times begin that are to be marked as well."""
    lasts: set[str] = field(default_factory=set)
    """Last words of numbers, in lower case, that may go on."""
    otherwise: bool = False
    """Words that somebody has said stand for what else may have been meant as well."""

    @property
    def text(self) -> str:
        """A tsquery of lines that hold all; "" when it can find nothing: what is only left out is no search."""
        return " & ".join([*self.wanted, *(f"!{each}" for each in self.left_out)]) if self.wanted else ""

    def marks(self, token: str) -> bool:
        """Whether a number or time of the text was searched for."""
        return token in self.tokens or token.startswith(tuple(self.starts))


def understand(
    text: str, *, typing: bool = False, said: dict[str, str] | None = None, otherwise: bool = False
) -> Query:
    """Make a query of what was typed. `typing`: the last word may go on. `said`: the words of the one call searched.

    `otherwise`: as typed it found nothing; a word that others may have said stands for what else can have been meant.
    """
    pieces = take_apart(text, typing=typing)
    words = _words(pieces.words, otherwise=otherwise)
    if said is not None:
        _look_among(said, words)
    groups = [_either([*word.lexemes, *word.alike]) for word in words if word.lexemes or word.alike]
    numbers = _numbers(pieces.numbers)
    phrases = _phrases(pieces.phrases)
    begun = _begun(pieces.unfinished, said or {})
    # What may become any word («с» of «с половиной») asks for nothing yet.
    if begun and (begun.lexemes or not (groups or numbers or phrases)):
        words.append(begun)
        groups.append(_either([*begun.lexemes, *begun.alike], begun.typed))
    wanted = [*groups, *numbers, *phrases]
    left_out = [*_left_out(pieces.without, said), *_phrases(pieces.without_phrases)]
    told = [*pieces.numbers, *(number for phrase in pieces.phrases for number in phrase.numbers)]
    tokens = {token for number in told for token in number.readings | number.longer}
    starts = {token for number in pieces.numbers for token in number.begun}
    besides = [_either(stems) for stems in stems_of([each.beside for each in told if each.beside]) if stems]
    lasts = {number.last.lower() for number in pieces.numbers if number.last}
    return Query(wanted, left_out, words, " | ".join([*groups, *phrases, *besides]), tokens, starts, lasts, otherwise)


def _numbers(numbers: Sequence[Number]) -> list[str]:
    """Each number as it is kept, or its very words one after the other: «двенадцать» of «двенадцать пятьсот»."""
    groups = []
    words_of = [(each.typed.split()[0], each.typed.split()[-1], each.beside) for each in numbers]
    stems = stems_of([word for words in words_of for word in words])
    phrases = _column(PHRASES, [each.typed for each in numbers])
    for number, words, first, last, beside in zip(numbers, phrases, stems[::3], stems[1::3], stems[2::3], strict=True):
        # Without a word that means nothing to the search «двадцать два» would be any «двадцать».
        very = [words, _going_on(words, _letters_of(number.last))] if first and last else []
        said = " | ".join([*map(_quoted, sorted(number.readings)), *(f"({each})" for each in very if each)])
        if beside:
            said = f"({said}) & {_either(beside)}"
        if number.behind:
            said = f"({said}) & {_quoted(_letters_of(number.behind))}:*"
        longer = [*map(_quoted, sorted(number.longer)), *(f"{_quoted(each)}:*" for each in sorted(number.begun))]
        groups.append(f"({' | '.join([*longer, *([f'({said})'] if said else [])])})")
    return groups


def _going_on(phrase: str, last: str) -> str:
    """A phrase whose last word may go on; "" when it may not."""
    return LAST_LEXEME.sub(lambda _: f"{_quoted(last)}:*", phrase) if last else ""


def stems_of(words: Sequence[str]) -> list[list[str]]:
    """The lexemes of each word: none of one that means nothing to a search."""
    return list(_column(STEMS, words))


def _words(typed: Sequence[str], *, otherwise: bool = False) -> list[Word]:
    if not typed:
        return []
    words = [Word(word, stems) for word, stems in zip(typed, stems_of(typed), strict=True)]
    words = [word for word in words if word.lexemes or _letters(word.typed)]
    stems = [lexeme for word in words for lexeme in word.lexemes if len(lexeme) >= SHORTEST_ALIKE]
    sounds: dict[str, str] = dict(zip(stems, _column(SOUNDS, stems), strict=True))
    known: dict[str, list[str]] = {}
    for lexeme, sound in _rows(ALIKE, [stems]):
        known.setdefault(sound, []).append(lexeme)
    brands = _brands([word.typed for word in words])
    for word in words:
        for lexeme in word.lexemes:
            word.alike += [each for each in known.get(sounds.get(lexeme, ""), []) if each not in word.lexemes]
        known_so = any(lexeme in known.get(sounds.get(lexeme, ""), []) for lexeme in word.lexemes)
        brand = brands[word.typed]
        word.taken = not otherwise and bool(word.alike or known_so or _is_known([*word.lexemes, *brand]))
        word.alike = [*brand, *word.alike][:MOST_ALIKE]
        if not word.taken:
            word.alike += _meant(word)
    return words


def _brands(typed: Sequence[str]) -> dict[str, list[str]]:
    """The lexemes of each word's spellings in both alphabets, where it is a brand: «айфона» → айфон, iphone."""
    spellings = {word: brand_spellings(word) for word in typed}
    lexemes = iter(stems_of([each for found in spellings.values() for each in found]))
    return {word: [lexeme for _ in found for lexeme in next(lexemes)] for word, found in spellings.items()}


def _meant(word: Word) -> list[str]:
    """What may have been meant by a word that nobody, or somebody else, ever said."""
    if len(word.typed) < SHORTEST_ALIKE - 1:
        return []
    stems = [lexeme for found in stems_of(other_spellings(word.typed)) for lexeme in found]
    respelt = [lexeme for lexeme, _ in _rows(ALIKE, [stems])]
    if respelt:
        return respelt[:MOST_ALIKE]
    return [near for lexeme in [*word.lexemes[:1], *stems] for near in _near(lexeme)][:MOST_ALIKE]


def _near(lexeme: str) -> list[str]:
    """Known words with a letter or two other than in this one."""
    if len(lexeme) < SHORTEST_ALIKE:
        return []
    near = [row[0] for row in _rows(NEAR, {"word": lexeme, "nearest": NEAREST})]
    return [other for other in near if 0 < _distance(other, lexeme) <= (1 if len(other) < 6 else 2)]


def _is_known(lexemes: Sequence[str]) -> bool:
    return bool(lexemes and _rows("SELECT 1 FROM known_words WHERE lexeme = ANY(%s::text[])", [list(lexemes)]))


def _look_among(said: dict[str, str], words: Iterable[Word]) -> None:
    """A word that is not in the one call searched stands for the nearest that is."""
    for word in words:
        if not said.keys() & {*word.lexemes, *word.alike}:
            word.alike += [near for lexeme in word.lexemes[:1] for near in nearest(lexeme, said)][:MOST_ALIKE]


def _begun(typed: str, said: dict[str, str]) -> Word | None:
    """A word that is still being typed: whatever begins so, and words of the call that it may become."""
    letters = _letters_of(typed)
    if not letters:
        return None
    others = [*other_spellings(typed), *brand_spellings(letters)] if said else []
    spelt = [letters, *(other.lower() for other in others)]
    spellings = [Spelling(*each) for each in zip(spelt, _column(SOUNDS, spelt), stems_of(spelt), strict=True)]
    alike = begun_with(spellings[0], spellings[1:], said)
    return Word(letters, spellings[0].lexemes, [word for word in alike if not word.startswith(letters)])


def _letters_of(word: str) -> str:
    return "".join(sign for sign in word.lower().replace("ё", "е") if sign.isalnum() or sign == "-").strip("-")


def _letters(word: str) -> bool:
    return any(sign.isalnum() for sign in word)


def _left_out(typed: Sequence[str], said: dict[str, str] | None) -> list[str]:
    """What a search for each word would find; of one that is several («бизнес-центр») all its parts."""
    words = [word for word in _words(typed) if word.lexemes]
    if said is not None:
        _look_among(said, words)
    return [
        _either([*word.lexemes, *word.alike])
        if len(word.lexemes) == 1
        else f"({' & '.join(map(_quoted, word.lexemes))})"
        for word in words
    ]


def _phrases(phrases: Sequence[Phrase]) -> list[str]:
    """Each phrase: its words in their order, its numbers however they were said."""
    runs = iter(_column(PHRASES, [run for phrase in phrases for run in phrase.runs]))
    found = []
    for phrase in phrases:
        ordered = [str(next(runs)) for _ in phrase.runs]
        parts = [f"({each})" for each in ordered if each]
        found.append(" & ".join([*parts, *_numbers(phrase.numbers)]))
    return [f"({each})" for each in found if each]


def _either(lexemes: Iterable[str], begun: str = "") -> str:
    start = [f"{_quoted(begun)}:*"] if begun else []
    return f"({' | '.join([*start, *map(_quoted, dict.fromkeys(lexemes))])})"


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
