"""What a search is narrowed down to: lines by who says them and when, calls by whom and what they are about."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.search import TrigramWordSimilarity
from django.db.models import BooleanField, Exists, F, Func, OuterRef, Q, QuerySet, Subquery, UUIDField, Value

from business_api.accounts.models import User
from business_api.calls.models import CallSide
from business_api.core.matching import fold, words_of
from business_api.language import SURE
from business_api.transcripts.models import Fact, Segment
from business_api.transcripts.questions import ASKS

DAY = timedelta(days=1)
# Nobody has called before, nor will behind: a day typed wrongly narrows to everything or nothing.
SOONEST, LATEST = date(2000, 1, 1), date(2999, 12, 31)
UTC = ZoneInfo("UTC")
FELL_THROUGH = "fell_through"
# What is paid beside the thing's own price.
BESIDE = ("delivery", "deposit")
# A call's id bears the time of its making, in milliseconds, in its first 48 bits.
ID_BITS = 80
NAMESAKES = 0.5
"""Word similarity from which on a name is meant: «Ольги», «Олга» of «Ольга»."""


class Cursor(NamedTuple):
    """Where a list of found segments goes on: behind this moment and segment.

    `apart`: among those that hold one of the words. `otherwise`: with the words taken for others than those typed.
    """

    spoken_at: str
    segment_id: int
    apart: bool = False
    otherwise: bool = False


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
        return bool(self.person or self.advert_id or self.by_price or self.agreed is not None)

    @property
    def by_price(self) -> bool:
        """Whether a price is asked for."""
        return self.price_min is not None or self.price_max is not None

    @property
    def of_lines(self) -> bool:
        """Whether only some of a call's lines are looked at, when no words are asked for."""
        return bool(self.by or self.side or self.question or self.by_price)

    @property
    def narrows(self) -> bool:
        """Whether it leaves anything out that can be listed without words."""
        return self.of_calls or self.of_lines or bool(self.since or self.until)


def narrowed(user: User, wanted: Wanted) -> QuerySet[Segment]:
    """The lines that are looked at; whose calls they are is the caller's to see to."""
    rows = Segment.objects.filter(people__isnull=False)
    if wanted.by:
        rows = rows.filter(user=user) if wanted.by == "me" else rows.exclude(user=user)
    if wanted.question:
        rows = rows.filter(terms__contains=[ASKS])
    zone = ZoneInfo(user.profile.time_zone)
    if wanted.since:
        rows = rows.filter(spoken_at__gte=_midnight(wanted.since, zone))
    if wanted.until:
        rows = rows.filter(spoken_at__lt=_midnight(wanted.until, zone, days=1))
    if wanted.side:
        rows = rows.filter(**{f"call__negotiation__{wanted.side}": F("user")})
    return rows


def of_these(rows: QuerySet[Segment], calls: Sequence[UUID]) -> QuerySet[Segment]:
    """The lines of these calls: one array, for a parameter each would cost more than the database's own work."""
    ids = Value(list(calls), output_field=ArrayField(UUIDField()))
    any_of = Func(
        F("call_id"),
        Func(ids, function="ANY"),
        template="%(expressions)s",
        arg_joiner=" = ",
        output_field=BooleanField(),
    )
    return rows.filter(any_of)


def behind(rows: QuerySet[Segment], before: Cursor | None) -> QuerySet[Segment]:
    """Those that come after a cursor in a list, newest first."""
    if before is None:
        return rows
    return rows.filter(
        Q(spoken_at__lt=before.spoken_at) | Q(spoken_at=before.spoken_at, segment_id__lt=before.segment_id)
    )


def _midnight(day: date, zone: ZoneInfo, *, days: int = 0) -> datetime:
    """When a day begins, or one so many days later; days on which nobody calls are moved to where people do."""
    day = min(max(day, SOONEST), LATEST) + days * DAY
    return datetime(day.year, day.month, day.day, tzinfo=zone)


def prices_in(wanted: Wanted) -> QuerySet[Fact]:
    """Surely heard prices of things, in the range of roubles that is asked for."""
    rows = Fact.objects.filter(kind="price", currency="RUB", confidence__gte=SURE).exclude(role__in=BESIDE)
    if wanted.price_min is not None:
        rows = rows.filter(amount_minor__gte=wanted.price_min)
    if wanted.price_max is not None:
        rows = rows.filter(amount_minor__lte=wanted.price_max)
    return rows


def calls_of(user: User, wanted: Wanted) -> QuerySet[CallSide]:
    """One's own calls that are looked at."""
    rows = CallSide.objects.filter(user=user)
    if wanted.call_id is not None:
        rows = rows.filter(call_id=wanted.call_id)
    if wanted.person:
        # A name per call, asked in turn from the newest on: as a join it would be asked of everybody's calls at once.
        others = CallSide.objects.filter(call=OuterRef("call")).exclude(user=user)
        rows = rows.annotate(other=Subquery(others.values(folded=fold(F("name")))[:1]))
        for number, word in enumerate(words_of(wanted.person)):
            like = f"like_{number}"
            rows = rows.alias(**{like: TrigramWordSimilarity(word, "other")})
            rows = rows.filter(Q(other__contains=word) | Q(**{f"{like}__gte": NAMESAKES}))
    if wanted.advert_id:
        rows = rows.filter(call__advert_id=wanted.advert_id)
    if wanted.agreed is not None:
        stands = Q(call__negotiation__agreed_version__isnull=False) & ~Q(call__negotiation__outcome=FELL_THROUGH)
        rows = rows.filter(stands if wanted.agreed else ~stands)
    if wanted.by and wanted.side:
        mine = {f"call__negotiation__{wanted.side}": user}
        rows = rows.filter(**mine) if wanted.by == "me" else rows.exclude(**mine)
    if wanted.by_price:
        rows = rows.filter(Exists(prices_in(wanted).filter(call=OuterRef("call"))))
    if wanted.since:
        rows = rows.filter(call_id__gte=_first_id(_midnight(wanted.since, UTC, days=-2)))
    if wanted.until:
        rows = rows.filter(call_id__lte=_last_id(_midnight(wanted.until, UTC, days=3)))
    return rows


def newest_calls(user: User, wanted: Wanted, before: Cursor | None, count: int, skip: int = 0) -> list[UUID]:
    """Up to `count` of them, newest first, that can hold anything behind a cursor."""
    rows = until(calls_of(user, wanted), before)
    return list(rows.order_by("-call_id").values_list("call_id", flat=True)[skip : skip + count])


def until(calls: QuerySet[CallSide], before: Cursor | None) -> QuerySet[CallSide]:
    """Those that can hold anything behind a cursor."""
    return calls if before is None else calls.filter(call_id__lte=_last_id(datetime.fromisoformat(before.spoken_at)))


def _last_id(moment: datetime) -> UUID:
    """The greatest id that a call made by then can have."""
    return UUID(int=((int(moment.timestamp() * 1000) + 1) << ID_BITS) - 1)


def _first_id(moment: datetime) -> UUID:
    """The least id that a call made from then on can have."""
    return UUID(int=int(moment.timestamp() * 1000) << ID_BITS)
