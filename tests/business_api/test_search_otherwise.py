"""What others have said is no reason to take a word as it was typed: one's own calls decide."""

from typing import Any

import psycopg
import pytest
from tests.business_api.conftest import Person
from tests.business_api.said import lines, talked_of_a_bicycle
from tests.business_api.test_search import found

OWN = lines(
    ("callee", "Помпу заменил, Ямаха как новая"),
    ("caller", "Встретимся на прудах, кофемашина Делонги"),
    ("callee", "Велосипед отдам даром"),
)
AT = {name: line.start_ms for name, line in zip("abc", OWN, strict=True)}
# Each as somebody else may have said or been heard to say it.
TYPED = ("gjvgf", "pompa", "yamaha", "ghels", "delonghi", "велосепед")


@pytest.fixture(scope="module")
def said(
    cast: tuple[Person, Person, Person], signalling_role: psycopg.Connection[Any],
    transcriber_role: psycopg.Connection[Any], owner: psycopg.Connection[Any],
) -> None:  # fmt: skip
    """Boris has talked with Alice; then Alice with Charlie, who said all that is typed below."""
    roles = {"signalling": signalling_role, "transcriber": transcriber_role, "owner": owner}
    talked_of_a_bicycle(cast, OWN, roles)
    alice, boris, charlie = cast
    talked_of_a_bicycle((alice, charlie, boris), lines(("caller", " ".join(TYPED))), roles)


@pytest.mark.parametrize(("text", "where"), dict(zip(TYPED, "aaabbc", strict=True)).items())
def test_a_word_is_found_as_it_was_meant_though_others_have_said_it_as_it_was_typed(
    cast: tuple[Person, Person, Person], said: None, text: str, where: str
) -> None:
    assert found(cast[1], text) == [AT[where]]
    assert found(cast[2], text) == [1000], "who has said it finds that alone"


def test_it_is_leafed_through_in_that_sense(cast: tuple[Person, Person, Person], said: None) -> None:
    wanted = {"q": "yamaha делонги", "limit": 1}
    first = cast[1].get("/search/", params=wanted).json()
    second = cast[1].get("/search/", params={**wanted, "before": first["next"]}).json()
    assert [item["start_ms"] for item in first["items"] + second["items"]] == [AT["b"], AT["a"]]
    assert second["next"] is None
