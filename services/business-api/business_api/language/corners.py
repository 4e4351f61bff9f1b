"""Corners of two streets: "on the corner of Lenin street and Mira avenue", «на углу Ленина и Гагарина»."""

from business_api.language.english_streets import is_english_kind, is_kinds
from business_api.language.morphology import is_genitive_name
from business_api.language.street_parts import is_kind, known_names
from business_api.language.tables import words
from business_api.language.tokens import Tokens, word_at
from business_api.language.turns import Find
from business_api.language.types import SURE

_LONGEST_NAME = 4
# Two names that nothing tells to be of streets stand on no card: «на углу Пятёрочки и Магнита».
_NAMED, _TWO_NAMES = 0.85, SURE - 0.05
_AND = frozenset({"and", "и", "с"})
_SHOWN = {True: "corner of {} and {}", False: "угол {} и {}"}


def corner(tokens: Tokens, at: int) -> Find | None:
    """The corner that is named from a token on; «в углу» is a room's."""
    lead = _lead(tokens, at)
    if word_at(tokens, at) not in words("corner") or lead in words("corner-inside"):
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
    both = word_at(tokens, begin - 1) in words("corner-streets") or is_kinds(word_at(tokens, end - 1))
    named = both or (_is_street(tokens, at + 1, between) and _is_street(tokens, between + 1, end))
    if not named and lead not in words("corner-lead"):
        return None
    shown = _SHOWN[tokens[at].raw.isascii()].format(_said(tokens, begin, between), _said(tokens, between + 1, end))
    return Find("address", shown, at, end, _NAMED if named else _TWO_NAMES)


def _lead(tokens: Tokens, at: int) -> str:
    """The word before: «на углу», "on the corner"."""
    at -= 1
    while at > 0 and tokens[at + 1].joined and word_at(tokens, at) in words("corner-filler"):
        at -= 1
    return word_at(tokens, at) if tokens[at + 1].joined else ""


def _is_street(tokens: Tokens, first: int, last: int) -> bool:
    """Whether a name can be nothing but a street's: by its kind, as a known one, or by its form («Мясницкой»)."""
    said = [token.word for token in tokens[first:last]]
    known = any(" ".join(said[at:]) in known_names() for at in range(len(said)))
    return known or any(_is_any_kind(word) for word in said) or is_genitive_name(said[-1])


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
