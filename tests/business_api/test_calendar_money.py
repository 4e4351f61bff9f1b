"""Money in a meeting's file."""

from typing import Any

import vobject  # type: ignore[import-untyped]  # no types shipped
from tests.business_api.conftest import Person
from tests.business_api.test_deals import Meet, confirm, edit, meet  # noqa: F401 - a fixture among them


def test_in_english_money_is_written_as_the_page_writes_it(
    alice: Person,
    boris: Person,
    meet: Meet,
) -> None:
    assert boris.patch("/me/", {"language": "en"}).status_code == 200
    deal = meet()
    for minor, currency, told in (
        (250_000, "RUB", "Price: ₽2,500"), (25_004, "UAH", "Price: ₴250.04"), (250_000, "UZS", "Price: UZS 2,500"),
    ):  # fmt: skip
        edited = edit(alice, deal, price_minor=minor, currency=currency, confirm=True).json()
        deal = confirm(boris, deal, edited["card"]["version"]).json()
        event: Any = vobject.readOne(boris.get(f"/negotiations/{deal['negotiation_id']}/meeting.ics").text).vevent
        assert told in event.description.value
