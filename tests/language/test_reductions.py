"""«Скину тысячу», «без пятисот»: what they leave is the price, or nobody knows; never they themselves."""

import pytest
from tests.language.conversation import facts, setting

from business_api.language import SURE, agreement

KNOWN = setting("Гитара", price=9000)
TAKEN = [
    (("S: Девять тысяч.", "B: Скинете тысячу?", "S: Скину.", "B: Беру."), "8000"),
    (("S: Девять тысяч.", "B: Не скинете тысячу?", "S: Хорошо."), "8000"),
    (("S: Девять тысяч.", "B: Уступите тысячу?", "S: Уступлю.", "B: Спасибо, где забрать?"), "8000"),
    (("S: Девять тысяч.", "B: Минус пятьсот и беру.", "S: Идёт."), "8500"),
    (("S: Девять.", "B: Без пятисот?", "S: Без пятисот отдам."), "8500"),
    (("S: Девять тысяч.", "B: Без пятисот?", "S: Ладно, без пятисот.", "B: Договорились."), "8500"),
    (("S: Девять тысяч.", "B: Минус пятьсот?", "S: Ладно, минус пятьсот так минус пятьсот."), "8500"),
    (("S: Девять тысяч.", "B: Скинете тысячу?", "S: Пятьсот скину.", "B: Ладно, беру."), "8500"),
    (("S: Девять тысяч.", "B: Скиньте тысячу.", "S: Тысячу не скину, пятьсот могу.", "B: Хорошо."), "8500"),
    (("S: Девять тысяч.", "B: А скидка будет?", "S: Пятьсот рублей скину.", "B: Отлично, еду."), "8500"),
    (("S: Девять тысяч, скину тысячу, если заберёте сегодня.", "B: Заберу сегодня, договорились."), "8000"),
    (("S: Девять тысяч.", "B: Скиньте тысячу.", "S: Нет, не скину.", "B: Ладно, беру за девять."), "9000"),
    (("B: За семь?", "S: За восемь.", "B: Договорились.", "B: Скиньте ещё пятьсот.", "S: Ладно, скину."), "7500"),
    (("S: Девять тысяч.", "B: Ну скиньте хоть пятьсот.", "S: Не скину.", "B: Жаль. Ну ладно, беру."), "9000"),
    (("S: Девять.", "B: За восемь?", "S: Скину.", "B: Отлично."), "8000"),
    (("S: Девять тысяч.", "B: Минус пятьсот?", "S: Хорошо. Восемь пятьсот.", "B: Беру."), "8500"),
]


@pytest.mark.parametrize(("said", "expected"), TAKEN)
def test_what_a_reduction_leaves_is_agreed_when_it_is_taken(said: tuple[str, ...], expected: str) -> None:
    settled = agreement(facts(*said, known=KNOWN)).price
    assert settled is not None
    assert settled.value == expected
    assert settled.confidence >= SURE


@pytest.mark.parametrize("said", [
    ("S: Девять тысяч.", "B: Скинете пять тысяч?", "S: Ладно."),
    ("S: Девять тысяч.", "B: Скинете тысячу?", "B: И ещё пятьсот скиньте.", "S: Хорошо."),
    ("S: Девять тысяч.", "B: Скинете тысячу?"),
    ("S: Девять.", "B: Сбросьте пару тысяч.", "S: Одну сброшу.", "B: Ладно, договорились."),
    ("S: Девять тысяч.", "B: Дорого.", "S: Ну, скину немного.", "B: Хорошо, беру."),
])  # fmt: skip
def test_a_reduction_that_nobody_can_reckon_leaves_the_card_empty(said: tuple[str, ...]) -> None:
    settled = agreement(facts(*said, known=KNOWN)).price
    assert settled is None or settled.confidence < SURE


@pytest.mark.parametrize("said", [
    ("S: Yes, forty pounds.", "B: Could you knock five off?", "S: Sure."),
    ("S: Yes, forty pounds.", "B: Could you knock off five?", "S: Sure, thirty-five then.", "B: Perfect."),
])  # fmt: skip
def test_pounds_are_knocked_off_too(said: tuple[str, ...]) -> None:
    known = setting("Dress", price=40, currency="GBP")
    settled = agreement(facts("B: Is the dress forty pounds?", *said, known=known)).price
    assert settled is not None
    assert settled.value == "35"
