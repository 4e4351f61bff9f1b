"""The line of a bargaining, and what a deal card is drafted from."""

from tests.language.conversation import facts, setting

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
