"""The line of a bargaining, and what a deal card is drafted from."""

import random

import pytest
from tests.language.conversation import facts, setting
from tests.language.speller import GENITIVE, say

from business_api.language import agreement, bargaining

TALK = (
    "B: Здравствуйте, велосипед ещё продаётся?",
    "S: Да, пятнадцать тысяч.",
    "B: За одиннадцать отдадите?",
    "S: Нет, двенадцать с половиной.",
    "B: Хорошо, договорились. Где встретимся?",
    "S: Завтра в шесть вечера, улица Лесная, дом три, это у метро Сокольники.",
    "B: Завтра не могу, давайте в субботу в шесть.",
    "S: Хорошо, в субботу в шесть.",
)


def test_the_line_runs_from_what_was_asked_to_what_was_agreed() -> None:
    line = bargaining(facts(*TALK, known=setting("Велосипед")))
    assert [(step.role, step.value) for step in line] == [("asked", 15000), ("offered", 11000), ("agreed", 12500)]
    assert all(step.fact.value == str(step.value) and step.currency == "RUB" for step in line)


def test_the_last_word_is_what_was_agreed() -> None:
    agreed = agreement(facts(*TALK, known=setting("Велосипед")))
    assert agreed.item is not None
    assert agreed.item.value == "Велосипед"
    assert agreed.price is not None
    assert agreed.price.value == "12500"
    assert agreed.price.fact.role == "agreed"
    assert agreed.place is not None
    assert agreed.place.value == "улица Лесная 3, Сокольники"
    assert agreed.date is not None
    assert agreed.date.value == "2026-11-28"
    assert agreed.time is not None
    assert agreed.time.value == "18:00"
    assert agreed.date.confidence > 0.9, "both said it"


def test_an_asked_price_is_a_draft_less_sure_than_an_agreed_one() -> None:
    asked = agreement(facts("S: Прошу девять тысяч.", "B: Я возьму.")).price
    taken = agreement(facts(*TALK)).price
    assert asked is not None
    assert taken is not None
    assert (asked.value, taken.value) == ("9000", "12500")
    assert asked.confidence < taken.confidence


def test_a_bargaining_that_came_to_nothing_gives_no_price() -> None:
    said = facts("S: Прошу девять тысяч.", "B: За пять отдадите?", "S: Нет, мало.", "B: Тогда до свидания.")
    assert agreement(said).price is None
    assert [step.role for step in bargaining(said)] == ["asked", "offered"]


def test_nothing_said_is_nothing_agreed() -> None:
    empty = agreement([])
    assert (empty.item, empty.price, empty.place, empty.date, empty.time) == (None,) * 5
    assert bargaining([]) == []


ASKS = ("S: Прошу {}.", "S: {} рублей, как в объявлении.", "B: Цена {}, верно?", "S: Отдаю за {}.")
OFFERS = (
    "B: За {} отдадите?",
    "B: Давайте за {}.",
    "B: А {} устроит?",
    "B: {} дам, наличными.",
    "B: За {} заберу сегодня.",
)
COUNTERS = (
    "S: Нет, {}.", "S: Могу за {}.", "S: {}, и забирайте.", "S: Подвинусь до {}, последняя цена.",
    "S: Мало, давайте {}.",
)  # fmt: skip
YES = (
    "B: Договорились.", "B: Хорошо, договорились, {}.", "B: По рукам.", "B: Ладно, беру.", "B: Ну {} так {}.",
    "B: Идёт. Где встретимся?", "B: А куда подъехать?",
)  # fmt: skip


def test_a_bargaining_is_followed_however_it_is_said() -> None:
    chance = random.Random(11)
    for _ in range(300):
        asked = chance.randrange(20, 90)
        offered, countered = asked - chance.randrange(8, 12), asked - chance.randrange(2, 6)
        prices = (asked, offered, countered, countered)
        ways = (chance.choice(each) for each in (ASKS, OFFERS, COUNTERS, YES))
        said = [way.replace("{}", _spoken(price, way)) for way, price in zip(ways, prices, strict=True)]
        line = [(step.role, step.value // 1000) for step in bargaining(facts(*said))]
        assert line == [("asked", asked), ("offered", offered), ("agreed", countered)], said


def _spoken(thousands: int, way: str) -> str:
    """The price as it is said there: what is asked in full, all else without the thousands."""
    price = thousands * 1000 if way in ASKS else thousands
    return say(price, GENITIVE) if "до {}" in way else say(price)


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (("S: Прошу три.", "B: За две отдадите?", "S: Нет, только три.", "B: Ну хорошо, давайте за три."), "3000"),
        (("S: Прошу девять тысяч.", "B: За семь?", "S: Да забирайте."), "7000"),
        (("S: Шесть тысяч.", "B: Скинете?", "S: Пятьсот скину.", "B: Пять с половиной, значит. Пойдёт."), "5500"),
        (("S: По две тысячи за штуку.", "B: Десять за пять, верно?", "B: А по полторы?", "S: Хорошо."), "1500"),
    ],
)
def test_what_was_agreed_in_the_end(said: tuple[str, ...], expected: str) -> None:
    agreed = agreement(facts(*said)).price
    assert agreed is not None
    assert agreed.value == expected


def test_a_place_that_was_refused_is_not_where_they_meet() -> None:
    agreed = agreement(facts("S: Давайте на Киевской.", "B: На Киевской неудобно, давайте на Таганской.", "S: Хорошо."))
    assert agreed.place is not None
    assert agreed.place.value == "Таганская"


def test_of_a_range_the_beginning_is_when_they_meet() -> None:
    agreed = agreement(facts("S: Приезжайте пятого декабря, с десяти до двенадцати."))
    assert agreed.time is not None
    assert agreed.time.value == "10:00"


def test_a_day_of_something_else_is_not_when_they_meet() -> None:
    agreed = agreement(facts("S: Давайте в четверг.", "B: Хорошо, в четверг. В пятницу у меня отпуск."))
    assert agreed.date is not None
    assert agreed.date.value == "2026-11-26"


def test_the_advert_tells_what_is_asked() -> None:
    line = bargaining(
        facts("B: За восемь отдадите?", "S: Девять, и забирайте.", "B: Беру.", known=setting(price=10_000))
    )
    assert [(step.role, step.value) for step in line] == [("offered", 8000), ("agreed", 9000)]
