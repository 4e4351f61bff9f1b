"""Whatever is said, in whatever order, with whatever price in the advert: facts come of it, and never an error."""

import random

import pytest
from tests.language.conversation import facts, lines, setting, talks

from business_api.language import agreement, bargaining, read_facts

PRICES = (None, 0, 1, 3, 10, 100, 500, 5000, 50_000, 10**9)
MIXES = 60
POOL = [said for name in ("talks", "deals") for talk in talks(name) for said in talk.said]
TALK = (
    "B: Сколько за велосипед?",
    "S: Пятнадцать тысяч.",
    "B: За двенадцать отдадите?",
    "S: За тринадцать отдам.",
    "B: Договорились.",
)


@pytest.mark.parametrize("price", PRICES)
def test_no_mix_of_lines_with_any_price_in_the_advert_is_an_error(price: int | None) -> None:
    chance = random.Random(price or 0)
    for _ in range(MIXES):
        said = lines(*chance.sample(POOL, chance.randint(2, 7)))
        for currency in ("RUB", "USD"):
            found = read_facts(said, setting("Гитара", price=price, currency=currency))
            bargaining(found)
            agreement(found)


@pytest.mark.parametrize("price", [None, 1, 10, 100, 15_000])
def test_a_price_that_only_fills_the_advert_is_no_measure(price: int | None) -> None:
    settled = agreement(facts(*TALK, known=setting("Велосипед", price=price))).price
    assert settled is not None
    assert settled.value == "13000"


def test_a_low_price_is_a_measure_where_money_is_dear() -> None:
    said = ("B: Would you take five?", "S: Seven.", "B: Okay, seven.")
    settled = agreement(facts(*said, known=setting("Mug", price=8, currency="GBP"))).price
    assert settled is not None
    assert settled.value == "7"


def test_a_price_for_something_that_no_price_was_named_for_yet_is_no_error() -> None:
    said = ("B: Три пары за тысячу.", "S: Тысяча двести за три пары.", "B: Ок, тысяча двести.")
    assert [fact.value for fact in facts(*said, known=setting("Носки", price=500)) if fact.kind == "price"]
