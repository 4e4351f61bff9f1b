"""Pieces of transcript. Written by the transcriber, read here."""

from typing import ClassVar

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models.expressions import RawSQL

from business_api.accounts.models import User
from business_api.calls.models import Call, Side
from business_api.recordings.models import Track


class Segment(models.Model):
    """What one person said in one breath. Times in milliseconds from the record's start."""

    segment_id = models.BigAutoField(primary_key=True)
    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="segments")
    revision = models.IntegerField()
    track = models.ForeignKey(Track, on_delete=models.PROTECT, related_name="+")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    side = models.TextField(choices=Side.choices)
    start_ms = models.IntegerField()
    end_ms = models.IntegerField()
    spoken_at = models.DateTimeField()
    text = models.TextField()
    words = models.JSONField()
    """[[text, start_ms, end_ms, confidence], …]"""
    confidence = models.FloatField()
    doubtful = models.BooleanField()
    search = models.GeneratedField(
        expression=RawSQL("to_tsvector('lodbic', text)", ()), output_field=SearchVectorField(), db_persist=True
    )

    class Meta:
        db_table = "segments"
        indexes: ClassVar = [
            models.Index(fields=["call", "start_ms"], name="segments_call"),
            GinIndex(fields=["search"], name="segments_search"),
        ]
