"""Reads numbers written in figures: «12 500», «12.500», «12,5», «15-го»."""

from decimal import Decimal
from typing import NamedTuple

from business_api.language.tables import words
from business_api.language.tokens import Tokens, figure

_GROUP_GAPS = {" ", "\u00a0", "\u202f", "\u2009", "'", "’", ",", "."}

# More are a list of numbers, unless they are all noughts.
_MOST_GROUPS = 5
_GROUP = 3


class Written(NamedTuple):
    """The value and where it ends (exclusive)."""

    value: Decimal
    last: int
    order: bool


def read_figures(tokens: Tokens, at: int) -> Written | None:
    """The number written from a token on; None for runs too long to be numbers."""
    value = figure(tokens[at])
    if value is None:
        return None
    grouped = _grouped(tokens, at)
    if grouped is not None:
        return grouped
    decimal = _decimal(tokens, at)
    if decimal is not None:
        return decimal
    if at + 1 < len(tokens) and tokens[at + 1].word in words("order-ending") and tokens[at + 1].gap in {"", "-"}:
        return Written(Decimal(value), at + 2, True)
    return Written(Decimal(value), at + 1, False)


def _follows(tokens: Tokens, at: int, gaps: set[str]) -> bool:
    return at < len(tokens) and tokens[at].figures and tokens[at].gap in gaps


def _grouped(tokens: Tokens, at: int) -> Written | None:
    """Thousands set apart: «12 500», «1 200 000»."""
    first = tokens[at].word
    if len(first) > 3 or first[0] == "0" or not _follows(tokens, at + 1, _GROUP_GAPS):
        return None
    gap, last = tokens[at + 1].gap, at + 1
    while _follows(tokens, last, {gap}) and len(tokens[last].word) == 3:
        last += 1
    long = last - at > _MOST_GROUPS and any(token.word != "000" for token in tokens[at + 1 : last])
    # A telephone number: «8 916 123 45 67»; but a time, or another number, may stand behind one.
    goes_on = _follows(tokens, last, {gap, "-"}) and not (begins_clock(tokens, last) or _begins_grouped(tokens, last))
    if last == at + 1 or long or goes_on:
        return None
    return Written(Decimal("".join(token.word for token in tokens[at:last])), last, False)


def begins_clock(tokens: Tokens, at: int) -> bool:
    """«18:30»: two figures, a colon, two figures."""
    return tokens[at].figures and len(tokens[at].word) <= 2 and _follows(tokens, at + 1, {":"})


def _begins_grouped(tokens: Tokens, at: int) -> bool:
    """«12 500» behind «15 000»: figures that are fewer than those of a group, and a group behind them."""
    short = len(tokens[at].word) < _GROUP and _follows(tokens, at + 1, {" "})
    return short and len(tokens[at + 1].word) == _GROUP


def _decimal(tokens: Tokens, at: int) -> Written | None:
    """«12,5», «0.75»; not a date («15.11.2026»)."""
    if not _follows(tokens, at + 1, {",", "."}) or _follows(tokens, at + 2, {",", ".", ":", "-", "/"}):
        return None
    if at and tokens[at].gap in {".", ",", ":", "-", "/"} and tokens[at - 1].figures:
        return None
    rest = tokens[at + 1].word
    if len(tokens[at].word) > 9 or len(rest) > 3:
        return None
    return Written(Decimal(f"{tokens[at].word}.{rest}"), at + 2, False)
