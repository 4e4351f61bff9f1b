"""Pieces of transcript (written by the transcriber), what they are found by, facts read from them, and corrections."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Case, When
from django.db.models.expressions import RawSQL
from django.db.models.functions import Now

from business_api.accounts.models import User
from business_api.calls.models import Call, Side
from business_api.core.fields import id_field
from business_api.recordings.models import Track

SEARCHED = "lodbic_searched(text, corrected, terms, people)"
SAID = Case(When(corrected="", then="text"), default="corrected")
"""A segment's text as it is shown."""


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
    # Written by business-api when it reads the transcript: until then the search does not know the segment.
    people = ArrayField(models.UUIDField(), default=list, db_default=RawSQL("'{}'::uuid[]", ()))
    """Whose call it is: the accounts that may find it."""
    terms = ArrayField(models.TextField(), default=list, db_default=RawSQL("'{}'::text[]", ()))
    """Numbers and times that were said, as `language.read_terms` names them, or meant; and `?` when the line asks."""
    corrected = models.TextField(default="", db_default="")
    """What a person says was said; empty when nobody has corrected it."""
    search = models.GeneratedField(
        expression=RawSQL(SEARCHED, ()),  # noqa: S611  # a constant
        output_field=SearchVectorField(null=True),
        db_persist=True,
    )

    class Meta:
        db_table = "segments"
        indexes: ClassVar = [
            models.Index(fields=["call", "start_ms"], name="segments_call"),
            GinIndex(fields=["people", "search"], name="segments_search", fastupdate=False),
        ]

    @property
    def shown(self) -> str:
        """The text as it is shown."""
        return self.corrected or self.text

    @property
    def doubted(self) -> bool:
        """Whether it is shown as doubtful: whoever corrects a line has heard it."""
        return self.doubtful and not self.corrected


class KnownWord(models.Model):
    """A word (its stem, as the search keeps it) that was ever said. `sound`: roughly how it sounds."""

    lexeme = models.TextField(primary_key=True)
    sound = models.GeneratedField(
        expression=RawSQL("lodbic_sound(lexeme)", ()), output_field=models.TextField(), db_persist=True
    )

    class Meta:
        db_table = "known_words"
        indexes: ClassVar = [
            models.Index(fields=["sound"], name="known_words_sound"),
            GinIndex(OpClass("lexeme", name="gin_trgm_ops"), name="known_words_like"),
        ]


class Correction(models.Model):
    """A version of a line by a person. The original stays in the transcript; a new revision keeps the correction.

    It belongs to the track and the moment, for segments are made anew with each revision. Empty `text` takes earlier
    corrections back.
    """

    correction_id = id_field()
    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="corrections")
    track = models.ForeignKey(Track, on_delete=models.PROTECT, related_name="+")
    start_ms = models.IntegerField()
    end_ms = models.IntegerField()
    original = models.TextField()
    text = models.TextField()
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "corrections"
        indexes: ClassVar = [models.Index(fields=["call", "correction_id"], name="corrections_call")]


class Fact(models.Model):
    """Something a call is remembered for, with the second it was said. Read by rules from the segments."""

    fact_id = id_field()
    """Bears when it was first read: one that is read again in the same words keeps it."""
    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="facts")
    kind = models.TextField()
    """item, price, date, time, metro, address, place, phone, link, flag or called_off."""
    role = models.TextField()
    """Of a price: asked, offered, agreed, delivery, deposit, other."""
    value = models.TextField()
    """The normal value: `2026-11-24`, `18:00`, `+79161234567`; empty of what was called off."""
    amount_minor = models.BigIntegerField(null=True)
    currency = models.TextField()
    text = models.TextField()
    """The words."""
    segment_id = models.BigIntegerField()
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    start_ms = models.IntegerField()
    end_ms = models.IntegerField()
    spoken_at = models.DateTimeField()
    confidence = models.FloatField()
    corrected = models.BooleanField(default=False, db_default=False)
    """Read from what somebody wrote over the line: it was not heard so."""

    class Meta:
        db_table = "facts"
        indexes: ClassVar = [models.Index(fields=["call", "start_ms"], name="facts_call")]
