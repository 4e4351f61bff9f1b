"""socket.io packets as we let them in. The only user of python-socketio's codec.

The library takes a client's word for more than it should: an event named `connect` would run the connect handler, and a
header that promises attachments would keep megabytes. Only CONNECT, DISCONNECT and plain EVENT pass.
"""

from dataclasses import dataclass
from typing import Any

from socketio.packet import (
    ACK,
    CONNECT,
    CONNECT_ERROR,
    DISCONNECT,
    EVENT,
    Packet,
)

from lodbic_contracts.errors import ErrorBody
from lodbic_contracts.shapes import Shape
from signalling.errors import ProtocolError

RESERVED = frozenset({"connect", "connect_error", "disconnect", "disconnecting", "newListener", "removeListener"})


@dataclass(frozen=True, slots=True)
class Connect:
    """The client asks to be let in."""

    handshake: Any


@dataclass(frozen=True, slots=True)
class Disconnect:
    """The client takes its leave."""


@dataclass(frozen=True, slots=True)
class Event:
    """An event with its arguments, and the number to acknowledge it by."""

    name: str
    arguments: list[Any]
    ack: int | None


def decode(message: str) -> Connect | Disconnect | Event:
    """What a client said. ProtocolError when no client of ours would say it."""
    try:
        packet = Packet(encoded_packet=message or "?")
    except (ValueError, RecursionError) as error:
        raise ProtocolError("not a socket.io packet") from error
    if packet.attachment_count or packet.namespace not in {None, "/"}:
        raise ProtocolError("attachments or a namespace that do not exist")
    if packet.packet_type == EVENT:
        return _event(packet)
    if packet.packet_type == CONNECT:
        return Connect(packet.data)
    if packet.packet_type == DISCONNECT:
        return Disconnect()
    raise ProtocolError("a packet that clients do not send")


def _event(packet: Any) -> Event:
    data = packet.data
    if not isinstance(data, list) or not data or not isinstance(data[0], str):
        raise ProtocolError("an event without a name")
    if data[0] in RESERVED:
        raise ProtocolError("an event with a reserved name")
    return Event(data[0], data[1:], packet.id)


def encode_event(name: str, payload: Shape) -> str:
    """An event to a client. Names are ours and need no escaping."""
    return f'{EVENT}["{name}",{payload.model_dump_json()}]'


def encode_ack(number: int, payload: Shape) -> str:
    """The answer to the event with this number."""
    return f"{ACK}{number}[{payload.model_dump_json()}]"


def encode_connected(sid: str) -> str:
    """The client is let in."""
    return str(Packet(CONNECT, {"sid": sid}).encode())


def encode_refused(error: ErrorBody) -> str:
    """The client is not let in: `connect_error` with `message` and `data`, the error's body."""
    return str(Packet(CONNECT_ERROR, {"message": error.message, "data": error.model_dump(mode="json")}).encode())


def encode_disconnect() -> str:
    """The server ends it: socket.io's client does not come back by itself."""
    return str(Packet(DISCONNECT).encode())
