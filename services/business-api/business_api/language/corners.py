"""Corners of two streets: "on the corner of Lenin street and Mira avenue", «на углу Ленина и Гагарина»."""

from business_api.language.english_streets import is_english_kind
from business_api.language.street_parts import is_kind
from business_api.language.tables import words
from business_api.language.tokens import Tokens, word_at
from business_api.language.turns import Find

_LONGEST_NAME = 4
_SURE = 0.85
_AND = frozenset({"and", "и", "с"})
_SHOWN = {True: "corner of {} and {}", False: "угол {} и {}"}


def corner(tokens: Tokens, at: int) -> Find | None:
    """The corner that is named from a token on."""
    if word_at(tokens, at) not in words("corner"):
        return None
    begin = at + 1
    while word_at(tokens, begin) in words("corner-filler"):
        begin += 1
    between = _name_end(tokens, begin)
    if between == begin or word_at(tokens, between) not in _AND or not tokens[between].joined:
        return None
    end = _name_end(tokens, between + 1)
    if end == between + 1:
        return None
    shown = _SHOWN[tokens[at].raw.isascii()]
    return Find("address", shown.format(_said(tokens, begin, between), _said(tokens, between + 1, end)), at, end, _SURE)


def _name_end(tokens: Tokens, at: int) -> int:
    """Where the name of a street ends: words with a capital letter, and what kind of street it is."""
    last, named = at, False
    while last < len(tokens) and last - at < _LONGEST_NAME and (last == at or tokens[last].joined):
        token = tokens[last]
        if not (token.raw[0].isupper() or _is_any_kind(token.word) or token.figures) or token.begins_sentence:
            break
        named = named or token.raw[0].isupper()
        last += 1
    return last if named else at


def _is_any_kind(word: str) -> bool:
    return is_kind(word) or is_english_kind(word)


def _said(tokens: Tokens, first: int, last: int) -> str:
    return " ".join(token.raw for token in tokens[first:last])
