"""How alike two names sound: the only importer of RapidFuzz. Russian names, as a speech recogniser mishears them."""

from collections.abc import Sequence
from functools import cache, lru_cache

from business_api.language.tables import rows
from business_api.language.tables import words as word_list

_SHORTEST_STEM = 3
_VOWELS = str.maketrans({"о": "а", "ё": "и", "е": "и", "э": "и", "я": "и", "ы": "и", "ю": "у", "й": None, "ь": None,
                         "ъ": None, "-": None, " ": None})  # fmt: skip
_VOICED = str.maketrans("бвгджз", "пфктшс")
_CLUSTERS = (
    ("стн", "сн"),
    ("здн", "сн"),
    ("вств", "ств"),
    ("тьс", "ц"),
    ("тс", "ц"),
    ("дс", "ц"),
    ("щ", "ш"),
    ("сч", "ш"),
)


@cache
def _endings() -> tuple[str, ...]:
    """Endings that a name has or loses with its case; the longest first."""
    return tuple(sorted(word_list("case-ending"), key=len, reverse=True))


@lru_cache(4096)
def stem(word: str) -> str:
    """A word without its case ending."""
    word = word.lower().replace("ё", "е")
    for ending in _endings():
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST_STEM:
            return word[: -len(ending)]
    return word


@lru_cache(4096)
def sound(word: str) -> str:
    """How a word sounds: unstressed vowels, voiced consonants and doubled letters are not told apart."""
    heard = word.lower()
    for written, said in _CLUSTERS:
        heard = heard.replace(written, said)
    heard = heard.translate(_VOWELS).translate(_VOICED)
    return "".join(sign for at, sign in enumerate(heard) if not at or heard[at - 1] != sign)


@lru_cache(4096)
def cyrillic(word: str) -> str:
    """A name written in Latin letters as it would sound in Russian: «sokolniki»."""
    if not word.isascii():
        return word
    for latin, russian in rows("latin.tsv"):
        word = word.replace(latin, russian)
    return word


def misspelt(word: str, forms: Sequence[str]) -> str | None:
    """The form that a word is when one letter of it is wrong, missing or too many."""
    from rapidfuzz import process  # noqa: PLC0415 - loaded when first needed
    from rapidfuzz.distance import Levenshtein  # noqa: PLC0415 - loaded when first needed

    found = process.extractOne(word, forms, scorer=Levenshtein.distance, score_cutoff=1)
    return str(found[0]) if found is not None else None


def alike(one: str, two: str) -> float:
    """How alike two sounds are, from 0 to 100."""
    from rapidfuzz import fuzz  # noqa: PLC0415 - loaded when first needed

    return float(fuzz.ratio(one, two))


def best(heard: str, names: Sequence[str], least: float) -> list[tuple[int, float]]:
    """The names most like what was heard: places in `names` and likeness from 0 to 100, best first, from `least` on."""
    from rapidfuzz import fuzz, process  # noqa: PLC0415 - loaded when first needed

    found = process.extract(heard, names, scorer=fuzz.ratio, score_cutoff=least, limit=5)
    return [(place, score) for _, score, place in found]
