"""Hours and days that are said without meaning to meet then, and hours that are moved by some time."""

import pytest
from tests.language.conversation import facts, values

from business_api.language import SURE, agreement

MEETING = ("B: За восемь, договорились. Завтра в шесть вечера у метро Сокол.", "S: Хорошо.")


def _card(*said: str) -> tuple[str, str]:
    agreed = agreement(facts(*said))
    date, time = (
        each.value if each is not None and each.confidence >= SURE else "" for each in (agreed.date, agreed.time)
    )
    return date, time


@pytest.mark.parametrize("said", [
    "S: Магазин рядом работает до десяти.",
    "S: Метро до часу ночи работает.",
    "S: Парковка закрывается в девять вечера.",
    "S: Если дождь, то в пятницу.",
    "S: Я там с пяти буду, звоните.",
    "B: У меня поезд в девять вечера, так что не опаздывайте.",
    "B: В пятницу у меня самолёт.",
    "S: С одним тридцать пять.",
])  # fmt: skip
def test_a_remark_moves_no_meeting(said: str) -> None:
    reply = "S: Понял." if said[0] == "B" else "B: Понял."
    assert _card(*MEETING, said, reply) == ("2026-11-25", "18:00")


@pytest.mark.parametrize(("said", "time"), [
    (("B: А можно на час раньше?", "S: Можно."), "17:00"),
    (("B: Давайте на час позже.", "S: Хорошо, на час позже."), "19:00"),
    (("B: Ой, в шесть не успею, давайте на час позже.", "S: Хорошо, на час позже."), "19:00"),
    (("B: Давайте на полчаса попозже.", "S: Хорошо."), "18:30"),
    (("B: Можно на полтора часа позже?", "S: Да."), "19:30"),
    (("B: Буду минут на тридцать позже.",), "18:30"),
    (("B: Буду на двадцать минут позже.",), "18:20"),
    (("B: Can we make it half an hour later?", "S: Sure."), "18:30"),
    (("B: А можно на час раньше?", "S: Нет, не могу."), "18:00"),
    (("B: Я в прошлый раз приехал на час раньше.",), "18:00"),
])  # fmt: skip
def test_an_hour_is_moved_by_some_time_when_the_other_agrees(said: tuple[str, ...], time: str) -> None:
    assert _card(*MEETING, *said) == ("2026-11-25", time)


def test_a_moved_hour_that_nobody_has_answered_is_on_no_card() -> None:
    assert _card(*MEETING, "B: А можно на час раньше?") == ("2026-11-25", "")


@pytest.mark.parametrize(("said", "dates"), [
    ("S: Двадцать пятого двенадцатого в шесть.", ["2026-12-25"]),
    ("S: Пятого первого.", ["2027-01-05"]),
    ("S: Двенадцатого в шесть.", ["2026-12-12"]),
    ("S: Из второго в пятый.", []),
])  # fmt: skip
def test_a_month_may_be_said_by_its_number(said: str, dates: list[str]) -> None:
    assert values("date", said) == dates


def test_the_friday_after_the_next_is_too_unsure_for_a_card() -> None:
    assert _card("S: Через пятницу в шесть вечера.") == ("", "18:00")


def test_the_hour_that_a_shop_keeps_is_one_when_they_meet_there() -> None:
    assert _card("S: Мы работаем до восьми, приезжайте завтра к семи.") == ("2026-11-25", "19:00")
