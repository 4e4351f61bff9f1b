"""Model fields used by every app."""

from typing import Any

from django.db import models
from django.db.models.expressions import Func


class UUIDv7(Func):
    """PostgreSQL 18's uuidv7(): ids that sort by the time of their making."""

    function = "uuidv7"
    arity = 0
    output_field = models.UUIDField()


def id_field() -> "models.UUIDField[Any, Any]":
    """A primary key made by the database: it is known after the INSERT only."""
    return models.UUIDField(primary_key=True, db_default=UUIDv7(), editable=False)


class Concat(Func):
    """`a || b`: unlike Django's Concat it is immutable, as generated columns must be."""

    template = "%(expressions)s"
    arg_joiner = " || "
    output_field = models.TextField()
