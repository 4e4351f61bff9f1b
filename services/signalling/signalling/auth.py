"""Tickets: who a socket belongs to. Nothing else that a client says about itself is believed."""

import jwt
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from pydantic import ValidationError

from lodbic_contracts.errors import ErrorCode
from lodbic_contracts.tickets import (
    TICKET_ALGORITHM,
    TICKET_AUDIENCE,
    TICKET_ISSUER,
    TICKET_SECONDS,
    CallTicket,
    Handshake,
    PresenceTicket,
    ticket_adapter,
)
from signalling.errors import Refusal

LEEWAY_SECONDS = 5
"""How far the clocks of business-api and signalling may stand apart."""


def read_ticket(handshake: object, call: str | None, key: Ed25519PublicKey) -> PresenceTicket | CallTicket:
    """The ticket of a socket that opens with `handshake`, on an address that says `?call=`.

    Refusal when it was not signed by business-api, has expired, lives longer than tickets do, or is for another call
    than the address says. Whether it was used before is for the store to say.
    """
    try:
        token = Handshake.model_validate(handshake).ticket
    except ValidationError as error:
        raise Refusal(ErrorCode.TICKET_INVALID) from error
    ticket = _verify(token, key)
    if call != (ticket.call_id if isinstance(ticket, CallTicket) else None):
        raise Refusal(ErrorCode.TICKET_INVALID)
    return ticket


def _verify(token: str, key: Ed25519PublicKey) -> PresenceTicket | CallTicket:
    try:
        claims = jwt.decode(
            token,
            key,
            algorithms=[TICKET_ALGORITHM],
            audience=TICKET_AUDIENCE,
            issuer=TICKET_ISSUER,
            leeway=LEEWAY_SECONDS,
            options={"require": ["exp", "iat", "jti", "sub"]},
        )
        ticket = ticket_adapter.validate_python(claims)
    except jwt.ExpiredSignatureError as error:
        raise Refusal(ErrorCode.TICKET_EXPIRED) from error
    except (jwt.InvalidTokenError, ValidationError, RecursionError) as error:
        raise Refusal(ErrorCode.TICKET_INVALID) from error
    if not 0 < ticket.exp - ticket.iat <= TICKET_SECONDS:
        raise Refusal(ErrorCode.TICKET_INVALID)
    return ticket
