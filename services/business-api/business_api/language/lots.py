"""Tells that a price is for several pieces together: «мне двадцать штук, за полторы отдадите?», «два за две пятьсот».

What so many pieces cost by the price of one is only reckoned; another sum is a price that is bargained about.
"""

from collections.abc import Collection
from decimal import Decimal

from business_api.language.mention import Mention
from business_api.language.morphology import counted
from business_api.language.numbers import read_numeral
from business_api.language.tables import words
from business_api.language.tokens import Tokens, sentence_at, word_at

_MOST_PIECES = 500
# A bare number behind «за» counts pieces up to here: «восемьсот за две».
_FEW_PIECES = 20
# The prices of one lot are so near each other.
_NEAR = 2
# From here on a number behind «за» is a price.
_DEAR = 100


def names_lot(mention: Mention, named: Collection[Decimal]) -> bool:
    """Whether it is the price of several pieces, and not what they make by one of these prices."""
    pieces = _pieces(mention)
    return pieces is not None and bool(named) and all(mention.value not in {each, each * pieces} for each in named)


def goes_on(mention: Mention, lot: Decimal | None) -> bool:
    """Whether it is another price of the same lot."""
    return lot is not None and lot < mention.value * _NEAR and mention.value < lot * _NEAR


def _pieces(mention: Mention) -> int | None:
    """How many are counted in the sentence of a price; None if none are."""
    tokens = mention.turn.tokens
    first, last = sentence_at(tokens, mention.first)
    at = first
    while at < last:
        number = read_numeral(tokens, at)
        if number is None or mention.first <= at < mention.last:
            at += 1
            continue
        whole = number.whole or 0
        if not number.order and 1 < whole <= _MOST_PIECES and _counts_pieces(mention, number.last, at, whole):
            return whole
        at = number.last
    return None


def _counts_pieces(mention: Mention, last: int, at: int, whole: int) -> bool:
    tokens = mention.turn.tokens
    behind = word_at(tokens, last) if last < len(tokens) and tokens[last].joined else ""
    if behind in words("lot-piece"):
        return True
    if whole > _FEW_PIECES:
        return False
    # «Два за две пятьсот», «восемьсот за две», «два крана две пятьсот».
    beside = last == mention.first or (last + 1 == mention.first and behind == "за")
    after = at == mention.last + 1 and word_at(tokens, mention.last) == "за"
    return beside or after or (last + 1 == mention.first and counted(behind))


def counts(tokens: Tokens, first: int, last: int, value: Decimal) -> bool:
    """Whether a small number counts what a price follows: «два за две пятьсот», «за два пять тысяч»."""
    led = word_at(tokens, last) in {"за", "for"}
    at = last + led
    if value > _FEW_PIECES or at >= len(tokens) or not (tokens[last].joined and tokens[at].joined):
        return False
    price = read_numeral(tokens, at)
    if price is None:
        return False
    if not led:
        return price.scale > 1 and word_at(tokens, first - 1) in {"за", "for"}
    behind = read_numeral(tokens, price.last) if price.last < len(tokens) and tokens[price.last].joined else None
    return price.value >= _DEAR or (behind is not None and behind.value >= _DEAR)
