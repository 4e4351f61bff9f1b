"""A fault of the rules hides no text, and leaves no facts of lines that say something else by now."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import UUID

import psycopg
import pytest
from tests.business_api.conftest import Person
from tests.business_api.test_deals import Meet, meet, read  # noqa: F401 - a fixture among them


def fail(*_: Any) -> None:
    raise IndexError("a fault of the rules")


def text_job(owner: psycopg.Connection[Any], call: dict[str, Any]) -> str:
    statement = "SELECT job_id::text FROM jobs WHERE call_id = %s AND kind = 'transcript'"
    [(job_id,)] = owner.execute(statement, [call["call_id"]]).fetchall()
    return str(job_id)


def read_again(job_id: str) -> bool:
    """As the worker does after a correction; that worker cannot be quicker."""
    from django.db import transaction

    from business_api.recordings.models import Job
    from business_api.transcripts.reading import read_transcript

    with transaction.atomic():
        Job.objects.filter(pk=job_id).update(read=False)
        return read_transcript(UUID(job_id))


def test_a_card_that_cannot_be_drafted_hides_neither_the_text_nor_its_facts(
    boris: Person, meet: Meet, owner: psycopg.Connection[Any], business_api_here: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    from business_api.transcripts import reading

    deal = meet()
    [call] = deal["call_list"]
    monkeypatch.setattr(reading, "note_what_was_said", fail)
    job_id = text_job(owner, call)
    with ThreadPoolExecutor(1) as pool:
        assert pool.submit(read_again, job_id).result()
    assert boris.get(f"/calls/{call['call_id']}/facts/").json()["items"]
    assert read(boris, deal["negotiation_id"])["card"] == deal["card"]


def test_rules_that_fail_leave_the_text_and_nothing_that_was_read_from_it(
    boris: Person, meet: Meet, owner: psycopg.Connection[Any], business_api_here: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    from business_api.transcripts import reading

    deal = meet()
    [call] = deal["call_list"]
    assert deal["card"]["price_minor"] == 1_250_000
    monkeypatch.setattr(reading, "read_facts", fail)
    job_id = text_job(owner, call)
    with ThreadPoolExecutor(1) as pool:
        assert pool.submit(read_again, job_id).result()
    facts = boris.get(f"/calls/{call['call_id']}/facts/").json()
    assert (facts["ready"], facts["items"]) == (True, [])
    assert boris.get("/search/", params={"q": "сокольники"}).json()["items"], "the text is found as ever"
    card = read(boris, deal["negotiation_id"])["card"]
    assert (card["price_minor"], card["place"], card["sources"]) == (None, "", {})
