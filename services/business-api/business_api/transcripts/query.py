"""What a person searches for, as the search keeps it: words in any form, phrases, numbers, what to leave out.

Each wanted thing is a group of lexemes of which one must be there. A word stands for itself and for what sounds like
it; a word that nobody ever said, for what may have been meant: on the other keyboard, in the other alphabet, misspelt.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from business_api.language import brand_spellings
from business_api.transcripts.lexemes import PHRASES, column, either, quoted, stems_of
from business_api.transcripts.pieces import Number, Phrase, take_apart
from business_api.transcripts.said import Spelling, begun_with, nearest
from business_api.transcripts.typed import MOST_ALIKE, SOUNDS, Word, forms_of, letters_of, words_of
from business_api.transcripts.words import other_spellings

LAST_LEXEME = re.compile(r"'(?:[^']|'')*'$")


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
    words = words_of(pieces.words, otherwise=otherwise)
    unsaid = words_of(pieces.unsaid)
    if not (words or pieces.numbers or pieces.phrases or pieces.unfinished):
        words, unsaid = unsaid, words
    if said is not None:
        _look_among(said, words)
    groups = [either(word.all) for word in words if word.all]
    numbers = _numbers(pieces.numbers)
    phrases = _phrases(pieces.phrases)
    begun = _begun(pieces.unfinished, said or {})
    # What may become any word («с» of «с половиной») asks for nothing yet.
    if begun and (begun.lexemes or not (groups or numbers or phrases)):
        words.append(begun)
        groups.append(either(begun.all, begun.typed))
    wanted = [*groups, *numbers, *phrases]
    left_out = [*_left_out(pieces.without, said), *_phrases(pieces.without_phrases)]
    told = [*pieces.numbers, *(number for phrase in pieces.phrases for number in phrase.numbers)]
    tokens = {token for number in told for token in number.readings | number.longer | number.together}
    starts = {token for number in pieces.numbers for token in number.begun}
    besides = [each for each in [*map(_beside, told), *(either(word.all) for word in unsaid)] if each]
    lasts = {number.last.lower() for number in pieces.numbers if number.last}
    return Query(wanted, left_out, words, " | ".join([*groups, *phrases, *besides]), tokens, starts, lasts, otherwise)


def _numbers(numbers: Sequence[Number]) -> list[str]:
    """Each number as it is kept, or its very words one after the other: «двенадцать» of «двенадцать пятьсот»."""
    groups = []
    ends = [(each.typed.split()[0], each.typed.split()[-1]) for each in numbers]
    stems = stems_of([word for words in ends for word in words])
    phrases = column(PHRASES, [each.typed for each in numbers])
    for number, words, first, last in zip(numbers, phrases, stems[::2], stems[1::2], strict=True):
        # Without a word that means nothing to the search «двадцать два» would be any «двадцать».
        very = [words, _going_on(words, letters_of(number.last))] if first and last else []
        said = " | ".join([*map(quoted, sorted(number.readings)), *(f"({each})" for each in very if each)])
        if number.together:
            said = f"{said} | ({' & '.join(map(quoted, sorted(number.together)))})"
        if beside := _beside(number):
            said = f"({said}) & {beside}"
        if number.behind:
            said = f"({said}) & {quoted(letters_of(number.behind))}:*"
        longer = [*map(quoted, sorted(number.longer)), *(f"{quoted(each)}:*" for each in sorted(number.begun))]
        groups.append(f"({' | '.join([*longer, *([f'({said})'] if said else [])])})")
    return groups


def _beside(number: Number) -> str:
    """The word beside a number, in any form; "" without one."""
    (stems,) = stems_of([number.beside]) if number.beside else [[]]
    return either([*stems, *forms_of(letters_of(number.beside), stems)]) if stems else ""


def _going_on(phrase: str, last: str) -> str:
    """A phrase whose last word may go on; "" when it may not."""
    return LAST_LEXEME.sub(lambda _: f"{quoted(last)}:*", phrase) if last else ""


def _look_among(said: dict[str, str], words: Iterable[Word]) -> None:
    """A word that is not in the one call searched stands for the nearest that is."""
    for word in words:
        if said.keys().isdisjoint(word.all):
            word.alike += [near for lexeme in word.lexemes[:1] for near in nearest(lexeme, said)][:MOST_ALIKE]


def _begun(typed: str, said: dict[str, str]) -> Word | None:
    """A word that is still being typed: whatever begins so, and words of the call that it may become."""
    letters = letters_of(typed)
    if not letters:
        return None
    others = [*other_spellings(typed), *brand_spellings(letters)] if said else []
    spelt = [letters, *(other.lower() for other in others)]
    (letters, sound, lexemes), *spellings = zip(spelt, column(SOUNDS, spelt), stems_of(spelt), strict=True)
    forms = [each for each in forms_of(letters, lexemes) if not said or each in said]
    alike = begun_with(Spelling(letters, sound, lexemes + forms), [Spelling(*each) for each in spellings], said)
    alike = [word for word in alike if not word.startswith(letters) and word not in forms]
    return Word(letters, lexemes, alike, forms)


def _left_out(typed: Sequence[str], said: dict[str, str] | None) -> list[str]:
    """What a search for each word would find; of one that is several («бизнес-центр») all its parts."""
    words = [word for word in words_of(typed) if word.lexemes]
    if said is not None:
        _look_among(said, words)
    return [
        either(word.all) if len(word.lexemes) == 1 else f"({' & '.join(map(quoted, word.lexemes))})" for word in words
    ]


def _phrases(phrases: Sequence[Phrase]) -> list[str]:
    """Each phrase: its words in their order, its numbers however they were said."""
    runs = iter(column(PHRASES, [run for phrase in phrases for run in phrase.runs]))
    found = []
    for phrase in phrases:
        ordered = [str(next(runs)) for _ in phrase.runs]
        parts = [f"({each})" for each in ordered if each]
        found.append(" & ".join([*parts, *_numbers(phrase.numbers)]))
    return [f"({each})" for each in found if each]
