"""A yes that was not heard surely makes no sure deal."""

import pytest
from tests.language.conversation import setting

from business_api.language import SURE, Line, Word, agreement, read_facts

KNOWN = setting("Гитара", price=9000)


def _line(number: int, said: str, grey: tuple[str, ...]) -> Line:
    text, words, start = said[3:], list[Word](), number * 5000
    for at, word in enumerate(text.split()):
        doubted = word.strip(",.?!").lower() in grey
        words.append(Word(word, start + at * 200, start + at * 200 + 190, 0.1 if doubted else 0.95))
    side = "seller" if said[0] == "S" else "buyer"
    return Line(number, side, start, start + 4500, text, tuple(words), False)


def _sure(said: tuple[str, ...], grey: tuple[str, ...]) -> str | None:
    lines = [_line(number, each, grey) for number, each in enumerate(said)]
    settled = agreement(read_facts(lines, KNOWN)).price
    return settled.value if settled is not None and settled.confidence >= SURE else None


OFFER = ("B: За семь отдадите?", "S: За восемь отдам.")


@pytest.mark.parametrize(("reply", "grey"), [
    (("B: Договорились.",), ("договорились",)),
    (("B: Хорошо, договорились.",), ("хорошо", "договорились")),
    (("B: Ага.",), ("ага",)),
])  # fmt: skip
def test_a_doubtful_yes_is_no_sure_deal(reply: tuple[str, ...], grey: tuple[str, ...]) -> None:
    assert _sure((*OFFER, *reply), grey) is None
    assert _sure((*OFFER, *reply), ()) == "8000"


@pytest.mark.parametrize(("reply", "grey"), [
    (("B: Хорошо, договорились.",), ("договорились",)),
    (("B: Ну хорошо, договорились.",), ("ну",)),
    (("B: Договорились, восемь.",), ("договорились",)),
])  # fmt: skip
def test_a_yes_that_was_heard_is_enough(reply: tuple[str, ...], grey: tuple[str, ...]) -> None:
    assert _sure((*OFFER, *reply), grey) == "8000"
