"""Changing adverts."""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from business_api.accounts.models import User
from business_api.adverts.models import Advert, AdvertPicture
from business_api.core import storage
from business_api.core.errors import ApiError, Conflict, NotFound
from business_api.core.language import Text
from business_api.core.pictures import Picture

MOST_PICTURES = 10


def create_advert(seller: User, fields: dict[str, Any]) -> Advert:
    """Place an advert."""
    return Advert.objects.create(seller=seller, **fields)


def change_advert(advert: Advert, changes: dict[str, Any]) -> None:
    """Change the given fields."""
    for name, value in changes.items():
        setattr(advert, name, value)
    advert.updated_at = timezone.now()
    advert.save(update_fields=[*changes, "updated_at"])


def refuse_more_pictures(advert: Advert) -> None:
    """Conflict when the advert is full: checked before the upload is decoded and stored."""
    if advert.pictures.count() >= MOST_PICTURES:
        raise Conflict(
            Text(
                f"У объявления может быть не больше {MOST_PICTURES} фотографий.", f"At most {MOST_PICTURES} pictures."
            ),
            code="too_many_pictures",
        )


def add_picture(advert: Advert, picture: Picture) -> None:
    """Put a stored picture behind the others."""
    with transaction.atomic():
        Advert.objects.select_for_update().only("pk").get(pk=advert.pk)
        refuse_more_pictures(advert)
        last = advert.pictures.aggregate(last=Max("position"))["last"]
        AdvertPicture.objects.create(
            advert=advert,
            object_key=picture.key,
            width=picture.width,
            height=picture.height,
            position=0 if last is None else last + 1,
        )


def remove_picture(advert: Advert, picture_id: UUID) -> None:
    """Take a picture away, its object too."""
    picture = advert.pictures.filter(pk=picture_id).first()
    if picture is None:
        raise NotFound()
    key = picture.object_key
    picture.delete()
    storage.remove(key)


def order_pictures(advert: Advert, picture_ids: list[UUID]) -> None:
    """Put the pictures into this order; all of them must be named, once."""
    with transaction.atomic():
        pictures = {picture.pk: picture for picture in advert.pictures.select_for_update()}
        if len(picture_ids) != len(pictures) or set(picture_ids) != set(pictures):
            text = Text(
                "Перечислите все фотографии объявления по одному разу.", "Name each picture of the advert once."
            )
            raise ApiError(text, fields={"picture_ids": text})
        for position, picture_id in enumerate(picture_ids):
            pictures[picture_id].position = position
            pictures[picture_id].save(update_fields=["position"])
