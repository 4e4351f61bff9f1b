"""What requests about negotiations carry and answers show."""

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from rest_framework import serializers

from business_api.calls.serializers import CallSummarySerializer
from business_api.core.language import Text
from business_api.core.serializers import LineField, StrictSerializer, TextField, TimeZoneField
from business_api.deals.models import LARGEST_MINOR, Outcome
from business_api.deals.negotiations import AGREED, TALKING
from business_api.language.currency import currencies

STATES = [TALKING, AGREED, *Outcome.values]
SOONEST_YEAR, LATEST_YEAR = 2000, 2100


class FindNegotiationsSerializer(StrictSerializer):
    """Which negotiations are wanted."""

    q = serializers.CharField(max_length=200, required=False, allow_blank=True, default="")
    state = serializers.ChoiceField(STATES, required=False, allow_blank=True, default="")
    role = serializers.ChoiceField(["buyer", "seller"], required=False, allow_blank=True, default="")
    sort = serializers.ChoiceField(["recent", "price", "meeting"], required=False, default="recent")


class ListNegotiationsSerializer(FindNegotiationsSerializer):
    """The same, by pages."""

    page = serializers.IntegerField(min_value=1, max_value=500, default=1)


class ExportNegotiationsSerializer(FindNegotiationsSerializer):
    """The same, as a file."""

    format = serializers.ChoiceField(["csv", "xlsx"])


class DealFieldsSerializer(serializers.Serializer[Any]):
    """What two people agree on. `meet_at` is a moment; `time_zone` says how to show it."""

    item = LineField(max_length=200, allow_blank=True)
    price_minor = serializers.IntegerField(min_value=0, max_value=LARGEST_MINOR, allow_null=True)
    currency = serializers.RegexField("^[A-Z]{3}$")
    place = LineField(max_length=300, allow_blank=True)
    meet_at = serializers.DateTimeField(allow_null=True)
    time_zone = TimeZoneField()


class EditCardSerializer(DealFieldsSerializer, StrictSerializer):
    """A new version of the card over `base_version` (0 when there is none); `confirm` says yes to it at once."""

    base_version = serializers.IntegerField(min_value=0)
    confirm = serializers.BooleanField(default=False)

    def validate_currency(self, value: str) -> str:
        """Money that people talk of."""
        if value not in currencies():
            raise serializers.ValidationError(str(Text("Неизвестная валюта.", "There is no such currency here.")))
        return value

    def validate_meet_at(self, value: datetime | None) -> datetime | None:
        """Whole minutes of this century."""
        if value is None:
            return None
        if not SOONEST_YEAR <= value.year < LATEST_YEAR:
            raise serializers.ValidationError(str(Text("Проверьте дату встречи.", "Check the date of the meeting.")))
        return value.astimezone(UTC).replace(second=0, microsecond=0)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Something must be agreed on."""
        if not attrs["item"] and attrs["price_minor"] is None and not attrs["place"] and attrs["meet_at"] is None:
            text = Text("Заполните хотя бы одно поле.", "Fill in at least one field.")
            raise serializers.ValidationError({"item": str(text)})
        return attrs


class ConfirmCardSerializer(StrictSerializer):
    """Which version one says yes to."""

    version = serializers.IntegerField(min_value=1)


class ChangeNegotiationSerializer(StrictSerializer):
    """How it ended (`talking` opens it again), and one's own next step."""

    state = serializers.ChoiceField([TALKING, *Outcome.values], required=False)
    next_step = TextField(max_length=500, required=False, allow_blank=True)


class PriceSerializer(serializers.Serializer[Any]):
    """A step of the bargaining."""

    role = serializers.CharField()
    amount_minor = serializers.IntegerField()
    currency = serializers.CharField()
    mine = serializers.BooleanField()
    call_id = serializers.UUIDField()
    start_ms = serializers.IntegerField()
    said_at = serializers.DateTimeField()


class OtherPersonSerializer(serializers.Serializer[Any]):
    """The other person."""

    name = serializers.CharField()
    image_url = serializers.CharField(allow_null=True)


class NegotiationSummarySerializer(DealFieldsSerializer):
    """A negotiation in the list; the fields are the agreed card's, or else the newest one's."""

    negotiation_id = serializers.UUIDField()
    advert_id = serializers.UUIDField(allow_null=True)
    title = serializers.CharField(allow_blank=True)
    role = serializers.ChoiceField(["buyer", "seller"])
    other = OtherPersonSerializer()
    state = serializers.ChoiceField(STATES)
    change_pending = serializers.BooleanField()
    waits_for = serializers.ChoiceField(["", "me", "other", "both"], allow_blank=True)
    prices = PriceSerializer(many=True)
    next_step = serializers.CharField(allow_blank=True)
    calls = serializers.IntegerField()
    last_call_at = serializers.DateTimeField(allow_null=True)


class SourceSerializer(serializers.Serializer[Any]):
    """Where it was said; `corrected`: somebody wrote that line over."""

    call_id = serializers.UUIDField()
    start_ms = serializers.IntegerField()
    text = serializers.CharField()
    corrected = serializers.BooleanField(required=False)


class CalledOffSerializer(SourceSerializer):
    """The words in which somebody said that nothing comes of it."""

    mine = serializers.BooleanField()


class ConfirmedSerializer(serializers.Serializer[Any]):
    """When each of the two said yes to this version."""

    mine = serializers.DateTimeField(allow_null=True)
    other = serializers.DateTimeField(allow_null=True)


class CardSerializer(DealFieldsSerializer):
    """A version of the card. `author`: `call` when it was read from what was said."""

    version = serializers.IntegerField()
    author = serializers.ChoiceField(["call", "me", "other"])
    created_at = serializers.DateTimeField()
    call_id = serializers.UUIDField(allow_null=True)
    sources = serializers.DictField(child=SourceSerializer())
    confirmed = ConfirmedSerializer()


class MarkSerializer(serializers.Serializer[Any]):
    """Who said how it ended, or that it goes on (`talking`), and when."""

    state = serializers.ChoiceField([TALKING, *Outcome.values])
    mine = serializers.BooleanField()
    marked_at = serializers.DateTimeField()


class CalendarLinksSerializer(serializers.Serializer[Any]):
    """Ways to put the meeting into a calendar; when it was called off, only the file that takes it out again."""

    ics = serializers.CharField()
    google = serializers.CharField(allow_null=True)
    yandex = serializers.CharField(allow_null=True)


class NegotiationSerializer(NegotiationSummarySerializer):
    """A negotiation's page. `suggestion`: what calls say by now, when that is not what the card says.

    `called_off`: that a call says nothing comes of it, until a later call, card or mark tells otherwise.
    """

    card = CardSerializer(allow_null=True)
    agreed = CardSerializer(allow_null=True)
    suggestion = DealFieldsSerializer(allow_null=True)
    called_off = CalledOffSerializer(allow_null=True)
    call_list = CallSummarySerializer(many=True)
    versions = CardSerializer(many=True)
    marks = MarkSerializer(many=True)
    calendar = CalendarLinksSerializer(allow_null=True)


class FeedSerializer(serializers.Serializer[Any]):
    """The private address of one's calendar."""

    url = serializers.CharField()


def in_zone(moment: datetime, name: str) -> datetime:
    """The same moment on a clock of that zone."""
    return moment.astimezone(ZoneInfo(name))
