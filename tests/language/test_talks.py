"""Whole talks about many kinds of goods: every fact of every line, and none besides."""

import pytest
from tests.language.conversation import Talk, lines, setting, talks

from business_api.language import read_facts

TALKS = list(talks())


@pytest.mark.parametrize("talk", TALKS, ids=[talk.title for talk in TALKS])
def test_a_talk_gives_its_facts(talk: Talk) -> None:
    found: list[list[str]] = [[] for _ in talk.said]
    for fact in read_facts(lines(*talk.said), setting(talk.title, talk.held)):
        if fact.kind not in {"item", "flag"}:
            found[fact.line_id].append(f"{fact.kind} {fact.value}" + (f" ({fact.role})" if fact.role else ""))
    told = [(said, each) for said, each in zip(talk.said, found, strict=True)]
    assert told == list(zip(talk.said, talk.facts, strict=True))


def test_there_are_talks() -> None:
    assert sum(len(each) for talk in TALKS for each in talk.facts) > 250
