"""What complaints carry."""

from typing import Any

from django.http import HttpRequest
from rest_framework import serializers

from business_api.accounts.serializers import image_link
from business_api.core.serializers import StrictSerializer, TextField
from business_api.trust.models import Block, ComplaintReason


class BlockedSerializer(serializers.Serializer[Any]):
    """Whom one has blocked: a person, or whoever called in the call `call_id`, as that call showed them."""

    user_id = serializers.UUIDField(allow_null=True)
    call_id = serializers.UUIDField(allow_null=True)
    name = serializers.CharField()
    image_url = serializers.CharField(allow_null=True)
    since = serializers.DateTimeField()


class WriteComplaintSerializer(StrictSerializer):
    """Whom, why, and about what. With a call, the other of it is meant, and `subject_id` may be left out."""

    subject_id = serializers.UUIDField(required=False, allow_null=True)
    advert_id = serializers.UUIDField(required=False, allow_null=True)
    call_id = serializers.UUIDField(required=False, allow_null=True)
    reason = serializers.ChoiceField(ComplaintReason.choices)
    text = TextField(max_length=2000, allow_blank=True, default="")


class ComplaintSerializer(serializers.Serializer[Any]):
    """The number of a complaint."""

    complaint_id = serializers.UUIDField()


def show_blocked(request: HttpRequest, block: Any) -> dict[str, Any]:
    """BlockedSerializer's shape, of a row that the selector read."""
    assert isinstance(block, Block)
    if block.call is None:
        name, image = block.blocked.profile.name, image_link(request, block.blocked.image_url)
    else:
        shown = next(side for side in block.call.sides.all() if side.user_id == block.blocked_id)
        name, image = shown.name, shown.image_url
    return {
        "user_id": None if block.call else str(block.blocked_id),
        "call_id": block.call and str(block.call.pk),
        "name": name,
        "image_url": image,
        "since": block.created_at,
    }
