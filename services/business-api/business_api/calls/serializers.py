"""What calls' requests carry and answers show."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from rest_framework import serializers

from business_api.calls.consent_texts import TEXTS, TITLES
from business_api.calls.models import CallSide, Message, Side
from business_api.calls.selectors import MISSED, consents_in_force, ring_state, seller_of
from business_api.core.language import Text
from business_api.core.serializers import StrictSerializer, TextField
from business_api.recordings.serializers import RecordSerializer, show_record
from business_api.trust.selectors import has_blocked_other
from lodbic_contracts.events import Purpose, RingState


class StartCallSerializer(StrictSerializer):
    """Whom to ring: an advert's seller or a person."""

    advert_id = serializers.UUIDField(required=False)
    user_id = serializers.UUIDField(required=False)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Exactly one of the two."""
        if len(attrs) != 1:
            text = Text("Укажите объявление или человека.", "Name either an advert or a person.")
            raise serializers.ValidationError(str(text))
        return attrs


class ListCallsSerializer(StrictSerializer):
    """Which calls are wanted."""

    q = serializers.CharField(max_length=200, required=False, allow_blank=True, default="")
    missed = serializers.BooleanField(required=False, default=False)
    page = serializers.IntegerField(min_value=1, max_value=500, default=1)


class PurposesSerializer(StrictSerializer):
    """Purposes to give (true) or withdraw (false); those not named stay."""

    record = serializers.BooleanField(required=False)
    transcribe = serializers.BooleanField(required=False)
    fraud_check = serializers.BooleanField(required=False)


class SetConsentsSerializer(StrictSerializer):
    """One's own consents, to this version of the text."""

    purposes = PurposesSerializer()
    text_version = serializers.CharField(max_length=20)


class SendMessageSerializer(StrictSerializer):
    """A line of chat; `client_id` makes sending it twice harmless."""

    client_id = serializers.UUIDField()
    text = TextField(min_length=1, max_length=2000)


class OtherSerializer(serializers.Serializer[Any]):
    """The other person as shown in this call."""

    participant_id = serializers.CharField()
    name = serializers.CharField()
    image_url = serializers.CharField(allow_null=True)


class CallSummarySerializer(serializers.Serializer[Any]):
    """A call in the list."""

    call_id = serializers.UUIDField()
    title = serializers.CharField(allow_blank=True)
    advert_id = serializers.UUIDField(allow_null=True)
    direction = serializers.ChoiceField(["incoming", "outgoing"])
    other = OtherSerializer()
    other_user_id = serializers.UUIDField(allow_null=True)
    ring_state = serializers.ChoiceField([state.value for state in RingState])
    created_at = serializers.DateTimeField()
    start_time = serializers.DateTimeField(allow_null=True)
    end_time = serializers.DateTimeField(allow_null=True)
    duration_seconds = serializers.IntegerField(allow_null=True)
    missed = serializers.BooleanField()
    has_text = serializers.BooleanField()
    has_video = serializers.BooleanField()


class YouSerializer(serializers.Serializer[Any]):
    """One's own side of a call."""

    participant_id = serializers.CharField()
    name = serializers.CharField()
    side = serializers.ChoiceField(Side.choices)


class CallSerializer(CallSummarySerializer):
    """A call's page."""

    you = YouSerializer()
    role = serializers.ChoiceField(["buyer", "seller"])
    blocked_by_me = serializers.BooleanField()
    negotiation_id = serializers.UUIDField(allow_null=True)
    record = RecordSerializer()


class TicketSerializer(serializers.Serializer[Any]):
    """A ticket for one socket, good for `expires_in` seconds."""

    ticket = serializers.CharField()
    expires_in = serializers.IntegerField()


class IceServerSerializer(serializers.Serializer[Any]):
    """RTCIceServer."""

    urls = serializers.ListField(child=serializers.CharField())
    username = serializers.CharField(required=False)
    credential = serializers.CharField(required=False)


class CallTicketSerializer(TicketSerializer):
    """A ticket into a call, with the servers that help to connect."""

    ice_servers = IceServerSerializer(many=True)


class ConsentTextSerializer(serializers.Serializer[Any]):
    """What one consents to."""

    purpose = serializers.ChoiceField([purpose.value for purpose in Purpose])
    title = serializers.CharField()
    text = serializers.CharField()


class GivenSerializer(serializers.Serializer[Any]):
    """Which purposes a person consents to now."""

    record = serializers.BooleanField()
    transcribe = serializers.BooleanField()
    fraud_check = serializers.BooleanField()


class ConsentsSerializer(serializers.Serializer[Any]):
    """The consents of a call as one side sees them. `recording`: both let it be recorded."""

    text_version = serializers.CharField()
    texts = ConsentTextSerializer(many=True)
    mine = GivenSerializer()
    other = GivenSerializer()
    recording = serializers.BooleanField()


class MessageSerializer(serializers.Serializer[Any]):
    """A line of chat."""

    message_id = serializers.UUIDField()
    participant_id = serializers.CharField()
    text = serializers.CharField()
    sent_at = serializers.DateTimeField()


class MessagesSerializer(serializers.Serializer[Any]):
    """A call's chat, oldest first."""

    items = MessageSerializer(many=True)


def made_at(call_id: UUID) -> datetime:
    """When a call was made: its UUIDv7 holds the Unix time in milliseconds (RFC 9562, section 5.7)."""
    return datetime.fromtimestamp((call_id.int >> 80) / 1000, UTC)


def show_summary(side: Any) -> dict[str, Any]:
    """CallSummarySerializer's shape, of one of the selectors' `summaries`."""
    call, other = side.call, side.other
    outgoing = side.side == Side.CALLER
    times, ring = (call.start_time, call.end_time), ring_state(side)
    return {
        "call_id": str(call.pk),
        "title": call.name,
        "advert_id": call.advert_id and str(call.advert_id),
        "direction": "outgoing" if outgoing else "incoming",
        "other": {name: other[name] for name in ("participant_id", "name", "image_url")},
        "other_user_id": other["user_id"] if side.knows_other else None,
        "ring_state": ring,
        "created_at": made_at(call.pk),
        "start_time": call.start_time,
        "end_time": call.end_time,
        "duration_seconds": int((times[1] - times[0]).total_seconds()) if times[0] and times[1] else None,
        "missed": not outgoing and ring in MISSED,
        "has_text": call.text_url is not None,
        "has_video": call.video_url is not None,
    }


def show_call(side: CallSide) -> dict[str, Any]:
    """CallSerializer's shape."""
    you = {"participant_id": side.participant_id, "name": side.name, "side": side.side}
    seller = seller_of(side.call, side.call.sides.all())
    return {
        **show_summary(side),
        "you": you,
        "role": "seller" if side.user_id == seller else "buyer",
        "blocked_by_me": has_blocked_other(side),
        "negotiation_id": side.call.negotiation_id and str(side.call.negotiation_id),
        "record": show_record(side.call),
    }


def show_consents(side: CallSide) -> dict[str, Any]:
    """ConsentsSerializer's shape."""
    given: dict[bool, set[str]] = {True: set(), False: set()}
    for consent in consents_in_force(side.call_id):
        given[consent.user_id == side.user_id].add(consent.purpose)
    texts = TEXTS[settings.CONSENT_VERSION]
    return {
        "text_version": settings.CONSENT_VERSION,
        "texts": [
            {"purpose": purpose.value, "title": str(TITLES[purpose]), "text": str(texts[purpose])}
            for purpose in Purpose
        ],
        "mine": {purpose.value: purpose.value in given[True] for purpose in Purpose},
        "other": {purpose.value: purpose.value in given[False] for purpose in Purpose},
        "recording": Purpose.RECORD.value in given[True] & given[False],
    }


def show_message(message: Message, participants: dict[UUID, str]) -> dict[str, Any]:
    """MessageSerializer's shape; `participants` gives each account's id in this call."""
    return {
        "message_id": str(message.pk),
        "participant_id": participants[message.user_id],
        "text": message.text,
        "sent_at": message.sent_at,
    }
