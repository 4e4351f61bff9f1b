"""Number words: which number a form says and which part of a number it can be. From `data/numbers.tsv`."""

from decimal import Decimal
from functools import cache, lru_cache
from typing import NamedTuple

from business_api.language.likeness import misspelt
from business_api.language.tables import rows

# From this length a misspelt form («питнацать», «девятсот») cannot be another word.
_LONG = 5
_VERY_LONG = 8
# From this length one wrong letter may stand in a cardinal.
_MISSPELT = 8
_KEPT = 20_000
_VOWELS = str.maketrans("еяэыо", "ииииа")


class Form(NamedTuple):
    """One meaning of a form. `direct`: answers «сколько?» (двадцать), not «скольких?» (двадцати)."""

    kind: str
    value: Decimal
    direct: bool
    order: bool


@lru_cache(_KEPT)
def form(word: str) -> Form | None:
    """What a word says as a number, misspelt a little or not; None when it is no number."""
    forms = _forms()
    found = forms[0].get(word)
    if found is None and len(word) >= _LONG:
        found = forms[1].get(_folded(word))
    if found is None and len(word) >= _VERY_LONG:
        found = forms[2].get(_blurred(word))
    return _near(word) if found is None and len(word) >= _MISSPELT else found


def _near(word: str) -> Form | None:
    """A long number word with one wrong letter: «пятьдесяк». Ordinals are too like other words."""
    right = misspelt(word, _long_forms())
    return _forms()[0][right] if right is not None else None


@cache
def _long_forms() -> tuple[str, ...]:
    return tuple(
        word
        for word, found in _forms()[0].items()
        if len(word) >= _MISSPELT - 1 and not found.order and found.kind != "scale"
    )


@cache
def _forms() -> tuple[dict[str, Form], dict[str, Form], dict[str, Form]]:
    exact: dict[str, Form] = {}
    for kind, value, direct, other in rows("numbers.tsv"):
        order = kind.startswith("order-")
        for cell, is_direct in ((direct, True), (other, False)):
            for word in cell.split():
                if word != "-":
                    exact.setdefault(word, Form(kind.removeprefix("order-"), Decimal(value), is_direct, order))
    folded = {_folded(word): found for word, found in exact.items() if len(word) >= _LONG}
    blurred = {_blurred(word): found for word, found in exact.items() if len(word) >= _VERY_LONG}
    return exact, folded, blurred


def _folded(word: str) -> str:
    """Without what the ear does not tell apart: soft signs, «дц», doubled letters."""
    word = word.replace("ь", "").replace("ъ", "").replace("дц", "ц").replace("тц", "ц").replace("стс", "сс")
    return "".join(sign for at, sign in enumerate(word) if not at or word[at - 1] != sign)


def _blurred(word: str) -> str:
    """Also without the difference of unstressed vowels."""
    return _folded(word.translate(_VOWELS))


def is_exact(word: str) -> bool:
    """Whether a word is a number word, spelt as it should be."""
    return word in _forms()[0]


@lru_cache(_KEPT)
def joint(word: str) -> int:
    """Where two number words were written as one: 8 for «двадцатьпять»; 0 if that is not so."""
    forms = _forms()[0]
    if word in forms:
        return 0
    for at in range(len(word) - 2, 2, -1):
        first, second = forms.get(word[:at]), forms.get(word[at:])
        if first is None or second is None or first.order or not first.direct:
            continue
        if first.kind in {"hundred", "ten"} or (first.kind in {"unit", "teen"} and second.kind in {"scale", "hundred"}):
            return at
    return 0
