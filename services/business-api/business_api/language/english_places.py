"""Finds English places to meet by their name and kind: "King's Cross station", "at Gorky Park", "the Astoria hotel"."""

from business_api.language.tables import words
from business_api.language.tokens import Tokens, word_at
from business_api.language.turns import Find

_LONGEST_NAME = 4
_SURE = 0.8


def english_place(tokens: Tokens, at: int) -> Find | None:
    """The place whose name, with capital letters, begins at a token behind "at", "near", "outside" and the like."""
    lead = at - 1 if word_at(tokens, at - 1) != "the" else at - 2
    if lead < 0 or word_at(tokens, lead) not in words("english-place-lead"):
        return None
    last = at
    while last < len(tokens) and last - at < _LONGEST_NAME and _is_name(tokens, last, at):
        last += 1
    if last == at or word_at(tokens, last) not in words("english-place-kind"):
        # "Gorky Park": the kind is written as a part of the name.
        last -= 1
    if last <= at or word_at(tokens, last) not in words("english-place-kind") or not tokens[last].joined:
        return None
    first, end = tokens[at], tokens[last]
    name = "".join(f"{token.gap if token is not first else ''}{token.raw}" for token in tokens[at : last + 1])
    return Find("place", name, lead, last + 1, _SURE) if end.raw.isascii() else None


def _is_name(tokens: Tokens, at: int, first: int) -> bool:
    token = tokens[at]
    plain = at == first or token.joined or token.gap in {"'", "\u2019"}
    named = token.raw[0].isupper() or (at > first and token.gap in {"'", "\u2019"})
    return plain and named and token.raw.isascii() and not token.figures and not token.begins_sentence
