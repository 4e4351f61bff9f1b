"""Orders from business-api to every signalling process, on one Valkey channel.

They may be lost with Valkey; signalling therefore reads rings and revoked sessions from the database as well.
"""

from typing import Annotated, Literal

from pydantic import Field, TypeAdapter

from lodbic_contracts.shapes import Id, Shape

CONTROL_CHANNEL = "lodbic:control"


class RingStarted(Shape):
    """A `call_rings` row was made: read it and ring."""

    order: Literal["ring.started"] = "ring.started"
    call_id: Id


class SessionsEnded(Shape):
    """Close these sockets: all of a person's (`sessions` empty) or those of the named login sessions."""

    order: Literal["sessions.ended"] = "sessions.ended"
    user_id: Id
    sessions: list[str]
    reason: Literal["logged_out", "password_changed", "closed", "banned"]


Order = Annotated[RingStarted | SessionsEnded, Field(discriminator="order")]
order_adapter: TypeAdapter[RingStarted | SessionsEnded] = TypeAdapter(Order)
