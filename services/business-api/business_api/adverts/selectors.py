"""Reading adverts."""

from functools import cache
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef, QuerySet
from django.db.models.functions import JSONObject

from business_api.accounts.models import Status, User
from business_api.accounts.selectors import online
from business_api.adverts.models import Advert, AdvertPicture, AdvertState
from business_api.core.errors import Forbidden, NotFound
from business_api.core.language import Text
from business_api.core.matching import likest_first, match_words, words_of

ORDERS = {"new": "-advert_id", "cheap": "price_minor", "dear": "-price_minor"}


@cache  # to build it takes longer than the database does with it
def _adverts() -> QuerySet[Advert]:
    """With what is shown of the seller and the pictures: a list is made twice as fast of columns as of whole rows."""
    seller = {"seller_name": F("seller__profile__name"), "seller_image": F("seller__image_url")}
    fields = JSONObject(picture_id="picture_id", object_key="object_key", width="width", height="height")
    pictures = (
        AdvertPicture.objects.filter(advert=OuterRef("pk")).order_by("position", "picture_id").values(shown=fields)
    )
    rows = Advert.objects.defer("search_title", "search_text")
    return rows.annotate(seller_online=online("seller"), shown_pictures=ArraySubquery(pictures), **seller)


def find_adverts(viewer: User | None, wanted: dict[str, Any]) -> QuerySet[Advert]:
    """Active adverts of people in good standing that fit; with `seller=me`, all of the viewer's own."""
    text, order = wanted.get("q", ""), wanted.get("order")
    by_likeness = bool(words_of(text)) and not order
    rows = match_words(
        _wanted(Advert.objects.all() if by_likeness else _adverts(), viewer, wanted),
        text,
        "search_title",
        contains=("search_text",),
    )
    if by_likeness:
        return likest_first(_adverts(), rows, text, "search_title")
    return rows.order_by(*([ORDERS[order]] if order else []), "-advert_id")


def _wanted(rows: QuerySet[Advert], viewer: User | None, wanted: dict[str, Any]) -> QuerySet[Advert]:
    seller = wanted.get("seller", "")
    if seller == "me":
        rows = rows.filter(seller=viewer) if viewer else rows.none()
    else:
        rows = rows.filter(state=AdvertState.ACTIVE, seller__profile__status=Status.ACTIVE)
        if seller:
            rows = rows.filter(seller_id=UUID(seller))
    if wanted.get("category"):
        rows = rows.filter(category=wanted["category"])
    if wanted.get("city"):
        rows = rows.filter(city__iexact=wanted["city"])
    if wanted.get("price_min") is not None:
        rows = rows.filter(price_minor__gte=wanted["price_min"])
    if wanted.get("price_max") is not None:
        rows = rows.filter(price_minor__lte=wanted["price_max"])
    return rows


def access_advert(viewer: User | None, advert_id: UUID) -> Advert:
    """An advert the viewer may see: hidden ones are their owner's only. NotFound otherwise."""
    advert = _adverts().select_related("seller__profile").filter(pk=advert_id).first()
    mine = advert is not None and viewer is not None and advert.seller_id == viewer.pk
    if advert is None or not (
        mine or (advert.state != AdvertState.HIDDEN and advert.seller.profile.status == Status.ACTIVE)
    ):
        raise NotFound()
    return advert


def access_own_advert(owner: User, advert_id: UUID) -> Advert:
    """An advert its owner may change. NotFound, Forbidden."""
    advert = access_advert(owner, advert_id)
    if advert.seller_id != owner.pk:
        raise Forbidden(Text("Это объявление другого человека.", "This advert is somebody else's."))
    return advert
