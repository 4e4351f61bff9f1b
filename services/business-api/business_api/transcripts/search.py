"""Finding what was said, in one's own calls, newest first.

A word that is said in every call is found in the newest ones; a rare one by the index over all. So the newest calls are
read through first, and only when they do not fill the page does the index answer: ranking or sorting every hit of a
frequent word would cost more than all the rest.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import connection
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.expressions import RawSQL

from business_api.accounts.models import User
from business_api.calls.models import CallSide
from business_api.transcripts.models import Fact, Segment
from business_api.transcripts.query import Query

NEWEST_CALLS = 30
DAY = timedelta(days=1)
# A call's id bears the time of its making, in milliseconds, in its first 48 bits.
ID_BITS = 80


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


class Cursor(NamedTuple):
    """Where a list of found segments goes on: behind this moment and segment."""

    spoken_at: str
    segment_id: int


class Wanted(NamedTuple):
    """Narrows a search down; None and empty narrow nothing."""

    call_id: UUID | None = None
    by: str = ""
    side: str = ""
    question: bool = False
    person: str = ""
    advert_id: UUID | None = None
    since: date | None = None
    until: date | None = None
    price_min: int | None = None
    price_max: int | None = None
    agreed: bool | None = None

    @property
    def of_calls(self) -> bool:
        """Whether only some of the calls are looked at."""
        return bool(
            self.person or self.advert_id or self.price_min is not None or self.price_max is not None
            or self.agreed is not None
        )  # fmt: skip


def find_segments(user: User, query: Query, wanted: Wanted, before: Cursor | None, count: int) -> list[Any]:
    """Up to `count` segments, newest first; `excerpt` is the text with the words found marked."""
    if not query.text:
        return []
    rows = _narrowed(user, wanted, before)
    newest = _newest_calls(user, wanted, before)
    found = list(_matching(rows.filter(call_id__in=newest), query, by_index=False)[:count])
    if len(found) < count and len(newest) == NEWEST_CALLS:
        older = rows.filter(people__contains=[user.pk], call_id__lt=newest[-1])
        if wanted.of_calls:
            older = older.filter(call_id__in=_calls(user, wanted).values("call_id"))
        found += _matching(older, query, by_index=True)[: count - len(found)]
    return found


def _matching(rows: QuerySet[Segment], query: Query, *, by_index: bool) -> QuerySet[Any]:
    # `IS TRUE` keeps the planner from the index over all segments when a few calls are read through anyway.
    test = "search @@ to_tsquery('simple', %s)" + ("" if by_index else " IS TRUE")
    matched = rows.extra(where=[test], params=[query.text])  # noqa: S610  # the parameter is passed on, not put in
    headline = RawSQL(
        "ts_headline('lodbic', CASE WHEN corrected = '' THEN text ELSE corrected END, to_tsquery('simple', %s),"
        ' E\'StartSel="\\x02", StopSel="\\x03", HighlightAll=true\')',
        [query.marked],
    )
    found: QuerySet[Any] = matched.annotate(excerpt=headline).order_by("-spoken_at", "-segment_id")
    return found.prefetch_related("call__sides").defer("words", "search", "people", "terms")


def _narrowed(user: User, wanted: Wanted, before: Cursor | None) -> QuerySet[Segment]:
    rows = Segment.objects.filter(people__isnull=False)
    if wanted.by:
        rows = rows.filter(user=user) if wanted.by == "me" else rows.exclude(user=user)
    if wanted.question:
        rows = rows.filter(text__contains="?")
    zone = ZoneInfo(user.profile.time_zone)
    if wanted.since:
        rows = rows.filter(spoken_at__gte=_midnight(wanted.since, zone))
    if wanted.until:
        rows = rows.filter(spoken_at__lt=_midnight(wanted.until + timedelta(days=1), zone))
    if wanted.side:
        rows = rows.filter(**{f"call__negotiation__{wanted.side}": F("user")})
    if before is not None:
        rows = rows.filter(
            Q(spoken_at__lt=before.spoken_at) | Q(spoken_at=before.spoken_at, segment_id__lt=before.segment_id)
        )
    return rows


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=zone)


def _calls(user: User, wanted: Wanted) -> QuerySet[CallSide]:
    """One's own calls that are looked at."""
    rows = CallSide.objects.filter(user=user)
    if wanted.call_id is not None:
        rows = rows.filter(call_id=wanted.call_id)
    if wanted.person:
        # A name per call, asked in turn from the newest on: as a join it would be asked of everybody's calls at once.
        others = CallSide.objects.filter(call=OuterRef("call")).exclude(user=user)
        rows = rows.annotate(other=Subquery(others.values("name")[:1])).filter(other__icontains=wanted.person)
    if wanted.advert_id:
        rows = rows.filter(call__advert_id=wanted.advert_id)
    if wanted.agreed is not None:
        rows = rows.filter(call__negotiation__agreed_version__isnull=not wanted.agreed)
    if wanted.price_min is not None or wanted.price_max is not None:
        prices = Fact.objects.filter(call=OuterRef("call"), kind="price")
        if wanted.price_min is not None:
            prices = prices.filter(amount_minor__gte=wanted.price_min)
        if wanted.price_max is not None:
            prices = prices.filter(amount_minor__lte=wanted.price_max)
        rows = rows.filter(Exists(prices))
    return rows


def _newest_calls(user: User, wanted: Wanted, before: Cursor | None) -> list[UUID]:
    rows = _calls(user, wanted)
    if before is not None:
        rows = rows.filter(call_id__lte=_last_id(datetime.fromisoformat(before.spoken_at)))
    if wanted.until:
        rows = rows.filter(call_id__lte=_last_id(_midnight(wanted.until + timedelta(days=1), ZoneInfo("UTC")) + DAY))
    return list(rows.order_by("-call_id").values_list("call_id", flat=True)[:NEWEST_CALLS])


def _last_id(moment: datetime) -> UUID:
    """The greatest id that a call made by then can have."""
    return UUID(int=((int(moment.timestamp() * 1000) + 1) << ID_BITS) - 1)


def neighbours(segments: Sequence[Segment]) -> dict[int, tuple[str, str]]:
    """{segment: (what was said just before it, and just after)}: one query for all."""
    if not segments:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(NEIGHBOURS, [[segment.pk for segment in segments]])
        return {key: (before, after) for key, before, after in cursor.fetchall()}
