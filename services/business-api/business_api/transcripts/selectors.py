"""Reading and searching what was said. Always within one's own calls."""

from typing import Any, NamedTuple
from uuid import UUID

from django.contrib.postgres.search import SearchHeadline, SearchQuery
from django.db.models import Q, QuerySet

from business_api.accounts.models import User
from business_api.calls.models import Call, CallSide
from business_api.transcripts.models import Segment

CONFIGURATION = "lodbic"
# Signs that no text can hold (they are refused on input and never recognised) mark what was found.
FOUND_FROM, FOUND_TO = "\x02", "\x03"


class Cursor(NamedTuple):
    """Where a list of found segments goes on: behind this moment (Unix µs) and segment."""

    spoken_at: str
    segment_id: int


def segments_of(call: Call, after_ms: int) -> QuerySet[Segment]:
    """A call's segments that end after a moment, in the order they were said."""
    return Segment.objects.filter(call=call, end_ms__gt=after_ms).order_by("start_ms", "segment_id")


def search_segments(user: User, text: str, call_id: UUID | None, before: Cursor | None) -> QuerySet[Any]:
    """Segments of one's own calls where `text` was said, newest first; `excerpt` marks the words found."""
    calls = CallSide.objects.filter(user=user).values("call_id")
    wanted = SearchQuery(text, config=CONFIGURATION, search_type="websearch")
    rows = Segment.objects.filter(call_id__in=calls, search=wanted)
    if call_id is not None:
        rows = rows.filter(call_id=call_id)
    if before is not None:
        rows = rows.filter(
            Q(spoken_at__lt=before.spoken_at) | Q(spoken_at=before.spoken_at, segment_id__lt=before.segment_id)
        )
    headline = SearchHeadline(
        "text", wanted, config=CONFIGURATION, start_sel=FOUND_FROM, stop_sel=FOUND_TO, highlight_all=True
    )
    return (
        rows.annotate(excerpt=headline)
        .select_related("call")
        .prefetch_related("call__sides")
        .defer("words", "search")
        .order_by("-spoken_at", "-segment_id")
    )
