"""What waits in the queues, and what is wished for. Valkey may be away or have lost it all: then there is nothing."""

import logging
from functools import cache

import redis

from lodbic_contracts.captions import wish_key
from lodbic_contracts.tasks import Task, waiting_key
from transcriber.settings import settings

log = logging.getLogger(__name__)


@cache
def _valkey() -> "redis.Redis":
    return redis.Redis.from_url(settings().valkey_url, socket_timeout=2, socket_connect_timeout=2)


def begin(task: Task, argument: str) -> None:
    """A task has begun: from now on it may be sent again."""
    try:
        _valkey().delete(waiting_key(task, argument))
    except redis.RedisError as error:
        log.warning("%s(%s) goes on being said to wait: %s", task.name, argument, error)


def waiting(task: Task) -> int:
    """How many tasks wait in this task's queue."""
    try:
        length = _valkey().llen(task.queue)
    except redis.RedisError:
        return 0
    assert isinstance(length, int)
    return length


def captions_are_read(call_id: str) -> bool:
    """Tell whether somebody in this call reads captions along."""
    try:
        return bool(_valkey().exists(wish_key(call_id)))
    except redis.RedisError:
        return False
