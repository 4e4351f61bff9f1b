"""When to make text, sound and video: once every track is whole, or without what a lost browser holds."""

from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Count, F, Max, Q
from django.utils import timezone

from business_api.calls.consents import both_consent
from business_api.calls.models import CallSide
from business_api.core import live
from business_api.core.each import for_each
from business_api.core.jobs import send_task, waiting
from business_api.recordings.lanes import TASKS, task_of
from business_api.recordings.models import (
    CallRecord,
    Job,
    JobKind,
    JobState,
    RecordState,
    Track,
    TrackKind,
    TrackReading,
    TrackState,
    TrackWindow,
)
from lodbic_contracts.events import CallChanged, Purpose

QUIET = timedelta(seconds=60)
"""After the last sign of life of an open track its browser counts as gone."""
WHOLE_FOR = timedelta(days=7)
"""How long a lost browser may come back with the rest of a track."""
REQUEUE_AFTER = timedelta(seconds=20)
MOST_AT_ONCE = 200
READINGS_FOR = timedelta(hours=1)
"""How long after a call what was read along is kept: late slices then cost no reading anew."""


def consider(call_id: UUID) -> None:
    """Order a revision of an ended call's record if it is due. Call inside a transaction."""
    record = CallRecord.objects.select_for_update(of=("self",)).select_related("call").get(pk=call_id)
    if record.call.end_time is None or (record.state == RecordState.FINAL and not _uncovered(record)):
        return
    # Counted under the record's lock: a slice that commits later finds the count short and asks again.
    tracks = list(
        Track.objects.filter(call_id=call_id).annotate(
            stored=Count("slices", filter=Q(slices__stored_at__isnull=False))
        )
    )
    whole = all(_is_whole(track, track.stored) for track in tracks)
    signs = [track.last_sign_at for track in tracks if not _is_whole(track, track.stored)]
    quiet = whole or max(signs) < timezone.now() - QUIET
    if not quiet:
        return
    stored = sum(track.stored for track in tracks)
    record.state = RecordState.FINAL if whole else RecordState.PROVISIONAL
    if stored > record.slices_covered:
        _order(record, stored, any(track.kind == TrackKind.AV and track.stored for track in tracks))
    record.changed_at = timezone.now()
    record.save(update_fields=["state", "revision", "slices_covered", "changed_at"])


def _uncovered(record: CallRecord) -> bool:
    stored = Count("slices", filter=Q(slices__stored_at__isnull=False))
    total = Track.objects.filter(call_id=record.call_id).aggregate(stored=stored)["stored"]
    return bool(total > record.slices_covered)


def _is_whole(track: Track, stored: int) -> bool:
    return track.state == TrackState.EXPIRED or (track.state == TrackState.FINISHED and stored == track.slice_count)


def _order(record: CallRecord, stored: int, has_picture: bool) -> None:
    record.revision, record.slices_covered = record.revision + 1, stored
    Job.objects.filter(call_id=record.call_id, state=JobState.QUEUED).update(state=JobState.SUPERSEDED)
    for kind, wanted in (
        (JobKind.TRANSCRIPT, both_consent(record.call_id, Purpose.TRANSCRIBE)),
        (JobKind.SOUND, True),
        (JobKind.VIDEO, has_picture),
    ):
        if wanted:
            job = Job.objects.create(call_id=record.call_id, kind=kind, revision=record.revision)
            send_task(task_of(kind, record.call), str(job.pk))
    for user_id in CallSide.objects.filter(call_id=record.call_id).values_list("user_id", flat=True):
        live.tell_user(str(user_id), "call.changed", CallChanged(call_id=str(record.call_id), what="record"))


def sweep() -> None:
    """Consider every ended call whose record is not final; expire old tracks."""
    # A finished track whose last slices never came expires as well: nobody waits for them any longer.
    waiting = Track.objects.exclude(state=TrackState.EXPIRED).filter(
        created_at__lt=timezone.now() - WHOLE_FOR,
        call__record__state__in=[RecordState.RECORDING, RecordState.PROVISIONAL],
    )
    waiting.update(state=TrackState.EXPIRED)
    due = (
        CallRecord.objects.exclude(state=RecordState.FINAL)
        .filter(call__end_time__isnull=False)
        .annotate(sign=Max("call__tracks__last_sign_at"))
        # A provisional record is looked at again only while its tracks give signs, or once they have expired.
        .filter(
            Q(state=RecordState.RECORDING)
            | Q(sign__gt=F("changed_at") - QUIET)
            | Q(sign__lt=timezone.now() - WHOLE_FOR)
        )
        .values_list("pk", flat=True)
    )
    for_each(due, transaction.atomic(consider), MOST_AT_ONCE)


def requeue_lost_jobs() -> int:
    """Send the tasks of jobs again that nobody claimed in time or whose worker died. How many."""
    now = timezone.now()
    unclaimed = Job.objects.filter(Q(state=JobState.QUEUED) | Q(state=JobState.RUNNING, lease_until__lt=now))
    # Where as many tasks wait as jobs do, none was lost: sent again and again, they would only fill the queue.
    waits = {kind: sum(map(waiting, tasks)) for kind, tasks in TASKS.items()}
    full = [kind for kind in JobKind if waits[kind] >= unclaimed.filter(kind=kind).count()]
    lost = unclaimed.filter(queued_at__lt=now - REQUEUE_AFTER).exclude(kind__in=full)
    with transaction.atomic():
        jobs = list(lost.select_related("call").select_for_update(of=("self",), skip_locked=True)[:200])
        for job in jobs:
            job.queued_at = now
            job.save(update_fields=["queued_at"])
            send_task(task_of(JobKind(job.kind), job.call), str(job.pk))
    return len(jobs)


def clear_readings() -> int:
    """Delete what was read along in calls long over; returns in how many tracks."""
    over = Track.objects.filter(call__end_time__lt=timezone.now() - READINGS_FOR).exclude(
        call__jobs__in=Job.objects.filter(kind=JobKind.TRANSCRIPT, state__in=[JobState.QUEUED, JobState.RUNNING])
    )
    TrackWindow.objects.filter(track__in=over).delete()
    return TrackReading.objects.filter(track__in=over).delete()[0]
