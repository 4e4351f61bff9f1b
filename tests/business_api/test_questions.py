"""Which lines are questions, also where the recogniser wrote no question mark."""

import pytest

from business_api.transcripts.questions import asks


@pytest.mark.parametrize(
    "text",
    [
        "Торг есть?", "Сколько стоит", "а в каком он состоянии, скажите", "Ну где встретимся", "Можно ли посмотреть",
        "Хорошо, договорились, где можно посмотреть.", "Понятно. Почему продаёте", "How much is it", "Есть ли чек",
    ],
)  # fmt: skip
def test_lines_that_ask(text: str) -> None:
    assert asks(text)


@pytest.mark.parametrize(
    "text",
    ["Где-то в шесть", "Вряд ли", "Буду там, где договорились", "Когда приедете, позвоните", "Несколько лет", "Да", ""],
)
def test_lines_that_answer(text: str) -> None:
    assert not asks(text)
