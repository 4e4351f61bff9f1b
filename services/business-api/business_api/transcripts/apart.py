"""Words that no line holds together are found in the calls that hold each of them: «велосипед 12500»."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Q, QuerySet

from business_api.accounts.models import User
from business_api.calls.models import CallSide
from business_api.transcripts.lines import holding, shown
from business_api.transcripts.models import Segment
from business_api.transcripts.narrowing import Cursor, Wanted, behind, calls_of, narrowed, of_these, until
from business_api.transcripts.query import Query

# Of the newest ones alone: to make words of a name takes time.
NAMED = """
    SELECT call_id, n FROM (
        SELECT s.call_id, to_tsvector('lodbic', c.name || ' ' || other.name) AS name
          FROM call_sides s JOIN calls c USING (call_id)
          JOIN call_sides other ON other.call_id = s.call_id AND other.user_id <> s.user_id
         WHERE s.user_id = %s ORDER BY s.call_id DESC LIMIT 200) AS named,
        unnest(%s::text[]) WITH ORDINALITY AS things (thing, n)
    WHERE name @@ thing::tsquery
"""


def find_apart(
    user: User, query: Query, wanted: Wanted, before: Cursor | None, count: int, *, none_together: bool
) -> list[Any]:
    """Up to `count` segments, newest first: of each call the first line of each thing that was said in it.

    A call's own name and the other person's count as said. Of the one call that is searched there are more lines,
    each thing with its share of them. `none_together`: no line holds all, as was seen.
    """
    if len(query.wanted) < 2:
        return []
    rows = narrowed(user, wanted).filter(people__contains=[user.pk])
    calls = until(_calls(user, query, wanted, rows), before).order_by("-call_id")
    if not none_together:
        calls = calls.exclude(call_id__in=holding(rows, query.text).values("call_id"))
    newest = of_these(rows, list(calls.values_list("call_id", flat=True)[:count]))
    lines = {
        line for thing in query.wanted for line in _lines_of(newest, thing, wanted, (count - 1) // len(query.wanted))
    }
    return list(shown(behind(Segment.objects.filter(segment_id__in=lines), before), query)[:count])


def _lines_of(rows: QuerySet[Segment], thing: str, wanted: Wanted, share: int) -> list[int]:
    held = holding(rows, thing, by_index=False)
    if wanted.call_id is not None:
        return list(held.order_by("-start_ms").values_list("segment_id", flat=True)[: max(share, 1)])
    return list(held.order_by("call_id", "start_ms").distinct("call_id").values_list("segment_id", flat=True))


def _calls(user: User, query: Query, wanted: Wanted, rows: QuerySet[Segment]) -> QuerySet[CallSide]:
    """Those that hold each thing, and nothing of what is left out."""
    calls, named = calls_of(user, wanted), _named(user, query.wanted)
    for thing, by_name in zip(query.wanted, named, strict=True):
        held = Q(call_id__in=holding(rows, thing).values("call_id"))
        calls = calls.filter(held | Q(call_id__in=by_name) if by_name else held)
    if any(named):
        calls = calls.filter(call_id__in=holding(rows, " | ".join(query.wanted)).values("call_id"))
    own = Segment.objects.filter(people__contains=[user.pk])
    for thing in query.left_out:
        calls = calls.exclude(call_id__in=holding(own, thing).values("call_id"))
    return calls


def _named(user: User, things: Sequence[str]) -> list[list[UUID]]:
    """For each thing the calls that bear it in their name or the other person's."""
    named: list[list[UUID]] = [[] for _ in things]
    with connection.cursor() as cursor:
        cursor.execute(NAMED, [user.pk, list(things)])
        for call_id, number in cursor.fetchall():
            named[number - 1].append(call_id)
    return named
