"""What business-api's own worker does with transcripts that were made."""

from celery import shared_task

from business_api.recordings.unread import unread_jobs
from business_api.transcripts.reading import read_transcript


@shared_task(name="business.read_transcripts", ignore_result=True)
def read_transcripts() -> None:
    """Every second."""
    for job_id in unread_jobs():
        read_transcript(job_id)
