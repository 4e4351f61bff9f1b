"""What blocks and complaints carry."""

from typing import Any

from rest_framework import serializers

from business_api.core.serializers import StrictSerializer, TextField
from business_api.trust.models import CallBlock, ComplaintReason


class CallBlockSerializer(serializers.Serializer[Any]):
    """Whom one has blocked by a call, as that call showed them."""

    call_id = serializers.UUIDField()
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


def show_call_block(block: CallBlock) -> dict[str, Any]:
    """CallBlockSerializer's shape."""
    shown = next(side for side in block.call.sides.all() if side.user_id == block.blocked_id)
    return {
        "call_id": str(block.call_id),
        "name": shown.name,
        "image_url": shown.image_url,
        "since": block.created_at,
    }
