"""What adverts' requests carry and answers show."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from rest_framework import serializers

from business_api.accounts.models import User
from business_api.accounts.serializers import image_link
from business_api.adverts.models import AdvertState, Category
from business_api.core.language import Text
from business_api.core.serializers import LineField, StrictSerializer, TextField

MOST_MINOR = 10**14


class WriteAdvertSerializer(StrictSerializer):
    """An advert's own fields. Money in minor units."""

    title = LineField(min_length=3, max_length=100)
    description = TextField(max_length=5000, allow_blank=True, default="")
    category = serializers.ChoiceField(Category.choices)
    price_minor = serializers.IntegerField(min_value=0, max_value=MOST_MINOR)
    currency = serializers.ChoiceField(["RUB"], default="RUB")
    city = LineField(min_length=1, max_length=80)
    address = LineField(max_length=200, allow_blank=True, default="")


class ChangeAdvertSerializer(WriteAdvertSerializer):
    """Any of an advert's fields, and its state."""

    state = serializers.ChoiceField(AdvertState.choices)


class FindAdvertsSerializer(StrictSerializer):
    """A search for adverts. Prices in minor units; `seller` is a person's id or `me`."""

    q = serializers.CharField(max_length=200, required=False, allow_blank=True)
    category = serializers.ChoiceField(Category.choices, required=False, allow_blank=True)
    city = serializers.CharField(max_length=80, required=False, allow_blank=True)
    price_min = serializers.IntegerField(min_value=0, max_value=MOST_MINOR, required=False)
    price_max = serializers.IntegerField(min_value=0, max_value=MOST_MINOR, required=False)
    seller = serializers.CharField(max_length=36, required=False, allow_blank=True)
    order = serializers.ChoiceField(["new", "cheap", "dear"], required=False)
    page = serializers.IntegerField(min_value=1, max_value=500, default=1)

    def validate_seller(self, value: str) -> str:
        """`me` or an id."""
        if value not in {"", "me"}:
            try:
                UUID(value)
            except ValueError as error:
                text = Text("Здесь нужен номер человека или me.", "A person's id or me is needed here.")
                raise serializers.ValidationError(str(text)) from error
        return value


class OrderPicturesSerializer(StrictSerializer):
    """Every picture of the advert, in the order wanted."""

    picture_ids = serializers.ListField(child=serializers.UUIDField(), max_length=50)


class AdvertPictureSerializer(serializers.Serializer[Any]):
    """A picture; sizes in pixels."""

    picture_id = serializers.UUIDField()
    url = serializers.CharField()
    width = serializers.IntegerField()
    height = serializers.IntegerField()


class SellerSerializer(serializers.Serializer[Any]):
    """Who sells."""

    user_id = serializers.UUIDField()
    name = serializers.CharField()
    image_url = serializers.CharField(allow_null=True)
    online = serializers.BooleanField()


class AdvertSerializer(serializers.Serializer[Any]):
    """An advert as shown."""

    advert_id = serializers.UUIDField()
    title = serializers.CharField()
    description = serializers.CharField(allow_blank=True)
    category = serializers.ChoiceField(Category.choices)
    price_minor = serializers.IntegerField()
    currency = serializers.CharField()
    city = serializers.CharField()
    address = serializers.CharField(allow_blank=True)
    state = serializers.ChoiceField(AdvertState.choices)
    created_at = serializers.DateTimeField()
    pictures = AdvertPictureSerializer(many=True)
    seller = SellerSerializer()
    mine = serializers.BooleanField()


def show_advert(request: HttpRequest, advert: Any, viewer: User | None) -> dict[str, Any]:
    """AdvertSerializer's shape, of a row that the selectors annotated."""
    return {
        "advert_id": str(advert.pk),
        **{name: getattr(advert, name) for name in ("title", "description", "category", "price_minor", "currency")},
        **{name: getattr(advert, name) for name in ("city", "address", "state", "created_at")},
        "pictures": [
            {
                "picture_id": picture["picture_id"],
                "url": image_link(request, picture["object_key"]),
                "width": picture["width"],
                "height": picture["height"],
            }
            for picture in advert.shown_pictures
        ],
        "seller": {
            "user_id": str(advert.seller_id),
            "name": advert.seller_name,
            "image_url": image_link(request, advert.seller_image),
            "online": advert.seller_online,
        },
        "mine": viewer is not None and viewer.pk == advert.seller_id,
    }
