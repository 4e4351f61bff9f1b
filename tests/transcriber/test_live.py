"""Reading along while a call goes on: windows that are kept and make the finish short, and who may read what."""

import time
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from typing import Any

import numpy as np
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
    finish,
    follow,
    heard,
    sliced,
    talk,
    withdraw,
    words,
)
from tests.transcriber.recorder import SOUND_RATE

from lodbic_contracts.keys import slice_key
from transcriber import broker, live, store
from transcriber.errors import LeaseLostError
from transcriber.live import read_along
from transcriber.speech import Recogniser

pytestmark = pytest.mark.usefixtures("transcriber")


def test_after_hanging_up_only_the_end_is_read_and_the_text_is_as_good(call: RecordedCall, heard: list[float]) -> None:
    talks = [talk(name) for name in ("dev02", "dev01")]
    said, sound = " ".join(text for _, text in talks), np.concatenate([each for each, _ in talks])
    slices, seconds = sliced(sound), len(sound) / SOUND_RATE
    track = GrowingTrack(call, slices, seconds)
    follow(track)
    kept = track.windows()
    edges = [0, *(window["to_ms"] for window in kept)]
    assert [window["from_ms"] for window in kept] == edges[:-1]
    assert all(20_000 <= b - a <= 60_000 for a, b in pairwise(edges))
    upto = track.read_upto()
    assert edges[-1] / 1000 + live.AHEAD_SECONDS < upto
    assert seconds - upto < 25, "some speech and two looks"
    heard.clear()
    assert finish(call)["state"] == "done"
    assert sum(heard) == pytest.approx(seconds - upto, abs=0.5)
    assert call.transcript()["tracks"][0]["seconds"] == pytest.approx(seconds, abs=0.2)
    in_windows = dialogues.errors(said, words(call))

    whole = call.world.make_call()
    whole.add_track("caller", "audio", slices, seconds)
    finish(whole)
    at_once = dialogues.errors(said, words(whole))
    assert in_windows.wrong <= at_once.wrong + 1, "no word is cut or doubled where windows meet"


def test_a_slice_that_comes_late_is_read_from_there(call: RecordedCall, boris: list[bytes], heard: list[float]) -> None:
    most = SLICES * 2 // 3
    track = GrowingTrack(call, boris[:most], SECONDS * most / SLICES)
    follow(track)
    upto = track.read_upto()
    end(call)
    track.slices, track.seconds = boris, SECONDS
    track.grow(SLICES - most)
    heard.clear()
    finish(call)
    assert upto > 0
    assert sum(heard) == pytest.approx(SECONDS - upto, abs=0.5)
    assert max(row["end_ms"] for row in call.segments()) > (SECONDS - 6) * 1000


def test_what_was_read_ahead_gives_way_to_the_whole_window(call: RecordedCall, boris: list[bytes]) -> None:
    track = GrowingTrack(call, boris, SECONDS)
    follow(track, until=lambda: track.reading()["ahead"] is not None)
    assert track.windows() == []
    follow(track, until=lambda: track.windows() != [])
    (window,) = track.windows()
    assert window["from_ms"] == 0
    assert (track.reading()["ahead"] or {"to_ms": SECONDS * 1000})["to_ms"] > window["to_ms"]


def test_nothing_is_read_ahead_while_others_wait(
    call: RecordedCall, boris: list[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(broker, "waiting", lambda task: 2)
    track = GrowingTrack(call, boris, SECONDS)
    follow(track, until=lambda: track.windows() != [])
    assert track.reading()["ahead"] is None


def test_the_finish_waits_for_what_is_being_read_just_now(
    call: RecordedCall, boris: list[bytes], heard: list[float]
) -> None:
    track = GrowingTrack(call, boris, SECONDS)
    track.grow(SLICES)
    followed = store.claim_followed(track.track_id)
    assert followed

    def read() -> None:
        time.sleep(1)
        window = store.StoredWindow(0, int(SECONDS * 1000) - 5_000, (), "ru", 5)
        store.save_ahead(followed.reading, window, 0.0)
        store.release_followed(followed.reading, SLICES)

    with ThreadPoolExecutor() as pool:
        reading = pool.submit(read)
        finish(call)
        reading.result()
    assert sum(heard) == pytest.approx(5, abs=0.5)


def test_windows_that_are_missing_are_read_again(call: RecordedCall, boris: list[bytes]) -> None:
    track = GrowingTrack(call, boris, SECONDS)
    follow(track, until=lambda: track.windows() != [])
    track.grow(SLICES)
    call.world.ask("DELETE FROM track_windows WHERE track_id = %s AND from_ms = 0", track.track_id)
    finish(call)
    assert min(row["start_ms"] for row in call.segments()) < 3_000
    assert max(row["end_ms"] for row in call.segments()) > (SECONDS - 6) * 1000


def test_what_lies_behind_a_gap_waits(call: RecordedCall, boris: list[bytes]) -> None:
    track = GrowingTrack(call, boris, SECONDS)
    track.grow(SLICES)
    lost = SLICES * 2 // 3
    call.world.ask("UPDATE slices SET stored_at = NULL WHERE track_id = %s AND sequence = %s", track.track_id, lost)
    read_along(track.track_id)
    assert 10_000 < track.reading()["upto_ms"] < lost * SECONDS / SLICES * 1000


def test_other_bytes_than_announced_are_not_read_along(call: RecordedCall, boris: list[bytes]) -> None:
    track = GrowingTrack(call, boris, SECONDS)
    track.grow(SLICES)
    call.world.write(slice_key(call.call_id, track.track_id, 2), boris[3])
    read_along(track.track_id)
    assert track.windows() == []


# --- who may be read, and by whom -------------------------------------------------------------------------------------


def test_without_both_consents_nothing_is_read_or_told(
    call: RecordedCall, boris: list[bytes], told: "redis.client.PubSub"
) -> None:
    withdraw(call, "callee")
    track = GrowingTrack(call, boris, SECONDS)
    track.grow(SLICES)
    read_along(track.track_id)
    assert track.windows() == []
    assert captions(told) == []


def test_consent_taken_back_while_a_window_is_read_keeps_it_from_the_room(
    call: RecordedCall, boris: list[bytes], told: "redis.client.PubSub",
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    track = GrowingTrack(call, boris, SECONDS)
    track.grow(SLICES - 4)
    save = store.save_windows

    def late(*args: Any) -> None:
        save(*args)
        withdraw(call, "caller")

    monkeypatch.setattr(store, "save_windows", late)
    read_along(track.track_id)
    assert track.windows()
    assert captions(told) == []


def test_consent_taken_back_while_a_draft_is_read_keeps_it_from_the_room(
    call: RecordedCall,
    boris: list[bytes],
    told: "redis.client.PubSub",
    captions_read: None,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    track = GrowingTrack(call, boris, SECONDS)
    track.grow(4)
    read = Recogniser.draft

    def late(*args: Any) -> Any:
        passages = read(*args)
        withdraw(call, "caller")
        return passages

    monkeypatch.setattr(Recogniser, "draft", late)
    read_along(track.track_id)
    assert captions(told) == []


def test_only_audio_tracks_are_read_along(call: RecordedCall, boris: list[bytes]) -> None:
    track = GrowingTrack(call, boris, SECONDS, kind="av")
    track.grow(SLICES)
    read_along(track.track_id)
    assert track.windows() == []


def test_a_call_that_is_over_is_left_to_its_finish(call: RecordedCall, boris: list[bytes]) -> None:
    track = GrowingTrack(call, boris, SECONDS)
    track.grow(SLICES)
    end(call)
    read_along(track.track_id)
    assert track.windows() == []


def test_one_worker_at_a_time_reads_a_track(call: RecordedCall, boris: list[bytes]) -> None:
    track = GrowingTrack(call, boris, SECONDS)
    track.grow(SLICES - 4)
    first = store.claim_followed(track.track_id)
    assert first
    assert store.claim_followed(track.track_id) is None
    call.world.ask("UPDATE track_readings SET lease_until = now() - interval '1 s'")
    second = store.claim_followed(track.track_id)
    assert second
    window = store.StoredWindow(0, 12_000, (), "ru", 5)
    with pytest.raises(LeaseLostError):
        store.save_windows(first.reading, [window], 0.0)
    store.save_windows(second.reading, [window], 0.0)
    with pytest.raises(LeaseLostError):
        store.save_windows(second.reading, [window], 0.0)
    assert len(track.windows()) == 1


def test_the_finish_takes_a_track_from_whoever_reads_it(call: RecordedCall, boris: list[bytes]) -> None:
    track = GrowingTrack(call, boris, SECONDS)
    track.grow(SLICES - 4)
    followed = store.claim_followed(track.track_id)
    assert followed
    end(call)
    taken, windows = store.take_reading(track.track_id)
    assert windows == []
    with pytest.raises(LeaseLostError):
        store.save_windows(followed.reading, [store.StoredWindow(0, 12_000, (), "ru", 5)], 0.0)
    assert taken.fence > followed.reading.fence


def test_a_track_that_breaks_its_reader_three_times_is_left_for_later(
    call: RecordedCall, boris: list[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    tries: list[str] = []

    def broken(followed: store.Followed, _: bool) -> None:
        tries.append(followed.call_id)
        raise ValueError("poison")

    monkeypatch.setattr(live, "_read_on", broken)
    track = GrowingTrack(call, boris, SECONDS)
    for _ in range(5):
        track.grow()
        read_along(track.track_id)
    assert len(tries) == 3


@pytest.mark.parametrize("nonsense", ["", "1", "x' OR 1=1", None, 7])
def test_an_id_that_is_none_is_passed_over(nonsense: Any) -> None:
    read_along(nonsense)
