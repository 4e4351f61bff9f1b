"""A call that changes a part of what an earlier one of the same negotiation settled."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from tests.business_api.conftest import Person
from tests.business_api.said import Said, lines
from tests.business_api.test_deals import Meet, confirm, meet  # noqa: F401 - a fixture

HOUR = lines(("callee", "Давайте не в шесть, а в семь вечера"), ("caller", "Хорошо, в семь вечера"))
DAY = lines(("callee", "Давайте не завтра, а послезавтра, в то же время"), ("caller", "Хорошо, послезавтра"))


def when(deal: dict[str, Any], name: str = "card") -> datetime:
    return datetime.fromisoformat(deal[name]["meet_at"])


@pytest.mark.parametrize(("said", "later"), [(HOUR, timedelta(hours=1)), (DAY, timedelta(days=1))], ids=["hour", "day"])
def test_a_call_that_moves_the_hour_or_the_day_alone_leaves_the_other(
    boris: Person, meet: Meet, said: list[Said], later: timedelta
) -> None:
    first = meet()
    second = meet(said)
    assert when(second) - when(first) == later
    names = ("price_minor", "place", "item")
    assert [second["card"][name] for name in names] == [first["card"][name] for name in names]
    assert second["card"]["sources"]["meet_at"]["call_id"] == second["call_list"][0]["call_id"]


def test_to_what_people_wrote_the_same_is_suggested(alice: Person, boris: Person, meet: Meet) -> None:
    first = meet()
    assert confirm(boris, first, 1).status_code == 200
    second = meet(HOUR)
    assert second["card"] == first["card"] | {"confirmed": second["card"]["confirmed"]}
    assert when(second, "suggestion") - when(first) == timedelta(hours=1)


def test_what_was_agreed_stays_in_the_line_when_a_later_call_only_asks_for_more(boris: Person, meet: Meet) -> None:
    first = meet()
    # Later than all of the first, of which the test lets no time pass.
    waited = [("caller", "Минуту")] * 7
    second = meet(lines(*waited, ("callee", "Теперь прошу четырнадцать тысяч рублей"), ("caller", "Я подумаю")))
    assert second["card"]["price_minor"] == first["card"]["price_minor"] == 1_250_000
    steps = [(step["role"], step["amount_minor"]) for step in second["prices"]]
    assert steps[-2:] == [("agreed", 1_250_000), ("asked", 1_400_000)]


def test_an_hour_alone_is_no_meeting_where_none_stood(boris: Person, meet: Meet) -> None:
    deal = meet(lines(("callee", "Отдам за двенадцать тысяч, договорились?"), ("caller", "Договорились, жду в шесть")))
    assert (deal["card"]["price_minor"], deal["card"]["meet_at"]) == (1_200_000, None)
