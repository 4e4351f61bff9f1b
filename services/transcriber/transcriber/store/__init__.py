"""All SQL of the transcriber. Each function is one transaction on a connection of its own."""

from transcriber.store.jobs import claim_job, fail_exhausted_job, fail_job, release_job, renew_job
from transcriber.store.readings import claim_followed, may_be_told, release_followed, save_windows, take_reading
from transcriber.store.records import (
    finish_sound,
    finish_transcript,
    finish_video,
    read_call,
    revision_of,
)
from transcriber.store.shapes import (
    Call,
    Claimed,
    Followed,
    Kind,
    Person,
    Reading,
    SegmentRow,
    Side,
    Slice,
    StoredPassage,
    StoredWindow,
    Track,
)

__all__ = [
    "Call",
    "Claimed",
    "Followed",
    "Kind",
    "Person",
    "Reading",
    "SegmentRow",
    "Side",
    "Slice",
    "StoredPassage",
    "StoredWindow",
    "Track",
    "claim_followed",
    "claim_job",
    "fail_exhausted_job",
    "fail_job",
    "finish_sound",
    "finish_transcript",
    "finish_video",
    "may_be_told",
    "read_call",
    "release_followed",
    "release_job",
    "renew_job",
    "revision_of",
    "save_windows",
    "take_reading",
]
