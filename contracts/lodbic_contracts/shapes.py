"""The base of every shape that crosses a process: unknown fields are refused, values never change."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

Id = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$")]
"""A UUID in lower case with dashes."""

ParticipantId = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{8,32}$")]
"""Names a person inside one call only: nobody learns the other's account from it."""

ShownName = Annotated[str, StringConstraints(min_length=1, max_length=80)]
"""The name the other side sees."""

Milliseconds = Annotated[int, Field(ge=0, le=4_102_444_800_000)]
"""Unix time in milliseconds by the server's clock."""


class Shape(BaseModel):
    """A message or a part of one. Strict: nothing undeclared, nothing coerced silently."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)
