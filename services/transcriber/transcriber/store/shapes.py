"""What the transcriber reads from the database and writes to it, as plain values."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

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
    advert: str
    """The words of what it is about, as far as they are likely to be said; empty when it is about nothing."""


@dataclass(frozen=True)
class StoredPassage:
    """A passage of speech as it was read: (text, start, end, confidence) by word, in seconds from the track's start."""

    words: tuple[tuple[str, float, float, float], ...]
    log_probability: float
    compression: float

    @classmethod
    def read(cls, value: Any) -> "StoredPassage":
        """From the form of `write`."""
        words, log_probability, compression = value
        return cls(tuple((text, start, end, sure) for text, start, end, sure in words), log_probability, compression)

    def write(self) -> list[Any]:
        """As JSON can hold it."""
        words = [[text, round(start, 3), round(end, 3), round(sure, 3)] for text, start, end, sure in self.words]
        return [words, round(self.log_probability, 4), round(self.compression, 3)]


@dataclass(frozen=True)
class StoredWindow:
    """What was read from `from_ms` to `to_ms` of a track; `took_ms` of processor time."""

    from_ms: int
    to_ms: int
    passages: tuple[StoredPassage, ...]
    language: str | None
    took_ms: int


@dataclass(frozen=True)
class Reading:
    """How far a track was read. `fence` must go with every write."""

    track_id: str
    fence: int
    upto_ms: int
    origin: float | None
    slices_seen: int
    ahead_ms: int = 0
    """Up to where the window that is not whole yet was read all the same."""


@dataclass(frozen=True)
class Followed:
    """A track that is ours to read along. `waited` is how long its oldest slice not looked at has been stored."""

    reading: Reading
    call_id: str
    participant_id: str
    track: Track
    waited: float
    advert: str


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
