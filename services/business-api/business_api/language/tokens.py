"""Cuts a text into runs of letters and runs of figures, each knowing what stands between it and the one before.

Signs are no tokens: «18:30» is two tokens with ":" in the gap. One pass, whatever the text.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from business_api.language.vocabulary import is_exact, joint

_RUNS = re.compile(r"[0-9]+|[^\W\d_]+")
# Longer runs of figures are no numbers that anybody says.
_MOST_FIGURES = 15
_SHORTEST_JOINT = 6
# Nothing farther away in a sentence tells what a word is.
_REACH = 30
_SENTENCE_ENDS = frozenset(".!?…\n;")


@dataclass(frozen=True, slots=True)
class Token:
    """`word` is in lower case with е for ё; `gap` is what stands before it in the text."""

    word: str
    raw: str
    gap: str
    start: int
    end: int
    figures: bool

    @property
    def joined(self) -> bool:
        """Whether nothing but blanks and hyphens parts it from the token before."""
        return not self.gap.strip(" \u00a0\u202f\u2009-‑–—")

    @property
    def begins_sentence(self) -> bool:
        """Whether a sentence ended before it."""
        return not _SENTENCE_ENDS.isdisjoint(self.gap) and self.gap != "."


Tokens = Sequence[Token]


def cut(text: str) -> list[Token]:
    """The tokens of a text."""
    tokens: list[Token] = []
    last = 0
    for match in _RUNS.finditer(text):
        raw, start = match[0], match.start()
        if raw[0] in "0123456789":
            tokens.append(Token(raw, raw, text[last:start], start, match.end(), True))
        else:
            _add_word(tokens, raw, text[last:start], start)
        last = match.end()
    return tokens


def _add_word(tokens: list[Token], raw: str, gap: str, start: int) -> None:
    """A run of letters: one token, or two where a recogniser wrote two number words as one («двадцатьпять»)."""
    word = raw.lower().replace("ё", "е")
    before = tokens[-1] if tokens else None
    if before is not None and before.word == "с" and gap == " " and word.startswith("то") and is_exact(word[2:]):
        tokens[-1] = Token("сто", f"{before.raw} {raw[:2]}", before.gap, before.start, start + 2, False)
        raw, word, gap, start = raw[2:], word[2:], "", start + 2
    if (
        len(tokens) > 1
        and (tokens[-2].word, tokens[-1].word) == ("с", "то")
        and tokens[-1].gap == " "
        and is_exact(word)
    ):
        hundred = f"{tokens[-2].raw} {tokens[-1].raw}"
        tokens[-2:] = [Token("сто", hundred, tokens[-2].gap, tokens[-2].start, tokens[-1].end, False)]
    cut_at = joint(word) if len(word) >= _SHORTEST_JOINT and len(raw) == len(word) else 0
    for first, last in ((0, cut_at), (cut_at, len(raw))):
        if last > first:
            part = word[first:last] if cut_at else word
            tokens.append(Token(part, raw[first:last], "" if first else gap, start + first, start + last, False))


def figure(token: Token) -> int | None:
    """The value of a run of figures; None for letters and for what is too long to be a number."""
    return int(token.word) if token.figures and len(token.word) <= _MOST_FIGURES else None


def word_at(tokens: Tokens, at: int) -> str:
    """The word at a place, or "" beyond the ends."""
    return tokens[at].word if 0 <= at < len(tokens) else ""


def sentence_at(tokens: Tokens, at: int) -> tuple[int, int]:
    """Where the sentence around a place begins and ends (exclusive), as far as it matters there."""
    first = last = at
    while first > max(at - _REACH, 0) and not tokens[first].begins_sentence:
        first -= 1
    last += 1
    while last < min(at + _REACH, len(tokens)) and not tokens[last].begins_sentence:
        last += 1
    return first, last


def clause_at(tokens: Tokens, at: int) -> tuple[int, int]:
    """Where the words between two signs of any kind begin and end (exclusive) around a place, as far as it matters."""
    first = last = at
    while first > max(at - _REACH, 0) and tokens[first].joined:
        first -= 1
    last += 1
    while last < min(at + _REACH, len(tokens)) and tokens[last].joined:
        last += 1
    return first, last


def sentences(tokens: Tokens) -> list[tuple[int, int]]:
    """Where each sentence's tokens begin and end (exclusive)."""
    starts = [at for at, token in enumerate(tokens) if at == 0 or token.begins_sentence]
    return list(zip(starts, [*starts[1:], len(tokens)], strict=True)) if tokens else []
