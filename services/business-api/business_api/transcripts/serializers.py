"""How transcripts, found words and links are shown."""

from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from rest_framework import serializers

from business_api.calls.models import CallSide, Side
from business_api.calls.serializers import made_at
from business_api.core import storage
from business_api.core.errors import Unavailable
from business_api.core.serializers import LineField, StrictSerializer
from business_api.deals.serializers import PriceSerializer
from business_api.recordings.models import CallRecord, Track
from business_api.transcripts.corrections import Corrections, author_names, corrections_of
from business_api.transcripts.models import Correction, Fact, Segment
from lodbic_contracts.keys import key_of_address

FACT_KINDS = ["item", "price", "date", "time", "metro", "address", "place", "phone", "link", "flag", "called_off"]
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


class CorrectedSerializer(serializers.Serializer[Any]):
    """The newest correction of a line: who says that this was said."""

    text = serializers.CharField()
    name = serializers.CharField()
    mine = serializers.BooleanField()
    created_at = serializers.DateTimeField()


class CorrectSerializer(StrictSerializer):
    """What was said there.

    `base`: how many `versions` of the line one has seen; over others it is refused (`line_changed`).
    """

    text = LineField(min_length=1, max_length=2000)
    base = serializers.IntegerField(min_value=0, required=False)


class VersionSerializer(serializers.Serializer[Any]):
    """A version of a line by a person; empty `text` took the corrections back."""

    text = serializers.CharField(allow_blank=True)
    name = serializers.CharField()
    mine = serializers.BooleanField()
    created_at = serializers.DateTimeField()


class VersionsSerializer(serializers.Serializer[Any]):
    """The corrections of a line, oldest first."""

    items = VersionSerializer(many=True)


class SegmentSerializer(serializers.Serializer[Any]):
    """What one person said in one breath; `words` are [text, start_ms, end_ms, confidence].

    `versions`: how often people have corrected it, also when the original text was had back since.
    """

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
    corrected = CorrectedSerializer(allow_null=True)
    versions = serializers.IntegerField()


class TranscriptSerializer(serializers.Serializer[Any]):
    """A part of a transcript; `origin` is the server time of its second 0."""

    origin = serializers.DateTimeField(allow_null=True)
    duration_ms = serializers.IntegerField()
    items = SegmentSerializer(many=True)
    has_more = serializers.BooleanField()


class FactSerializer(serializers.Serializer[Any]):
    """Something the call is remembered for. `confidence` from 0 to 1; `corrected`: somebody wrote the line over."""

    fact_id = serializers.UUIDField()
    kind = serializers.ChoiceField(FACT_KINDS)
    role = serializers.CharField(allow_blank=True)
    value = serializers.CharField(allow_blank=True)
    amount_minor = serializers.IntegerField(allow_null=True)
    currency = serializers.CharField(allow_blank=True)
    text = serializers.CharField()
    segment_id = serializers.IntegerField()
    mine = serializers.BooleanField()
    name = serializers.CharField()
    start_ms = serializers.IntegerField()
    end_ms = serializers.IntegerField()
    confidence = serializers.FloatField()
    corrected = serializers.BooleanField()


class FactsSerializer(serializers.Serializer[Any]):
    """The facts of a call in order, and the bargaining as a line; `ready` once the text was read."""

    ready = serializers.BooleanField()
    items = FactSerializer(many=True)
    prices = PriceSerializer(many=True)


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


def show_segment(segment: Segment, names: dict[UUID, str], viewer_id: Any, corrections: Corrections) -> dict[str, Any]:
    """SegmentSerializer's shape; `names` by account."""
    newest = corrections.find(segment)
    return {
        "segment_id": segment.pk,
        "side": segment.side,
        "mine": segment.user_id == viewer_id,
        "name": names[segment.user_id],
        "start_ms": segment.start_ms,
        "end_ms": segment.end_ms,
        "text": segment.text,
        "words": segment.words,
        "confidence": segment.confidence,
        "doubtful": segment.doubtful,
        "corrected": show_version(newest, names, viewer_id) if newest else None,
        "versions": len(corrections.versions(segment)),
    }


def show_version(correction: Correction, names: dict[UUID, str], viewer_id: Any) -> dict[str, Any]:
    """VersionSerializer's shape."""
    return {
        "text": correction.text,
        "name": names[correction.user_id],
        "mine": correction.user_id == viewer_id,
        "created_at": correction.created_at,
    }


def show_transcript(side: CallSide, segments: list[Segment], limit: int) -> dict[str, Any]:
    """TranscriptSerializer's shape; `segments` holds one more than `limit` when there are more."""
    names, corrections = author_names(side), corrections_of(side.call_id)
    first = Track.objects.filter(call=side.call).order_by("began_at").first()
    last = Segment.objects.filter(call=side.call).order_by("-end_ms").values_list("end_ms", flat=True).first()
    return {
        "origin": first.began_at if first else None,
        "duration_ms": last or 0,
        "items": [show_segment(segment, names, side.user_id, corrections) for segment in segments[:limit]],
        "has_more": len(segments) > limit,
    }


def show_fact(fact: Fact, names: dict[UUID, str], viewer_id: Any) -> dict[str, Any]:
    """FactSerializer's shape; `names` by account."""
    plain = ("kind", "role", "value", "amount_minor", "currency", "text", "segment_id", "start_ms", "end_ms")
    return {
        "fact_id": str(fact.pk),
        **{name: getattr(fact, name) for name in plain},
        "mine": fact.user_id == viewer_id,
        "name": names[fact.user_id],
        "confidence": fact.confidence,
        "corrected": fact.corrected,
    }


def file_name(side: CallSide) -> str:
    """What a call's files are called once saved, without the ending: when it was made, by its reader's clocks."""
    return f"lodbic-{made_at(side.call_id).astimezone(ZoneInfo(side.user.profile.time_zone)):%Y-%m-%d-%H%M}"


def show_links(side: CallSide, host: str) -> dict[str, Any]:
    """LinksSerializer's shape: only for what exists."""
    call, name = side.call, file_name(side)

    def link(key: str | None, kind: str, filename: str | None = None) -> str | None:
        return storage.download_link(host, key, kind, settings.LINK_SECONDS, filename) if key else None

    record = CallRecord.objects.filter(call=call).first()
    sound_url, etags = (record.sound_url, record.text_etags) if record else (None, {})
    text = key_of_address(call.text_url).removesuffix("json") if call.text_url else None
    sound, video = (key_of_address(url) if url else None for url in (sound_url, call.video_url))
    sound, video = _unless_gone(sound), _unless_gone(video)
    texts = {ending: _unless_gone(f"{text}{ending}" if text else None, etags.get(ending)) for ending in TYPES}
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


def _unless_gone(key: str | None, etag: str | None = None) -> str | None:
    """A key behind which still is what was written: who holds storage's own keys may have taken or exchanged it."""
    try:
        stored = storage.look(key) if key else None
    except Unavailable:
        return key
    return key if stored and etag in (None, stored.etag) else None
