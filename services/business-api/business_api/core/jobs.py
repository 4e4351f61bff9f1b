"""Sends Celery tasks after commit. What the broker lost the reconciler sends again: the row is the truth."""

import logging
from functools import cache

from celery import Celery
from django.conf import settings
from django.db import transaction
from kombu.exceptions import OperationalError
from redis.exceptions import RedisError

from business_api.core.valkey import connection
from lodbic_contracts.tasks import BROKER_TRANSPORT_OPTIONS, CELERY_SETTINGS, WAITING_SECONDS, Task, waiting_key

log = logging.getLogger(__name__)


@cache
def _sender() -> Celery:
    app = Celery("business-api-sender", broker=settings.CELERY_BROKER_URL)
    app.conf.update(
        CELERY_SETTINGS,
        # A request waits for it.
        broker_transport_options={**BROKER_TRANSPORT_OPTIONS, "socket_timeout": 5, "socket_connect_timeout": 2},
        broker_connection_timeout=2,
    )
    return app


def send_task(task: Task, *arguments: str) -> None:
    """Queue `task` once the transaction has committed."""
    assert len(arguments) == len(task.arguments)
    transaction.on_commit(lambda: _send(task, arguments))


def send_unless_waiting(task: Task, argument: str) -> None:
    """Queue `task` once the transaction has committed, unless it waits in the queue already."""

    def send() -> None:
        try:
            waits = not connection().set(waiting_key(task, argument), 1, nx=True, ex=WAITING_SECONDS)
        except RedisError as error:
            log.warning("task %s(%s) was not sent: %s", task.name, argument, error)
            return
        if not waits:
            _send(task, (argument,))

    transaction.on_commit(send)


def waiting(task: Task) -> int:
    """How many tasks wait in this task's queue; none when the broker is away."""
    try:
        length = connection().llen(task.queue)
    except RedisError as error:
        log.warning("the queue %s cannot be looked at: %s", task.queue, error)
        return 0
    assert isinstance(length, int)
    return length


def _send(task: Task, arguments: tuple[str, ...]) -> None:
    try:
        _sender().send_task(task.name, args=list(arguments), queue=task.queue, retry=False)
    except (OperationalError, RedisError, OSError) as error:
        log.warning("task %s%s was not sent: %s", task.name, arguments, error)
