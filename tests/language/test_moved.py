"""Where they meet, when one place is proposed and then another."""

import pytest
from tests.language.conversation import facts, setting, values

from business_api.language import agreement

FIRST = "B: Может у метро Таганская?"


def place(*said: str) -> str:
    """Where the talk ends up."""
    settled = agreement(facts(*said, known=setting(city="Москва"))).place
    return settled.value if settled else ""


@pytest.mark.parametrize(
    "said",
    [
        (FIRST, "S: Нет, лучше у метро Курская.", "B: Хорошо, договорились, у Курской."),
        (FIRST, "S: Нет, лучше у метро Курская.", "B: Хорошо, договорились."),
        (FIRST, "S: Нет, лучше у метро Курская."),
        (FIRST, "S: Мне удобнее на Курской.", "B: Хорошо."),
        (FIRST, "S: А на Курской?", "B: Хорошо."),
        (FIRST, "S: А на Курской можете?", "B: Да, могу."),
        (FIRST, "S: Далеко мне.", "B: Тогда на Курской?", "S: Хорошо."),
        (FIRST, "S: Нет. На Курской.", "B: Хорошо."),
        ("B: У Таганской, нет, лучше у метро Курская.", "S: Хорошо."),
        ("S: Могу у Таганской или у Курской.", "B: Давайте у Курской.", "S: Хорошо."),
        ("B: Can we meet at Taganskaya metro?", "S: No, better at Kurskaya metro.", "B: Okay, deal, at Kurskaya."),
    ],
)
def test_a_station_that_is_taken_instead_replaces_the_former(said: tuple[str, ...]) -> None:
    assert place(*said) == "Курская"


@pytest.mark.parametrize(
    "said",
    [
        (FIRST, "S: А на Курской можете?", "B: Нет, не могу.", "S: Хорошо, тогда договорились."),
        (FIRST, "S: А на Курской можете?", "B: Нет, только на Таганской.", "S: Хорошо."),
        (FIRST, "S: Давайте на Курской.", "B: Нет, давайте на Таганской.", "S: Ну хорошо."),
    ],
)
def test_a_station_whose_proposal_is_refused_replaces_nothing(said: tuple[str, ...]) -> None:
    assert place(*said) == "Таганская"


def test_what_was_said_of_the_former_place_goes_with_it() -> None:
    said = ("S: Метро Сокольники, улица Лесная, дом три.", "B: Может, на Лубянке?", "S: Хорошо, на Лубянке.")
    assert place(*said) == "Лубянка"
    assert values("address", *said) == ["улица Лесная 3"], "it was said all the same"
    assert place(*said[:2], "S: Нет, приезжайте ко мне.") == "Сокольники, улица Лесная 3"


def test_an_address_replaces_another_and_a_house_the_house() -> None:
    first = "S: Улица Лесная, дом три, у метро Сокольники."
    assert place(first, "B: Давайте лучше улица Русаковская, дом пять.", "S: Хорошо.") == "улица Русаковская 5"
    assert place(first, "B: Может, улица Лесная, дом пять?", "S: Да, пять.") == "Сокольники, улица Лесная 5"


def test_a_landmark_is_replaced_only_where_another_is_better() -> None:
    assert place("S: У ТЦ Июнь.", "B: Лучше у кафе Шоколадница.", "S: Хорошо.") == "кафе Шоколадница"
    both = place("S: У ТЦ Июнь.", "B: Давайте у кафе Шоколадница.", "S: Хорошо.")
    assert both == "торговый центр Июнь, кафе Шоколадница"


def test_a_station_a_street_and_a_landmark_of_one_place_stay_together() -> None:
    said = ("S: Метро Сокольники.", "B: Хорошо, а адрес?", "S: Улица Лесная, дом три, у магазина Пятёрочка.")
    assert place(*said) == "Сокольники, улица Лесная 3, магазин Пятёрочка"


@pytest.mark.parametrize(
    "said",
    [
        "B: А это далеко от Красносельской?",
        "B: Можно в шесть? Я на Лубянке работаю.",
        "B: Нет, в шесть не могу. Я на Лубянке работаю.",
        "B: Нет, далеко, я от Курской поеду.",
    ],
)
def test_a_station_that_nobody_proposes_leaves_the_place_as_it_is(said: str) -> None:
    assert "Сокольники" in place("S: Улица Лесная, дом три, у метро Сокольники.", said, "S: Хорошо.")
