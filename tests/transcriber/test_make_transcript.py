"""A call's tracks become one conversation in text: the real recogniser on real speech, from ledger to TEXT_URL."""

import hashlib
import json
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
import redis
from tests.transcriber.conftest import SPEECH, RecordedCall, World
from tests.transcriber.dialogues import times_read
from tests.transcriber.recorder import (
    cut,
    picture_of_second,
    read_speech,
    record_audio,
    record_av,
    silence,
    tone,
)

from lodbic_contracts.events import CallChanged, user_room
from lodbic_contracts.keys import object_address, transcript_key
from lodbic_contracts.transcript import TrackCode, Transcript

pytestmark = pytest.mark.usefixtures("transcriber")

DIALOGUE = SPEECH / "dev02"
SECONDS = 65.2
# Alice says «Да, здравствуйте!…» from 4.5 s, Boris «Здравствуйте! Вы коляску продаёте?» before it.
SHORT_SECONDS = 11


def finish(call: RecordedCall, revision: int = 1) -> dict[str, Any]:
    """Order a transcript and make it, as the broker would have it; returns the job's row."""
    from transcriber.tasks import finish_transcript

    job_id = call.order("transcript", revision)
    finish_transcript(job_id)
    return call.job(job_id)


@pytest.fixture(scope="module")
def boris() -> list[bytes]:
    """Slices of all that the buyer said."""
    return cut(record_audio(read_speech(str(DIALOGUE / "buyer.opus"))), 16)


@pytest.fixture(scope="module")
def alice() -> list[bytes]:
    """Slices of all that the seller said."""
    return cut(record_audio(read_speech(str(DIALOGUE / "seller.opus"))), 16)


@pytest.fixture(scope="module")
def short_alice() -> list[bytes]:
    """Slices of the seller's first sentence."""
    return cut(record_audio(read_speech(str(DIALOGUE / "seller.opus"))[: SHORT_SECONDS * 48_000]), 3)


def test_two_tracks_become_one_conversation(call: RecordedCall, boris: list[bytes], alice: list[bytes]) -> None:
    call.add_track("caller", "audio", boris, SECONDS)
    call.add_track("callee", "audio", alice, SECONDS)
    job = finish(call)
    assert (job["state"], job["code"], job["progress"]) == ("done", "", 1)
    assert call.row()["text_url"] == object_address(transcript_key(call.call_id, 1, "json"))
    made = Transcript.model_validate_json(call.world.read(transcript_key(call.call_id, 1, "json")))
    spoken = json.loads((DIALOGUE / "dialog.json").read_text())["utterances"]
    assert made.duration == pytest.approx(SECONDS, abs=0.3)
    assert [report.code for report in made.tracks] == [None, None]
    assert all(first.start <= second.start for first, second in pairwise(made.segments))
    for utterance in spoken:
        name = {"seller": "Алиса", "buyer": "Борис"}[utterance["speaker"]]
        middle = (utterance["start"] + utterance["end"]) / 2
        assert any(s.speaker == name and s.start - 0.5 <= middle <= s.end + 0.5 for s in made.segments), utterance
    first = next(segment for segment in made.segments if segment.side == "callee")
    assert first.start == pytest.approx(next(u["start"] for u in spoken if u["speaker"] == "seller"), abs=0.4)
    assert times_read("гагарина", " ".join(segment.text for segment in made.segments))


def test_rows_and_all_four_objects_say_the_same(call: RecordedCall, short_alice: list[bytes]) -> None:
    call.add_track("callee", "audio", short_alice, SHORT_SECONDS)
    finish(call)
    made, rows = call.transcript(), call.segments()
    assert [row["text"] for row in rows] == [segment["text"] for segment in made["segments"]]
    assert rows
    for row, segment in zip(rows, made["segments"], strict=True):
        assert str(row["user_id"]) == call.people["callee"]
        assert row["start_ms"] == round(segment["start"] * 1000)
        assert [word[0] for word in row["words"]] == [word["text"] for word in segment["words"]]
    for ending in ("vtt", "srt", "txt"):
        text = call.world.read(transcript_key(call.call_id, 1, ending)).decode()
        assert all(row["text"] in text for row in rows), ending
    # By these it is seen later that nobody exchanged them: storage's ETag of a whole object is its MD5.
    etags = call.world.one("SELECT text_etags FROM call_records WHERE call_id = %s", call.call_id)["text_etags"]
    written = {ending: call.world.read(transcript_key(call.call_id, 1, ending)) for ending in etags}
    assert etags == {ending: hashlib.md5(body).hexdigest() for ending, body in written.items()}  # storage's
    assert etags.keys() == {"json", "vtt", "srt", "txt"}


def test_a_person_who_came_later_stands_later(call: RecordedCall, short_alice: list[bytes]) -> None:
    call.add_track("caller", "audio", [record_audio(silence(3))], 3)
    call.add_track("callee", "audio", short_alice, SHORT_SECONDS, after=100)
    finish(call)
    assert call.segments()[0]["start_ms"] == pytest.approx(104_500, abs=400)
    assert call.transcript()["origin"] == 1795338000000


def test_both_people_are_told_after_it_is_there(
    call: RecordedCall, short_alice: list[bytes], told: "redis.client.PubSub"
) -> None:
    call.add_track("callee", "audio", short_alice, SHORT_SECONDS)
    finish(call)
    messages = [json.loads(message["data"]) for message in iter(lambda: told.get_message(timeout=1), None)]
    # Signalling, where this worker tests it too, goes on to tell of calls of its own.
    messages = [message for message in messages if message["data"][0].get("call_id") == call.call_id]
    assert {message["room"] for message in messages} == {user_room(person) for person in call.people.values()}
    for message in messages:
        assert (message["method"], message["event"]) == ("emit", "call.changed")
        (payload,) = message["data"]
        assert CallChanged.model_validate(payload).what == "transcript"


# --- what was not said is not written ---------------------------------------------------------------------------------


def noise(seconds: float) -> Any:
    """A hiss."""
    return (np.random.default_rng(7).standard_normal(int(seconds * 48_000)) * 0.01).astype(np.float32)


def ringing(seconds: float) -> Any:
    """A ring tone: one second on, four off."""
    sound = tone(seconds, 425)
    sound[(np.arange(len(sound)) // 48_000) % 5 != 0] = 0
    return sound


@pytest.mark.parametrize(
    "sound", [silence(600), noise(120), ringing(60)], ids=["ten minutes of silence", "noise", "ringing"]
)
def test_nothing_is_invented(call: RecordedCall, sound: Any) -> None:
    call.add_track("callee", "audio", [record_audio(sound)], len(sound) / 48_000)
    assert finish(call)["state"] == "done"
    assert call.transcript()["segments"] == []
    assert call.transcript()["tracks"][0]["seconds"] == pytest.approx(len(sound) / 48_000, abs=0.2)
    assert call.segments() == []


def test_a_call_without_tracks_has_an_empty_transcript(call: RecordedCall) -> None:
    job = finish(call)
    assert (job["state"], job["code"]) == ("done", "")
    assert call.transcript()["segments"] == call.transcript()["tracks"] == []
    assert call.row()["text_url"]


# --- broken tracks: a code, and the other person's text ---------------------------------------------------------------


def codes(call: RecordedCall) -> dict[str, str | None]:
    """The code of each side's track."""
    return {report["side"]: report["code"] for report in call.transcript()["tracks"]}


@pytest.mark.parametrize(
    ("slices", "code"),
    [
        ([], TrackCode.EMPTY),
        ([b"this is not media " * 500, b"nor is this " * 500], TrackCode.NOT_MEDIA),
        ([bytes(4000)], TrackCode.NOT_MEDIA),
        ([record_av(2, picture_of_second())], TrackCode.NO_AUDIO),
        ([b"#EXTM3U\n#EXT-X-TARGETDURATION:9\n#EXTINF:9,\nfile:///etc/passwd\n"], TrackCode.NOT_MEDIA),
        ([b"ffconcat version 1.0\nfile /etc/hostname\n"], TrackCode.NOT_MEDIA),
    ],
    ids=["empty", "text", "zeros", "without sound", "playlist", "concatenation"],
)
def test_a_broken_track_leaves_the_other_persons_text(
    call: RecordedCall, short_alice: list[bytes], slices: list[bytes], code: str
) -> None:
    call.add_track("caller", "audio", slices, 8 if slices else 0)
    call.add_track("callee", "audio", short_alice, SHORT_SECONDS)
    assert finish(call)["state"] == "done"
    assert codes(call) == {"caller": code, "callee": None}
    assert {row["side"] for row in call.segments()} == {"callee"}


@pytest.mark.parametrize("how", ["lost", "other_hash"])
def test_a_missing_or_exchanged_slice_is_a_gap_and_the_rest_keeps_its_time(
    call: RecordedCall, alice: list[bytes], how: str
) -> None:
    """Slices last about 4 s each: the fourth to sixth hold 12 to 24 s."""
    call.add_track("callee", "audio", alice, SECONDS, **{how: (3, 4, 5)})  # type: ignore[arg-type]  # both take tuples
    assert finish(call)["state"] == "done"
    assert codes(call) == {"callee": TrackCode.GAP}
    text = {row["start_ms"] / 1000: row["text"].lower() for row in call.segments()}
    assert not [start for start in text if 14 < start < 23]
    address = next(start for start, said in text.items() if times_read("гагарина", said))
    assert address == pytest.approx(34, abs=0.7)


def test_without_its_first_slice_a_track_cannot_be_read(call: RecordedCall, short_alice: list[bytes]) -> None:
    call.add_track("callee", "audio", short_alice, SHORT_SECONDS, lost=(0,))
    assert finish(call)["state"] == "done"
    assert codes(call) == {"callee": TrackCode.GAP}


def test_a_track_that_was_cut_off_gives_what_came(call: RecordedCall, short_alice: list[bytes]) -> None:
    whole = b"".join(short_alice)
    call.add_track("callee", "audio", [whole[: len(whole) * 3 // 4 + 7]], SHORT_SECONDS)
    assert finish(call)["state"] == "done"
    assert call.segments()
    assert call.transcript()["tracks"][0]["seconds"] == pytest.approx(SHORT_SECONDS * 3 / 4, abs=1)


def test_slices_that_the_owner_announced_at_the_finish_and_never_sent_are_a_gap(
    call: RecordedCall, short_alice: list[bytes]
) -> None:
    call.add_track("callee", "audio", short_alice, SHORT_SECONDS, count=5)
    finish(call)
    assert codes(call) == {"callee": TrackCode.GAP}
    assert call.segments()


# --- which track is read ----------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def alice_av() -> bytes:
    """The seller's first sentence with a picture."""
    return record_av(
        SHORT_SECONDS, picture_of_second(160, 120), read_speech(str(DIALOGUE / "seller.opus"))[: SHORT_SECONDS * 48_000]
    )


def test_without_an_audio_track_the_watched_one_is_read(call: RecordedCall, alice_av: bytes) -> None:
    call.add_track("callee", "av", [alice_av], SHORT_SECONDS)
    finish(call)
    assert [report["kind"] for report in call.transcript()["tracks"]] == ["av"]
    assert times_read("коляска", " ".join(row["text"] for row in call.segments()))


def test_what_an_audio_track_holds_is_not_written_twice(
    call: RecordedCall, alice_av: bytes, short_alice: list[bytes]
) -> None:
    call.add_track("callee", "av", [alice_av], SHORT_SECONDS)
    call.add_track("callee", "audio", short_alice, SHORT_SECONDS, after=0.07)
    finish(call)
    assert [report["kind"] for report in call.transcript()["tracks"]] == ["audio"]
    assert times_read("коляска", " ".join(row["text"] for row in call.segments())) == 1


def test_a_broken_audio_track_is_replaced_by_the_watched_one(call: RecordedCall, alice_av: bytes) -> None:
    call.add_track("callee", "audio", [b"noise" * 3000], SHORT_SECONDS)
    call.add_track("callee", "av", [alice_av], SHORT_SECONDS)
    finish(call)
    assert times_read("коляска", " ".join(row["text"] for row in call.segments()))
    assert [report["code"] for report in call.transcript()["tracks"]] == [TrackCode.NOT_MEDIA, None]


# --- revisions --------------------------------------------------------------------------------------------------------


def test_a_new_revision_replaces_the_old_and_an_old_one_never_the_new(
    call: RecordedCall, short_alice: list[bytes]
) -> None:
    finish(call, revision=2)
    call.add_track("callee", "audio", short_alice, SHORT_SECONDS)
    assert finish(call, revision=3)["state"] == "done"
    shown = call.segments()
    assert shown
    assert {row["revision"] for row in shown} == {3}
    assert finish(call, revision=1)["state"] == "superseded"
    assert call.row()["text_url"].endswith("/3/transcript.json")
    assert call.segments() == shown


def test_hostile_names_stay_text(world: World, short_alice: list[bytes]) -> None:
    call = world.make_call(alice="<b>A</b>\n\n00:00:00.000 --> 99:00:00.000")
    call.add_track("callee", "audio", short_alice, SHORT_SECONDS)
    finish(call)
    vtt = world.read(transcript_key(call.call_id, 1, "vtt")).decode()
    assert vtt.count("-->") == len(call.segments())
    assert "<b>" not in vtt
    assert "<b>" not in world.read(transcript_key(call.call_id, 1, "srt")).decode()
