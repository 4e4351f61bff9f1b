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
    """Newest first; `excerpt` is the text with the words found marked, `first_excerpt` the one before a correction."""
    found: QuerySet[Any] = rows.annotate(
        excerpt=_marked("CASE WHEN corrected = '' THEN text ELSE corrected END", query),
        first_excerpt=_marked("text", query, only="corrected <> ''"),
    ).order_by("-spoken_at", "-segment_id")
    return found.defer("words", "search", "people", "terms")


def _marked(text: str, query: Query, *, only: str = "true") -> RawSQL:
    """The words found in a text; "" where it is not wanted: marking costs more than finding."""
    options = ' E\'StartSel="\\x02", StopSel="\\x03", HighlightAll=true\''
    marked = f"ts_headline('lodbic', {text}, %s::tsquery,{options})"
    return RawSQL(f"CASE WHEN {only} THEN {marked} ELSE '' END", [query.marked])  # noqa: S611
