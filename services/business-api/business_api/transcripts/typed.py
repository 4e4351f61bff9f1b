"""Typed words, and the lexemes that stand for each: its own, what sounds like it, what may have been meant."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from rapidfuzz.distance import DamerauLevenshtein

from business_api.language import brand_spellings
from business_api.transcripts.lexemes import EACH, column, rows, stems_of
from business_api.transcripts.said import SHORTEST_ALIKE
from business_api.transcripts.words import other_spellings

MOST_ALIKE = 8
NEAREST = 0.4

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


def words_of(typed: Sequence[str], *, otherwise: bool = False) -> list[Word]:
    """Those that can be searched for. `otherwise`: none is taken as it was typed because others have said it."""
    if not typed:
        return []
    words = [Word(word, stems) for word, stems in zip(typed, stems_of(typed), strict=True)]
    words = [word for word in words if word.lexemes or _letters(word.typed)]
    stems = [lexeme for word in words for lexeme in word.lexemes if len(lexeme) >= SHORTEST_ALIKE]
    sounds: dict[str, str] = dict(zip(stems, column(SOUNDS, stems), strict=True))
    known: dict[str, list[str]] = {}
    for lexeme, sound in rows(ALIKE, [stems]):
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
    respelt = [lexeme for lexeme, _ in rows(ALIKE, [stems])]
    if respelt:
        return respelt[:MOST_ALIKE]
    return [near for lexeme in [*word.lexemes[:1], *stems] for near in _near(lexeme)][:MOST_ALIKE]


def _near(lexeme: str) -> list[str]:
    """Known words with a letter or two other than in this one."""
    if len(lexeme) < SHORTEST_ALIKE:
        return []
    near = [row[0] for row in rows(NEAR, {"word": lexeme, "nearest": NEAREST})]
    return [other for other in near if 0 < _distance(other, lexeme) <= (1 if len(other) < 6 else 2)]


def _is_known(lexemes: Sequence[str]) -> bool:
    return bool(lexemes and rows("SELECT 1 FROM known_words WHERE lexeme = ANY(%s::text[])", [list(lexemes)]))


def letters_of(word: str) -> str:
    """In small letters, without signs around it, е for ё."""
    return "".join(sign for sign in word.lower().replace("ё", "е") if sign.isalnum() or sign == "-").strip("-")


def _letters(word: str) -> bool:
    return any(sign.isalnum() for sign in word)


def _distance(one: str, other: str) -> int:
    return int(DamerauLevenshtein.distance(one, other))
