"""Every socket.io event of Lodbic: its name, who sends it, its payload and its acknowledgement.

Two kinds of socket, told apart by the ticket they were opened with: *presence* (one per tab) and *call* (one per stay).
`CLIENT_EVENTS` come from browsers and are acknowledged; `SERVER_EVENTS` go to browsers. docs/PROTOCOL.md tells the
story; the front end's types are generated from here.
"""

from enum import StrEnum
from typing import Annotated, Literal, NamedTuple

from pydantic import Field

from lodbic_contracts.captions import Caption, CaptionsShown
from lodbic_contracts.errors import ErrorBody
from lodbic_contracts.shapes import Id, Milliseconds, ParticipantId, Shape, ShownName

Sdp = Annotated[str, Field(min_length=1, max_length=48_000)]
ImageUrl = Annotated[str, Field(max_length=500)]


class RingState(StrEnum):
    """A ring is open while `ringing`; every other state is final."""

    RINGING = "ringing"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    CANCELLED = "cancelled"
    BUSY = "busy"
    UNANSWERED = "unanswered"


class Purpose(StrEnum):
    """What a person consents to, each apart from the others."""

    RECORD = "record"
    TRANSCRIBE = "transcribe"
    FRAUD_CHECK = "fraud_check"


class EndReason(StrEnum):
    """Why a call is over."""

    LEFT = "left"
    LOST = "lost"
    NEVER_JOINED = "never_joined"
    CLOSED = "closed"


# --- from browsers, presence socket ---------------------------------------------------------------------------------


class Empty(Shape):
    """Nothing to say."""


class RingAnswer(Shape):
    """Which ring is meant; a ring bears its call's id."""

    call_id: Id


class CallLeft(Shape):
    """A person is not coming, or not coming back, and has no call socket to say so by."""

    call_id: Id
    place: Literal["lobby", "room"]
    """Where they turned round. From the lobby, another page of theirs that is in the call stays in it."""


# --- from browsers, call socket -------------------------------------------------------------------------------------


class Description(Shape):
    """An SDP offer or answer for the other side (perfect negotiation)."""

    type: Literal["offer", "answer", "pranswer", "rollback"]
    sdp: Annotated[str, Field(max_length=48_000)]


class Candidate(Shape):
    """An ICE candidate for the other side; an empty `candidate` means there are no more."""

    candidate: Annotated[str, Field(max_length=1_000)]
    sdp_mid: Annotated[str, Field(max_length=64)] | None = None
    sdp_m_line_index: Annotated[int, Field(ge=0, le=64)] | None = None
    username_fragment: Annotated[str, Field(max_length=256)] | None = None


class MediaState(Shape):
    """What a person sends at the moment, to be shown to the other side."""

    microphone: bool
    camera: bool
    facing: Literal["user", "environment"] | None = None


# --- to browsers, presence socket -----------------------------------------------------------------------------------


class Ring(Shape):
    """A ring as one of its two people sees it. `version` grows with each change: older news is dropped."""

    call_id: Id
    direction: Literal["incoming", "outgoing"]
    state: RingState
    version: Annotated[int, Field(ge=0)]
    name: ShownName
    """The other person's shown name."""
    image_url: ImageUrl | None = None
    title: Annotated[str, Field(max_length=200)]
    """The advert's title, or empty for a call to a person."""
    expires_at: Milliseconds


class Rings(Shape):
    """All rings that are open for this person now; whatever is not in here has stopped."""

    rings: list[Ring]
    missed: bool = False
    """Other news may have been lost on its way: what is shown is to be read again."""


class CallChanged(Shape):
    """Something about a call is new for its people: read it again."""

    call_id: Id
    what: Literal["ended", "transcript", "sound", "video", "record", "corrections", "facts", "deal"]


class SessionEnded(Shape):
    """The login behind this socket is over; the server closes the socket next."""

    reason: Literal["logged_out", "password_changed", "closed", "banned"]


# --- to browsers, call socket ---------------------------------------------------------------------------------------


class Participant(Shape):
    """A person in the room as the other side sees them."""

    participant_id: ParticipantId
    name: ShownName
    image_url: ImageUrl | None = None
    side: Literal["caller", "callee"]
    connected: bool
    """False while the person's socket is lost and their seat is kept."""
    media: MediaState


class Room(Shape):
    """The whole room, sent after joining and after each reconnect. `polite` is your part in perfect negotiation."""

    call_id: Id
    you: ParticipantId
    polite: bool
    started_at: Milliseconds | None
    participants: list[Participant]


class ParticipantLeft(Shape):
    """Somebody left for good."""

    participant_id: ParticipantId


class RelayedDescription(Shape):
    """A description from the other side."""

    sender: ParticipantId
    description: Description


class RelayedCandidate(Shape):
    """A candidate from the other side."""

    sender: ParticipantId
    candidate: Candidate


class CallEnded(Shape):
    """The call is over; nobody can come back into it."""

    call_id: Id
    reason: EndReason


class Replaced(Shape):
    """You came into this call from another page; the server closes this socket next. Do not reconnect."""

    call_id: Id


class ConsentChanged(Shape):
    """Who consents to what now: read the record's state again. `recording` is true while both let it be recorded."""

    call_id: Id
    recording: bool


class ChatMessage(Shape):
    """A line of the call's text chat."""

    call_id: Id
    message_id: Id
    participant_id: ParticipantId
    text: Annotated[str, Field(min_length=1, max_length=2_000)]
    sent_at: Milliseconds


# --- acknowledgements -----------------------------------------------------------------------------------------------


class Done(Shape):
    """It was done."""

    ok: Literal[True] = True


class ServerTime(Shape):
    """The server's clock, for estimating the offset of one's own."""

    ok: Literal[True] = True
    server_time: Milliseconds
    """Unix time in milliseconds; fractions are dropped."""


class RingDone(Shape):
    """The ring as it stands after the request."""

    ok: Literal[True] = True
    ring: Ring


class Refused(Shape):
    """Nothing was changed; `error` says why."""

    ok: Literal[False] = False
    error: ErrorBody


class ClientEvent(NamedTuple):
    """An event that browsers may send: on which socket, with what, answered by what (or `Refused`)."""

    name: str
    socket: Literal["presence", "call", "both"]
    payload: type[Shape]
    ack: type[Shape]


class ServerEvent(NamedTuple):
    """An event that browsers receive: on which socket, from which services, with what."""

    name: str
    socket: Literal["presence", "call"]
    senders: tuple[Literal["signalling", "business-api", "transcriber"], ...]
    payload: type[Shape]


CLIENT_EVENTS: tuple[ClientEvent, ...] = (
    ClientEvent("clock", "both", Empty, ServerTime),
    ClientEvent("ring.accept", "presence", RingAnswer, RingDone),
    ClientEvent("ring.decline", "presence", RingAnswer, RingDone),
    ClientEvent("ring.cancel", "presence", RingAnswer, RingDone),
    ClientEvent("call.leave", "presence", CallLeft, Done),
    ClientEvent("description", "call", Description, Done),
    ClientEvent("candidate", "call", Candidate, Done),
    ClientEvent("media", "call", MediaState, Done),
    ClientEvent("captions", "call", CaptionsShown, Done),
    ClientEvent("leave", "call", Empty, Done),
)

SERVER_EVENTS: tuple[ServerEvent, ...] = (
    ServerEvent("rings", "presence", ("signalling",), Rings),
    ServerEvent("ring.changed", "presence", ("signalling",), Ring),
    ServerEvent("call.changed", "presence", ("signalling", "business-api", "transcriber"), CallChanged),
    ServerEvent("session.ended", "presence", ("signalling",), SessionEnded),
    ServerEvent("room", "call", ("signalling",), Room),
    ServerEvent("participant.changed", "call", ("signalling",), Participant),
    ServerEvent("participant.left", "call", ("signalling",), ParticipantLeft),
    ServerEvent("description", "call", ("signalling",), RelayedDescription),
    ServerEvent("candidate", "call", ("signalling",), RelayedCandidate),
    ServerEvent("replaced", "call", ("signalling",), Replaced),
    ServerEvent("call.ended", "call", ("signalling",), CallEnded),
    ServerEvent("consent.changed", "call", ("business-api",), ConsentChanged),
    ServerEvent("chat.message", "call", ("business-api",), ChatMessage),
    ServerEvent("caption", "call", ("transcriber",), Caption),
)


def user_room(user_id: str) -> str:
    """The socket.io room of a person's presence sockets."""
    return f"user:{user_id}"


def call_room(call_id: str) -> str:
    """The socket.io room of the call sockets of a call."""
    return f"call:{call_id}"
