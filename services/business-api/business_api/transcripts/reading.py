"""Reads a transcript that was made: what its lines are found by, and its facts. Done again after a correction."""

import json
import logging
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import connection, transaction

from business_api.calls.models import Call, CallSide
from business_api.calls.selectors import seller_of
from business_api.core import live
from business_api.deals.services import note_what_was_said
from business_api.language import SURE, Line, Setting, Word, read_facts, read_terms
from business_api.language import Fact as ReadFact
from business_api.recordings.models import Job
from business_api.transcripts.corrections import corrections_of
from business_api.transcripts.meant import meant_by
from business_api.transcripts.models import Fact, Segment
from business_api.transcripts.questions import ASKS, asks
from business_api.transcripts.telephones import endings_of, written_in
from lodbic_contracts.events import CallChanged

log = logging.getLogger(__name__)
MINOR = 100
LARGEST_MINOR = 10**14

# What one statement can change it changes: a row of its own for each segment costs a round trip each.
WRITE = """
    UPDATE segments s SET people = %(people)s, terms = r.terms, corrected = r.corrected
    FROM jsonb_to_recordset(%(rows)s::jsonb) AS r (segment_id bigint, terms text[], corrected text)
    WHERE s.segment_id = r.segment_id
"""
# In order, so that two workers that learn the same words never wait for each other in a circle.
LEARN = """
    INSERT INTO known_words (lexeme)
    SELECT DISTINCT lexeme FROM segments, unnest(tsvector_to_array(search)) AS lexeme
    WHERE call_id = %s AND lexeme ~ '^[[:alpha:]][[:alpha:]-]{2,40}$' ORDER BY lexeme
    ON CONFLICT DO NOTHING
"""


def read_transcript(job_id: UUID) -> bool:
    """Read what a job made; False when another worker has it or it was read already.

    What the search needs is kept even if the rules fail over the text: a fault in one call must not hide it.
    """
    with transaction.atomic():
        job = Job.objects.select_for_update(skip_locked=True).filter(pk=job_id, read=False).first()
        if job is None:
            return False
        call = Call.objects.select_related("advert").get(pk=job.call_id)
        sides = list(CallSide.objects.filter(call=call).select_related("user__profile"))
        segments = list(Segment.objects.filter(call=call).defer("search").order_by("start_ms", "segment_id"))
        _correct(call, segments)
        facts = _facts_or_none(call, sides, segments)
        _note(call)
        _write_search(call, sides, segments, facts)
        job.read = True
        job.save(update_fields=["read"])
        for side in sides:
            live.tell_user(str(side.user_id), "call.changed", CallChanged(call_id=str(call.pk), what="facts"))
    return True


def _facts_or_none(call: Call, sides: Sequence[CallSide], segments: Sequence[Segment]) -> list[ReadFact]:
    """What the rules read; nothing when they fail, rather than facts of lines that may say something else by now."""
    try:
        with transaction.atomic():
            return _write_facts(call, sides, segments)
    except Exception:  # the edge of a job: it is told, and the text stays searchable
        log.exception("the facts of call %s could not be read", call.pk)
        Fact.objects.filter(call=call).delete()
        return []


def _note(call: Call) -> None:
    """Draft the deal's card; the text and its facts stay when that fails."""
    try:
        with transaction.atomic():
            note_what_was_said(call)
    except Exception:  # the edge of the same job
        log.exception("no card could be drafted from call %s", call.pk)


def _correct(call: Call, segments: Sequence[Segment]) -> None:
    """Put in what people say was said."""
    corrections = corrections_of(call.pk)
    for segment in segments:
        correction = corrections.find(segment)
        segment.corrected = correction.text if correction else ""


def _write_search(
    call: Call, sides: Sequence[CallSide], segments: Sequence[Segment], facts: Sequence[ReadFact]
) -> None:
    meant: dict[int, set[str]] = {}
    for fact in facts:
        meant.setdefault(fact.line_id, set()).update(meant_by(fact.kind, fact.value))
    rows = []
    for segment in segments:
        said = f"{segment.text} {segment.corrected}" if segment.corrected else segment.text
        tokens = {term.token for term in read_terms(said)} | meant.get(segment.pk, set())
        tokens.update(*(endings_of(each.figures) for each in written_in(said)))
        terms = sorted(tokens) + [ASKS] * asks(segment.shown)
        rows.append({"segment_id": segment.pk, "terms": terms, "corrected": segment.corrected})
    with connection.cursor() as cursor:
        cursor.execute(WRITE, {"people": [side.user_id for side in sides], "rows": json.dumps(rows)})
        cursor.execute(LEARN, [call.pk])


def _write_facts(call: Call, sides: Sequence[CallSide], segments: Sequence[Segment]) -> list[ReadFact]:
    known: dict[Any, list[UUID]] = {}
    for row in Fact.objects.filter(call=call).order_by("-start_ms"):
        known.setdefault(_what(row), []).append(row.pk)
    Fact.objects.filter(call=call).delete()
    if not segments:
        return []
    seller = seller_of(call, sides)
    lines = [_line(segment, seller) for segment in segments]
    by_id = {segment.pk: segment for segment in segments}
    found = read_facts(lines, setting_of(call, sides))
    rows = [_row(fact, by_id[fact.line_id]) for fact in found]
    for row in rows:
        if before := known.get(_what(row)):
            # Its id tells since when it is known: what is read again is no news.
            row.fact_id = before.pop()
    Fact.objects.bulk_create(rows)
    return found


def _what(row: Fact) -> tuple[Any, ...]:
    """What a fact says, wherever it was said."""
    return row.kind, row.role, row.value, row.currency, row.user_id, row.confidence >= SURE


def setting_of(call: Call, sides: Sequence[CallSide]) -> Setting:
    """What the rules know of a call: its day in the seller's time zone, and the advert."""
    seller = seller_of(call, sides)
    zone = next(side.user.profile.time_zone for side in sides if side.user_id == seller)
    advert = call.advert
    at: datetime = call.start_time or datetime.now(UTC)
    return Setting(
        recorded_at=at.astimezone(ZoneInfo(zone)),
        title=call.name,
        description=advert.description if advert else "",
        price=advert.price_minor // MINOR if advert else None,
        currency=advert.currency if advert else "RUB",
        city=advert.city if advert else "",
        address=advert.address if advert else "",
    )


def _line(segment: Segment, seller: UUID) -> Line:
    words = () if segment.corrected else tuple(Word(*word) for word in segment.words)
    return Line(
        line_id=segment.pk,
        side="seller" if segment.user_id == seller else "buyer",
        start_ms=segment.start_ms,
        end_ms=segment.end_ms,
        text=segment.shown,
        words=words,
        doubtful=segment.doubted,
    )


def _row(fact: ReadFact, segment: Segment) -> Fact:
    return Fact(
        call_id=segment.call_id,
        kind=fact.kind,
        role=fact.role,
        value=fact.value,
        amount_minor=_minor(fact),
        currency=fact.currency,
        text=fact.text,
        segment_id=segment.pk,
        user_id=segment.user_id,
        start_ms=fact.start_ms,
        end_ms=fact.end_ms,
        spoken_at=segment.spoken_at,
        confidence=fact.confidence,
        corrected=bool(segment.corrected),
    )


def _minor(fact: ReadFact) -> Any:
    if fact.kind != "price":
        return None
    amount = round(float(fact.value) * MINOR)
    return amount if 0 < amount <= LARGEST_MINOR else None
