"""Rate limits that hold under concurrency: counters in Valkey, taken and checked in one step."""

import hashlib

from django.http import HttpRequest
from redis.exceptions import RedisError

from business_api.core.errors import TooMany, Unavailable
from business_api.core.language import Text
from business_api.core.valkey import connection

_SCRIPT = """
local count = redis.call('INCR', KEYS[1])
if count == 1 then redis.call('EXPIRE', KEYS[1], ARGV[1]) end
return {count, redis.call('TTL', KEYS[1])}
"""


def client_address(request: HttpRequest) -> str:
    """The address nginx saw: it overwrites X-Forwarded-For, so its last entry is the only one believed."""
    forwarded = request.headers.get("X-Forwarded-For", "")
    return forwarded.rsplit(",", 1)[-1].strip() or request.META.get("REMOTE_ADDR", "")


def take(name: str, who: str, tries: int, seconds: int, message: Text | None = None) -> None:
    """Count one try of `name` by `who`. TooMany beyond `tries` in `seconds`; Unavailable when Valkey is away."""
    key = f"limit:{name}:{hashlib.sha256(who.encode()).hexdigest()[:32]}"
    try:
        count, left = connection().eval(_SCRIPT, 1, key, str(seconds))
    except RedisError as error:
        raise Unavailable() from error
    if int(count) > tries:
        raise TooMany(max(1, int(left)), message)


def forget(name: str, who: str) -> None:
    """Start the count anew, as after a login that succeeded."""
    connection().delete(f"limit:{name}:{hashlib.sha256(who.encode()).hexdigest()[:32]}")
