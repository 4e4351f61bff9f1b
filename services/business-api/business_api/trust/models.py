"""Blocks and complaints."""

from typing import ClassVar

from django.db import models
from django.db.models.functions import Now

from business_api.accounts.models import User
from business_api.adverts.models import Advert
from business_api.calls.models import Call
from business_api.core.fields import id_field


class Block(models.Model):
    """`blocker` cannot be called by `blocked`, nor the other way round."""

    pk = models.CompositePrimaryKey("blocker", "blocked")
    blocker = models.ForeignKey(User, on_delete=models.CASCADE, related_name="blocks_made")
    blocked = models.ForeignKey(User, on_delete=models.CASCADE, related_name="blocks_received")
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "blocks"


class CallBlock(models.Model):
    """`blocked` cannot call `blocker`, who knows no more of them than the call.

    Apart from `Block`: were it one row with a block by name, the one would tell whose the other is.
    """

    pk = models.CompositePrimaryKey("blocker", "call")
    blocker = models.ForeignKey(User, on_delete=models.CASCADE, related_name="call_blocks_made")
    call = models.ForeignKey(Call, on_delete=models.CASCADE)
    blocked = models.ForeignKey(User, on_delete=models.CASCADE, related_name="call_blocks_received")
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "call_blocks"


class ComplaintReason(models.TextChoices):
    """Why a person complains."""

    FRAUD = "fraud"
    ABUSE = "abuse"
    FAKE_ADVERT = "fake_advert"
    SPAM = "spam"
    OTHER = "other"


class Complaint(models.Model):
    """One person's report of another, with what it is about."""

    complaint_id = id_field()
    reporter = models.ForeignKey(User, on_delete=models.PROTECT, related_name="complaints_made")
    subject = models.ForeignKey(User, on_delete=models.PROTECT, related_name="complaints_received")
    advert = models.ForeignKey(Advert, on_delete=models.PROTECT, null=True)
    call = models.ForeignKey(Call, on_delete=models.PROTECT, null=True)
    reason = models.TextField(choices=ComplaintReason.choices)
    text = models.TextField(default="", db_default="")
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "complaints"
        indexes: ClassVar = [models.Index(fields=["subject", "-complaint_id"], name="complaints_subject")]
