"""What recorders send and how a record is shown."""

from typing import Any

from django.conf import settings
from rest_framework import serializers

from business_api.calls.models import Call, Side
from business_api.core.language import Text
from business_api.core.serializers import StrictSerializer
from business_api.recordings.estimates import seconds_left
from business_api.recordings.models import CallRecord, Job, JobKind, JobState, RecordState, Track, TrackKind, TrackState
from business_api.recordings.selectors import newest_jobs, tracks_of

MOST_SLICES = 20_000
SHOWN_STATES = {
    JobState.QUEUED: "waiting",
    JobState.RUNNING: "working",
    JobState.DONE: "ready",
    JobState.FAILED: "failed",
    JobState.SUPERSEDED: "waiting",
}


class StartTrackSerializer(StrictSerializer):
    """A recorder's start by the browser's clock (Unix ms), and what to add to it for the server's."""

    kind = serializers.ChoiceField(TrackKind.choices)
    mime_type = serializers.RegexField(r"^(video|audio)/(webm|mp4|ogg)(;.{0,80})?$", max_length=100)
    began_at_ms = serializers.FloatField(min_value=1.6e12, max_value=4.1e12)
    offset_ms = serializers.FloatField(min_value=-1e10, max_value=1e10)
    uncertainty_ms = serializers.FloatField(min_value=0, max_value=60_000)


class TrackIdSerializer(serializers.Serializer[Any]):
    """The new track."""

    track_id = serializers.UUIDField()


class AnnounceSerializer(StrictSerializer):
    """A slice as it will be uploaded."""

    sequence = serializers.IntegerField(min_value=0, max_value=MOST_SLICES - 1)
    size = serializers.IntegerField(min_value=1, max_value=settings.SLICE_BYTES)
    sha256 = serializers.RegexField(r"^[0-9a-f]{64}$")
    duration_ms = serializers.IntegerField(min_value=0, max_value=60_000)


class SlicesSerializer(StrictSerializer):
    """Announce some slices and confirm others that storage has taken."""

    announce = AnnounceSerializer(many=True, required=False, default=list)
    stored = serializers.ListField(
        child=serializers.IntegerField(min_value=0, max_value=MOST_SLICES - 1),
        required=False,
        default=list,
        max_length=50,
    )

    def validate_announce(self, value: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """At most twenty at a time, each once."""
        if len(value) > 20:
            raise serializers.ValidationError(str(Text("Не больше 20 за раз.", "At most 20 at a time.")))
        if len({entry["sequence"] for entry in value}) != len(value):
            raise serializers.ValidationError(str(Text("Номер повторяется.", "A sequence stands twice.")))
        return value


class LinkSerializer(serializers.Serializer[Any]):
    """Where to PUT a slice, with exactly these headers."""

    sequence = serializers.IntegerField()
    url = serializers.CharField()
    headers = serializers.DictField(child=serializers.CharField())


class SlicesAnswerSerializer(serializers.Serializer[Any]):
    """Links for the slices not stored yet, those now known to be stored, and whether recording may go on.

    `refused` began when not both people let it be recorded any more: they are never taken.
    """

    links = LinkSerializer(many=True)
    stored = serializers.ListField(child=serializers.IntegerField())
    refused = serializers.ListField(child=serializers.IntegerField())
    recording = serializers.BooleanField()


class FinishSerializer(StrictSerializer):
    """How many slices the track has."""

    slice_count = serializers.IntegerField(min_value=0, max_value=MOST_SLICES)


class FinishedTrackSerializer(serializers.Serializer[Any]):
    """Where the track stands."""

    state = serializers.ChoiceField(TrackState.choices)


class ProductSerializer(serializers.Serializer[Any]):
    """Text, sound or video of a record: `progress` 0 to 1, `code` says why it failed.

    `seconds_left` is a guess at how long it will still take; null when nothing is being made.
    """

    state = serializers.ChoiceField(["none", "waiting", "working", "ready", "failed"])
    progress = serializers.FloatField()
    seconds_left = serializers.IntegerField(allow_null=True)
    code = serializers.CharField(allow_blank=True)


class TrackSerializer(serializers.Serializer[Any]):
    """A track with its slices counted."""

    track_id = serializers.UUIDField()
    side = serializers.ChoiceField(Side.choices)
    kind = serializers.ChoiceField(TrackKind.choices)
    state = serializers.ChoiceField(TrackState.choices)
    began_at = serializers.DateTimeField()
    announced = serializers.IntegerField()
    stored = serializers.IntegerField()


class RecordSerializer(serializers.Serializer[Any]):
    """A call's record and what has been made of it."""

    state = serializers.ChoiceField(["none", *RecordState.values])
    revision = serializers.IntegerField()
    text = ProductSerializer()
    sound = ProductSerializer()
    video = ProductSerializer()
    tracks = TrackSerializer(many=True)


def _show_product(job: Job | None, shown: bool) -> dict[str, Any]:
    if job is None:
        state, progress = ("ready", 1.0) if shown else ("none", 0.0)
        return {"state": state, "progress": progress, "seconds_left": None, "code": ""}
    state = SHOWN_STATES[JobState(job.state)]
    return {"state": state, "progress": job.progress, "seconds_left": seconds_left(job), "code": job.code}


def show_record(call: Call) -> dict[str, Any]:
    """RecordSerializer's shape."""
    record = CallRecord.objects.filter(call=call).first()
    jobs = newest_jobs(call) if record else {}
    tracks: list[Any] = list(tracks_of(call)) if record else []
    return {
        "state": record.state if record else "none",
        "revision": record.revision if record else 0,
        "text": _show_product(jobs.get(JobKind.TRANSCRIPT), call.text_url is not None),
        "sound": _show_product(jobs.get(JobKind.SOUND), record is not None and record.sound_url is not None),
        "video": _show_product(jobs.get(JobKind.VIDEO), call.video_url is not None),
        "tracks": [_show_track(track) for track in tracks],
    }


def _show_track(track: Any) -> dict[str, Any]:
    assert isinstance(track, Track)
    counts = {name: getattr(track, name) for name in ("announced", "stored")}
    return {
        "track_id": str(track.pk),
        "side": track.side,
        "kind": track.kind,
        "state": track.state,
        "began_at": track.began_at,
        **counts,
    }
