"""Captions: what is said in a call, in text, while it is said. Sent to the call's room by the transcriber."""

from typing import Annotated

from pydantic import Field

from lodbic_contracts.shapes import Id, Milliseconds, ParticipantId, Shape


class CaptionBreath(Shape):
    """What the person said without a pause. Grey where `doubtful`."""

    text: Annotated[str, Field(min_length=1, max_length=2_000)]
    doubtful: bool
    began_at: Milliseconds
    ended_at: Milliseconds


class Caption(Shape):
    """What one person says from `began_at` to `ended_at`.

    It takes the place of everything of theirs that begins in that time. A `draft` comes while they speak, and may be
    left out when much is going on.
    """

    call_id: Id
    participant_id: ParticipantId
    draft: bool
    began_at: Milliseconds
    ended_at: Milliseconds
    breaths: Annotated[list[CaptionBreath], Field(max_length=200)]
