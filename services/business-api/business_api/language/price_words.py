"""Tells prices from other numbers by the words around them and by what was asked before."""

from decimal import Decimal

from business_api.language.currency import currency_of
from business_api.language.lots import counts
from business_api.language.mention import Mention
from business_api.language.morphology import counted, counted_many, part_of_speech
from business_api.language.numbers import read_numeral
from business_api.language.tables import begins, words
from business_api.language.tokens import sentence_at
from business_api.language.turns import Turn
from business_api.language.years import is_year

# How far back a word may stand that tells what a number is.
_REACH = 7
_LEAD_REACH = 2
_SHORT_SENTENCE = 6
_NEAR_TURNS = 4
_KNOWN = 10
_CLAUSE_REACH = 20
_QUESTION_WORDS = 12
_FEW = 2
_FEWEST = 3
_MOST_COUNTED = 10
_SCALES = (Decimal(1), Decimal(1000), Decimal(1_000_000))
# What may be offered for a thing, in parts of what is asked.
_LEAST_OFFER, _MOST_OFFER = Decimal("0.4"), Decimal("1.2")
# «Без пятисот», but not «без пяти».
_LEAST_CUT = 50


def is_measure(word: str) -> bool:
    """Whether a word behind a number says what is counted or measured: «лет», «км», «часов»."""
    return word.lower() in words("no-price-behind")


def is_price(turns: list[Turn], mention: Mention, known: list[Mention], length: int) -> bool:
    """Whether a number is a price, where these are known and its sentence has so many words."""
    if mention.currency:
        return True
    if _is_told_other(mention):
        return False
    following = mention.after[0] if mention.after else ""
    if not mention.number.direct and not mention.explicit and part_of_speech(following) in {"NOUN", "ADJF"}:
        return following in words("price-noun")
    verdict = _told_before(turns, mention, known)
    if verdict is not None:
        return verdict and not _measures(following, mention.explicit)
    if _measures(following, mention.explicit):
        return False
    if mention.explicit:
        return not is_other_talk(turns, mention)
    # «Полторы» without a noun are thousands.
    if mention.number.implied or tokens_of(mention) == ["полторы"]:
        return True
    if (
        _is_proposed(mention)
        or _is_for_goods(mention)
        or any(begins(word, "price-behind") for word in mention.after[:3])
    ):
        return True
    if mention.number.figures and mention.number.value < 10:
        return False
    return _fits_talk(turns, mention, known, length)


def _is_taken(mention: Mention, known: list[Mention]) -> bool:
    """«Ладно, двадцать»: what the other has named a little before."""
    led = bool(mention.before) and mention.before[-1] in words("price-taken-lead") and not mention.after
    return led and any(
        each.number.value == mention.number.value and each.turn.side != mention.turn.side
        for each in known[-_KNOWN:]
        if mention.place - each.place <= _NEAR_TURNS
    )


def _is_told_other(mention: Mention) -> bool:
    """Whether the words right beside a number tell that it is no price, whatever else is said."""
    if begins(tokens_of(mention)[0], "collective") and not mention.explicit:
        return True
    if any(begins(word, "no-price-ever") for word in mention.after[:2]):
        return True
    if "%" in _sign_behind(mention) or is_year(mention):
        return True
    if mention.after and mention.after[0] in words("no-price-behind"):
        return True
    if mention.explicit:
        return False
    return (
        _is_size(mention)
        or counts(mention.turn.tokens, mention.first, mention.last, mention.number.value)
        or (bool(mention.before) and _counts(mention))
    )


def _is_size(mention: Mention) -> bool:
    """«Полтора на метр сорок», «восемьдесят на шестьдесят»."""
    tokens, at = mention.turn.tokens, mention.last
    if at + 1 >= len(tokens) or not tokens[at].joined or tokens[at].word not in {"на", "by"}:
        return False
    return tokens[at + 1].word in words("no-price-behind") or read_numeral(tokens, at + 1) is not None


def _counts(mention: Mention) -> bool:
    """«Все пять», «циклов двести сорок», «восемь за два»: what the word before counts."""
    before, tokens, first = mention.before[-1], mention.turn.tokens, mention.first
    # «За все четыре», but «за всё шестнадцать».
    whole = mention.before[-2:-1] == ["за"] and mention.number.value > _MOST_COUNTED
    counted_all = before in words("price-count") and tokens[first].joined and not whole
    if counted_all or before in words("hour-name"):
        return True
    if before in words("no-price-behind") and counted(before):
        return True
    # «Ватт на пятьдесят», but not «от десяти штук — по двести».
    measure = mention.before[-2] if len(mention.before) > 1 and tokens[first - 1].gap == " " else ""
    if before in {"на", "по", "под"} and measure in words("no-price-behind"):
        return True
    if before == "за" and len(mention.before) == 1 and first > 1 and tokens[first - 1].joined:
        return mention.turn.taken[first - 2] == 1
    led = len(mention.before) > 1 and part_of_speech(mention.before[-2]) == "PREP"
    return not led and tokens[first].joined and counted_many(before) and not begins(before, "price-before")


def tokens_of(mention: Mention) -> list[str]:
    """The words of a price."""
    return [token.word for token in mention.turn.tokens[mention.first : mention.last]]


def may_be_price(turns: list[Turn], mention: Mention) -> bool:
    """Whether nothing tells that a number which ends a clause is something else."""
    other = any(begins(word, "no-price-before") for word in mention.before[-_REACH:])
    counts = bool(mention.before) and (mention.before[-1] in words("price-quantity") or _counts(mention))
    return not (mention.after or other or counts or is_year(mention) or is_other_talk(turns, mention))


def _told_before(turns: list[Turn], mention: Mention, known: list[Mention]) -> bool | None:
    """What the nearest telling word before it says: True a price, False something else, None nothing."""
    weak = False
    near = any(mention.place - each.place <= _NEAR_TURNS for each in known[-_KNOWN:])
    if near and mention.before[-1:] == ["без"] and mention.number.value >= _LEAST_CUT and not mention.after[:1]:
        return True
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
    return True if weak and (near or mention.explicit) and not is_other_talk(turns, mention) else None


def _sign_behind(mention: Mention) -> str:
    end = mention.turn.tokens[mention.last - 1].end
    return mention.turn.text[end : end + 2]


def _measures(word: str, explicit: bool) -> bool:
    """Whether a word behind a number is what it counts; behind thousands only what can be nothing else."""
    if not word or word in words("price-noun") or begins(word, "price-behind"):
        return False
    if explicit:
        return counted_many(word)
    return counted(word) and part_of_speech(word) in {"NOUN", "ADJF"}


def is_other_talk(turns: list[Turn], mention: Mention) -> bool:
    """Whether the other has just asked for something that is no price: «А пробег какой?»"""
    asked = _asked(turns, mention)
    if not asked or mention.turn.is_priced() or turns[mention.place - 1].is_priced():
        return False
    if not _asks(turns[mention.place - 1], asked):
        return False
    other = "no-price-ever" if mention.explicit else "no-price-before"
    return any(begins(word, other) or begins(word, "no-price-ever") for word in asked) and not _speaks_of_price(asked)


def _asks(turn: Turn, said: list[str]) -> bool:
    """Whether a turn ends with a question; a recogniser may have heard none."""
    return turn.text.rstrip().endswith("?") or not words("question-word").isdisjoint(said)


def _asks_other_quantity(said: list[str], at: int) -> bool:
    """«Сколько хозяев?», «сколько весит?», «во сколько?»: asked with «сколько», but not the price."""
    following = said[at + 1] if at + 1 < len(said) else ""
    counts = counted(following) or begins(following, "quantity-question")
    return said[at] == "сколько" and (counts or (at > 0 and said[at - 1] in {"на", "во", "ко", "до", "с"}))


def _speaks_of_price(said: list[str]) -> bool:
    for at, word in enumerate(said):
        if word == "сколько":
            if not _asks_other_quantity(said, at):
                return True
        elif begins(word, "price-before") or word in words("price-word"):
            return True
    return False


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


def _asks_price(said: list[str]) -> bool:
    return any(begins(word, "price-question") and not _asks_other_quantity(said, at) for at, word in enumerate(said))


def _is_proposed(mention: Mention) -> bool:
    """«Двадцать пять, если заберём?», «двадцать шесть, и договорились»: a clause beside a proposal."""
    if _clause(mention) > _FEW or mention.number.value < _FEWEST:
        return False
    first, last = sentence_at(mention.turn.tokens, mention.first)
    said = [token.word for token in mention.turn.tokens[first:last]]
    return any(begins(word, "proposal") for word in said) and not any(begins(word, "no-price-before") for word in said)


def _is_for_goods(mention: Mention) -> bool:
    """What follows at once is what it buys: "I want 20 for it", but not "I keep three for it"."""
    wanted = not words("goods-wanted").isdisjoint(mention.before[-_LEAD_REACH:])
    return wanted and mention.after[:1] == ["for"] and "".join(mention.after[1:2]) in words("goods-pronoun")


def _is_listed(mention: Mention) -> bool:
    """«Алгебра триста пятьдесят, физика четыреста рублей»: the next number of the sentence is a price."""
    tokens = mention.turn.tokens
    for at in range(mention.last, min(mention.last + _REACH, len(tokens))):
        if tokens[at].begins_sentence:
            return False
        number = read_numeral(tokens, at)
        if number is not None:
            money = bool(currency_of(mention.turn, number).currency) and mention.number.value >= 10
            return money or tokens[at].word == "полторы"
    return False


def fits_listed(turns: list[Turn], mention: Mention, length: int, listed: int) -> bool:
    """«Велосипед десять?» where the advert asks ten thousand; or what may be offered for it, said alone: «Семь.»."""
    said = mention.before[-1:]
    if mention.number.value <= 1 or mention.turn.phoned or (said and said[0] in words("reopen-no-lead")):
        return False
    if _is_told_other(mention) or (mention.after[:1] and _measures(mention.after[0], mention.explicit)):
        return False
    if any(begins(word, "no-price-before") or begins(word, "no-price-ever") for word in mention.before[-_REACH:]):
        return False
    asked = _asked(turns, mention)
    before = turns[mention.place - 1] if asked else None
    if before is not None and _asks(before, asked) and not (before.is_priced() or _asks_price(asked)):
        return False
    ratios = [mention.number.value * scale / listed for scale in _SCALES]
    fillers = sum(word in words("price-filler") for word in mention.before)
    own_length = length - (mention.last - mention.first) - fillers
    if any(ratio == 1 for ratio in ratios):
        return min(own_length, _clause(mention)) <= _FEW
    return own_length == 0 and any(_LEAST_OFFER <= ratio <= _MOST_OFFER for ratio in ratios)


def _fits_talk(turns: list[Turn], mention: Mention, known: list[Mention], length: int) -> bool:
    """A bare number in answer to a question for the price, or nearly alone where prices are being spoken of."""
    if mention.number.value <= 1 and mention.number.whole is not None:
        return False
    if _is_taken(mention, known):
        return True
    asked = _asked(turns, mention)
    if is_other_talk(turns, mention) or mention.turn.phoned:
        return False
    own_length = length - (mention.last - mention.first)
    if min(own_length, _clause(mention)) <= _SHORT_SENTENCE and _asks_price(asked):
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
