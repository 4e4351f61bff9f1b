"""Finding what was said, in one's own calls, newest first.

A word that is said in every call is found in the newest ones; a rare one by the index over all. So the newest calls are
read through first, and only when they do not fill the page does the index answer: ranking or sorting every hit of a
frequent word would cost more than all the rest.
"""

from collections.abc import Sequence
from typing import Any

from django.db import connection
from django.db.models import prefetch_related_objects

from business_api.accounts.models import User
from business_api.transcripts.apart import find_apart
from business_api.transcripts.lines import holding, shown
from business_api.transcripts.models import Segment
from business_api.transcripts.narrowing import Cursor, Wanted, behind, calls_of, narrowed, newest_calls, of_these
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
    """Up to `count` segments, newest first; `excerpt` is the text with the words found marked.

    First lines that hold all; behind them, `apart`, lines of the calls that hold each in another line.
    """
    if not query.text:
        return []
    found: list[Any] = []
    # Behind a cursor there may have been lines that hold all, on the pages before.
    first = before is None
    if before is None or not before.apart:
        found, before = _together(user, query, wanted, before, count), None
    together = len(found)
    if together < count:
        none = first and together == 0
        found += find_apart(user, query, wanted, before, count - together, none_together=none)
    for number, line in enumerate(found):
        line.apart = number >= together
    prefetch_related_objects(found, "call__sides")
    return found


def _together(user: User, query: Query, wanted: Wanted, before: Cursor | None, count: int) -> list[Any]:
    rows = behind(narrowed(user, wanted), before)
    newest = newest_calls(user, wanted, before, NEWEST_CALLS)
    found = list(shown(holding(of_these(rows, newest), query.text, by_index=False), query)[:count])
    if len(found) < count and len(newest) == NEWEST_CALLS:
        older = rows.filter(people__contains=[user.pk], call_id__lt=newest[-1])
        if wanted.of_calls:
            older = older.filter(call_id__in=calls_of(user, wanted).values("call_id"))
        found += shown(holding(older, query.text), query)[: count - len(found)]
    return found


def neighbours(segments: Sequence[Segment]) -> dict[int, tuple[str, str]]:
    """{segment: (what was said just before it, and just after)}: one query for all."""
    if not segments:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(NEIGHBOURS, [[segment.pk for segment in segments]])
        return {key: (before, after) for key, before, after in cursor.fetchall()}
