"""What holds for facts of every kind: where and when they were said, doubt, and text that means harm."""

import time
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from tests.language.conversation import TALK_LINES, facts, lines, setting, values

from business_api.language import SURE, Line, Word, agreement, read_facts, read_terms

MOST_SECONDS = 2.0


def test_a_fact_tells_where_and_when_it_was_said() -> None:
    text = "Ну, отдам за двенадцать пятьсот."
    words = tuple(
        Word(f" {word}", 1000 + at * 400, 1300 + at * 400, 0.5 if "две" in word else 1.0)
        for at, word in enumerate(text.split())
    )
    (fact,) = read_facts([Line(7, "seller", 1000, 3300, text, words, False)], setting())
    assert text[fact.start : fact.end] == fact.text == "двенадцать пятьсот"
    assert (fact.line_id, fact.side, fact.start_ms, fact.end_ms) == (7, "seller", 2200, 2900)
    (sure,) = read_facts([Line(7, "seller", 1000, 3300, text, (), False)], setting())
    assert fact.confidence == pytest.approx(sure.confidence * 0.75, abs=0.001)


def _heard(number: int, text: str, **grey: float) -> Line:
    """A line of surely heard words; `grey`: how surely some were."""
    words = tuple(Word(f" {word}", 0, 300, grey.get(word.strip(".,!?").lower(), 0.95)) for word in text.split())
    side = "buyer" if number % 2 else "seller"
    return Line(number, side, number * 5000, number * 5000 + 4000, text, words, False)


def test_a_value_that_rests_on_a_grey_word_is_told_but_is_not_agreed() -> None:
    said = [_heard(0, "Отдам за пятнадцать тысяч."), _heard(1, "За двенадцать тысяч отдадите?", двенадцать=0.45),
            _heard(2, "Хорошо, договорились, завтра в шесть вечера.", шесть=0.3)]  # fmt: skip
    found = read_facts(said, setting())
    assert {(fact.kind, fact.value): fact.confidence < SURE for fact in found if fact.kind != "item"} == {
        ("price", "15000"): False, ("price", "12000"): True, ("date", "2026-11-25"): False, ("time", "18:00"): True,
    }  # fmt: skip
    agreed = agreement(found)
    assert agreed.price is not None
    assert agreed.price.confidence < SURE
    assert agreed.time is not None
    assert agreed.time.confidence < SURE
    assert agreed.date is not None
    assert agreed.date.confidence >= SURE


def test_a_grey_word_is_no_doubt_when_the_same_was_said_surely_elsewhere() -> None:
    said = [_heard(0, "Отдам за пятнадцать тысяч."), _heard(1, "За двенадцать тысяч отдадите?"),
            _heard(2, "Двенадцать тысяч, договорились.", двенадцать=0.3)]  # fmt: skip
    agreed = agreement(read_facts(said, setting()))
    assert agreed.price is not None
    assert (agreed.price.value, agreed.price.confidence >= SURE) == ("12000", True)
    twice_grey = [said[0], _heard(1, "За двенадцать тысяч отдадите?", двенадцать=0.4), said[2]]
    agreed = agreement(read_facts(twice_grey, setting()))
    assert agreed.price is not None
    assert agreed.price.confidence < SURE


def test_a_grey_word_counts_also_in_the_line_that_a_value_runs_on_into() -> None:
    first, second = _heard(0, "Отдам за двенадцать"), _heard(2, "тысяч пятьсот рублей.", пятьсот=0.3)
    second = replace(second, start_ms=first.end_ms + 100)
    (price,) = (fact for fact in read_facts([first, second], setting()) if fact.kind == "price")
    assert (price.value, price.confidence < SURE) == ("12500", True)


def test_a_place_that_was_not_heard_surely_is_not_added_to_one_that_was() -> None:
    said = [_heard(0, "Улица Лесная, дом три, у метро Сокольники.", сокольники=0.3)]
    agreed = agreement(read_facts(said, setting()))
    assert agreed.place is not None
    assert (agreed.place.value, agreed.place.confidence >= SURE) == ("улица Лесная 3", True)


def test_a_grey_preposition_changes_nothing_and_a_grey_word_silences_no_warning() -> None:
    (fact,) = (
        each for each in read_facts([_heard(0, "Завтра в шесть вечера.", в=0.2)], setting()) if each.kind == "time"
    )
    assert fact.confidence >= SURE
    found = read_facts([_heard(0, "Перейдите по ссылке и введите данные карты.", ссылке=0.3)], setting())
    flags = [fact.confidence for fact in found if fact.kind == "flag"]
    assert flags
    assert min(flags) >= SURE


def test_doubtful_lines_give_nothing() -> None:
    doubtful = Line(1, "seller", 0, 1000, "Отдам за пять тысяч рублей, завтра в шесть вечера.", (), True)
    assert read_facts([doubtful], setting()) == []


def test_every_text_of_a_fact_is_what_its_line_says() -> None:
    said = lines(*TALK_LINES)
    found = read_facts(said, setting("Велосипед"))
    assert {fact.kind for fact in found} >= {"price", "date", "time", "metro", "address", "phone", "link", "item"}
    for fact in found:
        assert fact.text == said[fact.line_id].text[fact.start : fact.end] != ""
        assert 0 <= fact.confidence <= 1
        assert said[fact.line_id].start_ms <= fact.start_ms <= fact.end_ms <= said[fact.line_id].end_ms


def test_contradicting_facts_both_stand() -> None:
    said = ("S: Встретимся в субботу в шесть вечера.", "B: Нет, в воскресенье в семь вечера.")
    assert values("date", *said) == ["2026-11-28", "2026-11-29"]
    assert values("time", *said) == ["18:00", "19:00"]


def test_the_half_of_the_day_comes_from_what_is_said_around() -> None:
    assert values("time", "Завтра вечером, часов в семь.") == ["19:00"]
    assert values("time", "B: Утром удобно?", "S: Да, в восемь.") == ["08:00"]
    assert values("time", "S: Завтра в шесть вечера.", "B: В шесть подходит.") == ["18:00", "18:00"]
    assert values("time", "Давайте в два.") == ["14:00"]
    assert values("time", "С десяти до шести.") == ["10:00", "18:00"]


@pytest.mark.parametrize(
    ("said", "hours"),
    [
        (("B: When can I come?", "S: From ten to six."), ["10:00", "18:00"]),
        (("S: We work from ten in the morning to six.",), ["10:00", "18:00"]),
        (("S: Come from nine in the morning till five.",), ["09:00", "17:00"]),
        (("S: Работаем с десяти утра до шести.",), ["10:00", "18:00"]),
        (("S: Буду дома с шести вечера до десяти.",), ["18:00", "22:00"]),
        (("B: When can I come?", "S: Ten to six."), ["17:50"]),
        (("S: Prices go from ten to twenty.",), []),
    ],
)
def test_hours_from_and_to_are_both_read(said: tuple[str, ...], hours: list[str]) -> None:
    assert values("time", *said) == hours


@pytest.mark.parametrize(
    ("said", "time"),
    [
        (("Завтра 18-30.",), "18:30"),
        (("В субботу, восемнадцать часов.",), "18:00"),
        (("В среду восемнадцать часов у метро Сокол.",), "18:00"),
        (("B: Во сколько?", "S: Восемнадцать часов."), "18:00"),
        (("B: Во сколько?", "S: 18-30."), "18:30"),
        (("S: В субботу. 18-30.",), "18:30"),
        (("Tomorrow at 18-30.",), "18:30"),
        (("Half six is fine.",), "18:30"),
        (("Half seven in the morning.",), "07:30"),
        (("Saturday at noon.",), "12:00"),
        (("Come after six tomorrow.",), "18:00"),
        (("B: When can I come?", "S: After work, at quarter to seven."), "18:45"),
    ],
)
def test_hours_that_stand_beside_a_day_or_are_said_the_english_way(said: tuple[str, ...], time: str) -> None:
    assert values("time", *said) == [time]
    assert values("price", *said) == []


def test_both_ends_of_an_english_range_are_hours() -> None:
    assert values("time", "From ten till six.") == ["10:00", "18:00"]


@pytest.mark.parametrize(
    "said",
    [("B: Сколько держит?", "S: Восемнадцать часов."), ("Завтра работаю восемнадцать часов.",), ("Размер 18-30.",),
     ("Завтра 10-15 человек будет.",), ("Ехать пятнадцать часов.",), ("Half an hour.",), ("At half price.",),
     ("Восемнадцать часов.",), ("Завтра привезу 18-30 тысяч.",)],
)  # fmt: skip
def test_lengths_sizes_and_counts_are_no_times(said: tuple[str, ...]) -> None:
    assert values("time", *said) == []


@pytest.mark.parametrize(
    "text", ["в два раза дешевле", "за два часа", "через час", "в шести местах", "до десяти тысяч", "в час пик"]
)
def test_other_numbers_are_no_times(text: str) -> None:
    assert values("time", text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Пишите: оплата тире доставка точка ру.", "oplata-dostavka.ru"),
        ("ссылка сделка тире пэй точка онлайн", "sdelka-pay.online"),
        ("заходите на avito-pay.ru", "avito-pay.ru"),
        ("https://www.example.com", "example.com"),
        ("телеграм, собака, корги нижнее подчёркивание дом", "@korgi_dom"),
        ("иван собака мейл точка ру", "ivan@mail.ru"),
        ("доставка.ру", "dostavka.ru"),
        ("авито двадцать четыре точка ком", "avito24.com"),
    ],
)
def test_links_are_read_written_and_dictated(text: str, expected: str) -> None:
    assert values("link", text) == [expected]


@pytest.mark.parametrize("text", ["У меня собака корги.", "точка на карте", "Всё. Ру-ру.", "в этой точке", "12.30"])
def test_what_is_no_link_gives_none(text: str) -> None:
    assert values("link", text) == []


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Продиктуйте код из сообщения.", "code"),
        ("Перейдите по ссылке и введите данные карты.", "courier_link"),
        ("Давайте спишемся в телеграме.", "messenger"),
        ("Нужно оплатить заранее.", "prepayment"),
        ("Если сейчас не подтвердите, вас заблокируют.", "pressure"),
        ("Номер карты, срок действия и три цифры на обороте.", "card_data"),
    ],
)
def test_what_sounds_like_a_swindle_is_flagged(text: str, kind: str) -> None:
    assert kind in values("flag", text)


@pytest.mark.parametrize(
    "text",
    ["Какой ещё код?", "Три цифры никому говорить нельзя.", "А зачем вводить данные карты?", "Приезжайте смотреть.",
     "Можно наличными или переводом при встрече.", "Хорошо, договорились."],
)  # fmt: skip
def test_honest_talk_is_not_flagged(text: str) -> None:
    assert values("flag", text) == []


def test_the_item_is_told_once_for_each_side() -> None:
    found = [fact for fact in facts(*TALK_LINES, known=setting("Велосипед Стелс")) if fact.kind == "item"]
    assert [(fact.value, fact.side) for fact in found] == [("Велосипед Стелс", "buyer"), ("Велосипед Стелс", "seller")]
    (unknown,) = [fact for fact in facts("B: Я насчёт детской коляски.") if fact.kind == "item"]
    assert unknown.value == "детская коляска"


def test_a_thousand_lines_are_read_in_less_than_two_seconds() -> None:
    said = lines(*(TALK_LINES * (1000 // len(TALK_LINES) + 1))[:1000])
    read_facts(said[:20], setting())
    began = time.process_time()
    assert len(read_facts(said, setting("Велосипед", datetime(2026, 11, 24, tzinfo=UTC)))) > 500
    assert time.process_time() - began < MOST_SECONDS


HOSTILE = (
    "восемь девятьсот ", "двенадцать пятьсот ", "метро ", "у Сокольников ", "улица ", "дом ", "тире точка ", "собака ",
    "в шесть ", "1 ", "1.", "12-", "торговый центр ", "за пять ", "Ленина ", "перейдите ссылке ", "ру.", "a.ru ",
    "пятого ", "тысяч ", "завтра ", "А", "«", "квартира 1 ", "отдам за пять тысяч рублей, ", "с половиной ", "\u202e",
    "<script>", "'; DROP TABLE facts; --", "\x00", "İ", "٣", "𝟙", "нижнее подчёркивание ", "миллион ", "0", "без ",
)  # fmt: skip


@pytest.mark.parametrize("piece", HOSTILE)
def test_ten_thousand_characters_of_anything_are_harmless(piece: str) -> None:
    text = (piece * 10_000)[:10_000]
    began = time.process_time()
    found = read_facts([Line(1, "buyer", 0, 1000, text, (), False)], setting())
    terms = read_terms(text)
    assert time.process_time() - began < MOST_SECONDS * 2
    assert all(text[fact.start : fact.end] == fact.text for fact in found)
    assert all(0 <= term.start < term.end <= len(text) for term in terms)
