"""Finding a word by any of its forms, also where no rule of spelling joins them: «отдам» and «отдать»."""

from typing import Any

import psycopg
import pytest
from tests.business_api.conftest import Person
from tests.business_api.said import lines, talked_of_a_bicycle
from tests.business_api.test_search import found

from business_api.language import word_forms

SAID = (
    ("callee", "Когда отдадите шкаф"),
    ("caller", "Мне надо отдать деньги"),
    ("caller", "Могу забрать шкаф завтра"),
    ("callee", "Можно писать мне в любое время"),
    ("callee", "Какой день вам удобен"),
    ("caller", "Здесь в комнате есть угол"),
    ("callee", "Там живут люди и котята"),
    ("callee", "Моя мать отправила письмо"),
    ("caller", "Я ищу шкаф подешевле"),
    ("callee", "Дверь из прочной стали"),
    ("callee", "Мы стали друзьями"),
    ("caller", "I bought it, sold it and paid for a meeting, we met there"),
    ("callee", "He took the mouse and brought two children, the women went home"),
)
LINES = lines(*SAID)
AT = {name: line.start_ms for name, line in zip("abcdefghijklm", LINES, strict=True)}


@pytest.fixture(scope="module")
def said(
    cast: tuple[Person, Person, Person], signalling_role: psycopg.Connection[Any],
    transcriber_role: psycopg.Connection[Any], owner: psycopg.Connection[Any],
) -> dict[str, Any]:  # fmt: skip
    """What Boris and Alice said of a cupboard."""
    roles = {"signalling": signalling_role, "transcriber": transcriber_role, "owner": owner}
    return talked_of_a_bicycle(cast, LINES, roles)


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("отдам", "ab"), ("отдать", "ab"), ("заберу", "c"), ("пишу", "d"), ("дня", "e"), ("углу", "f"),
        ("людьми", "g"), ("котят", "g"), ("матери", "h"), ("писем", "h"), ("искать", "i"), ("искать шкаф", "i"),
        # the likeliest word
        ("стану", "jk"), ("стали", "jk"), ("сталь", "jk"), ("сталью", "jk"),
        # on the other keyboard, and in the other alphabet
        ("pf,the", "c"), ("zaberu", "c"),
        # what is left out is left out in all its forms; a phrase is what was said
        ("шкаф -отдам", "ci"), ("шкаф -искать", "ac"), ("«отдать деньги»", "b"), ("«отдам деньги»", ""),
        ("buy", "l"), ("sell", "l"), ("pay", "l"), ("meet", "l"), ("take", "m"), ("bring", "m"), ("go", "m"),
        ("child", "m"), ("woman", "m"), ("mice", "m"),
    ],
)  # fmt: skip
def test_a_word_is_found_by_any_of_its_forms(
    cast: tuple[Person, Person, Person], said: dict[str, Any], text: str, where: str
) -> None:
    assert found(cast[1], text) == [AT[name] for name in where]


@pytest.mark.parametrize(("text", "marked"), [("заберу", "забрать"), ("людьми", "люди"), ("buy", "bought")])
def test_the_form_that_was_said_is_marked_and_is_no_other_word(
    cast: tuple[Person, Person, Person], said: dict[str, Any], text: str, marked: str
) -> None:
    for asked in ({"q": text}, {"q": text, "call_id": said["call_id"], "typing": "1"}):
        answer = cast[1].get("/search/", params=asked).json()
        (item,) = answer["items"]
        assert [run["text"] for run in item["excerpt"] if run["found"]] == [marked]
        assert answer["understood"] == []


def test_a_form_is_of_the_likeliest_word_and_nearly_as_likely_ones() -> None:
    assert "стану" in word_forms("стали")
    assert "сталью" not in word_forms("стали")
    assert {"белка", "белок"} <= {*word_forms("белки")}
    assert word_forms("синхрофазотронить") == word_forms("мне") == word_forms("xyz") == ()
