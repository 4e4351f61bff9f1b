"""Joining, leaving and ending calls: rooms kept in step with the database."""

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import asynccontextmanager
from typing import Literal

from lodbic_contracts.errors import ErrorCode
from lodbic_contracts.events import CallEnded, EndReason, Replaced, RingState
from lodbic_contracts.tickets import CallTicket
from signalling.connections import Connection
from signalling.errors import Refusal, Unavailable
from signalling.rooms import Room, Seat
from signalling.settings import Timings
from signalling.store import ownership, stays
from signalling.store.database import Database

log = logging.getLogger(__name__)
CLAIM_SECONDS = 3
"""How long a joiner waits for another process to hand a call over."""


class Calls:
    """All calls of this process."""

    def __init__(
        self,
        db: Database,
        owned: ownership.Ownership,
        timings: Timings,
        tell_ended: Callable[[str, Iterable[str]], None],
        ask_for: Callable[[str], Awaitable[None]],
    ) -> None:
        """`tell_ended` tells people's presence sockets; `ask_for` asks the process that has a call to hand it over."""
        self._db = db
        self._owned = owned
        self._timings = timings
        self._tell_ended = tell_ended
        self._ask_for = ask_for
        self._rooms: dict[str, Room] = {}
        self._abandoned: dict[str, float] = {}
        self.captions_wanted = asyncio.Event()
        """Set when somebody began or ceased to read captions."""

    def __len__(self) -> int:
        return len(self._rooms)

    async def join(self, connection: Connection, ticket: CallTicket) -> None:
        """Sit down in the call. Refusal when it is not this person's, not accepted, or over."""
        async with self._room(ticket.call_id) as room:
            await self._claim(ticket.call_id)
            who = (ticket.sub, ticket.participant_id, ticket.side, ticket.name)
            state = await stays.open_stay(self._db, ticket.call_id, *who)
            if state is None:
                raise Refusal(ErrorCode.NOT_FOUND)
            if state.call.ended:
                self._close(room, EndReason.CLOSED)
                raise Refusal(ErrorCode.CALL_ENDED)
            if state.call.ring_state != RingState.ACCEPTED:
                raise Refusal(ErrorCode.NOT_IN_CALL)
            self._fill(room, state)
            self._sit(room, connection, ticket)

    def opened(self, connection: Connection, ticket: CallTicket) -> None:
        """The socket that joined can be talked to now."""
        found = self._seat(connection, ticket)
        if found is not None:
            room, seat = found
            connection.emit("room", room.snapshot(seat))
            room.tell_changed(seat)

    def captioned(self) -> list[str]:
        """The calls in which somebody reads captions."""
        return [
            room.call_id
            for room in self._rooms.values()
            if any(seat.captions and seat.connection is not None for seat in room.seats.values())
        ]

    def show_again(self) -> None:
        """Show everybody here their room anew: who gets it reads what else may have been missed."""
        for room in self._rooms.values():
            for seat in room.seats.values():
                if seat.connection is not None:
                    seat.connection.emit("room", room.snapshot(seat))

    def lost(self, connection: Connection, ticket: CallTicket) -> None:
        """A socket is gone; the seat is kept."""
        found = self._seat(connection, ticket)
        if found is not None:
            room, seat = found
            seat.lose()
            room.tell_changed(seat)

    def find(self, connection: Connection, ticket: CallTicket) -> tuple[Room, Seat]:
        """Where a socket sits. Refusal when it sits nowhere any more."""
        found = self._seat(connection, ticket)
        if found is None:
            raise Refusal(ErrorCode.NOT_IN_CALL)
        return found

    def leave(self, connection: Connection, ticket: CallTicket) -> None:
        """Get up for good: the other hears of it now, the database as soon as it can."""
        room, seat = self.find(connection, ticket)
        seat.lose()
        seat.left = True
        room.tell_left(seat)

    async def leave_unseated(self, call_id: str, user_id: str, place: Literal["lobby", "room"]) -> None:
        """Let a person out who has no socket in the call; one that had not started ends with that.

        Refusal when the call is not theirs.
        """
        participant_id = await stays.find_participant(self._db, call_id, user_id)
        if participant_id is None:
            raise Refusal(ErrorCode.NOT_FOUND)
        async with self._room(call_id) as room:
            await self._claim(call_id)
            state = await stays.read_call(self._db, call_id)
            if state is None or state.call.ended or state.call.ring_state != RingState.ACCEPTED:
                return
            self._fill(room, state)
            seat = room.seats.get(participant_id)
            if seat is not None and seat.connection is not None:
                if place == "lobby":
                    return
                seat.connection.disconnect()
            if seat is not None:
                seat.lose()
                seat.left = True
                room.tell_left(seat)
            room.declined = room.started_at is None
            await self._close_due(room)

    def dismiss(self, connection: Connection, ticket: CallTicket) -> None:
        """The login behind a socket is over: its person gets up for good."""
        if self._seat(connection, ticket) is not None:
            self.leave(connection, ticket)

    async def settle(self, call_id: str) -> None:
        """Close the stays that are over and, when it is time, the call."""
        room = self._rooms.get(call_id)
        if room is None or not self._is_due(room):
            return
        async with room.turn:
            await self._close_due(room)

    async def tick(self) -> None:
        """Settle what is due. Unavailable while the database is away: the next tick makes up for it."""
        for room in list(self._rooms.values()):
            await self.settle(room.call_id)

    async def recheck(self) -> None:
        """Drop the rooms of calls that were ended elsewhere or that another process has now."""
        for call_id in await self._owned.renew():
            self.hand_over(call_id)
        for call_id in await stays.ended_calls(self._db, list(self._rooms)):
            if call_id in self._rooms:
                self._close(self._rooms[call_id], EndReason.CLOSED)

    async def end_abandoned(self) -> None:
        """End calls that no process has and nobody came back to, or that nobody ever joined."""
        now = time.monotonic()
        unowned = await ownership.unowned_calls(self._db)
        self._abandoned = {call.call_id: self._abandoned.get(call.call_id, now) for call in unowned if call.stays}
        for call in unowned:
            waited = now - self._abandoned.get(call.call_id, now)
            if waited >= self._timings.seat if call.stays else call.accepted_for >= self._timings.join:
                await self._end_abandoned(call.call_id)

    def hand_over(self, call_id: str) -> None:
        """Let go of a call: its sockets end, come back by themselves, and find the process that has it."""
        room = self._rooms.get(call_id)
        if room is not None and room.seats:
            self._drop(room)
            for seat in room.seats.values():
                if seat.connection is not None:
                    seat.connection.socket.finish()

    async def _end_abandoned(self, call_id: str) -> None:
        async with self._room(call_id) as room:
            if room.seats or not await self._owned.claim(call_id):
                return
            state = await stays.read_call(self._db, call_id)
            if state is not None and not state.call.ended:
                log.info("call %s was abandoned: ended", call_id)
                told = await stays.close_stays(self._db, call_id, [], end=True)
                self._tell_ended(call_id, told or ())

    @asynccontextmanager
    async def _room(self, call_id: str) -> AsyncIterator[Room]:
        """The call's room, in turn; one that nobody sits in afterwards is dropped."""
        while True:
            room = self._rooms.setdefault(call_id, Room(call_id))
            await room.turn.acquire()
            if not room.over:
                break
            room.turn.release()
        try:
            yield room
        finally:
            room.turn.release()
            if not room.seats and not room.over:
                self._drop(room)

    async def _close_due(self, room: Room) -> None:
        """What `settle` does, in the room's turn."""
        now = time.monotonic()
        leaving = [seat for seat in room.seats.values() if seat.is_over(now, self._timings.seat)]
        reason = room.end_reason(leaving, now, self._timings)
        if room.over or (not leaving and reason is None):
            return
        users = [seat.user_id for seat in leaving]
        told = await stays.close_stays(self._db, room.call_id, users, end=reason is not None)
        for seat in leaving:
            del room.seats[seat.participant_id]
            if not seat.left:
                room.tell_left(seat)
        room.count(now)
        if reason is not None:
            self._close(room, reason)
            self._tell_ended(room.call_id, told or ())

    def _fill(self, room: Room, state: stays.CallState) -> None:
        """Bring a room into step with the database. Unavailable when it was given up while the database worked."""
        room.started_at = state.call.started_at
        room.accepted_at = time.monotonic() - state.call.accepted_for
        for row in state.seats:
            room.seats.setdefault(row.participant_id, Seat(row.user_id, row.participant_id, row.side, row.name))
        room.count(time.monotonic())
        if room.over:
            raise Unavailable()

    async def _claim(self, call_id: str) -> None:
        give_up = time.monotonic() + CLAIM_SECONDS
        while not await self._owned.claim(call_id):
            if time.monotonic() >= give_up:
                raise Unavailable()
            await self._ask_for(call_id)
            await asyncio.sleep(0.3)

    def _sit(self, room: Room, connection: Connection, ticket: CallTicket) -> None:
        seat = room.seats[ticket.participant_id]
        seat.name, seat.image_url = ticket.name, ticket.image_url
        before = seat.take(connection)
        if before is not None:
            before.emit("replaced", Replaced(call_id=room.call_id))
            before.disconnect()
        if not connection.open:
            seat.lose()

    def _seat(self, connection: Connection, ticket: CallTicket) -> tuple[Room, Seat] | None:
        room = self._rooms.get(ticket.call_id)
        seat = room.seats.get(ticket.participant_id) if room else None
        return (room, seat) if room and seat and seat.connection is connection else None

    def _is_due(self, room: Room) -> bool:
        now = time.monotonic()
        leaving = [seat for seat in room.seats.values() if seat.is_over(now, self._timings.seat)]
        return bool(leaving) or (bool(room.seats) and room.end_reason([], now, self._timings) is not None)

    def _close(self, room: Room, reason: EndReason) -> None:
        self._drop(room)
        for seat in room.seats.values():
            if seat.connection is not None:
                seat.connection.emit("call.ended", CallEnded(call_id=room.call_id, reason=reason))
                seat.connection.disconnect()

    def _drop(self, room: Room) -> None:
        room.over = True
        if self._rooms.get(room.call_id) is room:
            del self._rooms[room.call_id]
            self._owned.forget(room.call_id)
