"""What complaints carry."""

from typing import Any

from rest_framework import serializers

from business_api.core.serializers import StrictSerializer, TextField
from business_api.trust.models import ComplaintReason


class WriteComplaintSerializer(StrictSerializer):
    """Whom, why, and about what."""

    subject_id = serializers.UUIDField()
    advert_id = serializers.UUIDField(required=False, allow_null=True)
    call_id = serializers.UUIDField(required=False, allow_null=True)
    reason = serializers.ChoiceField(ComplaintReason.choices)
    text = TextField(max_length=2000, allow_blank=True, default="")


class ComplaintSerializer(serializers.Serializer[Any]):
    """The number of a complaint."""

    complaint_id = serializers.UUIDField()
