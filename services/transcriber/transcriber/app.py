"""The Celery application: `celery -A transcriber.app worker -Q live|final|sound|media|media-long -c 1`.

PostgreSQL owns the state of jobs (`jobs.py`); the broker only carries their ids and may lose or repeat them.
"""

from pathlib import Path
from typing import Any

from celery import Celery, bootsteps
from celery.signals import worker_process_init
from celery.worker.consumer.tasks import Tasks

from lodbic_contracts.tasks import CELERY_SETTINGS, FINISH_TRANSCRIPT, READ_ALONG
from transcriber.settings import settings

HEALTH_SECONDS = 5.0

app = Celery("transcriber", include=["transcriber.tasks"])
app.conf.update(
    CELERY_SETTINGS,
    broker_url=settings().valkey_url,
    broker_connection_retry_on_startup=True,
    task_acks_late=True,
    # A child that was killed leaves its job to the lease, never to a message that comes back at once for ever.
    task_reject_on_worker_lost=False,
    worker_cancel_long_running_tasks_on_connection_loss=False,
    # Loading the model counts as starting.
    worker_proc_alive_timeout=60.0,
    worker_enable_remote_control=False,
    worker_send_task_events=False,
    worker_hijack_root_logger=False,
    worker_redirect_stdouts=False,
)


class Health(bootsteps.StartStopStep):
    """Touches the health file while the worker's loop turns and its broker is connected."""

    requires = (Tasks,)

    def start(self, parent: Any) -> None:
        """Begin as soon as tasks are consumed; called again after each reconnection, which clears the timer."""
        if file := settings().health_file:
            file.touch()
            parent.timer.call_repeatedly(HEALTH_SECONDS, Path.touch, (file,))


app.steps["consumer"].add(Health)


@worker_process_init.connect
def load_model(**_: object) -> None:
    """Load the model after the fork, in the processes that will read speech."""
    if {FINISH_TRANSCRIPT.queue, READ_ALONG.queue} & set(app.amqp.queues.consume_from):
        from transcriber.speech import recogniser  # noqa: PLC0415  # the other workers need no recogniser

        recogniser()
