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


def in_thousands(number: Numeral) -> Numeral | None:
    """The other meaning of «миллион двести»: 1 200 000; None when there is but one meaning."""
    if number.scale != MILLION or not 0 < number.tail < 1000 or number.order:
        return None
    if (number.value - number.tail) % MILLION:
        return None
    return replace(number, value=number.value - number.tail + number.tail * THOUSAND)
