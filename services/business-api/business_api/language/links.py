"""Finds links, written or dictated: «оплата тире доставка точка ру», «собака корги нижнее подчёркивание дом»."""

from functools import cache

from business_api.language.numbers import read_numeral
from business_api.language.tables import rows, words
from business_api.language.tokens import Tokens, word_at
from business_api.language.turns import Find, Turn

_CYRILLIC = "а б в г д е ж з и й к л м н о п р с т у ф х ц ч ш щ ы э ю я ъ ь"
_LATIN = "a b v g d e zh z i y k l m n o p r s t u f h ts ch sh sch y e yu ya"
_MOST_PARTS = 12
_NEAR = 10


@cache
def _said(kind: str) -> dict[str, str]:
    """Said word → what is written, for one kind of the table's lines."""
    return {said.replace("ё", "е"): row[1] for row in rows("links.tsv") if row[0] == kind for said in row[2].split()}


def read_links(turn: Turn) -> list[Find]:
    """The links, mail addresses and nicknames of a turn."""
    finds: list[Find] = []
    for reader in (_written, _dictated, _nickname):
        for at in range(len(turn.tokens)):
            find = None if turn.taken[at] else reader(turn.tokens, at)
            if find is not None and turn.free(find.first, find.last):
                turn.take(find.first, find.last)
                finds.append(find)
    return finds


def _written(tokens: Tokens, at: int) -> Find | None:
    """«avito-pay.ru», found by its zone; «https://» and what follows a slash belong to it."""
    if tokens[at].gap != "." or tokens[at].word not in _zones() or not at:
        return None
    if at + 1 < len(tokens) and tokens[at + 1].gap in {".", "-"}:
        return None
    first = at - 1
    while first > 0 and tokens[first].gap in {".", "-", "_", "@", "://", "://www."}:
        first -= 1
    label = tokens[at - 1]
    if label.figures and first == at - 1:
        return None
    value = "".join(
        ("" if place == first else token.gap) + token.word
        for place, token in enumerate(tokens[: at + 1])
        if place >= first
    )
    written = _latin_address(value.split("://")[-1].removeprefix("www."))
    return Find("link", written, first, at + 1, 0.97)


def _latin_address(value: str) -> str:
    """«доставка.ру», as a recogniser may write what it heard; an address in «рф» stays as it is."""
    label, _, zone = value.rpartition(".")
    zone = _said("zone").get(zone, zone)
    return f"{label}.{zone}" if zone == "рф" else "".join(_letters().get(sign, sign) for sign in label) + "." + zone


@cache
def _zones() -> frozenset[str]:
    return frozenset(_said("zone").values()) | {"ру", "ком"}


def _dictated(tokens: Tokens, at: int) -> Find | None:
    """From «точка ру» back over what was joined by «тире», «точка», «собака»."""
    signs = _said("sign")
    if signs.get(tokens[at].word) != "." or not at:
        return None
    zone = _said("zone").get(word_at(tokens, at + 1))
    if zone is None or tokens[at + 1].begins_sentence or tokens[at].begins_sentence:
        return None
    found = _back(tokens, at)
    if found is None:
        return None
    first, label = found
    last, value = at + 2, f"{label}.{zone}"
    while signs.get(word_at(tokens, last)) == "." and (further := _said("zone").get(word_at(tokens, last + 1))):
        value, last = f"{value}.{further}", last + 2
    return Find("link", value, first, last, 0.9)


def _back(tokens: Tokens, at: int) -> tuple[int, str] | None:
    """The labels before a place, newest first, as long as signs join them."""
    first, value = at, ""
    for _ in range(_MOST_PARTS):
        label = _label_before(tokens, first)
        if label is None:
            return None if not value else (first, value)
        first, said = label
        value = said + value
        sign, length = _sign_before(tokens, first)
        if not sign or first - length <= 0:
            break
        if _label_before(tokens, first - length) is None:
            break
        value, first = sign + value, first - length
    return first, value


def _label_before(tokens: Tokens, last: int) -> tuple[int, str] | None:
    """One label that ends before a place: a word, or a number said in words."""
    if last <= 0:
        return None
    for first in range(max(last - 3, 0), last):
        number = read_numeral(tokens, first)
        if number is not None and number.last == last and number.whole is not None and not number.order:
            return _named_before(tokens, first, str(number.whole))
    token = tokens[last - 1]
    if token.word in words("link-no-label") or (last < len(tokens) and tokens[last].begins_sentence):
        return None
    return last - 1, _latin(token.word)


def _named_before(tokens: Tokens, first: int, number: str) -> tuple[int, str]:
    """«Авито двадцать четыре» is one label."""
    word = word_at(tokens, first - 1)
    if first and tokens[first].joined and word in _said("word"):
        return first - 1, _latin(word) + number
    return first, number


def _sign_before(tokens: Tokens, at: int) -> tuple[str, int]:
    """The sign said before a place and how many words it took."""
    if at < 1 or tokens[at].begins_sentence:
        return "", 0
    if tokens[at].gap in {"-", "_"}:
        return tokens[at].gap, 0
    sign = _said("sign").get(word_at(tokens, at - 1), "")
    if sign == "_" and word_at(tokens, at - 2) in {"нижнее", "нижние", "нижняя"}:
        return sign, 2
    return sign, 1 if sign else 0


def _latin(word: str) -> str:
    """A word as it would be written in an address."""
    known = _said("word").get(word)
    return known if known is not None else "".join(_letters().get(sign, sign) for sign in word)


@cache
def _letters() -> dict[str, str]:
    latin = _LATIN.split()
    return dict(zip(_CYRILLIC.split(), [*latin, "", ""], strict=True))


def _nickname(tokens: Tokens, at: int) -> Find | None:
    """«Собака корги нижнее подчёркивание дом»; a dog is one only where no messenger was spoken of."""
    dog = tokens[at].word in {"собака", "собачка"}
    underscore = at + 1 < len(tokens) and _sign_behind(tokens, at + 1)[0] == "_"
    if not dog and not underscore:
        return None
    first = at + 1 if dog else at
    last, value, signs = first, "", 0
    while last < len(tokens) and last - first < _MOST_PARTS and not (last > first and tokens[last].begins_sentence):
        number = read_numeral(tokens, last)
        if number is not None and number.whole is not None and not number.order:
            value, last = value + str(number.whole), number.last
        else:
            value, last = value + _latin(tokens[last].word), last + 1
        sign, length = _sign_behind(tokens, last)
        if not sign or last + length >= len(tokens):
            break
        value, last, signs = value + sign, last + length, signs + 1
    if last == first or not (signs or _near_messenger(tokens, at)):
        return None
    return Find("link", "@" + value, first, last, 0.85 if signs else 0.6)


def _sign_behind(tokens: Tokens, at: int) -> tuple[str, int]:
    if at >= len(tokens) or tokens[at].begins_sentence:
        return "", 0
    if word_at(tokens, at) in {"нижнее", "нижние", "нижняя"} and _said("sign").get(word_at(tokens, at + 1)) == "_":
        return "_", 2
    sign = _said("sign").get(word_at(tokens, at), "")
    return (sign, 1) if sign in {"-", "_", "."} else ("", 0)


def _near_messenger(tokens: Tokens, at: int) -> bool:
    return any(token.word in words("messenger") for token in tokens[max(at - _NEAR, 0) : at])
