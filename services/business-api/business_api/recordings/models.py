"""The ledger of what was recorded, and the jobs made from it."""

from typing import ClassVar

from django.db import models
from django.db.models.functions import Now

from business_api.accounts.models import User
from business_api.calls.models import Call, Side
from business_api.core.fields import id_field


class RecordState(models.TextChoices):
    """`provisional`: made without waiting longer for a browser that is gone; `final`: every track is closed."""

    RECORDING = "recording"
    PROVISIONAL = "provisional"
    FINAL = "final"


class CallRecord(models.Model):
    """The record of a call. A new `revision` of text and video is made whenever more of it has come."""

    call = models.OneToOneField(Call, on_delete=models.PROTECT, primary_key=True, related_name="record")
    state = models.TextField(choices=RecordState.choices, default=RecordState.RECORDING)
    revision = models.IntegerField(default=0)
    """The newest revision that was ordered; 0 before the first."""
    slices_covered = models.IntegerField(default=0, db_default=0)
    """How many stored slices the newest revision was made from: more of them want a new one."""
    sound_url = models.TextField(null=True)
    """The newest sound to be heard, written by the transcriber: beside `text_url` and `video_url` of `calls`."""
    text_etags = models.JSONField(default=dict, db_default={})
    """{ending: storage's ETag of the newest text's object}, written by the transcriber: another one is not ours."""
    changed_at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "call_records"
        indexes: ClassVar = [
            models.Index(
                fields=["changed_at"], name="call_records_open", condition=~models.Q(state=RecordState.FINAL.value)
            )
        ]


class TrackKind(models.TextChoices):
    """`av` is watched, `audio` is read."""

    AV = "av"
    AUDIO = "audio"


class TrackState(models.TextChoices):
    """`finished` by its owner, `expired` by the sweep after seven days."""

    OPEN = "open"
    FINISHED = "finished"
    EXPIRED = "expired"


class Track(models.Model):
    """One run of one recorder. A device change or a rejoin is a new track."""

    track_id = id_field()
    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="tracks")
    recorder = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    side = models.TextField(choices=Side.choices)
    """Who speaks in it."""
    kind = models.TextField(choices=TrackKind.choices)
    mime_type = models.TextField()
    began_at = models.DateTimeField()
    """By the server's clock: the recorder's start plus its offset."""
    offset_ms = models.FloatField()
    """Server's clock minus the browser's, the median of at least five round trips, in milliseconds."""
    uncertainty_ms = models.FloatField()
    state = models.TextField(choices=TrackState.choices, default=TrackState.OPEN)
    slice_count = models.IntegerField(null=True)
    """By its owner's finish."""
    created_at = models.DateTimeField(db_default=Now())
    last_sign_at = models.DateTimeField(db_default=Now())
    finished_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "tracks"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["call", "recorder", "kind", "began_at"], name="tracks_once")
        ]
        indexes: ClassVar = [
            models.Index(fields=["call"], name="tracks_call"),
            models.Index(fields=["last_sign_at"], name="tracks_open", condition=models.Q(state="open")),
        ]


class Slice(models.Model):
    """A part of a track as announced: this can never change. `stored_at` is set once its object was seen in storage."""

    pk = models.CompositePrimaryKey("track", "sequence")
    track = models.ForeignKey(Track, on_delete=models.PROTECT, related_name="slices")
    sequence = models.IntegerField()
    size = models.IntegerField()
    sha256 = models.TextField()
    """Lower-case hex."""
    duration_ms = models.IntegerField()
    announced_at = models.DateTimeField(db_default=Now())
    stored_at = models.DateTimeField(null=True)
    late = models.BooleanField(default=False)
    """Stored after a revision had been ordered without it."""

    class Meta:
        db_table = "slices"


class TrackReading(models.Model):
    """A track that is read while it is recorded. The transcriber's own, as its windows are."""

    track = models.OneToOneField(Track, on_delete=models.CASCADE, primary_key=True, related_name="reading")
    upto_ms = models.IntegerField(default=0, db_default=0)
    """All sound before this moment of the track has been read."""
    origin = models.FloatField(null=True)
    """The container's own time, in seconds, at which the track begins."""
    slices_seen = models.IntegerField(default=0, db_default=0)
    """How many slices, counted from the first, the worker has looked at."""
    fence = models.BigIntegerField(default=0, db_default=0)
    """Grows with each claim: only the newest claimant may write."""
    lease_until = models.DateTimeField(null=True)
    attempts = models.IntegerField(default=0, db_default=0)
    """Claims since the last one that came to its end."""
    ahead = models.JSONField(null=True)
    """What was read behind `upto_ms`, of a window that is not whole yet: read again, unless the call ends first."""

    class Meta:
        db_table = "track_readings"


class TrackWindow(models.Model):
    """What was read in some seconds of a track: words with their times, and the model's figures."""

    pk = models.CompositePrimaryKey("track", "from_ms")
    track = models.ForeignKey(Track, on_delete=models.CASCADE, related_name="windows")
    from_ms = models.IntegerField()
    to_ms = models.IntegerField()
    passages = models.JSONField()
    """[[[[text, start, end, confidence], …], log probability, compression], …], in seconds from the track's start"""
    language = models.TextField(null=True)
    """As detected, or as set; null where nobody spoke."""
    fence = models.BigIntegerField()
    took_ms = models.IntegerField()
    """Processor time, for estimates."""
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "track_windows"
        indexes: ClassVar = [models.Index(fields=["created_at"], name="track_windows_newest")]


class JobKind(models.TextChoices):
    """What a job makes."""

    TRANSCRIPT = "transcript"
    SOUND = "sound"
    VIDEO = "video"


class JobState(models.TextChoices):
    """`superseded`: a newer revision was ordered before this one was made."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    SUPERSEDED = "superseded"


class Job(models.Model):
    """Work for the transcriber. Claimed with a lease and a fence; written under the fence only."""

    job_id = id_field()
    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="jobs")
    kind = models.TextField(choices=JobKind.choices)
    revision = models.IntegerField()
    state = models.TextField(choices=JobState.choices, default=JobState.QUEUED)
    fence = models.BigIntegerField(default=0, db_default=0)
    """Grows with each claim: only the newest claimant may write."""
    lease_until = models.DateTimeField(null=True)
    attempts = models.IntegerField(default=0, db_default=0)
    progress = models.FloatField(default=0.0, db_default=0.0)
    """Share done, 0 to 1."""
    code = models.TextField(default="", db_default="")
    """Why it failed, or what was wrong with its input."""
    created_at = models.DateTimeField(db_default=Now())
    queued_at = models.DateTimeField(db_default=Now())
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    read = models.BooleanField(default=False, db_default=False)
    """Whether business-api has read the text that this job made: for the search, the facts and the deal."""

    class Meta:
        db_table = "jobs"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["call", "kind", "revision"], name="jobs_once"),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["queued_at"], name="jobs_waiting", condition=models.Q(state__in=["queued", "running"])
            ),
            models.Index(
                fields=["finished_at"],
                name="jobs_unread",
                condition=models.Q(kind=JobKind.TRANSCRIPT.value, state=JobState.DONE.value, read=False),
            ),
        ]
