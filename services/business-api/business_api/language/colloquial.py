"""Numbers among people who know what is meant: «двенадцать пятьсот» is 12 500, «миллион двести» 1 200 000."""

from dataclasses import replace

from business_api.language.numbers import MILLION, THOUSAND, Numeral, read_numeral
from business_api.language.tables import words
from business_api.language.tokens import Tokens, word_at


def read_number(tokens: Tokens, at: int) -> Numeral | None:
    """The number at a place, with the thousand that was left out («двенадцать пятьсот») put back in."""
    number = read_numeral(tokens, at)
    if number is None or number.order or number.scale != 1 or number.figures or not 1 <= number.value < 1000:
        return number
    if number.whole is None or number.last >= len(tokens) or not tokens[number.last].joined:
        return number
    hundreds = read_numeral(tokens, number.last)
    if hundreds is None or hundreds.order or hundreds.figures or hundreds.scale != 1 or hundreds.whole is None:
        return number
    if not 100 <= hundreds.value < 1000 or word_at(tokens, hundreds.last) in words("number-measure"):
        return number
    value = number.value * THOUSAND + hundreds.value
    return Numeral(value, at, hundreds.last, direct=number.direct, scale=THOUSAND, implied=True)


def read_short(tokens: Tokens, at: int) -> Numeral | None:
    """ "Two seventy" is 270, "one oh five" 105, "nineteen fifty" 1950, "thirteen five" 13 500: only as a price.

    It may be an hour too.
    """
    first = _english(tokens, at)
    oh = first is not None and word_at(tokens, first.last) in words("zero-spoken") and tokens[first.last].joined
    if first is not None and oh:
        unit = _english(tokens, first.last + 1)
        small = unit is not None and tokens[unit.first].joined and 1 <= first.value < 100 and 1 <= unit.value < 10
        return Numeral(first.value * 100 + unit.value, at, unit.last) if unit is not None and small else None
    second = _english(tokens, first.last) if first is not None and first.last < len(tokens) else None
    if first is None or second is None or not tokens[first.last].joined or not 1 <= first.value < 100:
        return None
    last = tokens[second.last].word if second.last < len(tokens) and tokens[second.last].joined else ""
    if last in words("number-hundred-counted") or last in words("hour-name"):
        return None
    if 10 <= second.value < 100:
        return Numeral(first.value * 100 + second.value, at, second.last)
    if first.value >= 10 and 1 <= second.value < 10:
        return Numeral(first.value * THOUSAND + second.value * 100, at, second.last)
    return None


def _english(tokens: Tokens, at: int) -> Numeral | None:
    """A whole English number below a hundred in words."""
    number = read_numeral(tokens, at) if at < len(tokens) and tokens[at].word.isascii() else None
    if number is None or number.figures or number.order or number.whole is None or number.scale != 1:
        return None
    return number if tokens[number.last - 1].word.isascii() and number.value < 100 else None


def in_thousands(number: Numeral) -> Numeral | None:
    """The other meaning of «миллион двести»: 1 200 000; None when there is but one meaning."""
    if number.scale != MILLION or not 0 < number.tail < 1000 or number.order:
        return None
    if (number.value - number.tail) % MILLION:
        return None
    return replace(number, value=number.value - number.tail + number.tail * THOUSAND)
