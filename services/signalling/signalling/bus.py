"""What goes between processes through Valkey. The only importer of redis and of python-socketio's Redis manager.

Everything in here can be lost. A heartbeat of one's own shows whether the listener still hears; one that is deaf is
made anew, and after each new start `resume` makes good what was missed from the database.
"""

import asyncio
import json
import logging
import time
from collections.abc import Callable, Sequence
from typing import Any

import redis.asyncio as valkey
import socketio
from pydantic import ValidationError
from redis.exceptions import RedisError

from lodbic_contracts.captions import WISH_SECONDS, wish_key
from lodbic_contracts.control import CONTROL_CHANNEL, RingStarted, SessionsEnded, order_adapter
from lodbic_contracts.events import SERVER_EVENTS
from lodbic_contracts.shapes import Shape

log = logging.getLogger(__name__)
EVENTS_CHANNEL = "socketio"
"""Where python-socketio's managers talk, ours and business-api's write-only one."""
RELEASE_CHANNEL = "lodbic:signalling:release"
"""`process call`: a signalling process asks for the call that another one has."""
BEAT_SECONDS = 1.5
DEAF_SECONDS = 6
MOST_PENDING = 1_000
PAYLOADS: dict[tuple[str, str], type[Shape]] = {(event.socket, event.name): event.payload for event in SERVER_EVENTS}
KINDS = {"user": "presence", "call": "call"}


class Bus:
    """This process's ear and mouth at Valkey."""

    def __init__(
        self,
        url: str,
        process_id: str,
        deliver: Callable[[str, str, Shape], None],
        order: Callable[[RingStarted | SessionsEnded], None],
        release: Callable[[str], None],
        resume: Callable[[], None],
    ) -> None:
        """`deliver` gets room, name and payload of events for sockets here; `release` a call that is asked for."""
        self._url = url
        self._process_id = process_id
        self._beat_channel = f"lodbic:signalling:beat:{process_id}"
        self._deliver = deliver
        self._order = order
        self._release = release
        self._resume = resume
        # As business-api sends: what the manager's own listener would do is done in `_hear`, with checks.
        self._manager = socketio.AsyncRedisManager(
            url, channel=EVENTS_CHANNEL, write_only=True, logger=log, redis_options=_patience(2)
        )
        self._mouth = valkey.Redis.from_url(url, **_patience(2))
        self._heard = float("-inf")
        self._pending: set[asyncio.Task[None]] = set()

    @property
    def hears(self) -> bool:
        """Whether the listener has heard its own heartbeat lately."""
        return time.monotonic() - self._heard < DEAF_SECONDS

    def emit(self, room: str, name: str, payload: Shape) -> None:
        """Send an event to everybody in a room, at this process and all others, without waiting."""
        self._deliver(room, name, payload)
        if len(self._pending) >= MOST_PENDING:
            log.warning("event %s was not sent to other processes: too many are waiting", name)
            return
        task = asyncio.create_task(self._manager.emit(name, payload.model_dump(mode="json"), room=room))
        self._pending.add(task)
        task.add_done_callback(self._pending.discard)

    async def ask_for(self, call_id: str) -> None:
        """Ask the process that has a call to hand it over."""
        try:
            await self._mouth.publish(RELEASE_CHANNEL, f"{self._process_id} {call_id}")
        except (RedisError, OSError) as error:
            log.warning("call %s was not asked for: %s", call_id, error)

    async def want_captions(self, call_ids: Sequence[str]) -> None:
        """Have captions drafted in these calls for a while."""
        try:
            for call_id in call_ids:
                await self._mouth.set(wish_key(call_id), b"", ex=WISH_SECONDS)
        except (RedisError, OSError) as error:
            log.warning("captions were not asked for: %s", error)

    async def run(self) -> None:
        """Listen for ever."""
        pause = 0.2
        while True:
            started = time.monotonic()
            try:
                await self._listen()
            except TimeoutError:  # before OSError, which it is a kind of
                log.warning("the listener at Valkey went deaf: starting it anew")
            except (RedisError, OSError) as error:
                log.warning("Valkey is away: %s", error)
            pause = 0.2 if time.monotonic() - started > 10 else min(pause * 2, 2)
            await asyncio.sleep(pause)

    async def close(self) -> None:
        """Let go of the connections."""
        await self._mouth.aclose()

    async def _listen(self) -> None:
        async with valkey.Redis.from_url(self._url, **_patience(None)) as ear, ear.pubsub() as pubsub:
            beating = asyncio.create_task(self._beat())
            try:
                async with asyncio.timeout(DEAF_SECONDS) as deadline:
                    await pubsub.subscribe(EVENTS_CHANNEL, CONTROL_CHANNEL, RELEASE_CHANNEL, self._beat_channel)
                    self._resume()
                    async for message in pubsub.listen():
                        if message["type"] != "message":
                            continue
                        if message["channel"].decode() == self._beat_channel:
                            self._heard = time.monotonic()
                            deadline.reschedule(asyncio.get_running_loop().time() + DEAF_SECONDS)
                        else:
                            self._hear(message["channel"].decode(), message["data"])
            finally:
                beating.cancel()
                self._heard = float("-inf")

    async def _beat(self) -> None:
        while True:
            try:
                await self._mouth.publish(self._beat_channel, b"")
            except (RedisError, OSError) as error:
                log.info("no heartbeat: %s", error)
            await asyncio.sleep(BEAT_SECONDS)

    def _hear(self, channel: str, data: bytes) -> None:
        try:
            if channel == CONTROL_CHANNEL:
                self._order(order_adapter.validate_json(data))
            elif channel == RELEASE_CHANNEL:
                process_id, call_id = data.decode().split(" ")
                if process_id != self._process_id:
                    self._release(call_id)
            else:
                self._hear_event(json.loads(data))
        except (ValidationError, ValueError, TypeError, KeyError, RecursionError) as error:
            log.warning("what came on %s was not understood: %s", channel, error)

    def _hear_event(self, message: dict[str, object]) -> None:
        if message["method"] != "emit" or message.get("host_id") == self._manager.host_id:
            return
        room, name, data = message["room"], message["event"], message["data"]
        if not isinstance(room, str) or not isinstance(name, str) or not isinstance(data, list) or len(data) != 1:
            raise ValueError("an event for no room, or not with one payload")
        payload = PAYLOADS[KINDS[room.partition(":")[0]], name]
        self._deliver(room, name, payload.model_validate_json(json.dumps(data[0])))


def _patience(seconds: float | None) -> dict[str, Any]:
    # The library gives up reading after 5 s by default: a listener that hears nothing for so long would be cut off.
    return {"socket_timeout": seconds, "socket_connect_timeout": 2, "socket_keepalive": True}
