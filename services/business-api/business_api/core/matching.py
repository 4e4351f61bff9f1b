"""Finding names and titles by words that may be misspelt (pg_trgm, by index)."""

from typing import Any, TypeVar

from django.contrib.postgres.search import TrigramWordSimilarity
from django.db.models import GeneratedField, Model, Q, QuerySet, TextField, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Lower, Replace

MOST_WORDS = 8
MOST_RANKED = 300
"""Rows: fifteen pages of them."""
SHORTEST_MISSPELT = 5
"""In letters: too many short words are like each other («стол», «стул»)."""
Row = TypeVar("Row", bound=Model)


def folded(text: Combinable) -> "GeneratedField":
    """A stored column with `text` as `fold` makes it, to be matched by `match_words`."""
    return GeneratedField(expression=fold(text), output_field=TextField(), db_persist=True)


def fold(text: Combinable) -> Replace:
    """`text` in lower case and ё as е."""
    return Replace(Lower(text), Value("ё", TextField()), Value("е", TextField()), output_field=TextField())


def words_of(text: str) -> list[str]:
    """The words to look for, folded as the columns are."""
    found = text.lower().replace("ё", "е").split()
    return [word for word in found if any(sign.isalnum() for sign in word)][:MOST_WORDS]


def match_words(rows: "QuerySet[Row]", text: str, like: str, contains: tuple[str, ...] = ()) -> "QuerySet[Row]":
    """Rows where every word of `text` is like a word in column `like`, or stands as it is in a column of `contains`.

    The columns are `folded` ones. Without words, all rows; with signs only, none.
    """
    words = words_of(text)
    if text.strip() and not words:
        return rows.none()
    for word in words:
        condition = Q(**{f"{like}__contains": word})
        for column in contains:
            condition |= Q(**{f"{column}__contains": word})
        if len(word) >= SHORTEST_MISSPELT:
            condition |= Q(**{f"{like}__trigram_word_similar": word})
        rows = rows.filter(condition)
    return rows


def likest_first(shown: "QuerySet[Row]", fitting: "QuerySet[Row]", text: str, like: str) -> "QuerySet[Row]":
    """The newest MOST_RANKED of `fitting`, with the columns of `shown`; first where `like` is likest to the words.

    To rank all that fit a frequent word takes longer than a person would read on.
    """
    newest = fitting.order_by("-pk").values("pk")[:MOST_RANKED]
    likeness = [TrigramWordSimilarity(word, like) for word in words_of(text)]
    rank: Any = sum(likeness[1:], likeness[0])
    ranked: QuerySet[Any] = shown.filter(pk__in=newest).alias(rank=rank)
    return ranked.order_by("-rank", "-pk")
