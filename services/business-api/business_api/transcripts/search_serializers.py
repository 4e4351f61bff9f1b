"""What a search carries and what it shows."""

import base64
import binascii
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from rest_framework import serializers

from business_api.accounts.models import User
from business_api.calls.models import Side
from business_api.calls.serializers import made_at
from business_api.core.language import Text
from business_api.core.serializers import StrictSerializer
from business_api.deals.models import LARGEST_MINOR
from business_api.transcripts.excerpts import cut_excerpt, understood
from business_api.transcripts.listing import list_segments
from business_api.transcripts.meant import meant_words
from business_api.transcripts.narrowing import LATEST, SOONEST, Cursor, Wanted
from business_api.transcripts.query import Query, understand
from business_api.transcripts.said import said_in
from business_api.transcripts.search import find_segments, neighbours


class SearchSerializer(StrictSerializer):
    """What to find, and what narrows it; `before` is the `next` of the answer before. Prices in minor units.

    Without words, all that fits the filters is listed: at most `per_call` lines of each call, those with facts first.
    `typing`: the last word or number may go on, as when one types in one call.
    """

    q = serializers.CharField(max_length=200, required=False, allow_blank=True, default="")
    per_call = serializers.IntegerField(min_value=1, max_value=50, required=False)
    call_id = serializers.UUIDField(required=False)
    typing = serializers.BooleanField(required=False, default=False)
    by = serializers.ChoiceField(["me", "other"], required=False, default="")
    side = serializers.ChoiceField(["buyer", "seller"], required=False, default="")
    question = serializers.BooleanField(required=False, default=False)
    person = serializers.CharField(max_length=100, required=False, default="")
    advert_id = serializers.UUIDField(required=False)
    to = serializers.DateField(source="until", required=False)
    price_min = serializers.IntegerField(min_value=0, max_value=LARGEST_MINOR, required=False)
    price_max = serializers.IntegerField(min_value=0, max_value=LARGEST_MINOR, required=False)
    agreed = serializers.BooleanField(required=False, allow_null=True, default=None)
    before = serializers.CharField(max_length=100, required=False)
    limit = serializers.IntegerField(min_value=1, max_value=50, default=20)

    def get_fields(self) -> dict[str, Any]:
        """`from` is a word of Python's own."""
        return {**super().get_fields(), "from": serializers.DateField(source="since", required=False)}

    def validate_before(self, value: str) -> Cursor:
        """A cursor made by `cursor_of`."""
        try:
            moment, number, apart, otherwise = base64.urlsafe_b64decode(value.encode()).decode().split("|")
            at = datetime.fromisoformat(moment)
            if at.tzinfo is None or not SOONEST < at.date() < LATEST:
                raise ValueError
            return Cursor(at.astimezone(UTC).isoformat(), int(number), bool(int(apart)), bool(int(otherwise)))
        except (ValueError, binascii.Error) as error:
            text = Text("Продолжение поиска устарело. Начните поиск заново.", "Start the search anew.")
            raise serializers.ValidationError(str(text)) from error

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Words or filters; `from` is not behind `to`, nor the least price above the greatest."""
        if not attrs["q"] and not wanted_of(attrs).narrows:
            text = Text("Напишите, что искать, или выберите фильтр.", "Type what to look for, or choose a filter.")
            raise serializers.ValidationError({"q": str(text)})
        for low, high, name in (("since", "until", "from"), ("price_min", "price_max", "price_min")):
            if low in attrs and high in attrs and attrs[low] > attrs[high]:
                text = Text("Начало больше конца.", "It begins after its end.")
                raise serializers.ValidationError({name: str(text)})
        return attrs


def wanted_of(attrs: dict[str, Any]) -> Wanted:
    """The filters among the parameters."""
    return Wanted(**{name: attrs[name] for name in Wanted._fields if name in attrs})


class ExcerptSerializer(serializers.Serializer[Any]):
    """A run of text, found or not."""

    text = serializers.CharField()
    found = serializers.BooleanField()


class FoundSerializer(serializers.Serializer[Any]):
    """A segment where the words were said. `apart`: it holds one of them, and its call the others elsewhere.

    `original`: the excerpt is what was recognised, for by that alone the line was found; it has been corrected since.
    """

    call_id = serializers.UUIDField()
    title = serializers.CharField(allow_blank=True)
    other_name = serializers.CharField()
    created_at = serializers.DateTimeField()
    segment_id = serializers.IntegerField()
    side = serializers.ChoiceField(Side.choices)
    mine = serializers.BooleanField()
    name = serializers.CharField()
    start_ms = serializers.IntegerField()
    end_ms = serializers.IntegerField()
    spoken_at = serializers.DateTimeField()
    doubtful = serializers.BooleanField()
    apart = serializers.BooleanField()
    excerpt = ExcerptSerializer(many=True)
    original = serializers.BooleanField()
    before = serializers.CharField(allow_blank=True)
    after = serializers.CharField(allow_blank=True)


class UnderstoodSerializer(serializers.Serializer[Any]):
    """A typed word, and the other words that were found for it."""

    said = serializers.CharField()
    as_ = serializers.ListField(child=serializers.CharField())

    def get_fields(self) -> dict[str, Any]:
        """`as` is a word of Python's own."""
        fields = super().get_fields()
        fields["as"] = fields.pop("as_")
        return fields


class SearchAnswerSerializer(serializers.Serializer[Any]):
    """Newest first, those apart behind the others; `next` continues."""

    items = FoundSerializer(many=True)
    next = serializers.CharField(allow_null=True)
    understood = UnderstoodSerializer(many=True)


def cursor_of(line: Any, query: Query) -> str:
    """A cursor that continues behind a line that was found."""
    parts = f"{line.spoken_at.isoformat()}|{line.pk}|{line.apart:d}|{query.otherwise:d}"
    return base64.urlsafe_b64encode(parts.encode()).decode()


def show_found(
    segment: Any, viewer_id: Any, query: Query, meant: Sequence[str], around: tuple[str, str]
) -> dict[str, Any]:
    """FoundSerializer's shape, of a row that the selector annotated; `meant`: words of it that were searched for."""
    excerpt, original = _excerpt(segment, query, meant)
    sides = {each.user_id: each for each in segment.call.sides.all()}
    other = next(each for each in sides.values() if each.user_id != viewer_id)
    return {
        "call_id": str(segment.call_id),
        "title": segment.call.name,
        "other_name": other.name,
        "created_at": made_at(segment.call_id),
        "segment_id": segment.pk,
        "side": segment.side,
        "mine": segment.user_id == viewer_id,
        "name": sides[segment.user_id].name,
        "start_ms": segment.start_ms,
        "end_ms": segment.end_ms,
        "spoken_at": segment.spoken_at,
        "doubtful": segment.doubted,
        "apart": segment.apart,
        "excerpt": excerpt,
        "original": original,
        "before": around[0],
        "after": around[1],
    }


def _excerpt(segment: Any, query: Query, meant: Sequence[str]) -> tuple[list[dict[str, Any]], bool]:
    """What is shown of a line, and whether it is the original: of what was corrected away it says why it was found."""
    excerpt = cut_excerpt(segment.excerpt, query, meant)
    if segment.corrected and query.wanted and not any(run["found"] for run in excerpt):
        original = cut_excerpt(segment.first_excerpt, query)
        if any(run["found"] for run in original):
            return original, True
    return excerpt, False


def answer_search(user: User, asked: dict[str, Any]) -> dict[str, Any]:
    """SearchAnswerSerializer's shape, of SearchSerializer's values."""
    wanted, limit, before = wanted_of(asked), asked["limit"], asked.get("before")
    query, rows = _found(user, asked, wanted, before, limit + 1)
    shown = rows[:limit]
    around, meant = neighbours(shown), meant_words(shown, query)
    return {
        "items": [show_found(row, user.pk, query, meant.get(row.pk, ()), around[row.pk]) for row in shown],
        "next": cursor_of(shown[-1], query) if len(rows) > len(shown) else None,
        "understood": understood(query, [row.excerpt for row in shown]),
    }


def _found(
    user: User, asked: dict[str, Any], wanted: Wanted, before: Cursor | None, count: int
) -> tuple[Query, list[Any]]:
    """What was looked for, and what was found: up to `count` lines."""
    said = said_in(wanted.call_id, user.pk) if wanted.call_id else None
    otherwise = before is not None and before.otherwise
    query = understand(asked["q"], typing=asked["typing"], said=said, otherwise=otherwise)
    if not asked["q"]:
        return query, list_segments(user, wanted, before, count, asked.get("per_call"))
    rows = find_segments(user, query, wanted, before, count)
    if rows or before is not None or not any(word.taken for word in query.words):
        return query, rows
    # What others have said is no reason to take a word as it was typed.
    query = understand(asked["q"], typing=asked["typing"], said=said, otherwise=True)
    return query, find_segments(user, query, wanted, None, count)
