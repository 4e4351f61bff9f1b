"""Adverts and their pictures."""

from typing import ClassVar

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Value
from django.db.models.functions import Now, Upper

from business_api.accounts.models import User
from business_api.core.fields import Concat, id_field
from business_api.core.matching import folded


class Category(models.TextChoices):
    """What is sold."""

    TRANSPORT = "transport"
    PROPERTY = "property"
    ELECTRONICS = "electronics"
    HOME = "home"
    CLOTHES = "clothes"
    CHILDREN = "children"
    HOBBY = "hobby"
    ANIMALS = "animals"
    SERVICES = "services"
    OTHER = "other"


class AdvertState(models.TextChoices):
    """Active adverts are found by all; sold ones are seen by link; hidden ones by their owner only."""

    ACTIVE = "active"
    SOLD = "sold"
    HIDDEN = "hidden"


class Advert(models.Model):
    """Something offered for sale. Money in minor units of `currency`."""

    advert_id = id_field()
    seller = models.ForeignKey(User, on_delete=models.PROTECT, related_name="adverts")
    title = models.TextField()
    description = models.TextField(default="", db_default="")
    category = models.TextField(choices=Category.choices)
    price_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3, default="RUB", db_default="RUB")
    city = models.TextField()
    address = models.TextField(default="", db_default="")
    state = models.TextField(choices=AdvertState.choices, default=AdvertState.ACTIVE)
    created_at = models.DateTimeField(db_default=Now())
    updated_at = models.DateTimeField(db_default=Now())
    search_title = folded(F("title"))
    search_text = folded(Concat("city", Value(" ", models.TextField()), "description"))

    class Meta:
        db_table = "adverts"
        constraints: ClassVar = [
            models.CheckConstraint(
                name="adverts_price_range", condition=models.Q(price_minor__gte=0, price_minor__lte=10**14)
            )
        ]
        indexes: ClassVar = [
            models.Index(fields=["seller", "-advert_id"], name="adverts_seller"),
            models.Index(fields=["category", "-advert_id"], name="adverts_category"),
            models.Index(Upper("city"), name="adverts_city"),
            models.Index(fields=["-advert_id"], name="adverts_active", condition=models.Q(state="active")),
            GinIndex(OpClass("search_title", name="gin_trgm_ops"), name="adverts_title_like"),
            GinIndex(OpClass("search_text", name="gin_trgm_ops"), name="adverts_text_like"),
        ]


class AdvertPicture(models.Model):
    """A picture of an advert, re-encoded by us; `position` orders them from 0."""

    picture_id = id_field()
    advert = models.ForeignKey(Advert, on_delete=models.CASCADE, related_name="pictures")
    object_key = models.TextField(unique=True)
    width = models.IntegerField()
    height = models.IntegerField()
    position = models.IntegerField()

    class Meta:
        db_table = "advert_pictures"
        ordering: ClassVar = ["position", "picture_id"]
