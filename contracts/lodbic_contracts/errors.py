"""The one error shape, in HTTP bodies and in socket acknowledgements, and the codes that more than one service uses."""

from enum import StrEnum

from pydantic import Field

from lodbic_contracts.shapes import Shape


class ErrorCode(StrEnum):
    """Stable names: programs branch on these, never on messages."""

    INVALID = "invalid"
    NOT_AUTHENTICATED = "not_authenticated"
    FORBIDDEN = "forbidden"
    NOT_FOUND = "not_found"
    CONFLICT = "conflict"
    TOO_LARGE = "too_large"
    TOO_MANY = "too_many_requests"
    UNAVAILABLE = "unavailable"
    TICKET_INVALID = "ticket_invalid"
    TICKET_EXPIRED = "ticket_expired"
    TICKET_USED = "ticket_used"
    UNKNOWN_EVENT = "unknown_event"
    RING_CLOSED = "ring_closed"
    CALL_ENDED = "call_ended"
    NOT_IN_CALL = "not_in_call"
    REPLACED = "replaced"


class ErrorBody(Shape):
    """What went wrong (`code`), what the person can do about it (`message`), and which input is meant (`fields`)."""

    code: str
    message: str
    fields: dict[str, list[str]] = Field(default_factory=dict)
