"""What is said after a deal and changes nothing of it."""

import pytest
from tests.language.conversation import facts, setting

from business_api.language import agreement

RUSSIAN = (
    "B: за восемнадцать отдадите", "S: восемнадцать договорились",
    "B: завтра в шесть вечера у метро Сокольники", "S: да",
)  # fmt: skip
ENGLISH = ("B: would you take four hundred", "S: four hundred deal", "B: tomorrow at six", "S: fine")


@pytest.mark.parametrize(
    "said",
    [
        "B: Жена не против, давайте", "B: Мне всё равно, не надо ничего привозить",
        "B: Такси дорого, не буду вызывать, на метро приеду", "S: Дорого просить не буду",
        "B: Постараюсь к шести, но ничего не обещаю", "B: Я посмотрел другие варианты, ваш лучше",
        "S: Папа отдал мне свою, поэтому эту продаю", "S: Никому другому не продам",
    ],
)  # fmt: skip
def test_russian(said: str) -> None:
    agreed = agreement(facts(*RUSSIAN, said, known=setting(price=20_000)))
    values = [each.value if each else "" for each in (agreed.price, agreed.date, agreed.time, agreed.place)]
    assert values == ["18000", "2026-11-25", "18:00", "Сокольники"]


@pytest.mark.parametrize(
    "said",
    [
        "S: It hasn't been sold yet", "S: You can't buy this new for less than two hundred",
        "S: We've moved, so we won't need it", "S: I'll leave it on the porch for you", "S: I always keep it covered",
        "B: I'm going to pass by after work", "S: The charger's sold separately", "B: I can come at six either way",
        "S: It'll be fully charged in two hours", "S: My son will be back in an hour",
    ],
)  # fmt: skip
def test_english(said: str) -> None:
    agreed = agreement(facts(*ENGLISH, said, known=setting(price=450, currency="USD")))
    values = [each.value if each else "" for each in (agreed.price, agreed.date, agreed.time, agreed.place)]
    assert values == ["400", "2026-11-25", "18:00", ""]


@pytest.mark.parametrize(
    ("said", "day"),
    [
        (("S: На следующей неделе меня не будет", "B: Тогда давайте в эту субботу"), "2026-11-28"),
        (("S: Maybe next week", "B: No, this Friday"), "2026-11-27"),
        (("S: На следующей неделе", "B: Давайте в среду"), "2026-12-02"),
    ],
)
def test_a_nearer_day_is_no_day_of_the_next_week(said: tuple[str, str], day: str) -> None:
    agreed = agreement(facts(*said))
    assert agreed.date is not None
    assert agreed.date.value == day


def test_an_hour_that_is_refused_with_its_half_of_the_day_is_no_meeting() -> None:
    assert all(fact.confidence < 0.5 for fact in facts("B: В восемь утра не могу") if fact.kind == "time")
