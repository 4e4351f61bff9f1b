"""Finds villages with a house or a plot: «деревня Малые Вязёмы, участок двенадцать», «посёлок Лесной, дом пять»."""

from functools import cache

from business_api.language.morphology import nominative
from business_api.language.numbers import read_numeral
from business_api.language.street_parts import house_at, is_kind
from business_api.language.tables import rows, words
from business_api.language.tokens import Token, Tokens, word_at
from business_api.language.turns import Find

_LONGEST_NAME = 3
_HIGHEST_PLOT = 9999


@cache
def _kinds() -> dict[str, str]:
    return {
        form: row[1]
        for row in rows("streets.tsv")
        if row[0] == "settlement"
        for form in row[2].replace("ё", "е").split()
    }


def is_settlement(word: str) -> bool:
    """Whether a word is a kind of village."""
    return word in _kinds()


def settlement(tokens: Tokens, at: int) -> Find | None:
    """The village that is named from a token on; None where no house follows: then its street tells more."""
    kind = _kinds().get(word_at(tokens, at))
    last = at + 1
    if kind is None:
        return None
    while last < len(tokens) and last - at <= _LONGEST_NAME and _is_name(tokens, last):
        last += 1
    if last == at + 1:
        return None
    oblique = word_at(tokens, at) != kind.replace("ё", "е")
    name = " ".join(_on_the_sign(token) if oblique else token.raw for token in tokens[at + 1 : last])
    if word_at(tokens, last) in words("plot"):
        plot = read_numeral(tokens, last + 1)
        if plot is None or plot.whole is None or not 0 < plot.value <= _HIGHEST_PLOT:
            return None
        return Find("address", f"{kind} {name} участок {plot.whole}", at, plot.last, 0.9)
    house = house_at(tokens, last, bare=False)
    return None if house is None else Find("address", f"{kind} {name} {house.number}", at, house.last, 0.9)


def _on_the_sign(token: Token) -> str:
    found = nominative(token.word)
    return token.raw if found == token.word else found[:1].upper() + found[1:]


def _is_name(tokens: Tokens, at: int) -> bool:
    token = tokens[at]
    plain = not token.gap.strip(' -«"') and not token.figures
    return plain and token.raw[0].isupper() and not is_kind(token.word)
