"""Lines that hold what is searched for, and how they are shown."""

from typing import Any

from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

from business_api.transcripts.models import Segment
from business_api.transcripts.query import Query


def holding(rows: QuerySet[Segment], text: str, *, by_index: bool = True) -> QuerySet[Segment]:
    """Those of `rows` that a tsquery finds; without the index over all where a few calls are read through anyway."""
    # A cast, for to_tsquery would parse each lexeme anew and take «n19_5» for two words.
    test = "search @@ %s::tsquery" + ("" if by_index else " IS TRUE")
    return rows.extra(where=[test], params=[text])  # noqa: S610  # the parameter is passed on, not put in


def shown(rows: QuerySet[Segment], query: Query) -> QuerySet[Any]:
    """Newest first; `excerpt` is the text with the words found marked."""
    headline = RawSQL(
        "ts_headline('lodbic', CASE WHEN corrected = '' THEN text ELSE corrected END, %s::tsquery,"
        ' E\'StartSel="\\x02", StopSel="\\x03", HighlightAll=true\')',
        [query.marked],
    )
    found: QuerySet[Any] = rows.annotate(excerpt=headline).order_by("-spoken_at", "-segment_id")
    return found.defer("words", "search", "people", "terms")
