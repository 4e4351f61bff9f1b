"""The words of the calendar: months, weekdays, days from today, units. From `data/calendar.tsv`."""

from functools import cache

from business_api.language.tables import rows


@cache
def named(kind: str) -> dict[str, int]:
    """Word → number, for months, weekdays or days from today."""
    return {form: int(row[1]) for row in rows("calendar.tsv") if row[0] == kind for form in row[2].split()}
