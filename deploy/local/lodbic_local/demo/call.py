"""The demo call: Anna rings Aleksey from his advert, they meet in the room, both record, both leave."""

import asyncio
import hashlib
import time
from typing import Any
from uuid import uuid4

import socketio

from lodbic_local.demo.film import SLICE_SECONDS, Track, read_dialogue, record
from lodbic_local.demo.people import Client
from lodbic_local.errors import RunError
from lodbic_local.settings import REPOSITORY

DIALOGUE = REPOSITORY / "tests" / "speech" / "dialogues" / "dev01"
AT_ONCE = 10
PURPOSES = {"record": True, "transcribe": True, "fraud_check": True}


async def make_call(seller: Client, buyer: Client, advert_id: str) -> None:
    """Let the two talk about the advert; returns when text and video are there."""
    film = {
        seller: asyncio.create_task(asyncio.to_thread(record, read_dialogue(DIALOGUE, "seller"), "bicycle")),
        buyer: asyncio.create_task(asyncio.to_thread(record, read_dialogue(DIALOGUE, "buyer"), None)),
    }
    tracks = {client: await task for client, task in film.items()}
    # A start that was broken off leaves a call that signalling ends by and by; until then both are busy.
    await until(lambda: all(call["end_time"] for call in buyer.get("/calls/")["items"]), 120, "an earlier call is over")
    call_id = await ring(seller, buyer, advert_id)
    rooms = {client: await join(client, call_id) for client in (buyer, seller)}
    await until(lambda: buyer.get(f"/calls/{call_id}/")["start_time"] is not None, 20, "both are in the call")
    uploads = [asyncio.to_thread(_upload, client, call_id, track) for client in tracks for track in tracks[client]]
    uploaded = await asyncio.gather(*uploads)
    line = {"client_id": str(uuid4()), "text": "Записала: завтра в шесть, метро Сокольники. 12 500 ₽"}
    await asyncio.to_thread(buyer.post, f"/calls/{call_id}/messages/", line)
    for room in rooms.values():
        await room.call("leave", {}, timeout=10)
        await room.disconnect()
    for client, track_id, count in uploaded:
        await asyncio.to_thread(client.post, f"/tracks/{track_id}/finish/", {"slice_count": count})
    await until(lambda: _is_ready(buyer.get(f"/calls/{call_id}/")["record"]), 180, "the demo call has text and video")


def _is_ready(shown: dict[str, Any]) -> bool:
    states = [shown["text"]["state"], shown["video"]["state"]]
    if "failed" in states:
        raise RunError(f"the demo call's record was not made: {shown['text']['code']} {shown['video']['code']}")
    return states == ["ready", "ready"]


async def until(condition: Any, seconds: float, what: str) -> None:
    """Wait for something, at most so long; raises RunError that says what did not come about."""
    deadline = time.monotonic() + seconds
    while not await asyncio.to_thread(condition):
        if time.monotonic() > deadline:
            raise RunError(f"in {seconds:.0f} s it did not come about that {what}")
        await asyncio.sleep(0.3)


async def connect(client: Client, ticket: str, call_id: str | None) -> socketio.AsyncClient:
    """A socket with this ticket: a presence socket, or one in a call. It does not come back by itself."""
    origin = str(client.http.base_url.copy_with(path="/")).rstrip("/")
    socket = socketio.AsyncClient(reconnection=False)
    query = f"?call={call_id}" if call_id else ""
    await socket.connect(
        f"{origin}/{query}", auth={"ticket": ticket}, transports=["websocket"], headers={"Origin": origin}
    )
    return socket


async def ring(seller: Client, buyer: Client, advert_id: str) -> str:
    """The buyer rings from the advert, the seller accepts; the call's id."""
    ticket = await asyncio.to_thread(seller.post, "/tickets/presence/")
    presence = await connect(seller, ticket["ticket"], None)
    call_id = str((await asyncio.to_thread(buyer.post, "/calls/", {"advert_id": advert_id}))["call_id"])
    answer = await presence.call("ring.accept", {"call_id": call_id}, timeout=10)
    await presence.disconnect()
    if not answer["ok"]:
        raise RunError(f"the demo ring was not accepted: {answer['error']['message']}")
    return call_id


async def join(client: Client, call_id: str) -> socketio.AsyncClient:
    """A person consents to everything and comes into the room."""
    version = (await asyncio.to_thread(client.get, f"/calls/{call_id}/consents/"))["text_version"]
    consents = {"purposes": PURPOSES, "text_version": version}
    await asyncio.to_thread(client.put, f"/calls/{call_id}/consents/", consents)
    ticket = await asyncio.to_thread(client.post, f"/calls/{call_id}/ticket/")
    return await connect(client, ticket["ticket"], call_id)


def _upload(client: Client, call_id: str, track: Track) -> tuple[Client, str, int]:
    began = {"began_at_ms": time.time() * 1000, "offset_ms": 0, "uncertainty_ms": 1}
    fields = {"kind": track.kind, "mime_type": track.mime_type, **began}
    track_id = client.post(f"/calls/{call_id}/tracks/", fields)["track_id"]
    for first in range(0, len(track.slices), AT_ONCE):
        part = dict(enumerate(track.slices[first : first + AT_ONCE], first))
        announced = [_entry(sequence, content) for sequence, content in part.items()]
        for link in client.post(f"/tracks/{track_id}/slices/", {"announce": announced})["links"]:
            client.store(link["url"], link["headers"], part[link["sequence"]])
        client.post(f"/tracks/{track_id}/slices/", {"stored": list(part)})
    return client, str(track_id), len(track.slices)


def _entry(sequence: int, content: bytes) -> dict[str, Any]:
    return {
        "sequence": sequence,
        "size": len(content),
        "sha256": hashlib.sha256(content).hexdigest(),
        "duration_ms": int(SLICE_SECONDS * 1000),
    }
