"""Tells a call's people that there is something new to read, after commit. Lost news is no harm: pages read again."""

import logging
from collections.abc import Iterable
from functools import cache
from typing import Literal

import socketio
from redis.exceptions import RedisError

from lodbic_contracts.events import SERVER_EVENTS, CallChanged, user_room
from transcriber.settings import settings

log = logging.getLogger(__name__)
EVENT = next(event for event in SERVER_EVENTS if event.payload is CallChanged and "transcriber" in event.senders)


@cache
def _manager() -> socketio.RedisManager:
    return socketio.RedisManager(settings().valkey_url, write_only=True)


def call_changed(call_id: str, user_ids: Iterable[str], what: Literal["transcript", "sound", "video"]) -> None:
    """Tell each of these people, in every open tab, to read the call again."""
    payload = CallChanged(call_id=call_id, what=what).model_dump(mode="json")
    for user_id in user_ids:
        try:
            _manager().emit(EVENT.name, payload, room=user_room(user_id))
        except (RedisError, OSError) as error:
            log.warning("%s of call %s was not sent: %s", EVENT.name, call_id, error)
