"""Reading what was said."""

from django.db.models import QuerySet

from business_api.calls.models import Call, CallSide
from business_api.transcripts.models import Fact, Segment


def segments_of(call: Call, after_ms: int) -> QuerySet[Segment]:
    """A call's segments that end after a moment, in the order they were said."""
    rows = Segment.objects.filter(call=call, end_ms__gt=after_ms).defer("search", "people", "terms")
    return rows.order_by("start_ms", "segment_id")


def facts_of(side: CallSide) -> list[Fact]:
    """A call's facts in the order they were said. Warnings are for the person at risk, never for whoever said it."""
    rows = Fact.objects.filter(call=side.call).exclude(kind="flag", user=side.user_id)
    rows = rows.select_related("call__negotiation")
    return list(rows.order_by("start_ms", "fact_id"))
