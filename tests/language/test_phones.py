"""Telephone numbers in every grouping in which people dictate them."""

import random

import pytest
from tests.language.conversation import facts, lines, setting, values
from tests.language.speller import say

from business_api.language import SURE, read_facts, read_terms

GROUPINGS = [(3, 3, 2, 2), (3, 3, 2, 1, 1), (3, 2, 2, 3), (3, 1, 2, 2, 2), (3, 3, 4), (3, 2, 2, 1, 2), (1,) * 10]


def said_group(digits: str) -> str:
    """A group as it is said: noughts one by one, the rest as a number of at most three figures."""
    words = []
    while digits.startswith("0"):
        words.append("ноль")
        digits = digits[1:]
    if len(digits) == 4:
        return " ".join([*words, say(int(digits[:2])), said_group(digits[2:])])
    return " ".join([*words, say(int(digits))] if digits else words)


def dictated(number: str, grouping: tuple[int, ...], mark: str) -> str:
    groups, at = [], 0
    for length in grouping:
        groups.append(said_group(number[at : at + length]))
        at += length
    return mark.join(groups)


def numbers(count: int) -> list[str]:
    chance = random.Random(3)
    return [f"9{chance.choice('0126')}{chance.randrange(10):d}{chance.randrange(10**7):07d}" for _ in range(count)]


@pytest.mark.parametrize("grouping", GROUPINGS)
def test_a_number_dictated_with_pauses_is_read(grouping: tuple[int, ...]) -> None:
    for number in numbers(300):
        text = f"Мой номер восемь, {dictated(number, grouping, ', ')}."
        assert values("phone", text) == ["+7" + number], text


def test_a_number_dictated_without_pauses_is_mostly_read() -> None:
    """Nothing in «сто два» tells 102 from 100 2 but the count of figures: nearly all come out, none as a price."""
    sample = numbers(500)
    right = 0
    for number in sample:
        text = f"восемь {dictated(number, (3, 3, 2, 2), ' ')}"
        right += values("phone", text) == ["+7" + number]
        assert values("price", text) == []
    assert right / len(sample) > 0.95


@pytest.mark.parametrize(
    "text",
    [
        "8 916 123 45 67", "8 (916) 123-45-67", "+7 916 123-45-67", "89161234567", "+79161234567",
        "плюс семь девятьсот шестнадцать сто двадцать три сорок пять шестьдесят семь",
        "девятьсот шестнадцать, сто двадцать три, сорок пять, шестьдесят семь",
        "восемь девять один шесть один два три четыре пять шесть семь",
        "eight nine one six one two three four five six seven",
    ],
)  # fmt: skip
def test_a_number_is_read_however_it_is_written(text: str) -> None:
    assert values("phone", text) == ["+79161234567"]
    assert [term.token for term in read_terms(text)] == ["n79161234567"]


def test_repeated_digits_are_read() -> None:
    said = "восемь, девятьсот три, два нуля, три семёрки, сорок два"
    assert values("phone", said) == ["+79030077742"]


def test_a_number_dictated_over_several_turns_is_one() -> None:
    found = facts(
        "S: Записывайте: восемь девятьсот шестнадцать", "B: Ага", "S: сто двадцать три", "B: Так",
        "S: сорок пять, шестьдесят семь",
    )  # fmt: skip
    assert [(fact.kind, fact.value, fact.line_id) for fact in found] == [("phone", "+79161234567", 0)]


@pytest.mark.parametrize(
    "text", ["двенадцать тысяч пятьсот", "восемь", "8 916", "код сорок пять двенадцать", "1234567890123456", "8" * 300]
)
def test_what_is_no_number_gives_none(text: str) -> None:
    assert values("phone", text) == []


def test_other_countries() -> None:
    assert values("phone", "+375 29 123-45-67") == ["+375291234567"]


def test_a_line_cut_in_the_middle_of_a_number_still_gives_it() -> None:
    said = lines("Мой номер восемь девятьсот шестнадцать, сто двадцать три,", "сорок пять, шестьдесят семь")
    assert [fact.value for fact in read_facts(said, setting()) if fact.kind == "phone"] == ["+79161234567"]


@pytest.mark.parametrize(("text", "value"), [
    ("Плюс триста семьдесят пять двадцать девять сто двадцать три сорок пять шестьдесят семь", "+375291234567"),
    ("Плюс тридцать восемь ноль шестьдесят семь сто двадцать три сорок пять шестьдесят семь", "+380671234567"),
    ("Плюс девятьсот девяносто восемь девяносто сто двадцать три сорок пять шестьдесят семь", "+998901234567"),
    ("+44 7911 123456", "+447911123456"),
])  # fmt: skip
def test_a_number_of_another_country_is_read_whole(text: str, value: str) -> None:
    assert values("phone", text) == [value]


@pytest.mark.parametrize("text", [
    "Восемь девятьсот шестнадцать двадцать три сорок пять шестьдесят семь.",
    "Восемь девятьсот шестнадцать сто двадцать три сорок пять.",
    "Восемь девятьсот шестнадцать сто двадцать три сорок пять шестьдесят семь восемь.",
    "89161234567 8",
    "891612345678",
    "Плюс триста семьдесят пять девятьсот шестнадцать сто двадцать три сорок пять шестьдесят семь.",
])  # fmt: skip
def test_a_number_with_a_digit_too_few_or_too_many_is_never_sure(text: str) -> None:
    assert [fact.value for fact in facts(text) if fact.kind == "phone" and fact.confidence >= SURE] == []


@pytest.mark.parametrize("text", [
    "Мой номер восемь девятьсот шестнадцать сто двадцать три сорок пять шестьдесят семь. Восемь вечера.",
    "Мой номер 8 916 123 45 67, квартира 5.",
    "Восемь девятьсот шестнадцать, сто двадцать три, сорок пять, шестьдесят шесть. Ой, не шестьдесят шесть, "
    "а шестьдесят семь.",
    "Восемь девятьсот шестнадцать, сто двадцать четыре, сорок пять, шестьдесят семь. Не сто двадцать четыре, "
    "сто двадцать три.",
])  # fmt: skip
def test_what_is_said_behind_a_number_leaves_or_corrects_it(text: str) -> None:
    assert [(fact.value, fact.confidence >= SURE) for fact in facts(text) if fact.kind == "phone"] == [
        ("+79161234567", True)
    ]


def test_prices_named_by_turns_are_no_number() -> None:
    said = (
        "B: За девятьсот?",
        "S: Девятьсот сорок.",
        "B: Ну ладно, девятьсот тридцать.",
        "S: Девятьсот тридцать пять.",
    )
    assert values("phone", *said) == []
