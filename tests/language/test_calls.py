"""What a person would write down of a call, where the advert's price is known: nothing on the card may be wrong."""

import pytest
from tests.language.conversation import Talk, talks

from business_api.language import SURE, agreement

CALLS = list(talks("calls"))


@pytest.mark.parametrize("talk", CALLS, ids=[f"{at} {talk.title}" for at, talk in enumerate(CALLS)])
def test_the_card_of_a_call_says_what_was_agreed(talk: Talk) -> None:
    agreed = agreement(talk.read())
    settled = {"price": agreed.price, "date": agreed.date, "time": agreed.time, "place": agreed.place}
    found = {
        what: each.value if each is not None and each.confidence >= SURE else ""
        for what, each in settled.items()
        if what in talk.came
    }
    assert found == talk.came


def test_there_are_calls() -> None:
    assert len(CALLS) > 120
    assert sum("price" in talk.came for talk in CALLS) > 120
