"""Claims of the tickets that business-api signs (Ed25519) and signalling checks.

A ticket opens one socket, once, within `TICKET_SECONDS` of its making; a reconnect fetches a new one.
"""

from typing import Annotated, Final, Literal

from pydantic import Field, TypeAdapter

from lodbic_contracts.shapes import Id, ParticipantId, Shape, ShownName

TICKET_SECONDS = 55
"""With the five seconds that two clocks may stand apart, none is good for longer than a minute."""
TICKET_ALGORITHM = "EdDSA"
TICKET_ISSUER: Final = "lodbic-business-api"
TICKET_AUDIENCE: Final = "lodbic-signalling"


class TicketBase(Shape):
    """Claims of every ticket: RFC 7519 names, times in whole seconds."""

    iss: Literal["lodbic-business-api"] = TICKET_ISSUER
    aud: Literal["lodbic-signalling"] = TICKET_AUDIENCE
    iat: int
    exp: int
    jti: Id
    sub: Id
    """The account."""
    session: Annotated[str, Field(min_length=16, max_length=64)]
    """Digest of the login session: a socket dies with the session that opened it."""


class PresenceTicket(TicketBase):
    """This browser may ring and be rung."""

    kind: Literal["presence"] = "presence"


class CallTicket(TicketBase):
    """This person may be in this call, shown to the other side under this name and picture."""

    kind: Literal["call"] = "call"
    call_id: Id
    participant_id: ParticipantId
    name: ShownName
    image_url: Annotated[str, Field(max_length=500)] | None = None
    side: Literal["caller", "callee"]


Ticket = Annotated[PresenceTicket | CallTicket, Field(discriminator="kind")]


class Handshake(Shape):
    """What a socket says when it opens (socket.io's `auth`)."""

    ticket: Annotated[str, Field(min_length=1, max_length=4096)]
    """The signed ticket, a JWT."""


ticket_adapter: TypeAdapter[PresenceTicket | CallTicket] = TypeAdapter(Ticket)
