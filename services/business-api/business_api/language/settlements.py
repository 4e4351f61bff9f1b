"""Finds villages with a house or a plot: «деревня Малые Вязёмы, участок двенадцать», «посёлок Лесной, дом пять»."""

from functools import cache

from business_api.language.morphology import is_place_name, nominative
from business_api.language.numbers import read_numeral
from business_api.language.street_parts import house_at, is_kind
from business_api.language.tables import rows, words
from business_api.language.tokens import Token, Tokens, word_at
from business_api.language.turns import Find

_LONGEST_NAME = 3
_HIGHEST_PLOT = 9999
_SHORTEST_NAME = 4
_SURE = 0.75


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


def village(tokens: Tokens, at: int) -> Find | None:
    """The village alone: «деревня Сосновка», in small letters where no other word is meant."""
    kind = _kinds().get(word_at(tokens, at))
    name = tokens[at + 1] if at + 1 < len(tokens) else None
    if kind is None or name is None or not name.joined or name.figures or len(name.word) < _SHORTEST_NAME:
        return None
    small = not name.raw[0].isupper()
    if small and (tokens[at].word not in words("village-sure") or not is_place_name(name.word)):
        return None
    last = at + 2
    while not small and last < len(tokens) and last - at <= _LONGEST_NAME and _is_name(tokens, last):
        last += 1
    oblique = word_at(tokens, at) != kind.replace("ё", "е")
    shown = " ".join(_on_the_sign(token) if oblique else _titled(token.raw) for token in tokens[at + 1 : last])
    return Find("place", f"{kind} {shown}", at, last, _SURE)


def _titled(word: str) -> str:
    return word[:1].upper() + word[1:]


def _on_the_sign(token: Token) -> str:
    found = nominative(token.word)
    return token.raw if found == token.word else found[:1].upper() + found[1:]


def _is_name(tokens: Tokens, at: int) -> bool:
    token = tokens[at]
    plain = not token.gap.strip(' -«"') and not token.figures
    return plain and token.raw[0].isupper() and not is_kind(token.word)
