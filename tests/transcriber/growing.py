"""A call that goes on: its tracks grow slice by slice, and what its room is told is heard."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pytest
import redis
from tests.transcriber.conftest import SPEECH, RecordedCall
from tests.transcriber.recorder import SOUND_RATE, Samples, cut, read_speech, record_audio, silence

from lodbic_contracts.captions import Caption, wish_key
from lodbic_contracts.keys import slice_key
from transcriber.live import read_along


@dataclass
class GrowingTrack:
    """A track whose slices come one after the other."""

    call: RecordedCall
    slices: list[bytes]
    seconds: float
    side: str = "caller"
    kind: str = "audio"
    track_id: str = ""
    came: int = field(default=0)

    def __post_init__(self) -> None:
        self.track_id = self.call.add_track(self.side, self.kind, [], 0)
        self.call.world.ask("UPDATE tracks SET slice_count = NULL, state = 'open' WHERE track_id = %s", self.track_id)

    def grow(self, count: int = 1) -> None:
        """So many more slices are stored."""
        lasts = int(self.seconds * 1000 / len(self.slices))
        for sequence in range(self.came, min(self.came + count, len(self.slices))):
            body = self.slices[sequence]
            self.call.world.write(slice_key(self.call.call_id, self.track_id, sequence), body)
            self.call.add_slice(self.track_id, sequence, body, body, lasts)
        self.came += count

    def windows(self) -> list[dict[str, Any]]:
        """What was kept."""
        return self.call.world.ask("SELECT * FROM track_windows WHERE track_id = %s ORDER BY from_ms", self.track_id)

    def reading(self) -> dict[str, Any]:
        """How far it was read."""
        return self.call.world.one("SELECT * FROM track_readings WHERE track_id = %s", self.track_id)

    def read_upto(self) -> float:
        """Up to which second it was read, with what is no whole window yet."""
        reading = self.reading()
        return float((reading["ahead"] or {}).get("to_ms", reading["upto_ms"])) / 1000


def talk(name: str) -> tuple[Samples, str]:
    """All that the seller of a dialogue says, with a second between the lines."""
    about = json.loads((SPEECH / name / "dialog.json").read_text())
    sound = read_speech(str(SPEECH / name / about["tracks"]["seller"]))
    lines = [each for each in about["utterances"] if each["speaker"] == "seller"]
    parts = [sound[int(each["start"] * SOUND_RATE) : int(each["end"] * SOUND_RATE)] for each in lines]
    text = " ".join(each["text"] for each in lines)
    return np.concatenate([piece for part in parts for piece in (part, silence(1.0))]), text


def sliced(sound: Samples) -> list[bytes]:
    """A recording in slices of about four seconds, cut anywhere."""
    return cut(record_audio(sound), -(-len(sound) // (4 * SOUND_RATE)))


# One window and some more.
TALK, _ = talk("dev01")
SECONDS = len(TALK) / SOUND_RATE
SLICES = -(-len(TALK) // (4 * SOUND_RATE))


@pytest.fixture(scope="module")
def boris() -> list[bytes]:
    """Slices of a person who hardly pauses."""
    return sliced(TALK)


@pytest.fixture
def call(call: RecordedCall) -> RecordedCall:
    """A call that goes on and may be transcribed."""
    consent(call, "caller", "callee")
    return call


def consent(call: RecordedCall, *sides: str) -> None:
    """These people let the call be transcribed."""
    for side in sides:
        call.world.ask(
            "INSERT INTO consents (call_id, user_id, purpose, text_version) VALUES (%s, %s, 'transcribe', '1')",
            call.call_id,
            call.people[side],
        )


def withdraw(call: RecordedCall, side: str) -> None:
    """A person takes the consent back."""
    call.world.ask(
        "UPDATE consents SET withdrawn_at = now() WHERE call_id = %s AND user_id = %s", call.call_id, call.people[side]
    )


def end(call: RecordedCall) -> None:
    """They hang up."""
    call.world.ask("UPDATE calls SET end_time = now() WHERE call_id = %s", call.call_id)


def finish(call: RecordedCall) -> dict[str, Any]:
    """Hang up and make the text."""
    from transcriber.tasks import finish_transcript

    end(call)
    job_id = call.order("transcript")
    finish_transcript(job_id)
    return call.job(job_id)


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """How many seconds the recogniser was given, each time."""
    from transcriber.speech import Recogniser

    lengths: list[float] = []
    read_all = Recogniser.read_all

    def counted(self: Recogniser, sources: Any, told: Any = None, hot: str = "") -> Any:
        lengths.extend(len(samples) / 16_000 for samples in sources)
        return read_all(self, sources, told, hot)

    monkeypatch.setattr(Recogniser, "read_all", counted)
    return lengths


def follow(track: GrowingTrack, until: Callable[[], bool] = lambda: False) -> None:
    """The call goes on to its end, or until something is so, read along slice by slice."""
    while track.came < len(track.slices):
        track.grow()
        read_along(track.track_id)
        if until():
            return


def words(call: RecordedCall) -> str:
    """The whole text."""
    return " ".join(row["text"] for row in call.segments())


@pytest.fixture
def captions_read(call: RecordedCall, valkey_url: str) -> None:
    """Somebody in the call reads captions along."""
    with redis.Redis.from_url(valkey_url) as client:
        client.set(wish_key(call.call_id), b"")


def captions(told: "redis.client.PubSub") -> list[tuple[str, Caption]]:
    """Every caption with the room it went to."""
    messages = [json.loads(message["data"]) for message in iter(lambda: told.get_message(timeout=1), None)]
    return [(m["room"], Caption.model_validate(m["data"][0])) for m in messages if m["event"] == "caption"]
