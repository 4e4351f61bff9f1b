"""Puts back what is left out of prices: «четыреста шестьдесят пять» for a car of 480 000 is 465 000."""

from decimal import Decimal
from math import log10

from business_api.language.mention import Mention
from business_api.language.numbers import THOUSAND
from business_api.language.tables import begins
from business_api.language.tokens import cut
from business_api.language.turns import Turn

_FACTORS = (Decimal(1), THOUSAND, Decimal(1_000_000))
# Without anything to compare with, less than this is said of thousands.
_FEWEST = Decimal(100)
# What was said as some thousands stays so unless the other prices are this many times away: 10 ** 1.5.
_FAR = 1.5
# Where the talk tells what is sold: goods of which nobody says the thousands.
_FIRST_TURNS = 4
# Nothing that costs less tells what a car costs.
_FEWEST_DEAR = Decimal(20_000)
_MOST_OF_PRICE = 8
# So many prices around one may tell what it leaves out.
_NEAR = 30
_MINOR = frozenset({"delivery", "deposit", "demand", "discount"})
_NO_MEASURE = _MINOR | {"other"}

# «1 ₽», «10 ₽» stand in adverts whose price is to be asked for; of these currencies only one such unit does.
_PLACEHOLDER, _PLACEHOLDER_DEAR, _DEAR = 10, 1, frozenset({"USD", "EUR", "GBP"})
_PLACEHOLDER_TIMES = 100


def is_placeholder(advert_price: int, currency: str) -> bool:
    """Whether it only fills the form."""
    return advert_price <= (_PLACEHOLDER_DEAR if currency in _DEAR else _PLACEHOLDER)


def listed_price(mentions: list[Mention], advert_price: int | None, currency: str) -> int | None:
    """The advert's price, if it is one: none that only fills the form, far below all that was said in full."""
    if not advert_price or is_placeholder(advert_price, currency):
        return None
    full = [each.number.value for each in mentions if each.explicit and each.role not in _NO_MEASURE]
    return None if full and min(full) >= _PLACEHOLDER_TIMES * advert_price else advert_price


def settle(
    mentions: list[Mention], turns: list[Turn], advert_price: int | None, title: str, currency: str = "RUB"
) -> None:
    """Give each mention its value in whole units of its currency, the advert's `currency` if none is said."""
    said = [word for turn in turns[:_FIRST_TURNS] for word in turn.words()]
    told = [*(token.word for token in cut(title)), *said]
    cheap = any(begins(word, "not-dear") for word in told)
    vehicle = not cheap and any(begins(word, "vehicle") for word in told)
    dear = vehicle or (not cheap and any(begins(word, "dear-goods") for word in told))
    for mention in mentions:
        if mention.explicit:
            mention.value = mention.number.value
    for at, mention in enumerate(mentions):
        if not mention.explicit:
            references = [Decimal(advert_price)] if advert_price else []
            references += _near(mentions, at)
            if vehicle:
                references = [each for each in references if each >= _FEWEST_DEAR] or references
            mention.value = _scaled(mention, references, dear, plain=currency in _DEAR)
            mention.sure -= 0 if references else 0.1


def _near(mentions: list[Mention], at: int) -> list[Decimal]:
    """What a price can be compared with, the most telling first: prices said in full, before it and then behind it.

    Last come those before it that were settled the same way. Delivery and the like are no measure of a price.
    """
    told = [each for each in mentions[max(at - _NEAR, 0) : at + _NEAR] if each.role not in _NO_MEASURE]
    before = [each.value for each in reversed(told) if each.explicit and each.place <= mentions[at].place]
    behind = [
        each.value for each in told if each.explicit and each.place > mentions[at].place and each.value >= _FEWEST
    ]
    earlier = [each for each in reversed(mentions[max(at - _NEAR, 0) : at]) if each.role not in _NO_MEASURE]
    return [*before, *behind, *(each.value for each in earlier if not each.explicit)]


def _scaled(mention: Mention, references: list[Decimal], dear: bool, *, plain: bool) -> Decimal:
    """`plain`: of this money nobody leaves out the thousands, unless of something dear: "ninety" is ninety."""
    said = mention.number.value
    factors = _FACTORS if said == said.to_integral_value() else _FACTORS[1:]
    if mention.role in _MINOR:
        return said * factors[0] if said >= _FEWEST else _small(said, factors, references)
    if not references:
        if mention.number.implied or plain:
            return said * (THOUSAND if dear else 1)
        return said * (THOUSAND if said < _FEWEST or (dear and said < THOUSAND) else factors[0])
    away = {factor: abs(log10(said * factor / references[0])) for factor in factors}
    if said >= THOUSAND and factors[0] == 1 and away[Decimal(1)] < _FAR:
        return said
    return said * min(away, key=lambda factor: away[factor])


def _small(said: Decimal, factors: tuple[Decimal, ...], references: list[Decimal]) -> Decimal:
    """A small number that is paid beside a price: thousands, unless that would be many times the price."""
    thousands = said * THOUSAND
    if factors[0] != 1 or not references or thousands <= _MOST_OF_PRICE * max(references):
        return thousands
    return said
