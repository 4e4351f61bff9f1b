"""Calls as they stand in this process: seats, the relay between them, and who was lost when.

The database is the truth of stays and of when calls start and end; a room is what can be made anew from it.
"""

import asyncio
import time
from dataclasses import dataclass, field
from typing import Literal

from lodbic_contracts.events import EndReason, MediaState, Participant, ParticipantLeft
from lodbic_contracts.events import Room as RoomEvent
from lodbic_contracts.shapes import Shape
from signalling.connections import Connection
from signalling.settings import Timings


@dataclass(eq=False, slots=True)
class Seat:
    """A person's open stay."""

    user_id: str
    participant_id: str
    side: Literal["caller", "callee"]
    name: str
    image_url: str | None = None
    connection: Connection | None = None
    media: MediaState = field(default_factory=lambda: MediaState(microphone=False, camera=False))
    captions: bool = False
    """The page shows them."""
    lost_at: float | None = field(default_factory=time.monotonic)
    """When the socket was lost; None while there is one."""
    left: bool = False
    """Gone for good, though the database may not know it yet."""

    def shown(self) -> Participant:
        """The person as the other side sees them."""
        return Participant(
            participant_id=self.participant_id,
            name=self.name,
            image_url=self.image_url,
            side=self.side,
            connected=self.connection is not None,
            media=self.media,
        )

    def take(self, connection: Connection) -> Connection | None:
        """Sit down; gives the socket that sat here before."""
        before, self.connection = self.connection, connection
        self.lost_at, self.left, self.captions = None, False, False
        return before

    def lose(self) -> None:
        """The socket is gone; the seat is kept for a while."""
        self.connection, self.lost_at = None, time.monotonic()

    def is_over(self, now: float, seat_seconds: float) -> bool:
        """Whether the stay has to be closed."""
        return self.left or (self.lost_at is not None and now - self.lost_at >= seat_seconds)


@dataclass(eq=False, slots=True)
class Room:
    """A call that somebody is in. Changes that wait for the database are made under `turn`."""

    call_id: str
    seats: dict[str, Seat] = field(default_factory=dict)
    """By participant id."""
    started_at: int | None = None
    """Unix ms; None before two were in."""
    accepted_at: float = field(default_factory=time.monotonic)
    alone_since: float | None = None
    """Since when one person is in a call that had started."""
    declined: bool = False
    """Somebody is not coming into a call that has not started."""
    over: bool = False
    """This object is no longer the call's room."""
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)

    def others(self, participant_id: str) -> list[Seat]:
        """Everybody else."""
        return [seat for seat in self.seats.values() if seat.participant_id != participant_id and not seat.left]

    def tell_others(self, participant_id: str, name: str, payload: Shape) -> bool:
        """Send an event to everybody else who has a socket; False when nobody has."""
        told = False
        for seat in self.others(participant_id):
            if seat.connection is not None:
                seat.connection.emit(name, payload)
                told = True
        return told

    def tell_changed(self, seat: Seat) -> None:
        """Show a person anew to the other."""
        self.tell_others(seat.participant_id, "participant.changed", seat.shown())

    def tell_left(self, seat: Seat) -> None:
        """Say that a person is gone for good."""
        self.tell_others(seat.participant_id, "participant.left", ParticipantLeft(participant_id=seat.participant_id))

    def snapshot(self, seat: Seat) -> RoomEvent:
        """The whole room for the person in this seat."""
        return RoomEvent(
            call_id=self.call_id,
            you=seat.participant_id,
            polite=seat.side == "callee",
            started_at=self.started_at,
            participants=[other.shown() for other in self.seats.values() if not other.left],
        )

    def count(self, now: float) -> None:
        """Note since when somebody is alone."""
        if len(self.seats) != 1 or self.started_at is None:
            self.alone_since = None
        elif self.alone_since is None:
            self.alone_since = now

    def end_reason(self, leaving: list[Seat], now: float, timings: Timings) -> EndReason | None:
        """Why the call ends now, with these people leaving; None when it goes on."""
        if self.declined:
            return EndReason.LEFT
        if len(leaving) == len(self.seats):
            return EndReason.LEFT if any(seat.left for seat in leaving) else EndReason.LOST
        if self.started_at is None and now - self.accepted_at >= timings.join:
            return EndReason.NEVER_JOINED
        if self.alone_since is not None and now - self.alone_since >= timings.alone:
            return EndReason.LEFT
        return None
