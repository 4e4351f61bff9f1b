"""The parts of an address: the kinds of street, the names known without a kind, house numbers."""

from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from business_api.language.likeness import stem
from business_api.language.numbers import Numeral, read_numeral
from business_api.language.tables import rows, words
from business_api.language.tokens import Tokens, word_at

_HIGHEST_HOUSE = 999
_HOUSE_REACH = 8
_LETTERS = frozenset("абвгдежк")
_LATIN = frozenset("abcdefgh")


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of street: «улица», feminine."""

    name: str
    gender: str


@dataclass(frozen=True, slots=True)
class House:
    """A house number as it is written, and where it ends; `named`: «дом» was said."""

    number: str
    last: int
    named: bool


@cache
def _kinds() -> dict[str, Kind]:
    return {form: Kind(row[1], row[2]) for row in rows("streets.tsv") if row[0] == "type" for form in row[3].split()}


@cache
def known_names() -> dict[str, str]:
    """Streets known without their kind: the name in lower case, е for ё → as it is written."""
    names = [name for row in rows("streets.tsv") if row[0] == "name" for name in row[1:]]
    return {name.lower().replace("ё", "е"): name for name in names}


@cache
def known_stems() -> dict[str, str]:
    """The same by the adjective's stem, for «на Лесной»."""
    return {stem(key): name for key, name in known_names().items() if key.endswith("ая")}


def kind_at(tokens: Tokens, at: int) -> tuple[Kind, int] | None:
    """The kind of street at a place and where it ends: «улица», «ул.», «пр-т»."""
    word = word_at(tokens, at)
    if (
        at + 1 < len(tokens)
        and tokens[at + 1].gap == "-"
        and (kind := _kinds().get(f"{word}-{word_at(tokens, at + 1)}"))
    ):
        return kind, at + 2
    kind = _kinds().get(word)
    if kind is None:
        return None
    # Short forms want their full stop: «ш.», «пер.», «пр.».
    if len(word) <= 3 and not (at + 1 < len(tokens) and tokens[at + 1].gap.startswith(".")):
        return None
    return kind, at + 1


def is_kind(word: str) -> bool:
    """Whether a word is a kind of street, written out."""
    return len(word) > 3 and word in _kinds()


def house_at(tokens: Tokens, at: int, bare: bool) -> House | None:
    """«Дом пятнадцать», «д. 15, корп. 2», «15а», «пять дробь два»; `bare`: the number need not be told to be one."""
    named = False
    while word_at(tokens, at) in words("house-lead") and not _ends(tokens, at):
        named, at = True, at + 1
    if at >= len(tokens) or _ends(tokens, at) or not (named or bare):
        return None
    number = _before_block(tokens, at) or read_numeral(tokens, at)
    if number is None or number.order or number.whole is None or not 0 < number.value <= _HIGHEST_HOUSE:
        return None
    if not named and (word_at(tokens, number.last) in words("no-house") or _is_hour(tokens, number.last)):
        return None
    text, last = _with_letter(tokens, str(number.whole), number.last)
    return House(*_with_blocks(tokens, text, last), named)


def _before_block(tokens: Tokens, at: int) -> Numeral | None:
    """The 15 of «15к2», which is no fifteen thousand."""
    block = [token.gap for token in tokens[at + 1 : at + 3]] == ["", ""] and tokens[at].figures
    if not block or word_at(tokens, at + 1) not in {"к", "с"} or not tokens[at + 2].figures:
        return None
    return Numeral(Decimal(tokens[at].word), at, at + 1, figures=True)


def house_before(tokens: Tokens, first: int) -> tuple[int, str] | None:
    """«Дома 15 корпус 2 по улице …», «дом 15, корпус 2, улица …»: where it begins, and the number."""
    end = first - (word_at(tokens, first - 1) in {"по", "на"})
    for begin in range(end - 2, max(end - _HOUSE_REACH, 0) - 1, -1):
        if word_at(tokens, begin) in words("house-lead") and not is_kind(word_at(tokens, begin - 1)):
            house = house_at(tokens, begin, bare=False)
            if house is not None and house.last == end and not any(_ends(tokens, at) for at in range(begin + 1, first)):
                return begin, house.number
    return None


def _is_hour(tokens: Tokens, at: int) -> bool:
    """«Улица Ленина, 18:30»: the figures go on as an hour does."""
    return at < len(tokens) and tokens[at].figures and tokens[at].gap == ":"


def _ends(tokens: Tokens, at: int) -> bool:
    """A sentence ended before a place; the full stop of «д.» or «ул.» does not count."""
    return tokens[at].begins_sentence and not (tokens[at].gap.startswith(".") and len(word_at(tokens, at - 1)) <= 4)


def _with_letter(tokens: Tokens, text: str, last: int) -> tuple[str, int]:
    word = word_at(tokens, last)
    if word in {"дробь", "slash"} or (last < len(tokens) and tokens[last].gap == "/"):
        at = last + (word in {"дробь", "slash"})
        second = read_numeral(tokens, at)
        if second is not None and second.whole is not None and not second.order:
            return f"{text}/{second.whole}", second.last
    if word in {"литера", "буква"} and len(word_at(tokens, last + 1)) == 1:
        return text + word_at(tokens, last + 1), last + 2
    if word in _LATIN and tokens[last].gap == "":
        return text + word, last + 1
    block = [token.gap for token in tokens[last : last + 2]] == ["", ""] and tokens[last + 1].figures
    if block and word in {"к", "с"}:
        return text, last
    if word in _LETTERS and len(word) == 1 and tokens[last].gap in {"", " ", "-"} and _closes(tokens, last + 1):
        return text + word, last + 1
    return text, last


def _closes(tokens: Tokens, at: int) -> bool:
    """Whether nothing joined follows, so that a letter before it is no «а» nor «в» of its own."""
    return at >= len(tokens) or not tokens[at].joined or tokens[at - 1].gap == ""


def _with_blocks(tokens: Tokens, text: str, last: int) -> tuple[str, int]:
    """«Корпус два», «строение три»."""
    for name in ("корпус", "строение", "building"):
        if word_at(tokens, last) in words(f"house-{name}"):
            number = read_numeral(tokens, last + 1)
            if number is not None and number.whole is not None:
                order = number.order
                if not order:
                    text, last = f"{text} {name} {number.whole}", number.last
    return text, last


def has_room(tokens: Tokens, last: int) -> bool:
    """«Садовая семь, второй подъезд», «Лесная пять, квартира три»: behind a bare number comes a room of a house."""
    house = house_at(tokens, last, bare=True)
    if house is None:
        return False
    order = read_numeral(tokens, house.last)
    behind = order.last if order is not None and order.order else house.last
    return word_at(tokens, behind) in words("room")


def after_rooms(tokens: Tokens, last: int) -> int:
    """Past «квартира тридцать один, второй подъезд», "on the third floor": numbers that are nothing else."""
    while last < len(tokens) and not tokens[last].begins_sentence:
        begin = last
        while word_at(tokens, begin) in words("room-lead"):
            begin += 1
        number = read_numeral(tokens, begin)
        if number is not None and word_at(tokens, number.last) in words("room"):
            last = number.last + 1
        elif word_at(tokens, last) in words("room"):
            last += 1
            while (behind := read_numeral(tokens, last)) is not None and not tokens[last].begins_sentence:
                last = behind.last
        else:
            break
    return last


def known_street(tokens: Tokens, at: int) -> tuple[str, int]:
    """A street from the list of known ones; the longer name first."""
    names = known_names()
    two = f"{word_at(tokens, at)} {word_at(tokens, at + 1)}"
    if two in names and tokens[at + 1].joined:
        return names[two], at + 2
    word = word_at(tokens, at)
    if word in names:
        return names[word], at + 1
    if word.endswith("ой") and tokens[at].raw[0].isupper() and (name := known_stems().get(stem(word))):
        return name, at + 1
    return "", at
