"""What was meant and not said in full, as the search finds it: «за двенадцать» of a talk about thousands is n12000,
«завтра» the day after the call, whatever its year: d1128. A telephone is found by its last four figures as well.

The facts of a line know it. Their tokens stand among the line's terms, so that nothing is joined to find them.
"""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from business_api.language import number_token
from business_api.transcripts.days import day_token
from business_api.transcripts.models import Fact, Segment
from business_api.transcripts.query import Query

KINDS = ("price", "date", "phone")
ENDING = 4
"""Figures of a telephone's end, by which people remember it."""


def meant_by(kind: str, value: str) -> str | None:
    """The token of a fact; None when a line is not found by such a one."""
    if kind == "date":
        day = date.fromisoformat(value)
        return day_token(day.day, day.month)
    if kind == "phone" and value[-ENDING:].isdecimal():
        return number_token(Decimal(value[-ENDING:]))
    return number_token(Decimal(value)) if kind == "price" else None


def meant_words(segments: Sequence[Any], query: Query) -> dict[int, list[str]]:
    """{segment: the words of its facts that were searched for}: one query for all, none without a number or day."""
    if not segments or not (query.tokens or query.starts):
        return {}
    found: dict[int, list[str]] = {}
    lines: list[Segment] = list(segments)
    facts = Fact.objects.filter(
        call_id__in={line.call_id for line in lines}, segment_id__in=[line.pk for line in lines]
    )
    for key, kind, value, text in facts.filter(kind__in=KINDS).values_list("segment_id", "kind", "value", "text"):
        token = meant_by(kind, value)
        if token is not None and query.marks(token):
            found.setdefault(key, []).append(text)
    return found
