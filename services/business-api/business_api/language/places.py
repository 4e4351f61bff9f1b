"""Finds places to meet: a kind of place with its name («торговый центр Июнь», «Казанский вокзал»), and known names."""

from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

from business_api.language.english_places import english_place
from business_api.language.morphology import adjective, is_adjective, is_pronoun, parts_of_speech
from business_api.language.numbered_places import numbered_place
from business_api.language.refusals import unless_refused
from business_api.language.settlements import village
from business_api.language.tables import rows, words
from business_api.language.tokens import Token, Tokens, word_at
from business_api.language.turns import Find, Turn

_LONGEST_FORM = 3
_STREET_REACH = 8
_NO_NAME = frozenset(
    {"PREP", "CONJ", "VERB", "INFN", "ADVB", "NPRO", "PRCL", "PRED", "INTJ", "NUMR", "PRTS", "ADJS", "GRND"}
)


class _Kind(NamedTuple):
    name: str
    strong: bool
    gender: str


@cache
def _kinds() -> dict[tuple[str, ...], _Kind]:
    return {
        tuple(form.split()): _Kind(row[1], row[2] == "strong", row[3])
        for row in rows("places.tsv")
        if row[0] == "type"
        for form in _spelt(row[4].split(";"))
    }


def _spelt(forms: Iterable[str]) -> list[str]:
    """As the words of a text are: in small letters, without ё."""
    return [form.strip().lower().replace("ё", "е") for form in forms]


@cache
def _brands() -> dict[str, str]:
    return {form: row[1] for row in rows("places.tsv") if row[0] == "brand" for form in _spelt(row[2].split())}


def is_brand(word: str) -> bool:
    """Whether a word is a known shop's name in any form: «пятерочки»."""
    return word in _brands()


def read_places(turn: Turn) -> list[Find]:
    """The places of a turn."""
    finds: list[Find] = []
    at = 0
    while at < len(turn.tokens):
        find = numbered_place(turn.tokens, at) or english_place(turn.tokens, at) or _village(turn, at)
        find = find or _kind(turn.tokens, at) or _brand(turn.tokens, at)
        if find is None or not turn.free(find.first, find.last):
            at += 1
            continue
        turn.take(find.first, find.last)
        finds.append(unless_refused(turn.tokens, find))
        at = find.last
    return finds


def _village(turn: Turn, at: int) -> Find | None:
    """A village where no street of it is told: «посёлок Северный, улица Лесная» is an address without it."""
    return None if any(turn.taken[at : at + _STREET_REACH]) else village(turn.tokens, at)


def _kind(tokens: Tokens, at: int) -> Find | None:
    """A kind of place with a name behind it, or an adjective before it."""
    found = _kind_at(tokens, at)
    if found is None:
        return None
    kind, last = found
    names: list[str] = []
    while last < len(tokens) and len(names) < 3 and _is_name(tokens, last, kind, bool(names)):
        names.append(tokens[last].raw)
        last += 1
    if names:
        shown = " ".join(name[:1].upper() + name[1:] for name in names)
        return Find("place", f"{kind.name} {shown}", _start(tokens, at), last, 0.9 if kind.strong else 0.75)
    before = tokens[at - 1] if at and tokens[at].joined else None
    if before is None or not is_adjective(before.word):
        return None
    # «На курском вокзале», as a recogniser may write it.
    named = kind.name == "вокзал" and "ск" in before.word[-5:]
    if not (named or before.raw[0].isupper()):
        return None
    if is_pronoun(before.word) or at == 1 or before.begins_sentence:
        return None
    name = adjective(before.raw, kind.gender)
    return Find("place", f"{name[:1].upper()}{name[1:]} {kind.name}", _start(tokens, at - 1), last, 0.8)


def _kind_at(tokens: Tokens, at: int) -> tuple[_Kind, int] | None:
    for length in range(min(_LONGEST_FORM, len(tokens) - at), 0, -1):
        if any(not token.joined for token in tokens[at + 1 : at + length]):
            continue
        kind = _kinds().get(tuple(token.word for token in tokens[at : at + length]))
        if kind is not None:
            return kind, at + length
    return None


def _is_name(tokens: Tokens, at: int, kind: _Kind, later: bool) -> bool:
    """Whether a word belongs to the name behind a kind of place."""
    token: Token = tokens[at]
    if token.gap.strip(" «\"“'„") or token.figures or token.word in words("place-no-name") or len(token.word) < 2:
        return False
    if "«" in token.gap or '"' in token.gap:
        return True
    if token.raw[0].isupper():
        return not (parts_of_speech(token.word) <= _NO_NAME)
    return kind.strong and not later and not (parts_of_speech(token.word) & _NO_NAME) and not is_pronoun(token.word)


def _brand(tokens: Tokens, at: int) -> Find | None:
    """«У Пятёрочки», «возле Ашана»: a known name behind a word of place."""
    name = _brands().get(tokens[at].word)
    lead = word_at(tokens, at - 1) if at and not tokens[at].gap.strip(' «"“„-') else ""
    if name is None or lead not in words("place-lead") or not tokens[at].raw[0].isupper():
        return None
    last = at + 1
    for word in name.split()[1:]:
        last += word_at(tokens, last) == word.lower()
    return Find("place", name, _start(tokens, at), last, 0.75 if lead != "в" else 0.55)


def _start(tokens: Tokens, at: int) -> int:
    """Where the words of place before it begin: «на парковке торгового центра», «у входа в парк»."""
    first = at
    while first and at - first < 4 and tokens[first].joined:
        word = word_at(tokens, first - 1)
        if word not in words("place-lead") and word not in words("place-part"):
            break
        first -= 1
    while first < at and word_at(tokens, first) in words("place-part"):
        first += 1
    return first
