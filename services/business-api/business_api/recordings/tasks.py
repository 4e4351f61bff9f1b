"""What business-api's own worker does again and again: records that are due, jobs that were lost, what can go."""

from celery import shared_task

from business_api.recordings.revisions import clear_readings, requeue_lost_jobs, sweep


@shared_task(name="business.sweep_records", ignore_result=True)
def sweep_records() -> None:
    """Every few seconds."""
    sweep()


@shared_task(name="business.requeue_jobs", ignore_result=True)
def requeue_jobs() -> None:
    """Every few seconds."""
    requeue_lost_jobs()


@shared_task(name="business.clear_readings", ignore_result=True)
def clear_old_readings() -> None:
    """Once an hour."""
    clear_readings()
