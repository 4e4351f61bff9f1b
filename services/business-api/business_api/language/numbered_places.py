"""Finds places that are told by a number: «школа номер пять», «у второй поликлиники», «детский сад № 12»."""

from functools import cache

from business_api.language.morphology import counted
from business_api.language.numbers import Numeral, read_numeral
from business_api.language.tables import rows, words
from business_api.language.tokens import Tokens, word_at
from business_api.language.turns import Find

_HIGHEST = 9999
_SIGNS = " №#"


@cache
def _kinds() -> dict[tuple[str, ...], str]:
    return {
        tuple(form.split()): row[1]
        for row in rows("places.tsv")
        if row[0] == "numbered"
        for form in row[2].replace("ё", "е").split(";")
    }


def numbered_place(tokens: Tokens, at: int) -> Find | None:
    """The place that is told from a token on, its number behind its kind or before it."""
    named = _kind_at(tokens, at)
    if named is not None:
        kind, last = named
        number, sure = _number_behind(tokens, last), 0.9
        end = number.last if number is not None else last
    else:
        number, sure = read_numeral(tokens, at), 0.8
        if number is None or not number.order or word_at(tokens, at - 1) not in words("place-lead"):
            return None
        named = _kind_at(tokens, number.last) if tokens[at].joined else None
        if named is None:
            return None
        kind, end = named
    if number is None or number.whole is None or not 0 < number.value <= _HIGHEST:
        return None
    lead = at > 0 and tokens[at].joined and word_at(tokens, at - 1) in words("place-lead")
    return Find("place", f"{kind} № {number.whole}", at - lead, end, sure)


def _kind_at(tokens: Tokens, at: int) -> tuple[str, int] | None:
    for length in (2, 1):
        said = tuple(token.word for token in tokens[at : at + length])
        if len(said) == length and said in _kinds() and all(each.joined for each in tokens[at + 1 : at + length]):
            return _kinds()[said], at + length
    return None


def _number_behind(tokens: Tokens, last: int) -> Numeral | None:
    """«Номер пять», «№ 5», «5»; not what counts something or is an hour: «школа в пять», «школа, 5 минут»."""
    called = word_at(tokens, last) in words("number-name") and tokens[last].joined
    begin = last + called
    if begin >= len(tokens) or tokens[begin].gap.strip(_SIGNS):
        return None
    number = read_numeral(tokens, begin)
    if number is None or number.order:
        return None
    behind = word_at(tokens, number.last)
    plain = called or "№" in tokens[begin].gap
    goes_on = number.last < len(tokens) and tokens[number.last].joined
    return number if plain or not goes_on or not (counted(behind) or behind in words("no-house")) else None
