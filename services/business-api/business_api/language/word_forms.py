"""Other forms of a word that no rule of spelling joins: «отдам» and «отдать», «дня» and «день», "buy" and "bought"."""

from functools import cache

from business_api.language.morphology import is_word, paradigm, warm_up
from business_api.language.tables import rows

__all__ = ["is_word", "warm_up", "word_forms"]


def word_forms(word: str) -> tuple[str, ...]:
    """All forms of a word, in small letters, the likeliest word's first; none of what is in no dictionary."""
    word = word.lower()
    return _english().get(word, ()) if word.isascii() else paradigm(word)


@cache
def _english() -> dict[str, tuple[str, ...]]:
    forms: dict[str, tuple[str, ...]] = {}
    for (row,) in rows("english_forms.tsv"):
        for each in row.split():
            # «Left» is of "leave", «lay» of "lie" as well.
            forms[each] = (*forms.get(each, ()), *row.split())
    return forms
