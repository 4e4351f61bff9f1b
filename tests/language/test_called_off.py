"""What was agreed and then called off stands on no card; what only sounds so does."""

import pytest
from tests.language.conversation import facts, setting

from business_api.language import SURE, agreement

DEAL = (
    "B: За семь отдадите?",
    "S: За восемь отдам.",
    "B: Договорились. Завтра в шесть вечера у метро Сокол?",
    "S: Хорошо, завтра в шесть вечера у метро Сокол.",
)
KNOWN = setting("Гитара", price=9000)
OFF = [
    ("S: Ой, извините, муж только что продал. Не получится.", "B: Жаль, до свидания."),
    ("S: Ой, подождите, не продаю, муж против.", "B: Понятно."),
    ("B: Нет, я передумала.",),
    ("B: Хотя нет, не надо, спасибо.", "S: Ну хорошо."),
    ("S: Извините, уже продал.", "B: Эх."),
    ("S: Её уже забрали, простите.", "B: Понял, хорошо."),
    ("B: Давайте отменим.", "S: Ладно."),
    ("S: Слушайте, только что забрали, другой приехал.",),
    ("B: Предоплату не дам.", "S: Тогда не договорились.", "B: Ну и ладно."),
    ("B: А нет, отбой, денег не хватает.", "S: Хорошо."),
    ("B: Я ещё подумаю.", "S: Хорошо."),
    ("B: Мне доставка нужна.", "S: Доставки нет.", "B: Тогда не надо, спасибо."),
    ("B: Я уже купила другую, извините.",),
    ("B: Тогда я пас.",),
    ("S: Ой, вы знаете, её только что купили.", "B: Понятно."),
    ("B: Извините, планы поменялись, не приеду.", "S: Ладно."),
    ("B: Нашёл дешевле, спасибо.", "S: Хорошо."),
    ("B: Жена не разрешила, отменяем.", "S: Ладно."),
    ("B: Я, пожалуй, откажусь.", "S: Понял."),
    ("B: Sorry, I don't want it anymore.", "S: Okay."),
    ("S: Sorry, someone else just bought it.", "B: Oh."),
    ("S: Алло, извините, тут человек приехал и купил её. Простите.", "B: Ну вот."),
    ("B: Ой, знаете, я всё-таки не буду брать.", "S: Понятно."),
    ("B: Actually no, forget it.",),
    ("S: Sorry, it's already sold.", "B: Oh, okay."),
    ("B: I changed my mind, sorry.",),
]
STANDS = [
    ("B: Нет, всё нормально.",),
    ("B: Не передумаете?", "S: Не передумаю."),
    ("B: Вы не передумали?", "S: Нет, жду."),
    ("S: Если передумаете, позвоните.", "B: Хорошо."),
    ("B: Если не получится, я позвоню.", "S: Ладно."),
    ("S: Могу чек дать.", "B: Не надо, спасибо."),
    ("S: Доставка нужна?", "B: Нет, не надо."),
    ("S: Две такие я уже продал, эта последняя.", "B: Понятно."),
    ("S: Я вчера другую продал за десять.", "B: Ого."),
    ("B: Доставку отменим, сам заберу.", "S: Хорошо."),
    ("B: Чехол не нужен.", "S: Ладно."),
    ("B: Не отменяется ничего?", "S: Нет, всё в силе."),
    ("S: Другую уже продал, вашу держу.", "B: Спасибо."),
    ("S: Если не приедете, продам другому.", "B: Приеду."),
    ("B: Раньше не приеду.", "S: Хорошо."),
    ("B: Мы уже купили к ней чехол.", "S: Хорошо."),
    ("B: Я к ней уже нашёл другой ремень.", "S: Хорошо."),
    ("B: Я уже купил к ней чехол.", "S: Хорошо."),
    ("B: Если муж не одобрит, верну.", "S: Хорошо."),
    ("B: Ой, я передумал.", "S: Почему?", "B: Да нет, всё в силе, шучу."),
    ("B: Что, уже продали?", "S: Нет, приезжайте."),
]


def _card(*said: str) -> dict[str, str]:
    agreed = agreement(facts(*said, known=KNOWN))
    settled = {"price": agreed.price, "date": agreed.date, "time": agreed.time, "place": agreed.place}
    return {what: each.value for what, each in settled.items() if each is not None and each.confidence >= SURE}


@pytest.mark.parametrize("said", OFF)
def test_a_deal_that_was_called_off_is_on_no_card(said: tuple[str, ...]) -> None:
    assert _card(*DEAL, *said) == {}


@pytest.mark.parametrize("said", OFF)
def test_what_calls_a_deal_off_is_a_fact_with_its_words(said: tuple[str, ...]) -> None:
    (fact,) = [fact for fact in facts(*DEAL, *said, known=KNOWN) if fact.kind == "called_off"]
    whole = (*DEAL, *said)[fact.line_id]
    assert (fact.value, fact.role, fact.side) == ("", "", "seller" if whole.startswith("S") else "buyer")
    assert fact.text
    assert fact.text in whole
    assert fact.line_id >= len(DEAL)
    assert fact.confidence >= SURE


def test_its_words_are_those_of_the_sentence() -> None:
    said = (*DEAL, "B: Алло. Извините, я не смогу приехать, отменяем. Всего доброго.", "S: Понял.")
    (fact,) = [fact for fact in facts(*said, known=KNOWN) if fact.kind == "called_off"]
    assert fact.text == "Извините, я не смогу приехать, отменяем"


def test_what_was_agreed_anew_behind_it_is_not_called_off() -> None:
    off = "B: Нет, я передумала."
    for anew in (
        ("S: Ну давайте за семь пятьсот.", "B: Хорошо, семь пятьсот."),
        ("S: А в субботу в пять вечера?", "B: Хорошо, в субботу в пять."),
    ):
        assert "called_off" not in {fact.kind for fact in facts(*DEAL, off, *anew, known=KNOWN)}
    asked = facts(*DEAL, off, "S: А завтра?", "B: Нет.", known=KNOWN)
    assert "called_off" in {fact.kind for fact in asked}


def test_its_words_are_those_of_the_line_that_tells() -> None:
    found = facts(*DEAL, "B: Здравствуйте", "B: Знаете, я передумал, брать не буду", known=KNOWN)
    (fact,) = [fact for fact in found if fact.kind == "called_off"]
    assert (fact.text, fact.line_id) == ("Знаете, я передумал, брать не буду", len(DEAL) + 1)


@pytest.mark.parametrize("said", STANDS)
def test_a_deal_that_stands_has_no_such_fact(said: tuple[str, ...]) -> None:
    assert "called_off" not in {fact.kind for fact in facts(*DEAL, *said, known=KNOWN)}


@pytest.mark.parametrize("said", STANDS)
def test_a_deal_that_was_not_called_off_stands(said: tuple[str, ...]) -> None:
    assert _card(*DEAL, *said) == {"price": "8000", "date": "2026-11-25", "time": "18:00", "place": "Сокол"}


def test_what_does_not_suit_moves_the_meeting_and_calls_nothing_off() -> None:
    card = _card(*DEAL, "B: Ой, не получится раньше семи, давайте в семь.", "S: Хорошо, в семь вечера.")
    assert card == {"price": "8000", "date": "2026-11-25", "time": "19:00", "place": "Сокол"}


def test_an_asked_price_that_was_called_off_is_no_draft() -> None:
    assert _card("S: Девять тысяч рублей.", "B: Беру, завтра приеду.", "S: Ой, извините, уже продал.") == {}


def test_a_price_taken_after_the_deal_was_called_off_stands() -> None:
    card = _card(*DEAL, "B: Нет, я передумала.", "S: Ну давайте за семь пятьсот.", "B: Хорошо, семь пятьсот.")
    assert card.get("price") == "7500"
