"""The connection to Valkey. Whatever is in it can be lost."""

from functools import cache

import redis
from django.conf import settings


@cache
def connection() -> "redis.Redis":
    """This process's pool of connections; answers within two seconds or raises RedisError."""
    return redis.Redis.from_url(settings.VALKEY_URL, socket_timeout=2, socket_connect_timeout=2)
