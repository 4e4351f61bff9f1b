"""What was typed into a search, taken apart: phrases in any quotation marks, and what a dash leaves out."""

import pytest

from business_api.transcripts.pieces import take_apart


def left_out(text: str) -> list[str]:
    """Words, then numbers, then phrases that are left out."""
    pieces = take_apart(text)
    numbers = [number.typed for phrase in pieces.without_phrases for number in phrase.numbers]
    return [*pieces.without, *numbers, *(run.strip() for phrase in pieces.without_phrases for run in phrase.runs)]


@pytest.mark.parametrize("dash", ["-", "‑", "–", "−"])
def test_a_dash_right_before_a_word_leaves_it_out(dash: str) -> None:
    assert left_out(f"велосипед {dash}цена") == ["цена"]
    assert left_out(f"{dash}цена") == ["цена"]


@pytest.mark.parametrize("text", ["велосипед - цена", "пять–шесть", "10-15", "бизнес-центр", "10 – 15", "-", "— цена"])
def test_a_dash_alone_or_inside_a_word_or_range_does_not(text: str) -> None:
    assert left_out(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("-12500", ["12500"]),
        ("-12 500 велосипед", ["12 500"]),
        ("-12,5 тыс велосипед", ["12,5 тыс"]),
        ("-двенадцать с половиной тысяч велосипед", ["двенадцать с половиной тысяч"]),
        ("-18:30", ["18:30"]),
        ('-"за 12 500"', ["12 500", "за"]),
        ("-15а", ["15а"]),
        ("-12 500 р. велосипед", ["12 500"]),
        ("-$500 велосипед", ["500"]),
        ("12 -15", ["15"]),
    ],
)
def test_a_number_is_left_out_whole(text: str, expected: list[str]) -> None:
    assert left_out(text) == expected


@pytest.mark.parametrize("quoted", ['"в отличном состоянии"', "«в отличном состоянии»", "“в отличном состоянии”",
                                    "„в отличном состоянии“", "„в отличном состоянии”"])  # fmt: skip
def test_quotation_marks_of_any_kind_make_a_phrase(quoted: str) -> None:
    assert [phrase.runs for phrase in take_apart(quoted).phrases] == [["в отличном состоянии"]]


def test_a_phrase_keeps_its_numbers_apart_but_not_a_number_word_among_others() -> None:
    (phrase,) = take_apart("«отдам за 12 500 сразу»").phrases
    assert ([run.strip() for run in phrase.runs], [number.readings for number in phrase.numbers]) == (
        ["отдам за", "сразу"],
        [{"n12500"}],
    )
    (phrase,) = take_apart("«в один день»").phrases
    assert (phrase.runs, phrase.numbers) == (["в один день"], [])
    assert take_apart("«двенадцать»").phrases[0].numbers[0].readings == {"n12"}


def test_quotation_marks_that_are_not_closed_are_none() -> None:
    assert take_apart("«отличном сос").words == ["отличном", "сос"]


@pytest.mark.parametrize(
    ("text", "number", "rest"),
    [
        ("12 500 руб", "n12500", []), ("12500 рублей", "n12500", []), ("12 500 р.", "n12500", []),
        ("12500р", "n12500", []), ("12500 rub", "n12500", []), ("12500 roubles", "n12500", []),
        ("$12500", "n12500", []), ("12 500 $", "n12500", []), ("500 баксов", "n500", []), ("12 500₽", "n12500", []),
        ("двенадцать тысяч пятьсот рублей", "n12500", []), ("two thousand dollars", "n2000", []),
        ("12 тыс руб", "n12000", []), ("12,5 тыс. рублей", "n12500", []), ("12 т.р.", "n12000", []),
        ("12к", "n12000", []), ("12к руб", "n12000", []), ("рублей 800", "n800", []), ("руб. 800", "n800", []),
        ("12500 рублём за велосипед", "n12500", ["за", "велосипед"]), ("сумка 100", "n100", ["сумка"]),
        ("100 сумка", "n100", ["сумка"]), ("евро 5", "n5", ["евро"]), ("12500 разговор", "n12500", ["разговор"]),
    ],
)  # fmt: skip
def test_a_currency_beside_a_number_is_part_of_it(text: str, number: str, rest: list[str]) -> None:
    pieces = take_apart(text)
    assert ([each.readings for each in pieces.numbers], pieces.words) == ([{number}], rest)


def test_a_currency_belongs_to_one_number() -> None:
    pieces = take_apart("сто рублей двести залог")
    assert ([each.readings for each in pieces.numbers], pieces.words) == ([{"n100"}, {"n200"}], ["залог"])


@pytest.mark.parametrize("typed", ["12 500 руб", "12 500 рубле", "12 500 д", "12 500 р.", "велосипед 12 500 р"])
def test_a_currency_that_is_being_typed_asks_for_nothing_and_ends_the_number(typed: str) -> None:
    pieces = take_apart(typed, typing=True)
    (number,) = pieces.numbers
    assert (number.readings, number.begun, pieces.unfinished) == ({"n12500"}, frozenset(), "")
    assert pieces.words == typed.split()[: typed.startswith("велосипед")]


def test_a_price_still_being_typed_behind_its_currency_may_go_on() -> None:
    pieces = take_apart("руб. 12 5", typing=True)
    assert (pieces.words, set(pieces.numbers[0].begun)) == ([], {"n125"})


@pytest.mark.parametrize(
    ("text", "typing", "days"),
    [
        ("28 ноября", False, {"d1128"}), ("двадцать восьмое ноября", False, {"d1128"}), ("1 мая", False, {"d0501"}),
        ("28th of november", False, {"d1128"}), ("28 ноя", True, {"d1128"}), ("1 мар", True, {"d0301"}),
        ("12 с", True, set()), ("12 и", True, set()),
        ("32 мая", False, set()), ("28 но", False, set()), ("28 рублей", False, set()),
        ("28 ноя", False, {"d1128"}), ("5 дек", False, {"d1205"}), ("november 28", False, {"d1128"}),
        ("Nov. 28", True, {"d1128"}), ("november 32", False, set()),
    ],
)  # fmt: skip
def test_a_number_and_a_month_behind_it_are_a_day(text: str, typing: bool, days: set[str]) -> None:
    (number,) = take_apart(text, typing=typing).numbers
    assert number.longer == days
