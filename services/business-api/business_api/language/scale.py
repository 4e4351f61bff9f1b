"""Puts back what is left out of prices: «четыреста шестьдесят пять» for a car of 480 000 is 465 000."""

from decimal import Decimal
from math import log10

from business_api.language.mentions import Mention
from business_api.language.numbers import THOUSAND

_FACTORS = (Decimal(1), THOUSAND, Decimal(1_000_000))
# Without anything to compare with, less than this is said of thousands.
_FEWEST = Decimal(100)
# What was said as some thousands stays so unless the other prices are this many times away: 10 ** 1.5.
_FAR = 1.5
# Goods of which nobody says the thousands.
_DEAR = (
    "машин",
    "авто",
    "квартир",
    "дом",
    "участ",
    "дач",
    "гараж",
    "лада",
    "лады",
    "грант",
    "тойот",
    "мотоцикл",
    "комнат",
)


def settle(mentions: list[Mention], advert_price: int | None, title: str) -> None:
    """Give each mention its value in whole units of its currency."""
    sure = [each for each in mentions if each.explicit]
    dear = any(word.startswith(_DEAR) for word in title.lower().split())
    for mention in mentions:
        if mention.explicit:
            mention.value = mention.number.value
            continue
        references = [Decimal(advert_price)] if advert_price else []
        references += _near(mention, sure)
        mention.value = _scaled(mention, references, dear)
        mention.sure -= 0 if references else 0.1


def _near(mention: Mention, sure: list[Mention]) -> list[Decimal]:
    """The prices said in full, the nearest before first; else the nearest behind. Delivery and the like come last."""
    others = [each for each in sure if each is not mention]
    before = [each for each in reversed(others) if each.place <= mention.place]
    behind = [each for each in others if each.place > mention.place]
    ordered = [*before, *behind]
    return [each.number.value for each in sorted(ordered, key=lambda each: each.role in _MINOR)]


_MINOR = frozenset({"delivery", "deposit", "discount"})


def _scaled(mention: Mention, references: list[Decimal], dear: bool) -> Decimal:
    said = mention.number.value
    factors = _FACTORS if said == said.to_integral_value() else _FACTORS[1:]
    if mention.role in _MINOR:
        return said * factors[0] if said >= _FEWEST else _small(said, factors, references)
    if not references:
        if mention.number.implied:
            return said * (THOUSAND if dear else 1)
        return said * (THOUSAND if said < _FEWEST or (dear and said < THOUSAND) else factors[0])
    away = {factor: abs(log10(said * factor / references[0])) for factor in factors}
    if said >= THOUSAND and factors[0] == 1 and away[Decimal(1)] < _FAR:
        return said
    return said * min(away, key=lambda factor: away[factor])


def _small(said: Decimal, factors: tuple[Decimal, ...], references: list[Decimal]) -> Decimal:
    """A small number that is part of a price: thousands, if that is less than the price."""
    thousands = said * THOUSAND
    if factors[0] != 1 or not references or thousands < references[0]:
        return thousands
    return said
