"""From an event's name to its handler: every event is checked before anything happens, and every answer is typed."""

import asyncio
import logging
from collections import defaultdict
from collections.abc import Awaitable, Callable
from typing import Any

from pydantic import ValidationError

from lodbic_contracts.errors import ErrorCode
from lodbic_contracts.events import CLIENT_EVENTS, ClientEvent
from lodbic_contracts.shapes import Shape
from lodbic_contracts.tickets import CallTicket
from signalling import packets
from signalling.connections import Connection
from signalling.context import Context
from signalling.errors import ProtocolError, Refusal, Unavailable
from signalling.limits import RUNNING_HANDLERS, Allowance
from signalling.packets import Event

log = logging.getLogger(__name__)
Handler = Callable[[Context, Connection, Any], Shape | Awaitable[Shape]]
"""Gets a valid payload and gives the acknowledgement, at once when it need not wait; Refusal when it is not done."""
RELAY = frozenset({"description", "candidate"})


class Dispatcher:
    """The handlers of all client events, and how much each person may still ask for."""

    def __init__(self, context: Context, handlers: dict[str, Handler]) -> None:
        """Every event of the contract has a handler and no other name has one."""
        self._context = context
        self._events = {event.name: (event, handlers[event.name]) for event in CLIENT_EVENTS}
        if handlers.keys() != self._events.keys():
            raise ValueError(
                f"handlers of events that the contract does not have: {handlers.keys() - self._events.keys()}"
            )
        self._allowances: defaultdict[str, Allowance] = defaultdict(Allowance)
        self._tasks: set[asyncio.Task[None]] = set()

    def allowance(self, user_id: str) -> Allowance:
        """What is left to a person."""
        return self._allowances[user_id]

    def forget_idle(self) -> None:
        """Drop the allowances of people who are gone. Once a minute: by then they would be full again."""
        for user_id in [user for user, allowance in self._allowances.items() if not allowance.sockets]:
            del self._allowances[user_id]

    def dispatch(self, connection: Connection, event: Event) -> None:
        """Do what was asked and acknowledge it. ProtocolError ends the socket."""
        try:
            answer = self._begin(connection, event)
        except Refusal as refusal:
            self._acknowledge(connection, event, refusal.ack())
            return
        if isinstance(answer, Shape):
            self._acknowledge(connection, event, answer)
            return
        connection.running += 1
        task = asyncio.create_task(self._wait(connection, event, answer))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def _begin(self, connection: Connection, event: Event) -> Shape | Awaitable[Shape]:
        self._count(connection, event.name)
        known = self._events.get(event.name)
        if known is None or known[0].socket not in ("both", _kind(connection)):
            raise Refusal(ErrorCode.UNKNOWN_EVENT)
        payload = _payload(known[0], event.arguments)
        if connection.running >= RUNNING_HANDLERS:
            raise Refusal(ErrorCode.TOO_MANY)
        return known[1](self._context, connection, payload)

    def _count(self, connection: Connection, name: str) -> None:
        allowance = self._allowances[connection.user_id]
        if (allowance.relay if name in RELAY else allowance.events).take():
            return
        if not connection.refusals.take():
            raise ProtocolError("too many events, refused again and again")
        raise Refusal(ErrorCode.TOO_MANY)

    async def _wait(self, connection: Connection, event: Event, answer: Awaitable[Shape]) -> None:
        try:
            self._acknowledge(connection, event, await answer)
        except Refusal as refusal:
            self._acknowledge(connection, event, refusal.ack())
        except Exception:  # the edge of the process: one person's failure is nobody else's
            log.exception("the handler of %s failed", event.name)
            self._acknowledge(connection, event, Unavailable().ack())
        finally:
            connection.running -= 1

    def _acknowledge(self, connection: Connection, event: Event, answer: Shape) -> None:
        if event.ack is not None:
            connection.socket.put(packets.encode_ack(event.ack, answer))
        if connection.leaving:
            connection.disconnect()

    async def drain(self) -> None:
        """Wait for the handlers that still run."""
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=2)


def _kind(connection: Connection) -> str:
    return "call" if isinstance(connection.ticket, CallTicket) else "presence"


def _payload(event: ClientEvent, arguments: list[Any]) -> Shape:
    if len(arguments) > 1:
        raise Refusal(ErrorCode.INVALID)
    try:
        return event.payload.model_validate(arguments[0] if arguments else {})
    except ValidationError as error:
        fields: dict[str, list[str]] = {}
        for problem in error.errors(include_url=False, include_input=False, include_context=False):
            fields.setdefault(".".join(map(str, problem["loc"]))[:100], []).append(problem["msg"])
        raise Refusal(ErrorCode.INVALID, fields) from error
