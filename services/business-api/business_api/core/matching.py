"""Finding names and titles by words that may be misspelt (pg_trgm, by index)."""

from typing import Any, TypeVar

from django.contrib.postgres.search import TrigramWordSimilarity
from django.db.models import F, GeneratedField, Model, Q, QuerySet, TextField, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Lower, Replace

MOST_WORDS = 8
SHORTEST_MISSPELT = 5
"""In letters: too many short words are like each other («стол», «стул»)."""
Row = TypeVar("Row", bound=Model)


def folded(text: Combinable) -> "GeneratedField":
    """A stored column with `text` in lower case and ё as е, to be matched by `match_words`."""
    expression = Replace(Lower(text), Value("ё", TextField()), Value("е", TextField()), output_field=TextField())
    return GeneratedField(expression=expression, output_field=TextField(), db_persist=True)


def match_words(
    rows: "QuerySet[Row]", text: str, like: str, contains: tuple[str, ...] = ()
) -> "tuple[QuerySet[Row], list[Any]]":
    """Rows where every word of `text` is like a word in column `like`, or stands as it is in a column of `contains`.

    The columns are `folded` ones. Returns the rows with the ordering that puts the likest first; without words, all
    rows and no ordering; with signs only, no rows.
    """
    words = [word for word in text.lower().replace("ё", "е").split() if any(sign.isalnum() for sign in word)]
    if not words:
        return (rows.none() if text.strip() else rows), []
    for word in words[:MOST_WORDS]:
        condition = Q(**{f"{like}__contains": word})
        if len(word) >= SHORTEST_MISSPELT:
            condition |= Q(**{f"{like}__trigram_word_similar": word})
        for column in contains:
            condition |= Q(**{f"{column}__contains": word})
        rows = rows.filter(condition)
    likeness = [TrigramWordSimilarity(word, like) for word in words[:MOST_WORDS]]
    ranked: QuerySet[Any] = rows.alias(rank=sum(likeness[1:], likeness[0]))
    return ranked, [F("rank").desc()]
