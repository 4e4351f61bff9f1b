"""business-api's own Celery worker and beat: what is neither a request nor speech."""

import os
import threading
import time
from pathlib import Path
from typing import Any

from celery import Celery
from celery.beat import PersistentScheduler
from celery.signals import worker_ready

from lodbic_contracts.tasks import CELERY_SETTINGS

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "business_api.settings")

app = Celery("business-api")


@app.on_configure.connect
def configure(sender: Celery, **_: Any) -> None:
    """What all have alike, and the addresses from Django's settings."""
    import django  # noqa: PLC0415 - settings are read only when the app is used
    from django.conf import settings  # noqa: PLC0415 - as above

    django.setup()
    sender.conf.update(
        CELERY_SETTINGS,
        broker_url=settings.CELERY_BROKER_URL,
        broker_connection_retry_on_startup=True,
        task_default_queue="business",
        imports=("business_api.recordings.tasks", "business_api.transcripts.tasks", "business_api.accounts.tasks"),
        beat_schedule={
            # Each run that found the worker busy is dropped: they look at the database, not at a message.
            "sweep_records": {"task": "business.sweep_records", "schedule": 3.0, "options": {"expires": 3}},
            "read_transcripts": {"task": "business.read_transcripts", "schedule": 1.0, "options": {"expires": 1}},
            "requeue_jobs": {"task": "business.requeue_jobs", "schedule": 5.0, "options": {"expires": 5}},
            "send_letters": {"task": "business.send_letters", "schedule": 5.0, "options": {"expires": 5}},
            "clear_readings": {"task": "business.clear_readings", "schedule": 3600.0, "options": {"expires": 600}},
            "clear_expired": {"task": "business.clear_expired", "schedule": 3600.0, "options": {"expires": 600}},
        },
    )


class WatchedScheduler(PersistentScheduler):
    """For a beat of its own (`celery beat -S`): touches BEAT_HEALTH_FILE at every tick, which is every few seconds."""

    def tick(self, *args: Any, **kwargs: Any) -> float:
        """Send what is due; the seconds until the next tick."""
        from business_api import env  # noqa: PLC0415 - settings are read only when beat runs

        if name := env.text("BEAT_HEALTH_FILE", ""):
            Path(name).touch()
        return float(super().tick(*args, **kwargs))


@worker_ready.connect
def show_health(**_: Any) -> None:
    """Touch WORKER_HEALTH_FILE every five seconds: whoever watches the worker looks at its age."""
    from business_api import env  # noqa: PLC0415 - settings are read only when the worker runs

    name = env.text("WORKER_HEALTH_FILE", "")
    if not name:
        return

    def touch() -> None:
        while True:
            Path(name).touch()
            time.sleep(5)

    threading.Thread(target=touch, daemon=True).start()
