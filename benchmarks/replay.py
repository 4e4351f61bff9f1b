"""Calls made of the shipped dialogues, as long as wished, sent slice by slice through the real front door."""

import asyncio
import hashlib
import json
import math
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np
import psycopg
import socketio
from tests.transcriber.recorder import SOUND_RATE, picture_of_second, read_speech, record_audio, record_av

from lodbic_local.demo import call as demo
from lodbic_local.demo.people import PEOPLE, Client, Person
from lodbic_local.settings import REPOSITORY
from lodbic_local.system import System
from transcriber.live import LOOK_SECONDS
from transcriber.windows import LONGEST_SECONDS

DIALOGUES = REPOSITORY / "tests" / "speech" / "dialogues"
SLICE_SECONDS = 4.0
PASSWORD = "correct horse battery staple"
# The replay goes as fast as the live worker follows, which reads a window once it is whole: with less ahead than the
# longest window each would wait for the other. A call that is recorded in its own time is no further ahead.
MOST_AHEAD_SECONDS = LONGEST_SECONDS + LOOK_SECONDS
# The end of every call comes as people speak: what is left to read when they hang up is then what it would be.
IN_TIME_SECONDS = 90.0
SIDES = {"seller": "callee", "buyer": "caller"}


class Said(NamedTuple):
    """A line of a dialogue: who says it, and until which second of the call."""

    side: str
    text: str
    end: float


class Material(NamedTuple):
    """A call to replay: each person's sound as a recorder gives it, and what they say."""

    seconds: float
    audio: dict[str, bytes]
    av: bytes
    lines: list[Said]


def make_material(seconds: float) -> Material:
    """Join dialogues, again and again, until the call is long enough."""
    sounds: dict[str, list[Any]] = {side: [] for side in SIDES}
    lines: list[Said] = []
    length = 0
    for folder in _endless():
        about = json.loads((folder / "dialog.json").read_text(encoding="utf-8"))
        spoken = {side: read_speech(str(folder / about["tracks"][side])) for side in SIDES}
        lasts = max(map(len, spoken.values()))
        for side, sound in spoken.items():
            sounds[side].append(np.pad(sound, (0, lasts - len(sound))))
        begin = length / SOUND_RATE
        lines += [Said(SIDES[each["speaker"]], each["text"], begin + each["end"]) for each in about["utterances"]]
        length += lasts
        if length >= seconds * SOUND_RATE:
            break
    whole = int(seconds * SOUND_RATE)
    audio = {side: record_audio(np.concatenate(parts)[:whole]) for side, parts in sounds.items()}
    picture = record_av(seconds, picture_of_second(160, 120), rate=1)
    return Material(seconds, audio, picture, [line for line in lines if line.end < seconds])


def _endless() -> Iterator[Any]:
    while True:
        yield from sorted(DIALOGUES.iterdir())


@dataclass
class Upload:
    """One track that is being sent."""

    client: Client
    track_id: str
    slices: list[bytes]
    began: float = field(default_factory=time.time)
    sent: int = 0

    @property
    def is_sent(self) -> bool:
        """Tell whether nothing is left."""
        return self.sent == len(self.slices)

    def send_next(self, count: int = 1) -> None:
        """Announce, put and confirm the next slices."""
        part = dict(list(enumerate(self.slices))[self.sent : self.sent + count])
        announced = [_entry(sequence, content) for sequence, content in part.items()]
        for link in self.client.post(f"/tracks/{self.track_id}/slices/", {"announce": announced})["links"]:
            self.client.store(link["url"], link["headers"], part[link["sequence"]])
        self.client.post(f"/tracks/{self.track_id}/slices/", {"stored": list(part)})
        self.sent += len(part)

    def finish(self) -> None:
        """The recorder's own end."""
        self.client.post(f"/tracks/{self.track_id}/finish/", {"slice_count": len(self.slices)})


def _entry(sequence: int, content: bytes) -> dict[str, Any]:
    digest, lasts = hashlib.sha256(content).hexdigest(), int(SLICE_SECONDS * 1000)
    return {"sequence": sequence, "size": len(content), "sha256": digest, "duration_ms": lasts}


def _cut(media: bytes, seconds: float) -> list[bytes]:
    size = math.ceil(len(media) / math.ceil(seconds / SLICE_SECONDS))
    return [media[start : start + size] for start in range(0, len(media), size)]


class Replay:
    """One call between two people of a system, the first two of the demo unless others are named."""

    def __init__(self, system: System, material: Material, people: Sequence[Person] = PEOPLE[:2]) -> None:
        mail = system.folder / "mail"
        self.seller, self.buyer = (Client(system.base_url, person, PASSWORD, mail) for person in people)
        self.material = material
        self.call_id = ""
        self.audio: list[Upload] = []
        self.av: list[Upload] = []
        self._rooms: list[socketio.AsyncClient] = []
        self._database = system.stores.database_url("lodbic_owner", "lodbic")

    async def begin(self, listen: Callable[[str, Any], None] | None = None) -> None:
        """Ring, join, consent, start recording. `listen` hears (event, payload) of the buyer's room."""
        fields = {"title": "Велосипед", "category": "hobby", "price_minor": 1, "city": "Москва"}
        advert = str(self.seller.post("/adverts/", fields)["advert_id"])
        self.call_id = await demo.ring(self.seller, self.buyer, advert)
        self._rooms = [await demo.join(client, self.call_id) for client in (self.buyer, self.seller)]
        if listen:
            self._rooms[0].on("*", listen)
            await self._rooms[0].call("captions", {"shown": True}, timeout=10)
        await demo.until(lambda: self.buyer.get(f"/calls/{self.call_id}/")["start_time"] is not None, 20, "they talk")
        people = {"seller": self.seller, "buyer": self.buyer}
        seconds = self.material.seconds
        self.audio = [
            self._start(client, "audio", _cut(self.material.audio[side], seconds)) for side, client in people.items()
        ]
        self.av = [self._start(client, "av", _cut(self.material.av, seconds)) for client in people.values()]

    def _start(self, client: Client, kind: str, slices: list[bytes]) -> Upload:
        began = time.time()
        fields = {"kind": kind, "mime_type": f"{'video' if kind == 'av' else 'audio'}/webm"}
        clock = {"began_at_ms": began * 1000, "offset_ms": 0, "uncertainty_ms": 1}
        track_id = str(client.post(f"/calls/{self.call_id}/tracks/", fields | clock)["track_id"])
        return Upload(client, track_id, slices, began)

    def send_all_but_the_end(self) -> None:
        """Send everything but the last slices: as fast as it is read along, the end in its own time."""
        for upload in self.av:
            while len(upload.slices) - upload.sent > 20:
                upload.send_next(20)
            upload.send_next(max(len(upload.slices) - upload.sent - 1, 0))
        while any(len(upload.slices) - upload.sent > 1 for upload in self.audio):
            began = time.monotonic()
            for upload in self.audio:
                if len(upload.slices) - upload.sent > 1:
                    upload.send_next()
                    self._wait_for_reader(upload)
            if (len(self.audio[0].slices) - self.audio[0].sent) * SLICE_SECONDS < IN_TIME_SECONDS:
                time.sleep(max(began + SLICE_SECONDS - time.monotonic(), 0))

    def _wait_for_reader(self, upload: Upload) -> None:
        deadline = time.monotonic() + 30
        while upload.sent * SLICE_SECONDS - self.read_upto(upload) > MOST_AHEAD_SECONDS + 2 * SLICE_SECONDS:
            time.sleep(0.05)
            if time.monotonic() > deadline:
                return  # it is behind; a call in its own time would not wait either

    def participants(self) -> dict[str, str]:
        """Who is who in the room, by side."""
        shown = self.buyer.get(f"/calls/{self.call_id}/")
        return {"caller": shown["you"]["participant_id"], "callee": shown["other"]["participant_id"]}

    def read_upto(self, upload: Upload) -> float:
        """Until which second a track was read along."""
        with psycopg.connect(self._database) as connection:
            query = """SELECT coalesce((ahead ->> 'to_ms')::int, upto_ms) FROM track_readings WHERE track_id = %s"""
            row = connection.execute(query, [upload.track_id]).fetchone()
        return row[0] / 1000 if row else 0.0

    async def hang_up(self) -> None:
        """Both leave; what was recorded last is sent, as browsers do."""
        for room in self._rooms:
            await room.call("leave", {}, timeout=10)
            await room.disconnect()
        await asyncio.gather(*(asyncio.to_thread(self._end, upload) for upload in [*self.audio, *self.av]))

    @staticmethod
    def _end(upload: Upload) -> None:
        while not upload.is_sent:
            upload.send_next()
        upload.finish()

    def wait_for(self, product: str, since: float, patience: float) -> float:
        """Seconds from `since` until text, sound or video is ready."""
        while (state := self.buyer.get(f"/calls/{self.call_id}/")["record"][product]["state"]) != "ready":
            if state == "failed" or time.monotonic() - since > patience:
                raise RuntimeError(f"the {product} of call {self.call_id} is {state}")
            time.sleep(0.1)
        return time.monotonic() - since
