"""How long people still wait for what is made of a record, in seconds. Guesses from what was measured lately."""

from collections import defaultdict
from typing import Any
from uuid import UUID

from django.db.models import F, IntegerField, Q, Sum, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from business_api.recordings.lanes import in_lane_of
from business_api.recordings.models import Job, JobKind, JobState, Track, TrackKind, TrackWindow

# Seconds of work for a second of a call, until there is something to measure. Rather too much than too little: the
# recogniser took 0.104 of one slow core (docs/benchmarks.md), and who is told too little waits in vain.
READING_SHARE = 0.11
SHARES = {JobKind.SOUND.value: 0.008, JobKind.VIDEO.value: 0.16}
# To take a job, pull its tracks, write its results.
OVERHEAD_SECONDS = 3.0
MOST_WAITING = 200
NEWEST_WINDOWS = 100


def seconds_left(job: Job) -> int | None:
    """Until a job will be done; None when nobody works or will work at it."""
    if job.state not in {JobState.QUEUED, JobState.RUNNING}:
        return None
    before = Job.objects.filter(
        Q(created_at__lt=job.created_at) | Q(state=JobState.RUNNING), state__in=[JobState.QUEUED, JobState.RUNNING]
    )
    others = list(in_lane_of(job, before).exclude(pk=job.pk).order_by("created_at")[:MOST_WAITING])
    work = _work(job.kind, [job, *others])
    own = work[job.call_id]
    # Texts take turns, so that a short one hardly waits for a long one; what is heard and watched stands in a row.
    takes_turns = job.kind == JobKind.TRANSCRIPT
    waits = sum(min(own, work[other.call_id]) if takes_turns else work[other.call_id] for other in others)
    return max(round(own + waits), 1)


def _work(kind: str, jobs: list[Job]) -> dict[UUID, float]:
    """Seconds of work left by call."""
    calls = [job.call_id for job in jobs]
    if kind == JobKind.TRANSCRIPT:
        unread, share = _unread_seconds(calls), _reading_share()
        return {call_id: unread[call_id] * share + OVERHEAD_SECONDS for call_id in calls}
    lengths = _lengths(calls)
    work: dict[UUID, float] = {}
    for job in jobs:
        whole = lengths[job.call_id] * SHARES[job.kind] + OVERHEAD_SECONDS
        waited = (timezone.now() - (job.started_at or job.created_at)).total_seconds()
        # What has waited longer than all of it should take will hardly be there in a moment.
        whole = waited / job.progress if job.progress > 0.05 else max(whole, waited)
        work[job.call_id] = whole * (1 - job.progress)
    return work


def _stored_tracks(calls: list[UUID]) -> Any:
    stored = Sum("slices__duration_ms", filter=Q(slices__stored_at__isnull=False))
    return Track.objects.filter(call_id__in=calls).annotate(
        stored_ms=Coalesce(stored, Value(0), output_field=IntegerField()), read_ms=Coalesce(F("reading__upto_ms"), 0)
    )


def _unread_seconds(calls: list[UUID]) -> dict[UUID, float]:
    """Seconds of speech not read yet, over a call's tracks."""
    kinds: dict[UUID, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    for track in _stored_tracks(calls):
        kinds[track.call_id][track.kind] += max(track.stored_ms - track.read_ms, 0) / 1000
    found = {call_id: by.get(TrackKind.AUDIO, by.get(TrackKind.AV, 0.0)) for call_id, by in kinds.items()}
    return defaultdict(float, found)


def _lengths(calls: list[UUID]) -> dict[UUID, float]:
    """Seconds that calls were recorded for, roughly: by the longer side."""
    sides: dict[UUID, dict[tuple[str, str], float]] = defaultdict(lambda: defaultdict(float))
    for track in _stored_tracks(calls):
        sides[track.call_id][track.side, track.kind] += track.stored_ms / 1000
    return defaultdict(float, {call_id: max(by.values()) for call_id, by in sides.items()})


def _reading_share() -> float:
    """Seconds of work for a second of speech, as measured over the newest windows."""
    newest = TrackWindow.objects.order_by("-created_at").values_list("from_ms", "to_ms", "took_ms")[:NEWEST_WINDOWS]
    rows = list(newest)
    length = sum(to_ms - from_ms for from_ms, to_ms, _ in rows)
    return (sum(took for _, _, took in rows) / length if length else 0) or READING_SHARE
