"""What business-api's own worker does with transcripts that were made."""

from celery import shared_task

from business_api.core.each import for_each
from business_api.recordings.unread import unread_jobs
from business_api.transcripts.reading import read_transcript

MOST_AT_ONCE = 20


@shared_task(name="business.read_transcripts", ignore_result=True)
def read_transcripts() -> None:
    """Every second."""
    for_each(unread_jobs(), read_transcript, MOST_AT_ONCE)
