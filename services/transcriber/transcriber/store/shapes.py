"""What the transcriber reads from the database and writes to it, as plain values."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

Side = Literal["caller", "callee"]
Kind = Literal["transcript", "sound", "video"]


@dataclass(frozen=True)
class Claimed:
    """A job that is ours until its lease runs out. `fence` must go with every write."""

    job_id: str
    call_id: str
    kind: Kind
    revision: int
    fence: int
    attempts: int


@dataclass(frozen=True)
class Slice:
    """A stored slice as its owner announced it."""

    sequence: int
    size: int
    sha256: str
    duration_ms: int


@dataclass(frozen=True)
class Track:
    """One run of one recorder with its stored slices in order."""

    track_id: str
    side: Side
    kind: Literal["av", "audio"]
    began_at: datetime
    slice_count: int | None
    slices: tuple[Slice, ...]


@dataclass(frozen=True)
class Person:
    """Who is on a side of a call, under the name the other side saw."""

    user_id: str
    name: str


@dataclass(frozen=True)
class Call:
    """A call's people and tracks; tracks in the order in which they began."""

    call_id: str
    people: dict[Side, Person]
    tracks: tuple[Track, ...]


@dataclass(frozen=True)
class SegmentRow:
    """A row of `segments`; times in milliseconds from the record's start."""

    track_id: str
    user_id: str
    side: Side
    start_ms: int
    end_ms: int
    spoken_at: datetime
    text: str
    words: list[tuple[str, int, int, float]]
    confidence: float
    doubtful: bool
