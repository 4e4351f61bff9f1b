"""All SQL of the transcriber. Each function is one transaction on a connection of its own."""

from transcriber.store.jobs import claim_job, fail_exhausted_job, fail_job, release_job, renew_job
from transcriber.store.records import (
    finish_sound,
    finish_transcript,
    finish_video,
    read_call,
    revision_of,
)
from transcriber.store.shapes import Call, Claimed, Kind, Person, SegmentRow, Side, Slice, Track

__all__ = [
    "Call",
    "Claimed",
    "Kind",
    "Person",
    "SegmentRow",
    "Side",
    "Slice",
    "Track",
    "claim_job",
    "fail_exhausted_job",
    "fail_job",
    "finish_sound",
    "finish_transcript",
    "finish_video",
    "read_call",
    "release_job",
    "renew_job",
    "revision_of",
]
