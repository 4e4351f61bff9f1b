"""Brands in both alphabets."""

import pytest

from business_api.language import brand_spellings


@pytest.mark.parametrize("word", ["iPhone", "айфон", "Айфоном", "айфонов", "айфонами"])
def test_a_brand_is_known_in_both_alphabets_and_every_case(word: str) -> None:
    assert set(brand_spellings(word)) == {"iphone", "айфон"}


@pytest.mark.parametrize("word", ["Тойота", "тойоты", "тойотой", "toyota"])
def test_a_brand_with_an_ending_of_its_own(word: str) -> None:
    assert set(brand_spellings(word)) == {"toyota", "тойота"}


@pytest.mark.parametrize(
    "word", ["заря", "покой", "кино", "диван", "phone", "форма", "лад", "аудио", "аудит", "легок", ""]
)
def test_other_words_are_no_brands(word: str) -> None:
    assert brand_spellings(word) == ()
