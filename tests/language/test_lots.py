"""The price of several pieces together, and what is only reckoned."""

import pytest
from tests.language.conversation import facts, setting

from business_api.language import SURE, agreement

LOTS = [
    (100, "1700", ("B: Книги по сто рублей?", "S: Да, сто рублей штука.",
                   "B: Мне двадцать штук, за полторы тысячи отдадите?", "S: За тысячу восемьсот.",
                   "B: Тысяча семьсот.", "S: По рукам.")),
    (100, "1700", ("B: По сто рублей, мне двадцать штук, полторы тысячи за всё?", "S: Тысяча восемьсот.",
                   "B: Тысяча семьсот.", "S: По рукам, тысяча семьсот.")),
    (1500, "2500", ("S: Полторы.", "B: А если два крана?", "S: Два крана две пятьсот.",
                    "B: Тогда два за две пятьсот.", "S: Договорились.")),
    (1500, "2500", ("B: Тогда два за две пятьсот.", "S: Договорились.")),
    (500, "800", ("S: По пятьсот штука.", "B: Две штуки за восемьсот?", "S: Хорошо, восемьсот за две.")),
    (500, "1200", ("B: Три пары за тысячу.", "S: Тысяча двести за три пары.", "B: Ок, тысяча двести.")),
    (600, "1500", ("B: За три штуки дам полторы.", "S: Хорошо, полторы за три.")),
    (15_000, "16000", ("B: Пятнадцать за щенка?", "S: Пятнадцать.",
                       "B: За всё шестнадцать.", "S: Ладно, шестнадцать.")),
]  # fmt: skip


@pytest.mark.parametrize(("listed", "expected", "said"), LOTS)
def test_a_lot_that_is_bargained_about_is_agreed_as_a_whole(listed: int, expected: str, said: tuple[str, ...]) -> None:
    settled = agreement(facts(*said, known=setting("Вещь", price=listed))).price
    assert settled is not None
    assert (settled.value, settled.confidence >= SURE) == (expected, True)


@pytest.mark.parametrize("said", [
    ("S: По двести за куб.", "B: Мне шесть. Тысяча двести всего?", "S: Да, тысяча двести."),
    ("S: По двести за штуку.", "B: Мне шесть штук, тысяча двести выходит?", "S: Да, тысяча двести."),
])  # fmt: skip
def test_what_so_many_pieces_make_is_only_reckoned(said: tuple[str, ...]) -> None:
    found = facts(*said, known=setting("Вещь", price=200))
    assert {fact.role for fact in found if fact.kind == "price" and fact.value == "1200"} == {"other"}


def test_a_count_before_a_price_is_no_price() -> None:
    found = facts("B: За два пять тысяч?", "S: Пять за два.", known=setting("Билеты", price=3000))
    assert "2000" not in {fact.value for fact in found if fact.kind == "price"}
