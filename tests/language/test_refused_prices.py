"""A price that its own words refuse: neither agreed, nor an offer of the one who refuses it."""

import pytest
from tests.language.conversation import facts

from business_api.language import agreement, bargaining

ASKED = "S: Прошу девять тысяч."
GOES_ON = ("B: Хорошо. А где можно посмотреть?", "S: У метро Таганская, завтра в шесть вечера.")
REFUSALS = [
    "S: Нет, за {} я не продам.",
    "S: нет за {} не отдам",
    "S: За {} не могу, извините.",
    "S: Нет, {} не пойдёт.",
    "S: {} мне мало.",
    "S: {} — это маловато.",
    "S: Я вам её не отдам за {}.",
    "S: Не могу я отдать её за {}.",
    "S: {} меня не устраивает.",
    "S: Нет, за {} никак.",
    "S: I won't sell it for {}.",
    "S: I can’t let you have it for {}.",
    "S: I can't do {}.",
    "S: Not for {}.",
    "S: No, {} is too low.",
    "S: {} isn't enough.",
]


def roles(*said: str) -> list[str]:
    """Prices with their roles and sides."""
    return [f"{fact.side[0]} {fact.role} {fact.value}" for fact in facts(*said) if fact.kind == "price"]


@pytest.mark.parametrize("refusal", REFUSALS)
def test_a_price_refused_by_the_seller_is_not_agreed_when_the_talk_goes_on_to_a_meeting(refusal: str) -> None:
    said = (ASKED, "B: За семь тысяч отдадите?", refusal.format("семь тысяч"), *GOES_ON)
    assert roles(*said) == ["s asked 9000", "b offered 7000", "s offered 7000"]
    assert [(step.role, step.value, step.fact.side) for step in bargaining(facts(*said))] == [
        ("asked", 9000, "seller"),
        ("offered", 7000, "buyer"),
    ]
    assert agreement(facts(*said)).price is None


@pytest.mark.parametrize("refusal", REFUSALS)
def test_a_price_that_only_its_refusal_names_is_nobodys_offer(refusal: str) -> None:
    said = (ASKED, "B: А дешевле?", refusal.format("семь тысяч"), *GOES_ON)
    assert roles(*said) == ["s asked 9000", "s other 7000"]


def test_hundreds_are_refused_like_thousands() -> None:
    said = (ASKED, "B: За семь пятьсот отдадите?", "S: Нет, за семь пятьсот не отдам.", *GOES_ON)
    assert roles(*said) == ["s asked 9000", "b offered 7500", "s offered 7500"]


def test_what_the_buyer_would_not_pay_is_not_the_buyers_offer() -> None:
    assert roles(ASKED, "B: За восемь не возьму, за семь возьму.", "S: Договорились.") == [
        "s asked 9000",
        "b other 8000",
        "b agreed 7000",
    ]


def test_a_yes_is_taken_back_by_refusing_the_price() -> None:
    said = (ASKED, "B: За семь отдадите?", "S: Ладно, забирайте.", "B: Хорошо.", "S: Ой, нет, за семь не отдам.")
    assert "agreed" not in " ".join(roles(*said))


@pytest.mark.parametrize(
    "said",
    [
        "S: За семь не отдам, за восемь отдам.",
        "S: нет за семь не отдам за восемь отдам",
        "S: За семь не могу. Восемь, и забирайте.",
    ],
)
def test_the_price_behind_a_refused_one_is_an_offer(said: str) -> None:
    assert roles(ASKED, "B: За семь отдадите?", said, "B: Хорошо, договорились.") == [
        "s asked 9000",
        "b offered 7000",
        "s offered 7000",
        "s agreed 8000",
    ]


@pytest.mark.parametrize(
    "said",
    [
        "S: Дешевле восьми тысяч не отдам.",
        "S: Меньше чем за восемь тысяч не продам.",
        "S: I can't go below eight thousand.",
        "S: I won't take less than eight thousand.",
    ],
)
def test_the_least_that_is_taken_is_an_offer(said: str) -> None:
    assert roles(ASKED, "B: А торг есть?", said, "B: Хорошо, договорились.") == ["s asked 9000", "s agreed 8000"]


@pytest.mark.parametrize(
    "said", ["B: За семь не отдадите?", "B: Семь тысяч не мало?", "B: Can't you do seven thousand?"]
)
def test_a_question_refuses_nothing(said: str) -> None:
    assert roles(ASKED, said, "S: Хорошо, забирайте.") == ["s asked 9000", "b agreed 7000"]


@pytest.mark.parametrize(
    "said",
    ["S: Девять тысяч, торговаться не буду.", "S: Девять тысяч торговаться не буду.", "S: Девять тысяч это не дорого."],
)
def test_who_stands_by_a_price_does_not_refuse_it(said: str) -> None:
    assert roles(said, "B: Беру.") == ["s asked 9000"]


@pytest.mark.parametrize(
    "said",
    [
        "S: Семь тысяч? Нет, мало.",
        "S: Ну, семь... не отдам.",
        "S: За семь тысяч, извините, не отдам.",
        "S: Seven thousand? No, that's too low.",
    ],
)
def test_a_price_that_is_weighed_and_refused_in_the_next_words_is_not_agreed(said: str) -> None:
    assert roles(ASKED, "B: За семь тысяч отдадите?", said, *GOES_ON) == [
        "s asked 9000",
        "b offered 7000",
        "s offered 7000",
    ]


def test_a_price_that_the_seller_asks_aloud_and_refuses_is_nobodys() -> None:
    said = (ASKED, "B: Сколько уступите?", "S: До семи тысяч? Нет, это мало.", *GOES_ON)
    assert roles(*said) == ["s asked 9000", "s other 7000"]


@pytest.mark.parametrize(
    "said", ["B: Восемь тысяч сегодня не могу завтра могу.", "B: За восемь возьму если вы не готовы дешевле."]
)
def test_what_refuses_a_day_or_is_a_condition_refuses_no_price(said: str) -> None:
    assert roles(ASKED, said, "S: Хорошо.") == ["s asked 9000", "b agreed 8000"]


def test_what_is_not_there_is_no_refusal_of_the_price() -> None:
    assert roles(ASKED, "B: А чек есть?", "S: За восемь отдам чека нет.", "B: Хорошо, беру.")[-1] == "s agreed 8000"
