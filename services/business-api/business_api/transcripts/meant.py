"""What was meant and not said in full, as the search finds it: «за двенадцать» of a talk about thousands is n12000,
«завтра» the day after the call, whatever its year: d1128. A telephone is found without its country's code
as well, and by its last seven or four figures.

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
from business_api.transcripts.telephones import endings_of

KINDS = ("price", "date", "phone")


def meant_by(kind: str, value: str) -> set[str]:
    """The tokens of a fact; none when a line is not found by such a one."""
    if kind == "date":
        day = date.fromisoformat(value)
        return {day_token(day.day, day.month)}
    if kind == "phone":
        return endings_of(value.lstrip("+"))
    return {number_token(Decimal(value))} if kind == "price" else set()


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
        if any(map(query.marks, meant_by(kind, value))):
            found.setdefault(key, []).append(text)
    return found
