"""English addresses: "15 Gagarin street, flat 3", "Lenin avenue, building 5", "5th Avenue".

They come out as they are written: "15 Gagarin Street".
"""

from functools import cache
from typing import NamedTuple

from business_api.language.clock_parts import read_part
from business_api.language.numbers import read_numeral
from business_api.language.street_parts import House, house_at
from business_api.language.tables import rows, words
from business_api.language.tokens import Token, Tokens, word_at
from business_api.language.turns import Find

_LONGEST_NAME = 3
_OPENING = 2
_NAMED, _NUMBERED, _STREET = 0.95, 0.9, 0.6


class _Kind(NamedTuple):
    """`strong`: it means nothing else, so that beside a house number its name may stand in small letters."""

    name: str
    strong: bool


class _Street(NamedTuple):
    """A street that ends before `tokens[last]`; `capital`: its name is written as a name; `strong`: as its kind."""

    name: str
    last: int
    capital: bool
    strong: bool


@cache
def _kinds(which: str = "english") -> dict[str, _Kind]:
    listed = [row for row in rows("streets.tsv") if row[0] == which]
    return {form: _Kind(row[1], row[2] == "strong") for row in listed for form in row[3].split()}


def is_english_kind(word: str) -> bool:
    """Whether a word is a kind of street, one or several: "street", "streets"."""
    return word in _kinds() or is_kinds(word)


def is_kinds(word: str) -> bool:
    """Whether a word is a kind of several streets: "streets"."""
    return word.endswith("s") and word.removesuffix("s") in _kinds()


def english_address(tokens: Tokens, at: int, asked: bool = False) -> Find | None:
    """The address or street that begins at a token; `asked`: the other has just asked where."""
    before = _house(tokens, at) if _may_be_house(tokens, at) else None
    if before is not None:
        street = _street_behind(tokens, before, sure=asked or word_at(tokens, at - 1) == "at")
        if street is not None and _stands_alone(tokens, street, street.last):
            return Find("address", _with_house(street.name, before.number), at, street.last, _NUMBERED)
    street = _street(tokens, at)
    if street is None:
        return None
    house = _house(tokens, street.last)
    if not _stands_alone(tokens, street, street.last if house is None else house.last):
        return None
    if house is not None:
        sure = _NAMED if house.named else _NUMBERED
        return Find("address", _with_house(street.name, house.number), at, house.last, sure)
    opens = at == 0 or tokens[at].begins_sentence
    described = opens and tokens[at].word in words("english-no-small-street")
    return Find("address", street.name, at, street.last, _STREET) if street.capital and not described else None


def _with_house(street: str, number: str) -> str:
    """ "42 Lenin Avenue building 2", "ulitsa Lenina 5": a block stays behind the street."""
    if street[0].islower():
        return f"{street} {number}"
    house, _, block = number.partition(" ")
    return " ".join(part for part in (house, street, block) if part)


def street_follows(tokens: Tokens, at: int) -> bool:
    """Whether a street's name and its kind begin at a token, so that a number before it is the house's."""
    for last in range(at, min(at + _LONGEST_NAME + 1, len(tokens))):
        token = tokens[last]
        if not token.joined or token.figures or token.word in words("english-no-street"):
            return False
        if token.word in _kinds():
            return last > at
    return False


def _house(tokens: Tokens, at: int) -> House | None:
    """A house's number, and no hour: "Lenin street, six in the evening"."""
    house = house_at(tokens, at, bare=True)
    return None if house is None or read_part(tokens, house.last, days=False)[0] is not None else house


def _may_be_house(tokens: Tokens, at: int) -> bool:
    """Not the "7" of "flat 7, 3 Green street", nor the "six" of "tomorrow at six"."""
    if not at or not tokens[at].joined:
        return True
    before = word_at(tokens, at - 1)
    hour = before in words("clock-lead") and word_at(tokens, at - 2) in words("time-day")
    return not (hour or before in words("room") or tokens[at - 1].figures)


def _street_behind(tokens: Tokens, house: House, sure: bool) -> _Street | None:
    """The street of a house that was said first: "15 Gagarin street", "house five on Gagarin street".

    `sure`: nothing but an address is meant there, in whatever letters: "seven chapel road".
    """
    at = house.last
    if at >= len(tokens) or not (tokens[at].joined or house.named):
        return None
    at += house.named and tokens[at].word in words("english-street-lead")
    return _street(tokens, at, housed=True, sure=sure)


def _street(tokens: Tokens, at: int, housed: bool = False, sure: bool = False) -> _Street | None:
    """The street whose name begins at a token: up to three words and its kind, or the kind first ("prospekt Mira")."""
    leading = _kinds("english-first").get(word_at(tokens, at))
    if leading is not None and (street := _led(tokens, at, leading)) is not None:
        return street
    number = read_numeral(tokens, at)
    start = number.last if number is not None and number.order else at
    for last in range(max(start, at + 1), min(start + _LONGEST_NAME, len(tokens) - 1) + 1):
        if not tokens[last].joined:
            return None
        kind = _kinds().get(tokens[last].word)
        if kind is not None:
            # "Either way", "a twenty mile drive": such words mean a street where the turn begins with its house.
            common = kind.name in words("street-kind-common") and at > _OPENING
            return _named(tokens, (at, start, last), kind._replace(strong=kind.strong or (sure and not common)), housed)
    return None


def _named(tokens: Tokens, where: tuple[int, int, int], kind: _Kind, housed: bool) -> _Street | None:
    """A street in `tokens[at:last]` and its kind behind it; up to `start` it is an ordinal ("5th")."""
    at, start, last = where
    name = tokens[start:last]
    if not all(_may_name(token) for token in name):
        return None
    capitals = [token.raw[0].isupper() for token in name or tokens[last : last + 1]]
    if any(capitals) and not all(capitals):
        return None
    small = kind.strong and bool(name) and (housed or _house(tokens, last + 1) is not None)
    if not all(capitals) and not (small and _closes(tokens, last + 1)):
        return None
    return _Street(f"{_written(tokens[at:last])} {kind.name.title()}", last + 1, all(capitals), kind.strong)


def _led(tokens: Tokens, at: int, kind: _Kind) -> _Street | None:
    last = at + 1
    while last < len(tokens) and last - at < _LONGEST_NAME and tokens[last].joined and _is_titled(tokens[last]):
        last += 1
    name = _written(tokens[at + 1 : last]) if last > at + 1 else ""
    return _Street(f"{kind.name} {name}", last, True, kind.strong) if name else None


def _is_titled(token: Token) -> bool:
    return token.raw[0].isupper() and _may_name(token)


def _may_name(token: Token) -> bool:
    """Whether a word can be of a street's name."""
    word = token.word
    described = word in words("english-no-small-street") and not token.raw[0].isupper()
    return token.raw.isascii() and not (token.figures or described or _is_other(word) or word in _kinds())


def _is_other(word: str) -> bool:
    return any(word in words(name) for name in ("english-no-street", "room", "house"))


def _stands_alone(tokens: Tokens, street: _Street, at: int) -> bool:
    """Whether an address that ends there is one: "Abbey Road 12", not "Abbey Road 12 vinyl"."""
    return street.strong or _closes(tokens, at)


def _closes(tokens: Tokens, at: int) -> bool:
    """Whether nothing follows that the kind would belong to: "15 country lane shoes"."""
    if at >= len(tokens) or not tokens[at].joined or read_numeral(tokens, at) is not None:
        return True
    word = tokens[at].word
    return _is_other(word) or word in words("time-day") or word in words("clock-lead")


def _written(name: Tokens) -> str:
    """The words with a capital letter each, but "5th"."""
    said = "".join(f"{token.gap}{token.raw[0].upper() if token.gap else token.raw[0]}{token.raw[1:]}" for token in name)
    return said[len(name[0].gap) :][:1].upper() + said[len(name[0].gap) + 1 :]
