"""Negotiations, the deal cards that two people confirm, and the addresses of their calendars."""

from typing import ClassVar

from django.db import models
from django.db.models.functions import Now

from business_api.accounts.models import User
from business_api.adverts.models import Advert
from business_api.core.fields import id_field

LARGEST_MINOR = 10**14


class Outcome(models.TextChoices):
    """How a negotiation ended; none while it goes on."""

    MET = "met"
    FELL_THROUGH = "fell_through"


class Negotiation(models.Model):
    """What two people talk about: an advert, or anything. `version` is the newest card's, 0 before the first.

    The fields of a card stand here too, as they are shown in lists: the agreed card's, or else the newest one's.
    """

    negotiation_id = id_field()
    advert = models.ForeignKey(Advert, on_delete=models.PROTECT, null=True, related_name="negotiations")
    seller = models.ForeignKey(User, on_delete=models.PROTECT, related_name="negotiations_as_seller")
    buyer = models.ForeignKey(User, on_delete=models.PROTECT, related_name="negotiations_as_buyer")
    name = models.TextField()
    """The advert's title at the first call; empty for calls between people."""
    outcome = models.TextField(default="", db_default="")
    version = models.IntegerField(default=0, db_default=0)
    agreed_version = models.IntegerField(null=True)
    sequence = models.IntegerField(default=0, db_default=0)
    """How often the meeting in the calendar has changed (RFC 5545, SEQUENCE)."""
    item = models.TextField(default="", db_default="")
    price_minor = models.BigIntegerField(null=True)
    currency = models.CharField(max_length=3, default="RUB", db_default="RUB")
    place = models.TextField(default="", db_default="")
    meet_at = models.DateTimeField(null=True)
    time_zone = models.TextField(default="Europe/Moscow", db_default="Europe/Moscow")
    created_at = models.DateTimeField(db_default=Now())
    changed_at = models.DateTimeField(db_default=Now())
    """The last call or change of the card."""

    class Meta:
        db_table = "negotiations"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["advert", "seller", "buyer"], name="negotiations_once", nulls_distinct=False
            )
        ]
        indexes: ClassVar = [
            models.Index(fields=["seller", "-changed_at"], name="negotiations_seller"),
            models.Index(fields=["buyer", "-changed_at"], name="negotiations_buyer"),
        ]


class DealCard(models.Model):
    """A version of what two people would agree on. Never changed: a change is a new version that asks both again."""

    pk = models.CompositePrimaryKey("negotiation", "version")
    negotiation = models.ForeignKey(Negotiation, on_delete=models.CASCADE, related_name="cards")
    version = models.IntegerField()
    item = models.TextField()
    price_minor = models.BigIntegerField(null=True)
    currency = models.CharField(max_length=3)
    place = models.TextField()
    meet_at = models.DateTimeField(null=True)
    time_zone = models.TextField()
    author = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    """Null: read from what was said in `call`."""
    call = models.ForeignKey("calls.Call", on_delete=models.PROTECT, null=True, related_name="+")
    sources = models.JSONField(default=dict)
    """{field: {call_id, start_ms, text}}: where in a call it was said."""
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "deal_cards"
        constraints: ClassVar = [
            models.CheckConstraint(
                name="deal_cards_price_range",
                condition=models.Q(price_minor__isnull=True)
                | models.Q(price_minor__gte=0, price_minor__lte=LARGEST_MINOR),
            )
        ]


class DealConfirmation(models.Model):
    """A person's yes to exactly one version of a card."""

    pk = models.CompositePrimaryKey("negotiation", "version", "user")
    negotiation = models.ForeignKey(Negotiation, on_delete=models.CASCADE, related_name="confirmations")
    version = models.IntegerField()
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "deal_confirmations"


class NegotiationMark(models.Model):
    """Who said how a negotiation ended, or that it goes on, and when. Never changed: the newest one stands."""

    mark_id = id_field()
    negotiation = models.ForeignKey(Negotiation, on_delete=models.CASCADE, related_name="marks")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    outcome = models.TextField()
    """Empty: it goes on."""
    marked_at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "negotiation_marks"


class NegotiationNote(models.Model):
    """A person's own next step: the other side never sees it."""

    pk = models.CompositePrimaryKey("negotiation", "user")
    negotiation = models.ForeignKey(Negotiation, on_delete=models.CASCADE, related_name="notes")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    next_step = models.TextField()

    class Meta:
        db_table = "negotiation_notes"


class CalendarFeed(models.Model):
    """Which address a person's calendar feed has now: the address is made from this number and the server's key."""

    user = models.OneToOneField(User, on_delete=models.PROTECT, primary_key=True, related_name="calendar_feed")
    number = models.IntegerField(default=1)

    class Meta:
        db_table = "calendar_feeds"
