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
    """A line of captions: some seconds of what one person says.

    A later caption of the same `participant_id` and `line` replaces this one; with no `breaths` it takes it away. A
    `draft` comes while the line is still spoken, and may be left out when much is going on.
    """

    call_id: Id
    participant_id: ParticipantId
    line: Annotated[str, Field(max_length=64)]
    draft: bool
    breaths: Annotated[list[CaptionBreath], Field(max_length=100)]
