"""A raw socket.io client."""

import asyncio
import json
from collections.abc import Callable
from typing import Any, Self, TypeVar

import aiohttp

from lodbic_contracts.shapes import Shape

ORIGIN = "http://localhost:8080"
Message = dict[str, Any]
Kind = TypeVar("Kind", bound=Shape)


def read(kind: type[Kind], payload: Message) -> Kind:
    """A payload by its contract, as strictly as JSON allows."""
    return kind.model_validate_json(json.dumps(payload))


class Refused(Exception):
    """`connect_error`: the server did not let the socket in."""

    def __init__(self, data: Message) -> None:
        """`data` is the error's body."""
        super().__init__(data)
        self.code: str = data["code"]


class Wire:
    """A raw client: it says exactly what it is told to."""

    def __init__(self, session: aiohttp.ClientSession, websocket: aiohttp.ClientWebSocketResponse) -> None:
        """Use `raw` or `open`."""
        self._session = session
        self.websocket = websocket
        self.events: list[tuple[str, Message]] = []
        self.frames: list[str] = []
        self.pings = 0
        self.answer_pings = True
        self._acks: dict[int, asyncio.Future[Message]] = {}
        self._number = 0
        self._news = asyncio.Condition()
        self.ended = asyncio.Event()
        self.ended_by_server = False
        """Whether a DISCONNECT packet came before the end."""
        self._admitted: asyncio.Future[str] = asyncio.get_running_loop().create_future()
        self._reader = asyncio.create_task(self._read())

    @classmethod
    async def raw(cls, url: str, call: str | None = None, **headers: str) -> Self:
        """A websocket that has said nothing yet."""
        session = aiohttp.ClientSession()
        query = f"?EIO=4&transport=websocket{f'&call={call}' if call else ''}"
        try:
            websocket = await session.ws_connect(f"{url}/socket.io/{query}", headers={"Origin": ORIGIN, **headers})
        except BaseException:
            await session.close()
            raise
        return cls(session, websocket)

    @classmethod
    async def open(cls, url: str, ticket: str, call: str | None = None) -> Self:
        """A socket that was let in. Refused when it was not."""
        wire = await cls.raw(url, call)
        try:
            await wire.admit(ticket)
        except BaseException:
            await wire.close()
            raise
        return wire

    async def admit(self, ticket: str) -> str:
        """Ask to be let in."""
        await self.say("40" + json.dumps({"ticket": ticket}))
        return await asyncio.wait_for(asyncio.shield(self._admitted), 12)

    async def say(self, frame: str) -> None:
        """Send a frame as it stands."""
        await self.websocket.send_str(frame)

    async def ask(self, name: str, payload: object = None, within: float = 8) -> Message:
        """Send an event and give its acknowledgement."""
        self._number += 1
        number = self._number
        self._acks[number] = asyncio.get_running_loop().create_future()
        await self.say(f"42{number}" + json.dumps([name, {} if payload is None else payload]))
        return await asyncio.wait_for(self._acks[number], within)

    async def expect(self, name: str, where: Callable[[Message], bool] = lambda _: True, within: float = 5) -> Message:
        """Take the first event of this name and kind that has come, or wait for it."""

        def find() -> int | None:
            found = (i for i, (n, payload) in enumerate(self.events) if n == name and where(payload))
            return next(found, None)

        async with self._news, asyncio.timeout(within):
            while (index := find()) is None:
                await self._news.wait()
            return self.events.pop(index)[1]

    def heard(self, name: str) -> list[Message]:
        """Events of this name that nobody has expected so far."""
        return [payload for n, payload in self.events if n == name]

    async def until_ended(self, within: float = 5) -> None:
        """Wait for the server to end the socket."""
        await asyncio.wait_for(self.ended.wait(), within)

    async def close(self) -> None:
        """Go without a word."""
        await self.websocket.close()
        self._reader.cancel()
        await self._session.close()

    def cut(self) -> None:
        """Lose the network: the connection is reset."""
        self.websocket._writer.transport.abort()  # the public close says goodbye first

    async def _read(self) -> None:
        try:
            async for message in self.websocket:
                if message.type is aiohttp.WSMsgType.TEXT:
                    await self._take(message.data)
        finally:
            self.ended.set()
            waiting: list[asyncio.Future[Any]] = [self._admitted, *self._acks.values()]
            for future in waiting:
                if not future.done():
                    future.cancel()

    async def _take(self, frame: str) -> None:
        self.frames.append(frame)
        if frame == "2":
            self.pings += 1
            if self.answer_pings:
                await self.say("3")
        elif frame.startswith("40"):
            self._admitted.set_result(json.loads(frame[2:])["sid"])
        elif frame.startswith("44"):
            self._admitted.set_exception(Refused(json.loads(frame[2:])["data"]))
        elif frame.startswith("41"):
            self.ended_by_server = True
        elif frame.startswith("42"):
            name, payload = json.loads(frame[2:])
            async with self._news:
                self.events.append((name, payload))
                self._news.notify_all()
        elif frame.startswith("43"):
            number, _, rest = frame[2:].partition("[")
            if (waiting := self._acks.pop(int(number), None)) is not None:
                waiting.set_result(json.loads("[" + rest)[0])
