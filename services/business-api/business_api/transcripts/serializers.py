"""How transcripts, found words and links are shown."""

import base64
import binascii
import re
from datetime import datetime
from typing import Any

from django.conf import settings
from rest_framework import serializers

from business_api.calls.models import CallSide, Side
from business_api.calls.selectors import other_side
from business_api.calls.serializers import made_at
from business_api.core import storage
from business_api.core.language import Text
from business_api.core.serializers import StrictSerializer
from business_api.recordings.models import CallRecord, Track
from business_api.transcripts.models import Segment
from business_api.transcripts.selectors import FOUND_FROM, FOUND_TO, Cursor
from lodbic_contracts.keys import key_of_address

TYPES = {
    "json": "application/json",
    "vtt": "text/vtt; charset=utf-8",
    "srt": "application/x-subrip",
    "txt": "text/plain; charset=utf-8",
}


class ReadTranscriptSerializer(StrictSerializer):
    """Which part of a transcript is wanted."""

    after_ms = serializers.IntegerField(min_value=0, max_value=2**31 - 1, default=0)
    limit = serializers.IntegerField(min_value=1, max_value=500, default=200)


class SearchSerializer(StrictSerializer):
    """What to find; `before` is the `next` of the answer before."""

    q = serializers.CharField(max_length=200)
    call_id = serializers.UUIDField(required=False)
    before = serializers.CharField(max_length=100, required=False)
    limit = serializers.IntegerField(min_value=1, max_value=50, default=20)

    def validate_before(self, value: str) -> Cursor:
        """A cursor made by `cursor_of`."""
        try:
            moment, _, number = base64.urlsafe_b64decode(value.encode()).decode().partition("|")
            datetime.fromisoformat(moment)
            return Cursor(moment, int(number))
        except (ValueError, binascii.Error) as error:
            text = Text("Продолжение поиска устарело. Начните поиск заново.", "Start the search anew.")
            raise serializers.ValidationError(str(text)) from error


class SegmentSerializer(serializers.Serializer[Any]):
    """What one person said in one breath; `words` are [text, start_ms, end_ms, confidence]."""

    segment_id = serializers.IntegerField()
    side = serializers.ChoiceField(Side.choices)
    mine = serializers.BooleanField()
    name = serializers.CharField()
    start_ms = serializers.IntegerField()
    end_ms = serializers.IntegerField()
    text = serializers.CharField()
    words = serializers.ListField(child=serializers.ListField())
    confidence = serializers.FloatField()
    doubtful = serializers.BooleanField()


class TranscriptSerializer(serializers.Serializer[Any]):
    """A part of a transcript; `origin` is the server time of its second 0."""

    origin = serializers.DateTimeField(allow_null=True)
    duration_ms = serializers.IntegerField()
    items = SegmentSerializer(many=True)
    has_more = serializers.BooleanField()


class ExcerptSerializer(serializers.Serializer[Any]):
    """A run of text, found or not."""

    text = serializers.CharField()
    found = serializers.BooleanField()


class FoundSerializer(serializers.Serializer[Any]):
    """A segment where the words were said."""

    call_id = serializers.UUIDField()
    title = serializers.CharField(allow_blank=True)
    other_name = serializers.CharField()
    created_at = serializers.DateTimeField()
    segment_id = serializers.IntegerField()
    side = serializers.ChoiceField(Side.choices)
    mine = serializers.BooleanField()
    start_ms = serializers.IntegerField()
    end_ms = serializers.IntegerField()
    spoken_at = serializers.DateTimeField()
    excerpt = ExcerptSerializer(many=True)


class SearchAnswerSerializer(serializers.Serializer[Any]):
    """Newest first; `next` continues."""

    items = FoundSerializer(many=True)
    next = serializers.CharField(allow_null=True)


class DownloadsSerializer(serializers.Serializer[Any]):
    """The same as attachments."""

    sound = serializers.CharField(allow_null=True)
    video = serializers.CharField(allow_null=True)
    vtt = serializers.CharField(allow_null=True)
    srt = serializers.CharField(allow_null=True)
    txt = serializers.CharField(allow_null=True)


class LinksSerializer(serializers.Serializer[Any]):
    """Links to a call's record, good for `expires_in` seconds.

    `sound` is stereo: the caller on the left channel, the callee on the right, second 0 as the video's.
    """

    expires_in = serializers.IntegerField()
    sound = serializers.CharField(allow_null=True)
    video = serializers.CharField(allow_null=True)
    json = serializers.CharField(allow_null=True)
    vtt = serializers.CharField(allow_null=True)
    srt = serializers.CharField(allow_null=True)
    txt = serializers.CharField(allow_null=True)
    downloads = DownloadsSerializer()


def show_segment(segment: Segment, sides: dict[Any, CallSide], viewer_id: Any) -> dict[str, Any]:
    """SegmentSerializer's shape; `sides` by account."""
    return {
        "segment_id": segment.pk,
        "side": segment.side,
        "mine": segment.user_id == viewer_id,
        "name": sides[segment.user_id].name,
        "start_ms": segment.start_ms,
        "end_ms": segment.end_ms,
        "text": segment.text,
        "words": segment.words,
        "confidence": segment.confidence,
        "doubtful": segment.doubtful,
    }


def show_transcript(side: CallSide, segments: list[Segment], limit: int) -> dict[str, Any]:
    """TranscriptSerializer's shape; `segments` holds one more than `limit` when there are more."""
    sides = {each.user_id: each for each in side.call.sides.all()}
    first = Track.objects.filter(call=side.call).order_by("began_at").first()
    last = Segment.objects.filter(call=side.call).order_by("-end_ms").values_list("end_ms", flat=True).first()
    return {
        "origin": first.began_at if first else None,
        "duration_ms": last or 0,
        "items": [show_segment(segment, sides, side.user_id) for segment in segments[:limit]],
        "has_more": len(segments) > limit,
    }


def cursor_of(segment: Segment) -> str:
    """A cursor that continues behind a segment."""
    return base64.urlsafe_b64encode(f"{segment.spoken_at.isoformat()}|{segment.pk}".encode()).decode()


def _excerpt(marked: str) -> list[dict[str, Any]]:
    parts = re.split(f"({FOUND_FROM}[^{FOUND_TO}]*{FOUND_TO})", marked)
    return [{"text": part.strip(FOUND_FROM + FOUND_TO), "found": part.startswith(FOUND_FROM)} for part in parts if part]


def show_found(segment: Any, viewer_id: Any) -> dict[str, Any]:
    """FoundSerializer's shape, of a row that the selector annotated."""
    mine = next(each for each in segment.call.sides.all() if each.user_id == viewer_id)
    mine.call = segment.call
    return {
        "call_id": str(segment.call_id),
        "title": segment.call.name,
        "other_name": other_side(mine).name,
        "created_at": made_at(segment.call_id),
        "segment_id": segment.pk,
        "side": segment.side,
        "mine": segment.user_id == viewer_id,
        "start_ms": segment.start_ms,
        "end_ms": segment.end_ms,
        "spoken_at": segment.spoken_at,
        "excerpt": _excerpt(segment.excerpt),
    }


def show_links(side: CallSide, host: str) -> dict[str, Any]:
    """LinksSerializer's shape: only for what exists."""
    call = side.call
    name = f"lodbic-{made_at(call.pk):%Y-%m-%d-%H%M}"

    def link(key: str | None, kind: str, filename: str | None = None) -> str | None:
        return storage.download_link(host, key, kind, settings.LINK_SECONDS, filename) if key else None

    sound_url = CallRecord.objects.filter(call=call).values_list("sound_url", flat=True).first()
    sound = key_of_address(sound_url) if sound_url else None
    video = key_of_address(call.video_url) if call.video_url else None
    text = key_of_address(call.text_url).removesuffix("json") if call.text_url else None
    texts = {ending: f"{text}{ending}" if text else None for ending in TYPES}
    return {
        "expires_in": settings.LINK_SECONDS,
        "sound": link(sound, "audio/mp4"),
        "video": link(video, "video/mp4"),
        **{ending: link(key, TYPES[ending]) for ending, key in texts.items()},
        "downloads": {
            "sound": link(sound, "audio/mp4", f"{name}.m4a"),
            "video": link(video, "video/mp4", f"{name}.mp4"),
            **{ending: link(texts[ending], TYPES[ending], f"{name}.{ending}") for ending in ("vtt", "srt", "txt")},
        },
    }
