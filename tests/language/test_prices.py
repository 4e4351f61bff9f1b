"""Prices: how they are said, what they are in the bargaining, and what is none."""

import random

import pytest
from tests.language.conversation import facts, setting, values
from tests.language.speller import GENITIVE, say


def roles(*said: str, price: int | None = None, title: str = "") -> list[str]:
    found = facts(*said, known=setting(title, price=price))
    return [f"{fact.role} {fact.value}" for fact in found if fact.kind == "price"]


def test_prices_are_read_as_they_are_said() -> None:
    chance = random.Random(4)
    for _ in range(400):
        price = chance.randrange(10, 10 ** chance.randrange(2, 8))
        assert values("price", f"Отдам за {say(price)} рублей.") == [str(price)]
        assert values("price", f"Ниже {say(price, GENITIVE)} рублей не отдам.") == [str(price)]
    for thousands in range(2, 100):
        expected = [str(thousands * 1000 + 500)]
        assert values("price", f"Цена {say(thousands)} с половиной тысяч.") == expected
        assert values("price", f"Цена {say(thousands)} пятьсот.") == expected
        assert values("price", f"Цена {say(thousands)} с половиной.") == expected
        assert values("price", f"Цена {thousands},5 тыс.") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Отправка рублей восемьсот.", "800"),
        ("Стоит 12 500 ₽", "12500"),
        ("Отдам за 12к", "12000"),
        ("Цена полтора миллиона", "1500000"),
        ("Прошу миллион двести", "1200000"),
        ("Прошу тысяч пять", "5000"),
        ("Цена 12.500 рублей", "12500"),
        ("Отдам за полторы тысячи", "1500"),
        ("Полмиллиона рублей", "500000"),
        ("I want twelve and a half thousand rubles", "12500"),
        ("I want 20 for it", "20000"),
        ("I want five hundred for everything", "500"),
    ],
)
def test_prices_as_people_say_and_write_them(text: str, expected: str) -> None:
    assert values("price", text) == [expected]


def test_thousands_that_were_not_said_come_from_the_advert_or_the_talk() -> None:
    assert values("price", "Отдам за четыреста шестьдесят пять.", known=setting(price=480_000)) == ["465000"]
    assert values("price", "Отдам за четыреста.", known=setting(price=450)) == ["400"]
    assert values("price", "S: Прошу восемь тысяч.", "B: За семь отдадите?") == ["8000", "7000"]
    assert values("price", "B: А машина на ходу?", "S: На ходу, отдам за триста.") == ["300000"]


def test_currencies() -> None:
    found = facts("Отдам за сто долларов.", "Или за 90 €.", "Или за девять тысяч.")
    assert [(fact.value, fact.currency) for fact in found] == [("100", "USD"), ("90", "EUR"), ("9000", "RUB")]
    (tenge,) = facts("Отдам за девять тысяч.", known=setting(currency="KZT"))
    assert tenge.currency == "KZT"


@pytest.mark.parametrize(
    "text",
    [
        "Пробег сто двадцать тысяч.", "Пробег восемьдесят шесть тысяч, один хозяин.", "Квартира пятнадцать.",
        "Восемьдесят процентов батареи.", "Код 4512.", "Код сорок пять двенадцать.", "2015 года.",
        "Две тысячи пятнадцатого года выпуска.", "В 2015 брали.", "Ему два года.", "Рост сто семьдесят.",
        "Сорок второй размер.", "Пять килограммов загрузка.", "Память двести пятьдесят шесть гигабайт.",
        "Айфон четырнадцать.", "Третий этаж.", "Приеду через двадцать минут.", "Ехать сто километров.",
        "Два в одном.", "За девятый класс.", "Двадцать шагов от метро.", "Позвоните за полчаса.", "Минут через сорок.",
        "I keep 3 for them.", "It needs 20 minutes, 30 for both.",
        "Диагональ пятьдесят пять.", "Сто двадцать тысяч подписчиков.", "Номер дома двенадцать.",
    ],
)  # fmt: skip
def test_other_numbers_are_no_prices(text: str) -> None:
    assert values("price", text) == []


def test_an_answer_to_another_question_is_no_price() -> None:
    assert values("price", "B: Какой пробег?", "S: Сто двадцать тысяч.") == []
    assert values("price", "B: А какого года?", "S: Две тысячи шестнадцатого.") == []


@pytest.mark.parametrize(
    "text", ["Цена миллиард миллиардов рублей", "Стоит 1000000000000 рублей", "Цена " + "9" * 400, "Стоит 0 рублей"]
)
def test_absurd_prices_are_none(text: str) -> None:
    assert [value for value in values("price", text) if int(value) >= 10**10 or value == "0"] == []
    assert values("price", "Стоит тысяча миллиардов рублей") == []


def test_the_course_of_a_bargaining() -> None:
    assert roles(
        "S: Пятнадцать тысяч прошу.", "B: За одиннадцать отдадите?", "S: Нет, двенадцать с половиной.",
        "B: Договорились.",
    ) == ["asked 15000", "offered 11000", "agreed 12500"]  # fmt: skip


def test_an_offer_that_is_taken_without_repeating_it_is_agreed() -> None:
    assert roles("S: Цена девять тысяч.", "B: За восемь отдадите?", "S: Хорошо, забирайте.") == [
        "asked 9000",
        "agreed 8000",
    ]


def test_an_offer_that_is_refused_stays_an_offer() -> None:
    assert roles("S: Цена девять тысяч.", "B: За пять отдадите?", "S: Нет, мало.") == ["asked 9000", "offered 5000"]


def test_a_reduction_is_no_price_of_the_goods() -> None:
    assert roles("S: Прошу пять тысяч, могу уступить пятьсот рублей.", "B: То есть четыре с половиной. Хорошо.") == [
        "asked 5000",
        "other 500",
        "agreed 4500",
    ]


def test_delivery_and_deposit() -> None:
    assert roles("Доставка триста рублей.") == ["delivery 300"]
    assert roles("S: Прошу двадцать тысяч.", "B: А доставка?", "S: Полторы.") == ["asked 20000", "delivery 1500"]
    assert roles("Залог полторы тысячи.") == ["deposit 1500"]
    assert roles("Нужна предоплата тысяча рублей.") == ["deposit 1000"]
    assert roles("Новый стоит девять тысяч.") == ["other 9000"]
    assert roles("B: Вместе семьсот пятьдесят рублей?") == ["other 750"]


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (("S: I paid fifty thousand, I want forty thousand.",), ["other 50000", "asked 40000"]),
        (("S: We've paid about fifty thousand for it, forty thousand now.",), ["other 50000", "asked 40000"]),
        (("S: I bought it two years ago for fifty thousand.",), ["other 50000"]),
        (("S: I want sixty thousand.", "B: He paid, but I want fifty thousand."), ["asked 60000", "offered 50000"]),
        (("S: He paid, but I want fifty thousand.",), ["asked 50000"]),
        (("S: He paid but I want fifty thousand.",), ["asked 50000"]),
        (("S: Delivery is paid, fifty thousand for all.",), ["asked 50000"]),
        (("S: Доставка бесплатная, пятьдесят тысяч.",), ["asked 50000"]),
        (("S: Bought last year, fifty thousand.",), ["asked 50000"]),
    ],
)
def test_what_was_once_paid_is_no_price_now_and_hides_none(said: tuple[str, ...], expected: list[str]) -> None:
    assert roles(*said) == expected


def test_contradicting_prices_both_stand() -> None:
    assert values("price", "S: Прошу девять тысяч.", "S: Прошу семь тысяч.") == ["9000", "7000"]


@pytest.mark.parametrize(
    "said",
    [
        "Отдам за один триллион рублей.",
        "Отдам за один триллион, двести тысяч рублей.",
        "Прошу двадцать миллиардов, пятьсот миллионов рублей.",
        "Отдам за пять трлн 300 млрд рублей.",
        "Прошу два квадриллиона.",
        "I want one trillion roubles.",
        "Отдам за 100 000 000 000 000 000 рублей.",
        "Отдам за 1 000 000 000 000 000,50 рублей.",
    ],
)
def test_no_price_is_cut_out_of_more_than_a_price_can_be(said: str) -> None:
    assert values("price", said) == []


def test_the_dearest_is_a_price_and_so_is_what_stands_beside_too_much() -> None:
    assert values("price", "Прошу девять миллиардов, пятьсот миллионов рублей сразу.")[0] == "9000000000"
    assert values("price", "За триллион отдам. Шучу, девять тысяч.") == ["9000"]


@pytest.mark.parametrize(
    "said",
    [
        "B: В объявлении написано восемь тысяч.",
        "B: А чего так, на сайте стоит восемь тысяч.",
        "B: У вас восемь тысяч указано.",
        "B: The ad says eight thousand.",
    ],
)
def test_what_the_buyer_read_in_the_advert_is_asked_although_the_advert_says_otherwise_now(said: str) -> None:
    known = setting(price=10_000)
    found = [fact for fact in facts(said, "S: Нет, десять тысяч.", known=known) if fact.kind == "price"]
    assert [(fact.role, fact.value) for fact in found] == [("asked", "8000"), ("asked", "10000")]


@pytest.mark.parametrize(
    "said", ["B: Давайте за восемь тысяч, как в объявлении.", "B: В соседнем объявлении восемь тысяч."]
)
def test_an_offer_and_another_advert_are_not_what_this_one_asks(said: str) -> None:
    known = setting(price=10_000)
    assert [fact.role for fact in facts(said, "S: Нет.", known=known) if fact.kind == "price"] == ["offered"]
