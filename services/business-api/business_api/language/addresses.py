"""Finds addresses: «улица Гагарина, дом пятнадцать», «на Лесной улице, дом три», «Ленина, дом пять».

A street said without a house is an address too, less sure of being one. Names come out in the nominative.
"""

from dataclasses import replace

from business_api.language.corners import corner
from business_api.language.english_streets import english_address
from business_api.language.morphology import adjective, counted, is_adjective, is_pronoun, nominative, parts_of_speech
from business_api.language.numbered_streets import numbered_name
from business_api.language.numbers import read_numeral
from business_api.language.places import is_brand
from business_api.language.refusals import unless_refused
from business_api.language.same_street import in_full, longest_names, street_of
from business_api.language.settlements import is_settlement, settlement
from business_api.language.street_parts import (
    Kind,
    after_rooms,
    has_room,
    house_at,
    house_before,
    is_kind,
    kind_at,
    known_street,
)
from business_api.language.tables import words
from business_api.language.tokens import Token, Tokens, word_at
from business_api.language.turns import Find, Turn

_LONGEST_NAME = 3
_QUESTION_WORDS = 12
_QUOTES = ' »"”'
# No parts of a street's name: what it may hold is nouns, adjectives and words that no dictionary has.
_OTHER_PARTS = frozenset({"PREP", "CONJ", "VERB", "INFN", "ADVB", "NPRO", "PRCL", "PRED", "INTJ", "GRND", "COMP"})


def read_addresses(turns: list[Turn]) -> list[tuple[Turn, Find]]:
    """The addresses of a conversation. «Гагарина пятнадцать» is in the street that was spoken of before."""
    finds = [(turn, find) for at, turn in enumerate(turns) for find in _in_turn(turn, _is_asked(turns, at))]
    known = longest_names([find.value for _, find in finds])
    full = [(turn, replace(find, value=in_full(find.value, known))) for turn, find in finds]
    housed = {street_of(find.value) for _, find in full if find.value != street_of(find.value)}
    return [(turn, find) for turn, find in full if find.value not in housed]


def _is_asked(turns: list[Turn], at: int) -> bool:
    """Whether the other has just asked where."""
    return at > 0 and not words("address-question").isdisjoint(turns[at - 1].last_words(_QUESTION_WORDS))


def _in_turn(turn: Turn, asked: bool) -> list[Find]:
    finds: list[Find] = []
    at = 0
    while at < len(turn.tokens):
        find = corner(turn.tokens, at) or settlement(turn.tokens, at)
        find = find or english_address(turn.tokens, at, asked)
        find = find or _with_kind(turn.tokens, at) or _without_kind(turn.tokens, at, asked)
        if find is None or not turn.free(find.first, find.last):
            at += 1
            continue
        turn.take(find.first, after_rooms(turn.tokens, find.last))
        finds.append(unless_refused(turn.tokens, find))
        at = find.last
    return finds


def _with_kind(tokens: Tokens, at: int) -> Find | None:
    """A kind of street with its name before or behind it."""
    found = kind_at(tokens, at)
    if found is None:
        return None
    kind, behind = found
    first, name = _name_before(tokens, at, kind)
    street = f"{name} {kind.name}" if name else ""
    last = behind
    if not name:
        name, last = _name_behind(tokens, behind, kind, oblique=tokens[at].word != kind.name)
        street, first = f"{kind.name} {name}", at
    if not name:
        return None
    return _finish(tokens, first, last, street, kind)


def _finish(tokens: Tokens, first: int, last: int, street: str, kind: Kind) -> Find | None:
    house = house_at(tokens, last, bare=True)
    while first and tokens[first].joined and word_at(tokens, first - 1) in {"на", "по"}:
        first -= 1
    if (
        house is None
        and kind.name in words("street-kind-ambiguous")
        and not any(token.raw[0].isupper() for token in tokens[first + 1 : last])
    ):
        return None
    if house is None and (told := house_before(tokens, first)) is not None:
        return Find("address", f"{street} {told[1]}", told[0], last, 0.9)
    if house is None:
        return Find("address", street, first, last, 0.6)
    return Find("address", f"{street} {house.number}", first, house.last, 0.95 if house.named else 0.9)


def _name_before(tokens: Tokens, at: int, kind: Kind) -> tuple[int, str]:
    """«Лесной улице», «Большой Садовой улице», «1-й Тверской улице»: adjectives before the kind."""
    first, parts = at, list[str]()
    while first > 0 and tokens[first].joined and len(parts) < _LONGEST_NAME:
        token = tokens[first - 1]
        of_village = is_settlement(word_at(tokens, first - 2)) and tokens[first - 1].joined
        if of_village or token.word in words("street-no-name") or is_pronoun(token.word):
            break
        if is_adjective(token.word) and not token.figures:
            parts.insert(0, _titled(adjective(token.word, kind.gender)))
            first -= 1
            continue
        break
    return (first, " ".join(parts)) if parts else (at, "")


def _name_behind(tokens: Tokens, at: int, kind: Kind, oblique: bool) -> tuple[str, int]:
    """«Гагарина», «Карла Маркса», «Восьмого Марта», «Лесной» after «на улице»."""
    parts: list[str] = []
    last = at
    while last < len(tokens) and len(parts) < _LONGEST_NAME and _continues(tokens, at, last):
        token = tokens[last]
        if last == at and (dated := numbered_name(tokens, at)) is not None:
            parts.append(dated.name)
            last = dated.last
            break
        number = read_numeral(tokens, last)
        if number is not None and number.order and number.whole is not None and last == at:
            if is_kind(word_at(tokens, number.last)):
                break
            parts.append(" ".join(_titled(each.word) for each in tokens[last : number.last]))
            last = number.last
            continue
        if number is not None or not _is_name_part(token, bool(parts)):
            break
        part = _name_word(token, kind, oblique)
        if parts and token.gap == "-":
            part = f"{parts.pop()}-{part}"
        parts.append(part)
        last += 1
    return " ".join(parts), last


def _continues(tokens: Tokens, at: int, last: int) -> bool:
    token = tokens[last]
    if token.begins_sentence and not (last == at and token.gap.startswith(".") and len(tokens[last - 1].word) <= 5):
        return False
    return last == at or token.joined


def _is_name_part(token: Token, later: bool) -> bool:
    word = token.word
    if word in words("street-no-name") or word in words("house") or len(word) < 3 or is_kind(word):
        return False
    if token.raw[0].isupper():
        return not (parts_of_speech(word) <= _OTHER_PARTS) and not is_pronoun(word)
    # In small letters, as a recogniser may write it: only the first word behind the kind.
    return not later and not (parts_of_speech(word) & _OTHER_PARTS) and not is_pronoun(word)


def _name_word(token: Token, kind: Kind, oblique: bool) -> str:
    """A name's word as on the sign: «улице Лесной» → Лесная, but «улице Толстого» stays."""
    word = token.raw.lower()
    if word in words("street-common"):
        return word
    if oblique and is_adjective(word) and not word.endswith(("ого", "его", "ых", "их")):
        word = adjective(word, kind.gender)
    return _titled(word)


def _without_kind(tokens: Tokens, at: int, asked: bool) -> Find | None:
    """«Ленина пятнадцать», «на Лесной, дом три», «Карла Маркса, 10», «Сиреневая, дом два»."""
    street, last = known_street(tokens, at)
    if street:
        led = at > 0 and tokens[at].joined and word_at(tokens, at - 1) == "на"
        alike = street.endswith("ая") and not (asked or _stands_free(tokens, at) or has_room(tokens, last))
        house = house_at(
            tokens, last, bare=led or has_room(tokens, last) or asked or (tokens[at].raw[0].isupper() and not alike)
        )
        if house is not None and not counted(word_at(tokens, house.last)):
            return _housed(tokens, at, street, house.number, house.last, 0.85 if house.named else 0.7)
        # «У Пятёрочки на Гагарина»: where the shop is.
        beside = (
            led
            and not tokens[at - 1].gap.strip(_QUOTES)
            and is_brand(word_at(tokens, at - 2))
            and tokens[at].raw[0].isupper()
        )
        return Find("address", street, at - 1, last, 0.6) if beside else None
    token = tokens[at]
    if not token.raw[0].isupper() or token.figures or not _is_name_part(token, later=True):
        return None
    first, at = at, at + _is_first_of_two(tokens, at)
    token = tokens[at]
    house = house_at(tokens, at + 1, bare=False)
    if house is None and _is_street_here(tokens, first, at, asked):
        house = house_at(tokens, at + 1, bare=True)
    elif house is not None and not house.named:
        return None
    if house is None or read_numeral(tokens, at) is not None:
        return None
    if first and not tokens[first].begins_sentence and word_at(tokens, first - 1) in words("place-kind-form"):
        return None
    if token.word in words("house-no-street") or not _may_be_street(token.word):
        return None
    led = word_at(tokens, first - 1) == "на" and first == at
    name = " ".join(_titled(_on_the_sign(each, led)) for each in tokens[first : at + 1])
    return _housed(tokens, first, name, house.number, house.last, 0.7)


def _on_the_sign(token: Token, led: bool) -> str:
    """«На Большой Черкизовской» → Большая Черкизовская, «на Маросейке» → Маросейка; `led`: «на» stands before it."""
    if is_adjective(token.word) and token.word.endswith("ой"):
        return adjective(token.word, "f")
    return nominative(token.word) if led and token.word.endswith("е") else token.raw


def _is_first_of_two(tokens: Tokens, at: int) -> bool:
    """«Большая Черкизовская»: two adjectives, both with a capital letter."""
    if at + 1 >= len(tokens) or not tokens[at + 1].joined or tokens[at + 1].figures:
        return False
    if tokens[at].word in words("street-prefix") and tokens[at].raw[0].isupper() and tokens[at + 1].raw[0].isupper():
        return True
    return tokens[at + 1].raw[0].isupper() and is_adjective(tokens[at].word) and is_adjective(tokens[at + 1].word)


def _is_told(tokens: Tokens, first: int, at: int) -> bool:
    """«Адрес: Тверская, восемнадцать», «Тверская, восемнадцать, квартира пять»."""
    if any(token.word in words("address-word") for token in tokens[max(first - 3, 0) : first]):
        return True
    if at > first and tokens[first].word in words("street-prefix"):
        return True
    return has_room(tokens, at + 1)


def _stands_free(tokens: Tokens, at: int) -> bool:
    """Whether a name begins a clause inside a sentence, with a capital letter: «часов в десять, Садовая семь»."""
    free = not tokens[at].joined or word_at(tokens, at - 1) in words("street-opening")
    return at > 0 and free and not tokens[at].begins_sentence and tokens[at].raw[0].isupper()


def _is_street_here(tokens: Tokens, first: int, at: int, asked: bool) -> bool:
    """Whether a name before a bare number is a street's."""
    return _is_told(tokens, first, at) or _stands_as_name(tokens, first, at) or (asked and _opens(tokens, first, at))


def _opens(tokens: Tokens, first: int, at: int) -> bool:
    """«Ясеневая, тридцать»: it begins the clause, and a number follows at once."""
    begins = first == 0 or not tokens[first].joined or tokens[first - 1].word in {"на", "это", "адрес"}
    return begins and is_adjective(tokens[at].word)


def _stands_as_name(tokens: Tokens, first: int, at: int) -> bool:
    """«Мы живём, Мытная, семьдесят четыре», «на Рябиновой, тридцать два»: a capital letter inside a sentence."""
    if first != at or not first or tokens[first].begins_sentence or not is_adjective(tokens[at].word):
        return False
    named = _stands_free(tokens, first) and tokens[at].word.endswith("ая")
    led = word_at(tokens, first - 1) == "на" and tokens[first].joined and tokens[at].word.endswith("ой")
    house = house_at(tokens, at + 1, bare=True)
    alone = house is not None and (house.last >= len(tokens) or not tokens[house.last].joined)
    return alone and (named or (led and not tokens[at + 1].joined))


def _may_be_street(word: str) -> bool:
    """Genitives and adjectives, as streets are named."""
    return is_adjective(word) or word.endswith(("а", "я", "ой", "ого", "его", "и", "ы", "ов", "ей", "о", "е"))


def _housed(tokens: Tokens, at: int, street: str, number: str, last: int, sure: float) -> Find:
    first = at - 1 if at and tokens[at].joined and word_at(tokens, at - 1) in {"на", "по"} else at
    return Find("address", f"{street} {number}", first, last, sure)


def _titled(word: str) -> str:
    return word[:1].upper() + word[1:]
