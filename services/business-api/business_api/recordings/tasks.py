"""What business-api's own worker does again and again: records that are due, jobs that were lost."""

from celery import shared_task

from business_api.recordings.revisions import requeue_lost_jobs, sweep


@shared_task(name="business.sweep_records", ignore_result=True)
def sweep_records() -> None:
    """Every few seconds."""
    sweep()


@shared_task(name="business.requeue_jobs", ignore_result=True)
def requeue_jobs() -> None:
    """Every few seconds."""
    requeue_lost_jobs()
