"""Tells a call's people that there is something new to read, after commit. Lost news is no harm: pages read again."""

import logging
from collections.abc import Iterable
from functools import cache
from typing import Literal

import socketio
from redis.exceptions import RedisError

from lodbic_contracts.captions import Caption
from lodbic_contracts.events import SERVER_EVENTS, CallChanged, call_room, user_room
from lodbic_contracts.shapes import Shape
from transcriber.settings import settings

log = logging.getLogger(__name__)
EVENTS = {event.payload: event.name for event in SERVER_EVENTS if "transcriber" in event.senders}


@cache
def _manager() -> socketio.RedisManager:
    return socketio.RedisManager(settings().valkey_url, write_only=True)


def call_changed(call_id: str, user_ids: Iterable[str], what: Literal["transcript", "sound", "video"]) -> None:
    """Tell each of these people, in every open tab, to read the call again."""
    for user_id in user_ids:
        _emit(CallChanged(call_id=call_id, what=what), user_room(user_id))


def caption(line: Caption) -> None:
    """Show a line of captions to both people in the call's room, and to nobody else."""
    _emit(line, call_room(line.call_id))


def _emit(payload: Shape, room: str) -> None:
    name = EVENTS[type(payload)]
    try:
        _manager().emit(name, payload.model_dump(mode="json"), room=room)
    except (RedisError, OSError) as error:
        log.warning("%s to %s was not sent: %s", name, room, error)
