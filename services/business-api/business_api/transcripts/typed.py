"""Typed words, and the lexemes that stand for each: its own, what sounds like it, what may have been meant."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from rapidfuzz.distance import DamerauLevenshtein

from business_api.language import brand_spellings
from business_api.transcripts.lexemes import EACH, SHORTEST_KNOWN, column, rows, stems_of, stems_of_forms, whole_of
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
    """Of words that others than the typed one may be: they sound like it, or may have been meant."""
    forms: list[str] = field(default_factory=list)
    """Of its other forms, as far as anybody may have said them."""
    taken: bool = False
    """As it was typed, for somebody has said it; it may have been meant otherwise."""

    @property
    def all(self) -> list[str]:
        """Any of these stands for it."""
        return [*self.lexemes, *self.forms, *self.alike]


def words_of(typed: Sequence[str], *, otherwise: bool = False) -> list[Word]:
    """Those that can be searched for. `otherwise`: none is taken as it was typed because others have said it."""
    if not typed:
        return []
    words = [Word(word, whole_of(letters_of(word), stems)) for word, stems in zip(typed, stems_of(typed), strict=True)]
    words = [word for word in words if word.lexemes or _letters(word.typed)]
    stems = [lexeme for word in words for lexeme in word.lexemes if len(lexeme) >= SHORTEST_ALIKE]
    sounds: dict[str, str] = dict(zip(stems, column(SOUNDS, stems), strict=True))
    known: dict[str, list[str]] = {}
    for lexeme, sound in rows(ALIKE, [stems]):
        known.setdefault(sound, []).append(lexeme)
    brands = _brands([word.typed for word in words])
    forms = [forms_of(letters_of(word.typed), word.lexemes) for word in words]
    each_of = zip(words, forms, strict=True)
    said = _known([each for word, others in each_of for each in [*word.lexemes, *brands[word.typed], *others]])
    for word, others in zip(words, forms, strict=True):
        word.forms = [each for each in others if each in said or len(each) < SHORTEST_KNOWN]
        for lexeme in word.lexemes:
            word.alike += [each for each in known.get(sounds.get(lexeme, ""), []) if each not in word.lexemes]
        known_so = any(lexeme in known.get(sounds.get(lexeme, ""), []) for lexeme in word.lexemes)
        brand = brands[word.typed]
        so_said = word.alike or known_so or word.forms or not said.isdisjoint([*word.lexemes, *brand])
        word.taken = not otherwise and bool(so_said)
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
    spellings = other_spellings(word.typed)
    stems = [lexeme for found in stems_of(spellings) for lexeme in found]
    forms = [form for each in spellings for form in stems_of_forms(each)]
    respelt = [lexeme for lexeme, _ in rows(ALIKE, [stems])] or sorted(_known(forms))
    if respelt:
        return respelt[:MOST_ALIKE]
    return [near for lexeme in [*word.lexemes[:1], *stems] for near in _near(lexeme)][:MOST_ALIKE]


def _near(lexeme: str) -> list[str]:
    """Known words with a letter or two other than in this one."""
    if len(lexeme) < SHORTEST_ALIKE:
        return []
    near = [row[0] for row in rows(NEAR, {"word": lexeme, "nearest": NEAREST})]
    return [other for other in near if 0 < _distance(other, lexeme) <= (1 if len(other) < 6 else 2)]


def forms_of(word: str, lexemes: Sequence[str]) -> list[str]:
    """The lexemes of a word's other forms; none of one that means nothing to a search."""
    return [each for each in stems_of_forms(word) if each not in lexemes] if lexemes else []


def _known(lexemes: Sequence[str]) -> set[str]:
    """Those that somebody has said."""
    statement = "SELECT lexeme FROM known_words WHERE lexeme = ANY(%s::text[])"
    return {lexeme for (lexeme,) in rows(statement, [lexemes])} if lexemes else set()


def letters_of(word: str) -> str:
    """In small letters, without signs around it, е for ё."""
    return "".join(sign for sign in word.lower().replace("ё", "е") if sign.isalnum() or sign == "-").strip("-")


def _letters(word: str) -> bool:
    return any(sign.isalnum() for sign in word)


def _distance(one: str, other: str) -> int:
    return int(DamerauLevenshtein.distance(one, other))
