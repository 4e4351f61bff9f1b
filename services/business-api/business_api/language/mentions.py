"""Finds the numbers of a conversation that are prices. What they are worth is settled in `scale.py`."""

from collections.abc import Iterator
from decimal import Decimal

from business_api.language.colloquial import in_thousands, read_number, read_short
from business_api.language.currency import Money, currency_of
from business_api.language.mention import Mention
from business_api.language.numbers import Numeral, read_numeral
from business_api.language.price_words import fits_listed, is_price, may_be_price
from business_api.language.tables import begins, rows, words
from business_api.language.tokens import Tokens, sentences, word_at
from business_api.language.turns import Turn

_CLAUSE_REACH = 20
_FEWEST_ALONE = 2
_FEWEST_WRITTEN = 1000
_ANSWERED = 0.65
_ANSWERED_WITHIN = 6
_FEW_BESIDE = 1
# How far a price may be from the one it is answered with; below the second figure thousands were left out.
_NEAREST, _THOUSANDTH = Decimal("0.3"), Decimal("0.03")
MOST_PRICE = Decimal(10) ** 10


def find_mentions(turns: list[Turn], listed: int | None = None) -> list[Mention]:
    """The prices of a conversation in order; `listed`: the advert's. Tokens that other facts took are passed over."""
    found: list[Mention] = []
    for place, turn in enumerate(turns):
        for first, last in sentences(turn.tokens):
            _add_from_sentence(turns, place, (first, last), found, listed)
    return sorted([*found, *_answered(turns, found)], key=lambda each: (each.place, each.first))


def _answered(turns: list[Turn], found: list[Mention]) -> list[Mention]:
    """Numbers that are answered by the other with a price: «Тридцать шесть, чек есть», «с мотором сто десять».

    One that is a sentence by itself («Есть, с чехлом. Четырнадцать.») may be answered some turns later.
    """
    answers: dict[int, Mention] = {}
    for mention in found:
        answers.setdefault(mention.place, mention)
    more = []
    for place, turn in enumerate(turns[:-1]):
        if place in answers:
            continue
        near = range(place + 1, place + 1 + _ANSWERED_WITHIN)
        given = [answers[each] for each in near if each in answers]
        if not given:
            continue
        at_once = given[0].place == place + 1 and turns[place + 1].side != turn.side
        for first, last in sentences(turn.tokens):
            for mention in _closing(turns, place, first, last):
                alone = last - first - (mention.last - mention.first) <= _FEW_BESIDE
                if any(_is_near(mention, each) for each in (given if alone else given[:at_once])):
                    turn.take(mention.first, mention.last)
                    more.append(mention)
    return more


def _closing(turns: list[Turn], place: int, first: int, last: int) -> Iterator[Mention]:
    """The numbers of a sentence that a comma or its end follows, and that nothing tells to be something else."""
    since = at = first
    while at < last:
        number = _number(turns[place], at, last)
        if number is None:
            at += 1
            continue
        mention = _mention(turns, place, number, currency_of(turns[place], number), (since, last))
        tokens, behind = turns[place].tokens, number.last
        follows = since == number.first and since > first and tokens[since].joined
        followed = behind < last and tokens[behind].joined and _number(turns[place], behind, last) is not None
        if (
            mention is not None
            and not (follows or followed)
            and number.value >= _FEWEST_ALONE
            and (not number.figures or number.value >= _FEWEST_WRITTEN)
            and may_be_price(turns, mention)
        ):
            mention.sure = _ANSWERED
            yield mention
        at = since = number.last


def _is_near(mention: Mention, answer: Mention) -> bool:
    """Whether two prices can be of the same goods, thousands said or not."""
    ratio = mention.number.value / answer.number.value
    while ratio < _THOUSANDTH:
        ratio *= 1000
    while ratio > 1 / _THOUSANDTH:
        ratio /= 1000
    return _NEAREST < ratio < 1 / _NEAREST


def _add_from_sentence(
    turns: list[Turn], place: int, bounds: tuple[int, int], found: list[Mention], listed: int | None
) -> None:
    first, last = bounds
    turn, since, at = turns[place], first, first
    refused = beyond = -1
    while at < last:
        number = _number(turn, at, last)
        if number is None:
            at += 1
            continue
        money = currency_of(turn, number)
        mention = _mention(turns, place, number, money, (since, last))
        # What follows right behind a number that is no price («код двадцать четыре ноль восемь») is none either.
        goes_on = (
            not money.currency and number.scale == 1 and refused >= 0 and _goes_on(turn.tokens, refused, number.first)
        )
        # «Триллион, двести тысяч»: nor is the rest of what no price can be.
        goes_on = goes_on or number.first == beyond
        at = max(number.last, money.last)
        beyond = at if number.value >= MOST_PRICE else -1
        # «Предоплата пятьдесят процентов, десять тысяч»: what stands before the share tells of the sum too.
        since = since if begins(word_at(turn.tokens, at), "share") else at
        if mention is not None and not goes_on and _is_price(turns, mention, found, last - first, listed):
            turn.take(mention.first, mention.last)
            found.append(mention)
        else:
            refused = at


def _is_price(turns: list[Turn], mention: Mention, found: list[Mention], length: int, listed: int | None) -> bool:
    return is_price(turns, mention, found, length) or (
        listed is not None and fits_listed(turns, mention, length, listed)
    )


def _goes_on(tokens: Tokens, last: int, first: int) -> bool:
    """Whether a number follows another with nothing or «и» between them."""
    between = [token.word for token in tokens[last:first]]
    return between in ([], ["и"]) and all(token.gap == " " for token in tokens[last : first + 1])


def _number(turn: Turn, at: int, last: int) -> Numeral | None:
    if turn.taken[at]:
        return None
    number = read_short(turn.tokens, at) or read_number(turn.tokens, at) or _slang(turn.tokens, at)
    if number is None or number.order or number.last > last or not turn.free(at, number.last):
        return None
    ranged = _ranged(turn.tokens, number) or _range_end(turn.tokens, number)
    return ranged if ranged is not None else in_thousands(number) or number


def _slang(tokens: Tokens, at: int) -> Numeral | None:
    """«За десятку», «пятихатка»: nouns that are prices behind a word of price."""
    word = tokens[at].word
    value = next((row[0] for row in rows("slang.tsv") if word in row[1].split()), None)
    if value is None:
        return None
    led = word_at(tokens, at - 1) in words("price-preposition") or begins(word_at(tokens, at + 1), "role-discount")
    if not led and not begins(word, "slang-price"):
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
