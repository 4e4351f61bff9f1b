"""Finding what was said, in one's own calls, newest first.

A word that is said in every call is found in the newest ones; a rare one by the index over all. So the newest calls are
read through first, and only when they do not fill the page does the index answer: ranking or sorting every hit of a
frequent word would cost more than all the rest.
"""

from collections.abc import Sequence
from typing import Any

from django.db import connection
from django.db.models import QuerySet, prefetch_related_objects
from django.db.models.expressions import RawSQL

from business_api.accounts.models import User
from business_api.transcripts.models import Segment
from business_api.transcripts.narrowing import (
    Cursor,
    Wanted,
    behind,
    calls_of,
    narrowed,
    newest_calls,
    of_these,
    until,
)
from business_api.transcripts.query import Query

NEWEST_CALLS = 30
NEIGHBOURS = """
    SELECT s.segment_id, coalesce(b.said, ''), coalesce(a.said, '') FROM segments s
    LEFT JOIN LATERAL (
        SELECT CASE WHEN corrected = '' THEN text ELSE corrected END AS said FROM segments p
        WHERE p.call_id = s.call_id AND p.start_ms < s.start_ms ORDER BY p.start_ms DESC LIMIT 1) b ON true
    LEFT JOIN LATERAL (
        SELECT CASE WHEN corrected = '' THEN text ELSE corrected END AS said FROM segments p
        WHERE p.call_id = s.call_id AND p.start_ms > s.start_ms ORDER BY p.start_ms LIMIT 1) a ON true
    WHERE s.segment_id = ANY(%s)
"""


def find_segments(user: User, query: Query, wanted: Wanted, before: Cursor | None, count: int) -> list[Any]:
    """Up to `count` segments, newest first; `excerpt` is the text with the words found marked."""
    if not query.text:
        return []
    rows = behind(narrowed(user, wanted), before)
    newest = newest_calls(user, wanted, before, NEWEST_CALLS)
    found = list(_shown(_holding(of_these(rows, newest), query.text, by_index=False), query)[:count])
    if len(found) < count and len(newest) == NEWEST_CALLS:
        older = rows.filter(people__contains=[user.pk], call_id__lt=newest[-1])
        if wanted.of_calls:
            older = older.filter(call_id__in=calls_of(user, wanted).values("call_id"))
        found += _shown(_holding(older, query.text), query)[: count - len(found)]
    prefetch_related_objects(found, "call__sides")
    return found


def find_apart(user: User, query: Query, wanted: Wanted, before: Cursor | None, count: int) -> list[Any]:
    """The same where no line holds all: lines that hold one of the wanted things, of calls that hold each.

    Of each call the first line of each; of the one call that is searched all of them.
    """
    if len(query.wanted) < 2:
        return []
    rows = narrowed(user, wanted).filter(people__contains=[user.pk])
    calls = calls_of(user, wanted)
    for thing in query.wanted:
        calls = calls.filter(call_id__in=_holding(rows, query.but(thing)).values("call_id"))
    newest = list(until(calls, before).order_by("-call_id").values_list("call_id", flat=True)[:count])
    held = [_holding(of_these(rows, newest), query.but(thing), by_index=False) for thing in query.wanted]
    if wanted.call_id is None:
        held = [each.order_by("call_id", "start_ms").distinct("call_id") for each in held]
    lines = {line for each in held for line in each.values_list("segment_id", flat=True)}
    found = list(_shown(behind(Segment.objects.filter(segment_id__in=lines), before), query)[:count])
    prefetch_related_objects(found, "call__sides")
    return found


def _holding(rows: QuerySet[Segment], text: str, *, by_index: bool = True) -> QuerySet[Segment]:
    # `IS TRUE` keeps the planner from the index over all segments when a few calls are read through anyway.
    # A cast, for to_tsquery would parse each lexeme anew and take «n19_5» for two words.
    test = "search @@ %s::tsquery" + ("" if by_index else " IS TRUE")
    return rows.extra(where=[test], params=[text])  # noqa: S610  # the parameter is passed on, not put in


def _shown(rows: QuerySet[Segment], query: Query) -> QuerySet[Any]:
    headline = RawSQL(
        "ts_headline('lodbic', CASE WHEN corrected = '' THEN text ELSE corrected END, %s::tsquery,"
        ' E\'StartSel="\\x02", StopSel="\\x03", HighlightAll=true\')',
        [query.marked],
    )
    found: QuerySet[Any] = rows.annotate(excerpt=headline).order_by("-spoken_at", "-segment_id")
    return found.defer("words", "search", "people", "terms")


def neighbours(segments: Sequence[Segment]) -> dict[int, tuple[str, str]]:
    """{segment: (what was said just before it, and just after)}: one query for all."""
    if not segments:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(NEIGHBOURS, [[segment.pk for segment in segments]])
        return {key: (before, after) for key, before, after in cursor.fetchall()}
