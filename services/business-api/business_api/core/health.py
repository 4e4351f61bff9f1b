"""Whether this process can do its work."""

import redis
from django.db import OperationalError, connection
from django.http import HttpRequest, JsonResponse

from business_api.core import valkey


def health(request: HttpRequest) -> JsonResponse:
    """200 with the parts that answer; 503 when the database does not. Valkey may be away for a while."""
    parts = {"database": _database(), "valkey": _valkey()}
    return JsonResponse(parts, status=200 if parts["database"] else 503)


def _database() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except OperationalError:
        return False
    return True


def _valkey() -> bool:
    try:
        return bool(valkey.connection().ping())
    except redis.exceptions.RedisError:
        return False
