"""What fits filters alone, newest first: lines, or the few lines of each call that tell most of it."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db.models import Case, F, IntegerField, QuerySet, Value, When, Window, prefetch_related_objects
from django.db.models.functions import RowNumber

from business_api.accounts.models import User
from business_api.transcripts.models import SAID, Fact, Segment
from business_api.transcripts.narrowing import Cursor, Wanted, behind, narrowed, newest_calls, of_these, prices_in

FIRST_CALLS = 10
# Calls that have nothing of it are read through in ever longer runs.
GROWTH = 6


def list_segments(user: User, wanted: Wanted, before: Cursor | None, count: int, per_call: int | None) -> list[Any]:
    """Up to `count` segments that fit, newest first; `excerpt` is the whole text.

    `per_call`: at most so many of each call, those with facts first. Prices narrow to the lines that name them.
    """
    found: list[Any] = []
    skip, batch = 0, FIRST_CALLS
    while len(found) < count:
        calls = newest_calls(user, wanted, before, batch, skip)
        if calls:
            found += behind(_fitting(user, wanted, calls, per_call), before)[: count - len(found)]
        if len(calls) < batch:
            break
        skip, batch = skip + batch, batch * GROWTH
    for line in found:
        line.apart = False
    prefetch_related_objects(found, "call__sides")
    return found


def _fitting(user: User, wanted: Wanted, calls: Sequence[UUID], per_call: int | None) -> QuerySet[Any]:
    rows = of_these(narrowed(user, wanted), calls)
    if wanted.by_price:
        rows = rows.filter(segment_id__in=prices_in(wanted).filter(call_id__in=calls).values("segment_id"))
    if per_call is not None:
        rows = Segment.objects.filter(segment_id__in=_telling(user, rows, calls, per_call))
    found: QuerySet[Any] = rows.annotate(excerpt=SAID).order_by("-spoken_at", "-segment_id")
    return found.defer("words", "search", "people", "terms")


def _telling(user: User, rows: QuerySet[Segment], calls: Sequence[UUID], per_call: int) -> QuerySet[Any]:
    # What warns of oneself is not to be told by the order either.
    facts = Fact.objects.filter(call_id__in=calls).exclude(kind="flag", user=user).values("segment_id")
    says = Case(When(segment_id__in=facts, then=Value(0)), default=Value(1), output_field=IntegerField())
    place = Window(
        RowNumber(), partition_by=F("call_id"), order_by=[says.asc(), F("start_ms").asc(), F("segment_id").asc()]
    )
    return rows.annotate(place=place).filter(place__lte=per_call).values("segment_id")
