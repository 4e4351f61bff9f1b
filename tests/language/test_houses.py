"""Where the house's number stands, and which of two places is meant."""

import pytest
from tests.language.conversation import facts, values

from business_api.language import agreement


@pytest.mark.parametrize(("said", "address"), [
    ("S: Завтра к обеду, у второго подъезда дома 15 корпус 2 по улице Мира.", "улица Мира 15 корпус 2"),
    ("S: Дом 15, корпус 2, улица Гагарина.", "улица Гагарина 15 корпус 2"),
    ("S: В доме пять по улице Гагарина.", "улица Гагарина 5"),
    ("S: Улица Мира, 15к2.", "улица Мира 15 корпус 2"),
    ("S: Улица Мира, 15с1.", "улица Мира 15 строение 1"),
    ("S: Завтра с утра, часов в десять, Профсоюзная двенадцать.", "Профсоюзная 12"),
    ("S: Тогда Профсоюзная семь, в пять вечера.", "Профсоюзная 7"),
    ("S: Садовая семь, второй подъезд.", "Садовая 7"),
    ("S: Советская двенадцать, квартира три.", "Советская 12"),
])  # fmt: skip
def test_the_house_is_read_wherever_it_is_said(said: str, address: str) -> None:
    assert values("address", said) == [address]
    assert values("price", said) == []


@pytest.mark.parametrize("said", [
    "S: Цена новая двенадцать.",
    "B: Новая семь?",
    "S: Куртка Новая, двенадцать тысяч.",
    "S: Мой дом пять минут отсюда, по улице не ходите.",
])  # fmt: skip
def test_what_is_no_address_gives_none(said: str) -> None:
    assert [fact for fact in facts(said) if fact.kind == "address" and any(sign.isdigit() for sign in fact.value)] == []


@pytest.mark.parametrize(("said", "place"), [
    ("S: У Пятёрочки на Гагарина.", "Пятёрочка, Гагарина"),
    ("S: У «Магнита» на Советской.", "Магнит, Советская"),
    ("S: Лесная улица, 3. Нет, лучше у метро Курская.", "Курская"),
    ("S: Лесная улица, дом 3. А лучше давайте у метро Курская.", "Курская"),
    ("S: Метро Курская, но лучше на улице Лесной, дом 3.", "улица Лесная 3"),
    ("S: Лесная улица, дом 3, метро Курская.", "Лесная улица 3, Курская"),
    ("S: Лесная улица, дом 3, от метро Курская лучше на автобусе.", "Лесная улица 3, Курская"),
    ("S: Я вообще на Таганской работаю, но встречу на Соколе.", "Сокол"),
    ("S: Я живу на Соколе, приезжайте к метро Сокол.", "Сокол"),
])  # fmt: skip
def test_where_they_meet(said: str, place: str) -> None:
    settled = agreement(facts(said)).place
    assert settled is not None
    assert settled.value == place
