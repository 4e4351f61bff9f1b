"""Brands that are written in both alphabets: «айфон» and "iPhone" are one. From `data/brands.tsv`."""

from functools import cache

from business_api.language.tables import rows

# What a case may add: «айфонов», «тойотами», but «аудио» is no Audi.
_ENDINGS = frozenset(
    ["а", "у", "ы", "е", "ой", "ом", "ов", "ам", "ами", "ах", "и", "ю", "я", "ей", "ем", "ям", "ями", "ях"]
)
_LONGEST_ENDING = 3
# «Заря» is no «Зара»: of a shorter one only the very spelling counts.
_SHORTEST_STEM = 4


@cache
def _spellings() -> dict[str, tuple[str, ...]]:
    return {each.replace("ё", "е"): row for row in rows("brands.tsv") for each in row}


@cache
def _stems() -> dict[str, tuple[str, ...]]:
    """By what stays of a Russian spelling in all its cases."""
    stems = {_stem(each): row for each, row in _spellings().items() if not each.isascii()}
    return {stem: row for stem, row in stems.items() if len(stem) >= _SHORTEST_STEM}


def _stem(word: str) -> str:
    return word.rstrip("аяь")


def brand_spellings(word: str) -> tuple[str, ...]:
    """All spellings of the brand that a word is, in any case; none when it is no brand's."""
    word = word.lower().replace("ё", "е")
    exact = _spellings().get(word, ())
    if exact or word.isascii():
        return exact
    for length in range(len(word), max(len(word) - _LONGEST_ENDING, _SHORTEST_STEM) - 1, -1):
        if (word[length:] in _ENDINGS or length == len(word)) and (found := _stems().get(word[:length])):
            return found
    return ()
