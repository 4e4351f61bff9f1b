"""Captions: what is said in a call, in text, while it is said. Sent to the call's room by the transcriber."""

from collections.abc import Sequence
from typing import Annotated, Self

from pydantic import Field, model_validator

from lodbic_contracts.shapes import Id, Milliseconds, ParticipantId, Shape

WISH_SECONDS = 30
"""How long a wish for captions holds that nobody repeats."""


def wish_key(call_id: str) -> str:
    """The Valkey key that says: somebody in this call reads captions. Signalling keeps it, the transcriber looks."""
    return f"lodbic:captions:{call_id}"


MOST_BREATHS, MOST_SIGNS = 100, 4_000
"""In one caption: what passes through Valkey stays under 64 KB, and JSON writes a sign in up to twelve bytes."""


class CaptionsShown(Shape):
    """Whether this page shows captions. Drafts are made while one of the two does; the other does not hear of it."""

    shown: bool


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
    breaths: Annotated[list[CaptionBreath], Field(max_length=MOST_BREATHS)]

    @model_validator(mode="after")
    def _fits_a_message(self) -> Self:
        if sum(len(breath.text) for breath in self.breaths) > MOST_SIGNS:
            raise ValueError(f"more than {MOST_SIGNS} characters of text")
        return self


def split_breaths(breaths: Sequence[CaptionBreath]) -> list[list[CaptionBreath]]:
    """The breaths in order, as many together as one caption may hold; one empty list of none."""
    groups: list[list[CaptionBreath]] = [[]]
    signs = 0
    for breath in breaths:
        if len(groups[-1]) == MOST_BREATHS or signs + len(breath.text) > MOST_SIGNS:
            groups.append([])
            signs = 0
        groups[-1].append(breath)
        signs += len(breath.text)
    return groups
