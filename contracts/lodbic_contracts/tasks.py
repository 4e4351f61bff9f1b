"""Celery tasks: their names, queues and arguments. A task takes ids only and may run twice."""

from typing import Any, NamedTuple


class Task(NamedTuple):
    """A task by its registered name, the queue it travels on and the names of its arguments."""

    name: str
    queue: str
    arguments: tuple[str, ...]


READ_ALONG = Task("transcriber.read_along", "live", ("track_id",))
FINISH_TRANSCRIPT = Task("transcriber.finish_transcript", "final", ("job_id",))
MAKE_SOUND = Task("transcriber.make_sound", "sound", ("job_id",))
MAKE_VIDEO = Task("transcriber.make_video", "media", ("job_id",))
MAKE_LONG_VIDEO = Task("transcriber.make_long_video", "media-long", ("job_id",))
"""Of a long call: it takes many minutes, and nobody's short video waits behind it."""

TRANSCRIBER_TASKS = (READ_ALONG, FINISH_TRANSCRIPT, MAKE_SOUND, MAKE_VIDEO, MAKE_LONG_VIDEO)

WAITING_SECONDS = 20
"""How long a task that waits is not sent again. Should it be lost meanwhile, it is sent anew after that."""


def waiting_key(task: Task, argument: str) -> str:
    """The Valkey key that says: this task waits already. Set by who sends it, deleted by the worker that begins it."""
    return f"lodbic:waits:{task.name}:{argument}"


LEASE_SECONDS = 60
"""A claimed job not renewed for so long may be claimed by another worker."""
MAX_ATTEMPTS = 3
VISIBILITY_TIMEOUT_SECONDS = 900

BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": VISIBILITY_TIMEOUT_SECONDS,
    "unacked_restore_interval": 5,
    "unacked_restore_throttle": 1,
    "socket_timeout": None,
    "socket_keepalive": True,
}
"""Alike for every producer and worker: a task must not run again while it still runs elsewhere."""

CELERY_SETTINGS: dict[str, Any] = {
    "broker_transport_options": BROKER_TRANSPORT_OPTIONS,
    "visibility_timeout": VISIBILITY_TIMEOUT_SECONDS,
    "result_backend": None,
    "task_ignore_result": True,
    "task_serializer": "json",
    "accept_content": ["json"],
    # A worker takes a message when it has a process to spare. By counting what was not acknowledged (a multiplier of 1)
    # a worker whose acknowledgement was lost with the broker would never take anything again.
    "worker_disable_prefetch": True,
    "worker_prefetch_multiplier": 0,
    # Asked to end, a worker gives what it has begun so many seconds.
    "worker_soft_shutdown_timeout": 20.0,
}
"""What every Celery application has alike, whoever queues or works."""
