"""Tells browsers and signalling what is new, after commit. Lost news is no harm: both re-read the database."""

import logging
from functools import cache

import socketio
from django.conf import settings
from django.db import transaction
from redis.exceptions import RedisError

from business_api.core.valkey import connection
from lodbic_contracts.control import CONTROL_CHANNEL, RingStarted, SessionsEnded
from lodbic_contracts.events import SERVER_EVENTS, call_room, user_room
from lodbic_contracts.shapes import Shape

log = logging.getLogger(__name__)
_PAYLOADS = {(event.name, event.socket): event.payload for event in SERVER_EVENTS if "business-api" in event.senders}


@cache
def _manager() -> "socketio.RedisManager":
    return socketio.RedisManager(settings.VALKEY_URL, write_only=True)


def _emit(name: str, payload: Shape, room: str) -> None:
    try:
        _manager().emit(name, payload.model_dump(mode="json"), room=room)
    except (RedisError, OSError) as error:
        log.warning("event %s was not sent: %s", name, error)


def tell_user(user_id: str, name: str, payload: Shape) -> None:
    """Send a presence event to every open tab of a person once the transaction has committed."""
    assert isinstance(payload, _PAYLOADS[name, "presence"])
    transaction.on_commit(lambda: _emit(name, payload, user_room(user_id)))


def tell_call(call_id: str, name: str, payload: Shape) -> None:
    """Send a call event to both sides of a call once the transaction has committed."""
    assert isinstance(payload, _PAYLOADS[name, "call"])
    transaction.on_commit(lambda: _emit(name, payload, call_room(call_id)))


def order(what: RingStarted | SessionsEnded) -> None:
    """Give signalling an order once the transaction has committed."""

    def publish() -> None:
        try:
            connection().publish(CONTROL_CHANNEL, what.model_dump_json())
        except RedisError as error:
            log.warning("order %s was not sent: %s", what.order, error)

    transaction.on_commit(publish)
