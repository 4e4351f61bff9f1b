"""Numbers in every case are read back as they were said."""

import random

import pytest
from tests.language.speller import CASES, NOMINATIVE, say

from business_api.language import read_terms


def tokens(text: str) -> list[str]:
    return [term.token for term in read_terms(text)]


@pytest.mark.parametrize("case", CASES)
def test_all_numbers_to_ten_thousand_are_read_back_in_every_case(case: int) -> None:
    wrong = {said: found for number in range(10_001) if (found := tokens(said := say(number, case))) != [f"n{number}"]}
    assert wrong == {}


def test_numbers_to_a_thousand_million_are_read_back_in_every_case_and_gender() -> None:
    chance = random.Random(1)
    for _ in range(5_000):
        number = chance.randrange(10 ** chance.randrange(4, 10))
        said = say(number, chance.choice(CASES), chance.choice("mfn"), bare=chance.random() < 0.5)
        assert f"n{number}" in tokens(said), said
        assert {(term.start, term.end) for term in read_terms(said)} == {(0, len(said))}


def test_the_same_number_in_figures_is_the_same_term() -> None:
    chance = random.Random(2)
    for _ in range(2_000):
        number = chance.randrange(10 ** chance.randrange(1, 10))
        assert tokens(str(number)) == tokens(f"{number:,}".replace(",", " ")) == [f"n{number}"]


def test_half_thousands_are_read_in_each_way() -> None:
    for thousands in range(2, 1_000):
        expected = [f"n{thousands * 1000 + 500}"]
        said = say(thousands)
        assert tokens(f"{said} с половиной тысяч") == expected
        assert tokens(f"{thousands},5 тыс") == expected
        assert tokens(f"{thousands}.5 тысяч") == expected
        if thousands % 100:
            assert tokens(f"{say(thousands, gender='f')} пятьсот") == expected


def test_hundreds_behind_thousands_that_were_not_said() -> None:
    for thousands in range(1, 100):
        for hundreds in range(100, 1_000, 50):
            said = f"{say(thousands)} {say(hundreds)}"
            assert tokens(said) == [f"n{thousands * 1000 + hundreds}"], said


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("полторы тысячи", ["n1500"]),
        ("полтора миллиона рублей", ["n1500000"]),
        ("около полутора тысяч", ["n1500"]),
        ("полмиллиона", ["n500000"]),
        ("тысяч пять", ["n5000"]),
        ("тысячи полторы", ["n1500"]),
        ("миллион двести", ["n1000200", "n1200000"]),
        ("два миллиона триста тысяч", ["n2300000"]),
        ("ноль целых пять десятых", ["n0_5"]),
        ("0,5", ["n0_5"]),
        ("12,5 тыс", ["n12500"]),
        ("12к", ["n12000"]),
        ("12.500 рублей", ["n12500"]),
        ("двенадцать тыщ", ["n12000"]),
        ("питнацать тысечь", ["n15000"]),
        ("двацать пять", ["n25"]),
        ("две тысячи семнадцатого года", ["n2017"]),
        ("пятнадцатое", ["n15"]),
        ("дом сто четыре, квартира тридцать один", ["n104", "n31"]),
        ("twelve thousand five hundred", ["n12500"]),
        ("twelve and a half thousand", ["n12500"]),
        ("a hundred and five", ["n105"]),
        ("twenty-five hundred", ["n2500"]),
        ("half a million", ["n500000"]),
        ("one point five million", ["n1500000"]),
    ],
)
def test_numbers_as_people_say_and_write_them(text: str, expected: list[str]) -> None:
    assert tokens(text) == expected


@pytest.mark.parametrize("text", ["", "я люблю семью", "спелые лимоны", "к вам", "полка", "9" * 400, "—", "а" * 10_000])
def test_what_is_no_number_gives_none(text: str) -> None:
    assert tokens(text) == []


def test_a_term_tells_where_it_was_said() -> None:
    text = "Ну, двенадцать пятьсот, не меньше."
    (term,) = read_terms(text)
    assert text[term.start : term.end] == "двенадцать пятьсот"


def test_zero_is_a_number() -> None:
    assert tokens(say(0, NOMINATIVE)) == ["n0"]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("велосипед 18:30 12500", ["t1830", "n12500"]), ("к 18:30 2 штуки", ["t1830", "n2"]),
        ("9:00 12 500", ["t0900", "t2100", "n12500"]), ("12 500 18:30", ["n12500", "t1830"]),
        ("дом 22 15:00", ["n22", "t1500"]), ("2к 18:30", ["n2000", "t1830"]), ("13 40 000", ["n13", "n40000"]),
        ("22 000 18 000", ["n22000", "n18000"]), ("15 000 12 500", ["n15000", "n12500"]),
        ("8 916 123 45 67", ["n79161234567"]), ("в 18 30", ["t1830"]), ("с 18:30 до 19:00", ["t1830", "t1900"]),
    ],
)  # fmt: skip
def test_figures_that_stand_side_by_side_are_told_apart(text: str, told: list[str]) -> None:
    assert tokens(text) == told
