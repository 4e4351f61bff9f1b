"""Whole talks about many kinds of goods: every fact of every line and none besides, and what came of them."""

import pytest
from tests.language.conversation import Talk, talks, told
from tests.language.totals import NOT_TOLD, outcome, totals

TALKS = [*talks(), *talks("deals")]
DEALS = list(talks("deals"))
# What talks must give by which no rule was written; every kind together, then what is hardest.
LEAST = {"all": 0.95, "role": 0.9, "flag": 0.85}


@pytest.mark.parametrize("talk", TALKS, ids=[talk.title for talk in TALKS])
def test_a_talk_gives_its_facts(talk: Talk) -> None:
    found: list[list[str]] = [[] for _ in talk.said]
    for fact in talk.read():
        if fact.kind not in {"item", "flag", "called_off"}:
            found[fact.line_id].append(told(fact))
    true = [sorted(each for each in facts if not each.startswith("flag")) for facts in talk.facts]
    assert [(said, sorted(each)) for said, each in zip(talk.said, found, strict=True)] == list(
        zip(talk.said, true, strict=True)
    )


@pytest.mark.parametrize("talk", DEALS, ids=[talk.title for talk in DEALS])
def test_what_sounds_like_a_swindle_is_flagged_and_nothing_else(talk: Talk) -> None:
    flagged = {fact.line_id for fact in talk.read() if fact.kind == "flag"}
    suspicious = {at for at, facts in enumerate(talk.facts) if any(each.startswith("flag") for each in facts)}
    assert [talk.said[at] for at in sorted(flagged)] == [talk.said[at] for at in sorted(suspicious)]


@pytest.mark.parametrize("talk", DEALS, ids=[talk.title for talk in DEALS])
def test_what_came_of_a_talk_is_on_its_card(talk: Talk) -> None:
    if not talk.came:
        return
    found = outcome(talk.read())
    assert {what: value for what, value in found.items() if talk.came.get(what) != NOT_TOLD} == {
        what: value for what, value in talk.came.items() if value != NOT_TOLD
    }


def test_talks_that_no_rule_was_written_by_give_nearly_all_they_hold() -> None:
    scores = totals(talks("unseen"))
    for kind, least in LEAST.items():
        assert scores[kind].f1 >= least, f"{kind}: {scores[kind]}"


def test_there_are_talks() -> None:
    assert sum(len(each) for talk in TALKS for each in talk.facts) > 1000
