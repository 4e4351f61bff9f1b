"""Finds the numbers of a conversation that are prices, by what stands around them. What they are worth: `scale.py`."""

from dataclasses import dataclass
from decimal import Decimal

from business_api.language.colloquial import in_thousands, read_number
from business_api.language.currency import Money, currency_of
from business_api.language.morphology import counted, part_of_speech
from business_api.language.numbers import Numeral, read_numeral
from business_api.language.tables import begins, rows, words
from business_api.language.tokens import Tokens, sentences, word_at
from business_api.language.turns import Turn

# How far back a word may stand that tells what a number is.
_REACH = 7
_LEAD_REACH = 2
_SHORT_SENTENCE = 6
_NEAR_TURNS = 4
_KNOWN = 10
_CLAUSE_REACH = 20
_QUESTION_WORDS = 12
_QUESTION_SIGNS = 300
MOST_PRICE = Decimal(10) ** 10


@dataclass(slots=True)
class Mention:
    """A price said in `turn.tokens[first:last]`; `value` is settled later."""

    place: int
    turn: Turn
    first: int
    last: int
    number: Numeral
    currency: str
    explicit: bool
    """A currency or «тысяч» was said: the value stands as it is."""
    before: list[str]
    """The words of the sentence since the number before."""
    after: list[str]
    """The words up to the next comma or number."""
    sure: float
    value: Decimal = Decimal(0)
    role: str = ""

    @property
    def asks(self) -> bool:
        """Whether its sentence is a question."""
        end = self.turn.tokens[self.last - 1].end
        rest = self.turn.text[end : end + _QUESTION_SIGNS]
        return next((sign for sign in rest if sign in ".!?…"), "") == "?"


def find_mentions(turns: list[Turn]) -> list[Mention]:
    """The prices of a conversation in order. Tokens that other facts took are passed over."""
    found: list[Mention] = []
    for place, turn in enumerate(turns):
        for first, last in sentences(turn.tokens):
            _add_from_sentence(turns, place, first, last, found)
    return found


def _add_from_sentence(turns: list[Turn], place: int, first: int, last: int, found: list[Mention]) -> None:
    turn, since, at = turns[place], first, first
    refused = -1
    while at < last:
        number = _number(turn, at, last)
        if number is None:
            at += 1
            continue
        money = currency_of(turn, number)
        mention = _mention(turns, place, number, money, (since, last))
        # What follows right behind a number that is no price («код двадцать четыре ноль восемь») is none either.
        goes_on = not money.currency and refused >= 0 and _goes_on(turn.tokens, refused, number.first)
        at = since = max(number.last, money.last)
        if mention is not None and not goes_on and _is_price(turns, mention, found, last - first):
            turn.take(mention.first, mention.last)
            found.append(mention)
        else:
            refused = at


def _goes_on(tokens: Tokens, last: int, first: int) -> bool:
    """Whether a number follows another with nothing or «и» between them."""
    between = [token.word for token in tokens[last:first]]
    return between in ([], ["и"]) and all(token.joined for token in tokens[last : first + 1])


def _number(turn: Turn, at: int, last: int) -> Numeral | None:
    if turn.taken[at]:
        return None
    number = read_number(turn.tokens, at) or _slang(turn.tokens, at)
    if number is None or number.order or number.last > last or not turn.free(at, number.last):
        return None
    ranged = _ranged(turn.tokens, number) or _range_end(turn.tokens, number)
    return ranged if ranged is not None else in_thousands(number) or number


def _slang(tokens: Tokens, at: int) -> Numeral | None:
    """«За десятку», «пятихатка»: nouns that are prices behind a word of price."""
    word = tokens[at].word
    value = next((row[0] for row in rows("slang.tsv") if word in row[1].split()), None)
    if value is None or (word_at(tokens, at - 1) not in words("price-preposition") and not begins(word, "slang-price")):
        return None
    return Numeral(Decimal(value), at, at + 1)


def _ranged(tokens: Tokens, number: Numeral) -> Numeral | None:
    """«Пять-шесть тысяч»: the first takes the thousands of the second."""
    if number.scale != 1 or number.last >= len(tokens):
        return None
    at = number.last
    hyphen = tokens[at].gap.strip() in {"-", "–", "—"}
    at += not hyphen and tokens[at].word in {"или", "до", "or", "to"}
    if at == number.last and not hyphen:
        return None
    second = read_numeral(tokens, at)
    if second is None or second.scale == 1 or number.value >= second.value / second.scale:
        return None
    return Numeral(number.value * second.scale, number.first, number.last, scale=second.scale, direct=number.direct)


def _range_end(tokens: Tokens, number: Numeral) -> Numeral | None:
    """«Тысяч десять-пятнадцать»: the second takes the thousands before the first."""
    if number.scale != 1 or tokens[number.first].gap.strip(" ") not in {"-", "–", "—"}:
        return None
    for first in range(max(number.first - 4, 0), number.first):
        before = read_numeral(tokens, first)
        if before is not None and before.last == number.first and before.scale > 1:
            return Numeral(number.value * before.scale, number.first, number.last, scale=before.scale)
    return None


def _mention(turns: list[Turn], place: int, number: Numeral, money: Money, bounds: tuple[int, int]) -> Mention | None:
    turn = turns[place]
    since, last = bounds
    if not 0 < number.value < MOST_PRICE:
        return None
    explicit = bool(money.currency) or (number.scale > 1 and not number.implied)
    end = max(number.last, money.last)
    after = _behind(turn.tokens, end, last)
    since = max(since, number.first - _CLAUSE_REACH)
    before = [token.word for token in turn.tokens[since : min(number.first, money.first)]]
    sure = 0.95 if money.currency else 0.9 if explicit else 0.8
    return Mention(place, turn, number.first, end, number, money.currency, explicit, before, after, sure)


def _behind(tokens: Tokens, end: int, last: int) -> list[str]:
    """The words behind a price up to the next comma or number; the other end of a range is passed over."""
    at, found = end, list[str]()
    while at < min(last, end + _CLAUSE_REACH) and tokens[at].joined:
        number = read_numeral(tokens, at)
        if number is not None:
            if tokens[at].gap.strip(" ") == "" or at != end:
                break
            at = number.last
            continue
        found.append(tokens[at].word)
        at += 1
    return found


def _is_price(turns: list[Turn], mention: Mention, known: list[Mention], length: int) -> bool:
    following = mention.after[0] if mention.after else ""
    if mention.currency:
        return True
    if any(begins(word, "no-price-ever") for word in mention.after[:2]):
        return False
    if "%" in _sign_behind(mention) or following in words("no-price-behind") or _is_year(mention):
        return False
    if mention.before[-1:] and mention.before[-1] in words("price-count") and not mention.explicit:
        return False
    if (
        not mention.number.direct
        and following
        and not mention.explicit
        and part_of_speech(following) in {"NOUN", "ADJF"}
    ):
        return following in words("price-noun")
    verdict = _told_before(mention, known)
    if verdict is not None:
        return verdict and not (_measures(following) and not mention.explicit)
    if mention.explicit:
        return not _is_other_talk(turns, mention)
    if _measures(following):
        return False
    if any(begins(word, "price-behind") for word in mention.after[:3]):
        return True
    if mention.number.implied:
        return True
    if mention.number.figures and mention.number.value < 10:
        return False
    return _fits_talk(turns, mention, known, length)


def _told_before(mention: Mention, known: list[Mention]) -> bool | None:
    """What the nearest telling word before it says: True a price, False something else, None nothing."""
    weak = False
    for back, word in enumerate(reversed(mention.before[-_REACH:]), 1):
        if begins(word, "no-price-ever") or (begins(word, "no-price-before") and not mention.explicit):
            return False
        if back == 1 and word in words("price-quantity") and not mention.explicit:
            return False
        if begins(word, "price-before") or word in words("price-word"):
            return True
        if back <= _LEAD_REACH and (mention.number.value > 1 or mention.explicit):
            if word in words("price-preposition"):
                return True
            weak = weak or word in words("price-preposition-weak")
    near = any(mention.place - each.place <= _NEAR_TURNS for each in known[-_KNOWN:])
    return True if weak and (near or mention.explicit) else None


def _sign_behind(mention: Mention) -> str:
    end = mention.turn.tokens[mention.last - 1].end
    return mention.turn.text[end : end + 2]


def _is_year(mention: Mention) -> bool:
    value = mention.number.value
    return mention.number.figures and 1950 <= value <= 2035 and mention.before[-1:] in (["в"], ["с"], ["от"], ["за"])


def _measures(word: str) -> bool:
    """Whether a word behind a number is what it counts."""
    if not word or word in words("price-noun") or begins(word, "price-behind"):
        return False
    return counted(word) and part_of_speech(word) in {"NOUN", "ADJF"}


def _is_other_talk(turns: list[Turn], mention: Mention) -> bool:
    """Whether the other has just asked for something that is no price: «А пробег какой?»"""
    asked = _asked(turns, mention)
    other = "no-price-ever" if mention.explicit else "no-price-before"
    return any(begins(word, other) or begins(word, "no-price-ever") for word in asked) and not _speaks_of_price(asked)


def _speaks_of_price(said: list[str]) -> bool:
    return any(begins(word, "price-before") or word in words("price-word") for word in said)


def _asked(turns: list[Turn], mention: Mention) -> list[str]:
    """The last words of the other's turn before."""
    place = mention.place - 1
    return turns[place].last_words(_QUESTION_WORDS) if place >= 0 and turns[place].side != mention.turn.side else []


def _clause(mention: Mention) -> int:
    """How many other words stand with it between commas."""
    tokens, first = mention.turn.tokens, mention.first
    while first and tokens[first].joined and mention.first - first < _CLAUSE_REACH:
        first -= 1
    return mention.first - first + len(mention.after)


def _is_listed(mention: Mention) -> bool:
    """«Алгебра триста пятьдесят, физика четыреста рублей»: the next number of the sentence is a price."""
    tokens = mention.turn.tokens
    for at in range(mention.last, min(mention.last + _REACH, len(tokens))):
        if tokens[at].begins_sentence:
            return False
        number = read_numeral(tokens, at)
        if number is not None:
            return bool(currency_of(mention.turn, number).currency) and mention.number.value >= 10
    return False


def _fits_talk(turns: list[Turn], mention: Mention, known: list[Mention], length: int) -> bool:
    """A bare number in answer to a question for the price, or nearly alone where prices are being spoken of."""
    if mention.number.value <= 1 and mention.number.whole is not None:
        return False
    asked = _asked(turns, mention)
    if _is_other_talk(turns, mention) or mention.turn.phoned:
        return False
    own_length = length - (mention.last - mention.first)
    if min(own_length, _clause(mention)) <= _SHORT_SENTENCE and any(begins(word, "price-question") for word in asked):
        return True
    if _is_listed(mention):
        return True
    near = [each for each in known[-_KNOWN:] if mention.place - each.place <= _NEAR_TURNS]
    if not near:
        return False
    listed = near[-1].place == mention.place and near[-1].last <= mention.first
    if listed and mention.number.value >= 100:
        return True
    return min(own_length, _clause(mention)) <= 4 or (
        mention.number.whole is None and own_length <= 2 * _SHORT_SENTENCE
    )
