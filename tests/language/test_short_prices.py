"""Prices said as short as people say them, and what sounds the same and is none."""

import pytest
from tests.language.conversation import facts, setting, values

from business_api.language import SURE, agreement

ENGLISH = [
    (320, "280", ("B: Two seventy?", "S: Two eighty.", "B: Okay, two eighty.")),
    (650, "550", ("S: No, I want six hundred.", "B: Five fifty?", "S: Okay, five fifty.")),
    (250, "225", ("B: Two hundred?", "S: Two twenty-five and it's yours.", "B: Deal.")),
    (200, "175", ("B: Would you take one fifty?", "S: One seventy five.", "B: Deal.")),
    (13_500, "12500", ("B: Twelve k?", "S: Thirteen five.", "B: Twelve five.", "S: Deal.")),
    (2000, "1950", ("S: Two grand.", "B: Nineteen fifty?", "S: Nineteen fifty it is.")),
    (150, "140", ("S: I'm asking one fifty.", "B: One thirty?", "S: One forty, last price.", "B: Hmm, ok, one forty.")),
]
RUSSIAN = [
    (10_000, "9000", ("B: Велосипед десять?", "S: Десять.", "B: Девять и сегодня.", "S: Девять, хорошо.")),
    (6000, "5500", ("B: Стиралка шесть?", "S: Да.", "B: Пять.", "S: Пять с половиной.", "B: Идёт.")),
    (900, "900", ("B: Беру за девятьсот.", "S: Отлично.")),
    (5000, "5000", ("S: Пять тысяч, как в объявлении.", "B: Пять так пять.", "S: Хорошо.")),
    (2000, "2000", ("B: Ёлка две тысячи?", "S: Две.", "B: Давайте в воскресенье.", "S: Нормально.")),
    (9000, "8500", ("B: Восемь?", "S: Всё, восемь пятьсот.", "B: Восемь пятьсот так восемь пятьсот.")),
    (45_000, "42700", ("B: Сорок две пятьсот.", "S: Всё, сорок две семьсот.", "B: Ладно.")),
    (900, "700", ("B: Шестьсот.", "S: Восемьсот.", "B: Семьсот.", "S: Хорошо, семьсот.")),
]


@pytest.mark.parametrize(("listed", "expected", "said"), ENGLISH)
def test_hundreds_that_are_not_said_in_english(listed: int, expected: str, said: tuple[str, ...]) -> None:
    found = facts(*said, known=setting("Thing", price=listed, currency="USD"))
    settled = agreement(found).price
    assert settled is not None
    assert settled.value == expected
    assert not [fact for fact in found if fact.kind == "time"]


@pytest.mark.parametrize(("listed", "expected", "said"), RUSSIAN)
def test_a_bare_number_that_the_advert_makes_a_price(listed: int, expected: str, said: tuple[str, ...]) -> None:
    settled = agreement(facts(*said, known=setting("Вещь", price=listed))).price
    assert settled is not None
    assert (settled.value, settled.confidence >= SURE) == (expected, True)


@pytest.mark.parametrize(("said", "time"), [
    (("B: One eighty?", "S: Deal. Tomorrow at six thirty?", "B: Six thirty is fine."), "18:30"),
    (("B: One eighty?", "S: Deal. When can you come?", "B: Five fifteen."), "17:15"),
    (("B: One eighty?", "S: Deal.", "B: See you at four forty-five."), "16:45"),
])  # fmt: skip
def test_where_people_speak_of_when_it_is_an_hour(said: tuple[str, ...], time: str) -> None:
    assert set(values("time", *said, known=setting("Bike", price=200, currency="USD"))) == {time}


@pytest.mark.parametrize("said", [
    ("B: Ребёнку сколько лет?", "S: Девять."),
    ("B: Какой размер?", "S: Девять."),
    ("S: Дом девять.", "B: Квартира?", "S: Восемь."),
    ("B: Сколько струн?", "S: Шесть."),
    ("S: Автобус девять.",),
    ("S: Ей девять лет.",),
    ("S: It was made in nineteen ninety-five.",),
])  # fmt: skip
def test_a_number_of_something_else_is_no_price_although_it_is_the_advert_s(said: tuple[str, ...]) -> None:
    assert values("price", *said, known=setting("Гитара", price=9000)) == []
