"""Pages without totals: `?page=` from 1, `has_more` tells whether to ask on."""

from collections.abc import Callable, Sequence
from typing import Any, Generic, TypeVar

from django.db.models import Model, QuerySet
from drf_spectacular.utils import inline_serializer
from rest_framework import serializers
from rest_framework.request import Request

PAGE_SIZE = 20
LAST_PAGE = 500
Row = TypeVar("Row", bound=Model)


class PageSerializer(serializers.Serializer[Any]):
    """Which page is wanted."""

    page = serializers.IntegerField(min_value=1, max_value=LAST_PAGE, default=1)


class Page(Generic[Row]):
    """The rows of one page, and whether there are more behind it."""

    def __init__(self, rows: Sequence[Row], number: int) -> None:
        """`rows` holds one row more than a page when there are more."""
        self.items = list(rows[:PAGE_SIZE])
        self.number = number
        self.has_more = len(rows) > PAGE_SIZE and number < LAST_PAGE

    def body(self, show: Callable[[Row], dict[str, Any]]) -> dict[str, Any]:
        """The answer's body, each row as `show` gives it."""
        return {"items": [show(row) for row in self.items], "page": self.number, "has_more": self.has_more}


def take_page(rows: "QuerySet[Row]", number: int) -> Page[Row]:
    """Read page `number` of `rows`: one query."""
    start = (number - 1) * PAGE_SIZE
    return Page(list(rows[start : start + PAGE_SIZE + 1]), number)


def query(serializer: type[serializers.Serializer[Any]], request: Request) -> dict[str, Any]:
    """The validated query parameters."""
    checked = serializer(data=request.query_params.dict())
    checked.is_valid(raise_exception=True)
    return dict(checked.validated_data)


def page_of(item: type[serializers.Serializer[Any]], name: str) -> Any:
    """The OpenAPI shape of a page of `item`."""
    return inline_serializer(
        name=name,
        fields={"items": item(many=True), "page": serializers.IntegerField(), "has_more": serializers.BooleanField()},
    )
