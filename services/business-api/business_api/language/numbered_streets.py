"""Names of streets that begin with a number: «8 Марта», «50 лет Октября», «1905 года», «26 Бакинских Комиссаров»."""

from typing import NamedTuple

from business_api.language.numbers import read_numeral
from business_api.language.tables import words
from business_api.language.tokens import Tokens, word_at

_LONGEST = 3


class NumberedName(NamedTuple):
    """The name as on the sign, and where it ends (exclusive)."""

    name: str
    last: int


def numbered_name(tokens: Tokens, at: int) -> NumberedName | None:
    """The name that begins at a token, whose words may stand in small letters; None when it is no such name."""
    number = read_numeral(tokens, at)
    if number is None:
        return _anniversary(tokens, at)
    if number.whole is None:
        return None
    last = number.last
    while last < len(tokens) and last - number.last < _LONGEST and tokens[last].joined:
        if word_at(tokens, last) not in words("street-number-word"):
            break
        last += 1
    if last == number.last:
        return None
    said = [token.raw for token in tokens[at : number.last]]
    lead = "-".join(said) if number.figures and number.order else " ".join(map(_titled, said))
    return NumberedName(f"{lead} {' '.join(_sign(token.word) for token in tokens[number.last : last])}", last)


def _anniversary(tokens: Tokens, at: int) -> NumberedName | None:
    """«Шестидесятилетия Октября»."""
    if not word_at(tokens, at).endswith("летия") or word_at(tokens, at + 1) not in words("street-number-word"):
        return None
    return NumberedName(f"{_titled(tokens[at].raw)} {_titled(tokens[at + 1].raw)}", at + 2)


def _sign(word: str) -> str:
    return word if word in words("street-common") else _titled(word)


def _titled(word: str) -> str:
    return word[:1].upper() + word[1:]
