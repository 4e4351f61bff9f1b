"""A line that a person corrects: the original stays, each correction is a version with its author."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any, LiteralString

import psycopg
import pytest
from tests.business_api.conftest import Person, assert_error, wait_for
from tests.business_api.said import Said, lines, talked, wait_until_read, write_text

# Somebody waits for a lock.
WAITING = "SELECT 1 FROM pg_locks WHERE NOT granted"
LINES = lines(("caller", "Сколько стоит стул"), ("callee", "Десять тысяч"))


@pytest.fixture
def said(
    alice: Person, boris: Person, advert: dict[str, Any], worker: None, signalling_role: psycopg.Connection[Any],
    transcriber_role: psycopg.Connection[Any], owner: psycopg.Connection[Any],
) -> dict[str, Any]:  # fmt: skip
    """A chair that was a table."""
    return talked(boris, alice, advert, LINES, signalling=signalling_role, transcriber=transcriber_role, owner=owner)


def segments(person: Person, call: dict[str, Any]) -> list[dict[str, Any]]:
    return list(person.get(f"/calls/{call['call_id']}/transcript/").json()["items"])


def correct(person: Person, call: dict[str, Any], segment_id: int, text: str, **base: int) -> Any:
    return person.put(f"/calls/{call['call_id']}/segments/{segment_id}/correction/", {"text": text, **base})


def corrected(person: Person, call: dict[str, Any], segment_id: int, text: str) -> dict[str, Any]:
    """The line as it stands after a correction that was taken."""
    answer = correct(person, call, segment_id, text)
    assert answer.status_code == 200, answer.content
    return dict(answer.json())


def test_a_correction_is_shown_with_its_author_found_and_read_anew(
    alice: Person, boris: Person, said: dict[str, Any], owner: psycopg.Connection[Any]
) -> None:
    first, second = segments(boris, said)
    assert (first["corrected"], first["versions"]) == (None, 0)
    answer = corrected(alice, said, first["segment_id"], "Сколько стоит стол")
    assert (answer["text"], answer["corrected"]["text"]) == ("Сколько стоит стул", "Сколько стоит стол")
    assert (answer["corrected"]["name"], answer["corrected"]["mine"], answer["versions"]) == (
        "Alice", True, 1,
    )  # fmt: skip
    assert segments(boris, said)[0]["corrected"]["mine"] is False
    corrected(boris, said, second["segment_id"], "Девять тысяч пятьсот")
    wait_until_read(owner, said)
    for text in ("стол", "стул", "9500"):
        items = boris.get("/search/", params={"q": text}).json()["items"]
        assert len(items) == 1, text
    facts = boris.get(f"/calls/{said['call_id']}/facts/").json()["items"]
    assert [fact["amount_minor"] for fact in facts if fact["kind"] == "price"] == [950_000]


def test_a_line_found_by_what_was_corrected_away_shows_that_and_says_so(
    alice: Person, boris: Person, said: dict[str, Any], owner: psycopg.Connection[Any]
) -> None:
    first, second = segments(boris, said)
    corrected(alice, said, first["segment_id"], "Сколько стоит стол")
    corrected(alice, said, second["segment_id"], "Я передумал")
    wait_until_read(owner, said)

    def shown(text: str) -> list[tuple[str, list[str], bool]]:
        items = boris.get("/search/", params={"q": text}).json()["items"]
        texts = ["".join(run["text"] for run in item["excerpt"]) for item in items]
        marks = [[run["text"] for run in item["excerpt"] if run["found"]] for item in items]
        return [(*each, item["original"]) for *each, item in zip(texts, marks, items, strict=True)]

    assert shown("стул") == [(LINES[0].text, ["стул"], True)]
    assert shown("стол") == [("Сколько стоит стол", ["стол"], False)]
    assert shown("сколько стул") == [("Сколько стоит стол", ["Сколько"], False)]
    (text, marks, original), *others = shown("10 000")
    assert (text, bool(marks), original, others) == (LINES[1].text, True, True, [])


def test_a_doubtful_line_is_doubted_no_longer_once_a_person_corrected_it(
    alice: Person, boris: Person, said: dict[str, Any], transcriber_role: psycopg.Connection[Any],
    owner: psycopg.Connection[Any],
) -> None:  # fmt: skip
    unclear = [LINES[0]._replace(doubtful=True), LINES[1]]
    write_text(boris, alice, said, unclear, revision=2, transcriber=transcriber_role, owner=owner)
    segment_id = segments(boris, said)[0]["segment_id"]

    def doubted() -> list[bool]:
        """By words, and by filters alone."""
        asked = ({"q": "сколько"}, {"by": "me"})
        found = (boris.get("/search/", params={**each, "call_id": said["call_id"]}).json() for each in asked)
        return [item["doubtful"] for answer in found for item in answer["items"]]

    assert doubted() == [True, True]
    corrected(alice, said, segment_id, "Сколько стоит стол")
    assert doubted() == [False, False]
    corrected(alice, said, segment_id, LINES[0].text)
    assert doubted() == [True, True], "as it was before anybody corrected it"


def test_versions_are_kept_and_the_original_can_be_had_back(alice: Person, boris: Person, said: dict[str, Any]) -> None:
    segment_id = segments(boris, said)[0]["segment_id"]
    corrected(alice, said, segment_id, "Сколько стоит стол")
    corrected(boris, said, segment_id, "Сколько стоит столик")
    had_back = corrected(boris, said, segment_id, "Сколько стоит стул")
    assert (had_back["corrected"], had_back["versions"]) == (None, 3)
    assert segments(alice, said)[0]["versions"] == 3, "who corrected what is still to be seen"
    path = f"/calls/{said['call_id']}/segments/{segment_id}/corrections/"
    versions = alice.get(path).json()["items"]
    assert [(version["text"], version["name"]) for version in versions] == [
        ("Сколько стоит стол", "Alice"), ("Сколько стоит столик", "Boris"), ("", "Boris"),
    ]  # fmt: skip


def test_a_correction_over_versions_that_one_has_not_seen_is_refused(
    alice: Person, boris: Person, said: dict[str, Any]
) -> None:
    segment_id = segments(boris, said)[0]["segment_id"]
    assert correct(alice, said, segment_id, "Сколько стоит стол", base=0).status_code == 200
    assert_error(correct(boris, said, segment_id, "Сколько стоит столик", base=0), 409, "line_changed")
    assert segments(boris, said)[0]["corrected"]["text"] == "Сколько стоит стол"
    assert correct(boris, said, segment_id, "Сколько стоит столик", base=1).status_code == 200
    assert segments(boris, said)[0]["versions"] == 2
    assert_error(correct(boris, said, segment_id, "Стол", base=-1), 400, "invalid", "base")


def corrected_during(
    boris: Person, said: dict[str, Any], owner: psycopg.Connection[Any], change: LiteralString
) -> dict[str, Any]:
    """The line after a correction that waits while a reading, which holds the job, does `change` to the lines."""
    segment_id = segments(boris, said)[0]["segment_id"]
    with ThreadPoolExecutor(1) as other:
        with owner.transaction():
            owner.execute("SELECT 1 FROM jobs WHERE call_id = %s FOR UPDATE", [said["call_id"]])
            answer = other.submit(corrected, boris, said, segment_id, "Сколько стоит стол")
            wait_for(lambda: owner.execute(WAITING).fetchone() is not None, 10)
            owner.execute(change, [said["call_id"]])
        return answer.result()


def test_a_correction_waits_for_the_reading_of_the_text(
    boris: Person, said: dict[str, Any], owner: psycopg.Connection[Any]
) -> None:
    """As the worker locks: the job first, the lines at its end."""
    line = corrected_during(boris, said, owner, "UPDATE segments SET corrected = '' WHERE call_id = %s")
    assert line["corrected"]["text"] == "Сколько стоит стол"
    assert segments(boris, said)[0]["corrected"]["text"] == "Сколько стоит стол"


def test_a_correction_of_a_line_that_a_new_revision_replaces_meanwhile_is_kept(
    alice: Person, boris: Person, said: dict[str, Any], transcriber_role: psycopg.Connection[Any],
    owner: psycopg.Connection[Any],
) -> None:  # fmt: skip
    line = corrected_during(boris, said, owner, "DELETE FROM segments WHERE call_id = %s")
    assert line["corrected"]["text"] == "Сколько стоит стол"
    write_text(boris, alice, said, LINES, revision=2, transcriber=transcriber_role, owner=owner)
    assert segments(boris, said)[0]["corrected"]["text"] == "Сколько стоит стол"
    assert segments(boris, said)[1]["corrected"] is None


def test_a_correction_outlives_a_new_revision_of_the_text(
    alice: Person, boris: Person, said: dict[str, Any], transcriber_role: psycopg.Connection[Any],
    owner: psycopg.Connection[Any],
) -> None:  # fmt: skip
    corrected(alice, said, segments(boris, said)[0]["segment_id"], "Сколько стоит стол")
    moved = [Said(line.side, line.text, line.start_ms + 250, line.end_ms + 250) for line in LINES]
    write_text(boris, alice, said, moved, revision=2, transcriber=transcriber_role, owner=owner)
    assert segments(boris, said)[0]["corrected"]["text"] == "Сколько стоит стол"
    assert segments(boris, said)[1]["corrected"] is None


def test_a_stranger_corrects_nothing_and_bad_text_is_refused(
    boris: Person, charlie: Person, said: dict[str, Any]
) -> None:
    segment_id = segments(boris, said)[0]["segment_id"]
    assert_error(correct(charlie, said, segment_id, "Чужое"), 404, "not_found")
    path = f"/calls/{said['call_id']}/segments/{segment_id}/corrections/"
    assert_error(charlie.get(path), 404, "not_found")
    assert_error(correct(boris, said, 10**15, "Чужое"), 404, "not_found")
    for text in ("", "a" * 2001, "a\u202eb"):
        assert_error(correct(boris, said, segment_id, text), 400, "invalid", "text")
