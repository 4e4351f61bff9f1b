"""Which transcripts business-api has still to read: for the search, the facts and the deal."""

from uuid import UUID

from business_api.recordings.models import Job, JobKind, JobState


def unread_jobs() -> list[UUID]:
    """Transcripts that were made and not read yet, the newest first: whoever waits for theirs waits for no old ones."""
    rows = Job.objects.filter(kind=JobKind.TRANSCRIPT, state=JobState.DONE, read=False)
    return list(rows.order_by("-finished_at").values_list("pk", flat=True))


def read_again(call_id: UUID) -> None:
    """Have a call's text read anew."""
    newest = Job.objects.filter(call_id=call_id, kind=JobKind.TRANSCRIPT, state=JobState.DONE).order_by("-revision")
    Job.objects.filter(pk__in=newest.values("pk")[:1]).update(read=False)
