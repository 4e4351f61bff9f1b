"""Reading the ledger."""

from uuid import UUID

from django.db.models import Count, Q, QuerySet

from business_api.accounts.models import User
from business_api.calls.models import Call
from business_api.core.errors import NotFound
from business_api.recordings.models import Job, JobKind, Track


def access_own_track(user: User, track_id: UUID) -> Track:
    """A track that this person records. NotFound for everybody else."""
    track = Track.objects.select_related("call").filter(pk=track_id, recorder=user).first()
    if track is None:
        raise NotFound()
    return track


def tracks_of(call: Call) -> QuerySet[Track]:
    """A call's tracks with how many of their slices were announced and stored."""
    return (
        Track.objects.filter(call=call)
        .annotate(announced=Count("slices"), stored=Count("slices", filter=Q(slices__stored_at__isnull=False)))
        .order_by("began_at")
    )


def newest_jobs(call: Call) -> dict[str, Job]:
    """The job of the newest revision of each kind."""
    jobs = Job.objects.filter(call=call).order_by("revision")
    return {job.kind: job for job in jobs if job.kind in JobKind.values}
