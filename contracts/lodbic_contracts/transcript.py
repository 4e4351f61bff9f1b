"""The transcript object (TEXT_URL): one conversation of a call, made from one revision of its tracks."""

from typing import Annotated, Literal

from pydantic import Field

from lodbic_contracts.shapes import Id, Shape, ShownName

Seconds = Annotated[float, Field(ge=0)]
Share = Annotated[float, Field(ge=0, le=1)]


class Word(Shape):
    """A spoken word; times in seconds from the call's record start."""

    text: str
    start: Seconds
    end: Seconds
    confidence: Share


class TranscriptSegment(Shape):
    """What one person said in one breath. `doubtful` text is shown grey and never becomes a fact."""

    speaker: ShownName
    side: Literal["caller", "callee"]
    track_id: Id
    start: Seconds
    end: Seconds
    text: str
    confidence: Share
    doubtful: bool
    words: list[Word]


class TrackReport(Shape):
    """What became of a track: `code` is null when all of it was read."""

    track_id: Id
    side: Literal["caller", "callee"]
    kind: Literal["av", "audio"]
    seconds: Seconds
    code: str | None = None


class Transcript(Shape):
    """The JSON object at `transcript_key(…, "json")`. `origin` is the server time (Unix ms) of second 0."""

    version: Literal[1] = 1
    call_id: Id
    revision: int
    language: str
    model: str
    origin: int
    duration: Seconds
    segments: list[TranscriptSegment]
    tracks: list[TrackReport]


class TrackCode:
    """Why a track could not be read in full."""

    EMPTY = "track_empty"
    NOT_MEDIA = "track_not_media"
    NO_AUDIO = "track_without_sound"
    GAP = "track_with_gaps"
    TOO_LARGE = "track_too_large"
    DECODER_FAILED = "track_decoder_failed"
