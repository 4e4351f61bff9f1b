"""Which queue makes what: texts take turns, and no short video waits behind a long one."""

from datetime import timedelta

from django.db.models import DurationField, ExpressionWrapper, F, Q, QuerySet

from business_api.calls.models import Call
from business_api.recordings.models import Job, JobKind
from lodbic_contracts.tasks import FINISH_TRANSCRIPT, MAKE_LONG_VIDEO, MAKE_SOUND, MAKE_VIDEO, Task

LONG = timedelta(minutes=15)
"""The video of a longer call takes minutes and has a queue of its own."""
TASKS = {
    JobKind.TRANSCRIPT: (FINISH_TRANSCRIPT,),
    JobKind.SOUND: (MAKE_SOUND,),
    JobKind.VIDEO: (MAKE_VIDEO, MAKE_LONG_VIDEO),
}


def task_of(kind: JobKind, call: Call) -> Task:
    """The task that makes this of a call that is over."""
    is_long = call.start_time is not None and call.end_time is not None and call.end_time - call.start_time > LONG
    return TASKS[kind][-1 if is_long else 0]


def in_lane_of(job: Job, jobs: "QuerySet[Job]") -> "QuerySet[Job]":
    """Those of the jobs that stand in the same queue."""
    jobs = jobs.filter(kind=job.kind)
    if len(TASKS[JobKind(job.kind)]) == 1:
        return jobs
    lasted = ExpressionWrapper(F("call__end_time") - F("call__start_time"), output_field=DurationField())
    is_long = Q(lasted__gt=LONG)
    short = task_of(JobKind(job.kind), job.call) == TASKS[JobKind(job.kind)][0]
    return jobs.annotate(lasted=lasted).filter(Q(lasted__isnull=True) | ~is_long if short else is_long)
