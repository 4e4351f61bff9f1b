"""Calls, the people of a call, rings, consents and chat. db/README.md says which service writes which column."""

from typing import ClassVar

from django.db import models
from django.db.models.functions import Now

from business_api.accounts.models import User
from business_api.adverts.models import Advert
from business_api.core.fields import id_field
from lodbic_contracts.events import Purpose as ConsentPurpose
from lodbic_contracts.events import RingState as RingStateName


class Call(models.Model):
    """A call. `start_time` is when two people were in; null means that it never connected."""

    call_id = id_field()
    advert = models.ForeignKey(Advert, on_delete=models.PROTECT, null=True, related_name="calls")
    name = models.TextField()
    """The advert's title when the call was made; empty for a call to a person."""
    start_time = models.DateTimeField(null=True)
    end_time = models.DateTimeField(null=True)
    negotiation = models.ForeignKey("deals.Negotiation", on_delete=models.PROTECT, null=True, related_name="calls")
    text_url = models.TextField(null=True)
    video_url = models.TextField(null=True)

    class Meta:
        db_table = "calls"


class CallParticipant(models.Model):
    """A stay: one presence of a person in a call from joining to leaving. Written by signalling."""

    pk = models.CompositePrimaryKey("call", "user", "start_time")
    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="stays")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="stays")
    name = models.TextField()
    """What the others were shown."""
    start_time = models.DateTimeField()
    end_time = models.DateTimeField(null=True)

    class Meta:
        db_table = "call_participants"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["call", "user"], name="call_participants_one_open", condition=models.Q(end_time__isnull=True)
            )
        ]


class Side(models.TextChoices):
    """The two sides of a call. The caller is the buyer when the call is about an advert."""

    CALLER = "caller"
    CALLEE = "callee"


class CallSide(models.Model):
    """One of the two people of a call, and what the other is shown of them. `open` until the call is over."""

    pk = models.CompositePrimaryKey("call", "user")
    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="sides")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="sides")
    side = models.TextField(choices=Side.choices)
    participant_id = models.TextField(unique=True)
    name = models.TextField()
    image_url = models.TextField(null=True)
    """Where the picture shown lies on this site: signalling hands it on as it is."""
    open = models.BooleanField(default=True)
    knows_other = models.BooleanField(default=False, db_default=False)
    """Whether this person may know whose account the other's is: of whoever they called from an advert or a page.

    Of who calls them, and of whom they call back, they know what the call shows and no more.
    """

    class Meta:
        db_table = "call_sides"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["call", "side"], name="call_sides_one_each"),
            models.UniqueConstraint(fields=["user"], name="call_sides_one_open_call", condition=models.Q(open=True)),
        ]
        indexes: ClassVar = [models.Index(fields=["user", "-call"], name="call_sides_user")]


RING_STATES = [(state.value, state.value) for state in RingStateName]


class CallRing(models.Model):
    """The ring of a call: made by business-api as `ringing`, moved by signalling only, by conditional UPDATEs."""

    call = models.OneToOneField(Call, on_delete=models.PROTECT, primary_key=True, related_name="ring")
    caller = models.ForeignKey(User, on_delete=models.PROTECT, related_name="rings_made")
    callee = models.ForeignKey(User, on_delete=models.PROTECT, related_name="rings_received")
    state = models.TextField(choices=RING_STATES, default=RingStateName.RINGING.value)
    reason = models.TextField(default="", db_default="")
    version = models.IntegerField(default=0, db_default=0)
    created_at = models.DateTimeField(db_default=Now())
    expires_at = models.DateTimeField()
    changed_at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "call_rings"
        indexes: ClassVar = [
            models.Index(
                fields=["callee"], name="call_rings_ringing", condition=models.Q(state=RingStateName.RINGING.value)
            ),
            models.Index(fields=["callee", "state"], name="call_rings_callee_state"),
        ]


class Consent(models.Model):
    """A person's own consent to one purpose in one call, to one version of the text, until `withdrawn_at`."""

    consent_id = id_field()
    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="consents")
    user = models.ForeignKey(User, on_delete=models.PROTECT)
    purpose = models.TextField(choices=[(purpose.value, purpose.value) for purpose in ConsentPurpose])
    text_version = models.TextField()
    given_at = models.DateTimeField(db_default=Now())
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "consents"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["call", "user", "purpose"],
                name="consents_one_open",
                condition=models.Q(withdrawn_at__isnull=True),
            )
        ]


class Message(models.Model):
    """A line of a call's chat. `client_id` makes sending it twice harmless."""

    message_id = id_field()
    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="messages")
    user = models.ForeignKey(User, on_delete=models.PROTECT)
    client_id = models.UUIDField()
    text = models.TextField()
    sent_at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "messages"
        constraints: ClassVar = [models.UniqueConstraint(fields=["call", "user", "client_id"], name="messages_once")]
        indexes: ClassVar = [models.Index(fields=["call", "message_id"], name="messages_call")]


class Presence(models.Model):
    """Where a person's presence sockets are. Signalling's own table: a row per person and signalling process."""

    pk = models.CompositePrimaryKey("user", "process_id")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="presences")
    process_id = models.TextField()
    sockets = models.IntegerField()
    seen_at = models.DateTimeField()

    class Meta:
        db_table = "presences"


class UsedTicket(models.Model):
    """A ticket that has opened its socket. Signalling's own table; rows go when the ticket has expired anyway."""

    jti = models.UUIDField(primary_key=True)
    expires_at = models.DateTimeField(db_index=True)

    class Meta:
        db_table = "used_tickets"
