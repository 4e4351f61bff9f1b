"""Captions for the room of a call, and what is left out when there is more to read than can be."""

from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest
import redis
from tests.transcriber import dialogues
from tests.transcriber.conftest import RecordedCall
from tests.transcriber.growing import (  # noqa: F401 - fixtures
    SECONDS,
    SLICES,
    GrowingTrack,
    boris,
    call,
    captions,
    captions_read,
    end,
    follow,
    heard,
    words,
)
from tests.transcriber.recorder import cut, record_audio, silence, tone

from lodbic_contracts.captions import Caption
from lodbic_contracts.events import call_room
from lodbic_contracts.tasks import READ_ALONG, waiting_key
from transcriber import broker, live, notify, pipeline, settings, store
from transcriber.live import read_along
from transcriber.speech import SpokenWord
from transcriber.transcript import Breath

pytestmark = pytest.mark.usefixtures("transcriber")


def text_of(caption: Caption) -> str:
    """All of a line."""
    return dialogues.normal(" ".join(breath.text for breath in caption.breaths))


def test_a_great_deal_said_at_once_comes_in_captions_that_follow_each_other(monkeypatch: pytest.MonkeyPatch) -> None:
    sent: list[Caption] = []
    monkeypatch.setattr(notify, "caption", sent.append)
    monkeypatch.setattr(store, "may_be_told", lambda _: True)
    began = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
    followed: Any = SimpleNamespace(
        call_id=str(uuid4()), participant_id="participant-1", track=SimpleNamespace(began_at=began)
    )
    said = [Breath((SpokenWord("а" * 1500, second, second + 1, 0.9),), 0.9, False) for second in (1.0, 3.0, 5.0, 7.0)]
    live._tell(followed, 500, 9_000, said, draft=True)
    start = int(began.timestamp() * 1000)
    assert [(each.began_at - start, each.ended_at - start) for each in sent] == [(500, 5_000), (5_000, 9_000)]
    assert [[breath.began_at - start for breath in each.breaths] for each in sent] == [[1_000, 3_000], [5_000, 7_000]]


def test_the_room_sees_drafts_and_then_what_was_read(
    call: RecordedCall, boris: list[bytes], told: "redis.client.PubSub", captions_read: None
) -> None:
    track = GrowingTrack(call, boris, SECONDS)
    follow(track, until=lambda: track.windows() != [])
    sent = captions(told)
    assert {room for room, _ in sent} == {call_room(call.call_id)}
    speaker = call.world.one(
        "SELECT participant_id FROM call_sides WHERE call_id = %s AND side = 'caller'", call.call_id
    )
    assert {caption.participant_id for _, caption in sent} == {speaker["participant_id"]}
    drafts = [caption for _, caption in sent if caption.draft]
    final = next(caption for _, caption in sent if not caption.draft)
    assert len(drafts) >= track.came // 2 > 2
    assert dialogues.times_read("продается", text_of(drafts[0]))
    assert dialogues.times_read("состояние", text_of(final))
    began = call.world.one("SELECT began_at FROM tracks WHERE track_id = %s", track.track_id)["began_at"]
    assert final.began_at == int(began.timestamp() * 1000)
    assert final.began_at <= drafts[0].began_at <= drafts[0].ended_at < final.ended_at
    for caption in (*drafts, final):
        assert all(caption.began_at <= breath.began_at < caption.ended_at for breath in caption.breaths)
    assert max(caption.ended_at - caption.began_at for caption in drafts) < 35_000, "a draft is of the newest speech"


def test_nobody_speaks_nothing_is_drafted(call: RecordedCall, told: "redis.client.PubSub", captions_read: None) -> None:
    track = GrowingTrack(call, cut(record_audio(silence(108)), 27), 108)
    track.grow(12)
    follow(track)
    assert [text_of(caption) for _, caption in captions(told)] == [""]
    assert [window["passages"] for window in track.windows()] == [[]]


@pytest.mark.parametrize("why", ["the setting says so", "nobody reads them"])
def test_drafts_are_off(
    call: RecordedCall,
    boris: list[bytes],
    told: "redis.client.PubSub",
    why: str,
    request: pytest.FixtureRequest,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    if why == "the setting says so":
        request.getfixturevalue("captions_read")
        monkeypatch.setenv("CAPTION_DRAFTS", "0")
        settings.settings.cache_clear()
    track = GrowingTrack(call, boris, SECONDS)
    track.grow(SLICES)
    read_along(track.track_id)
    sent = [caption for _, caption in captions(told)]
    assert len(sent) == len(track.windows()) > 0
    assert not any(caption.draft for caption in sent)


# --- under load -------------------------------------------------------------------------------------------------------


def test_a_slice_that_waited_long_gets_no_draft(
    call: RecordedCall, boris: list[bytes], told: "redis.client.PubSub", captions_read: None
) -> None:
    track = GrowingTrack(call, boris, SECONDS)
    track.grow(SLICES - 2)
    call.world.ask("UPDATE slices SET stored_at = now() - interval '7 s' WHERE track_id = %s", track.track_id)
    read_along(track.track_id)
    assert [caption.draft for _, caption in captions(told)] == [False]
    track.grow()
    read_along(track.track_id)
    assert [caption.draft for _, caption in captions(told)] == [True], "the next one in time has its draft again"


def test_a_track_far_behind_is_left_while_others_wait_and_taken_up_when_none_does(
    call: RecordedCall, boris: list[bytes], valkey_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("transcriber.live.FAR_BEHIND_SECONDS", SECONDS - 10)
    track = GrowingTrack(call, boris, SECONDS)
    track.grow(SLICES)
    with redis.Redis.from_url(valkey_url) as client:
        client.rpush(READ_ALONG.queue, "somebody else")
        try:
            read_along(track.track_id)
            assert track.windows() == []
        finally:
            client.delete(READ_ALONG.queue)
    read_along(track.track_id)
    assert len(track.windows()) >= 1


def test_a_task_that_begins_may_be_sent_again(call: RecordedCall, boris: list[bytes], valkey_url: str) -> None:
    track = GrowingTrack(call, boris, SECONDS)
    with redis.Redis.from_url(valkey_url) as client:
        client.set(waiting_key(READ_ALONG, track.track_id), 1)
        read_along(track.track_id)
        assert not client.exists(waiting_key(READ_ALONG, track.track_id))


def test_a_long_finish_gives_way_and_goes_on_where_it_was(
    call: RecordedCall, boris: list[bytes], heard: list[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    from transcriber import jobs

    call.add_track("caller", "audio", boris, SECONDS)
    monkeypatch.setattr(pipeline, "PIECE_SECONDS", 30)
    monkeypatch.setattr(broker, "waiting", lambda task: 1)
    end(call)
    job_id, other = call.order("transcript"), call.world.make_call().order("transcript")
    assert jobs.run(job_id, "transcript", pipeline.make_transcript)
    job = call.job(job_id)
    assert (job["state"], job["attempts"]) == ("queued", 0)
    assert len(heard) == 1
    # What waits now is this job's own task, sent once more: nobody to give way to.
    call.world.ask("UPDATE jobs SET state = 'done' WHERE job_id = %s", other)
    assert not jobs.run(job_id, "transcript", pipeline.make_transcript)
    assert call.job(job_id)["state"] == "done"
    assert sum(heard) == pytest.approx(SECONDS, abs=0.5), "nothing is read twice"
    assert dialogues.times_read("состояние", words(call))


def test_a_tone_is_no_speech(call: RecordedCall, told: "redis.client.PubSub") -> None:
    track = GrowingTrack(call, cut(record_audio(tone(30, 1000)), 8), 30)
    follow(track)
    assert captions(told) == []
