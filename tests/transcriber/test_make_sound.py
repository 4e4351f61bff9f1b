"""A call's tracks become one stereo sound: the caller on the left, the callee on the right, each at its time."""

import io
from itertools import pairwise
from typing import Any

import av
import numpy as np
import pytest
from tests.transcriber.conftest import RecordedCall
from tests.transcriber.recorder import cut, picture_of_second, record_audio, record_av, silence, tone

from lodbic_contracts.keys import object_address, sound_key
from lodbic_contracts.transcript import TrackCode

pytestmark = pytest.mark.usefixtures("transcriber")


def make(call: RecordedCall, revision: int = 1) -> dict[str, Any]:
    """Order a sound and make it, as the broker would have it; returns the job's row."""
    from transcriber.tasks import make_sound

    job_id = call.order("sound", revision)
    make_sound(job_id)
    return call.job(job_id)


def shown(call: RecordedCall) -> str | None:
    """What the call's record says of its sound."""
    url: str | None = call.world.one("SELECT sound_url FROM call_records WHERE call_id = %s", call.call_id)["sound_url"]
    return url


def heard(call: RecordedCall, revision: int = 1) -> tuple[np.ndarray, int]:
    """The sound's two channels and its rate."""
    with av.open(io.BytesIO(call.world.read(sound_key(call.call_id, revision))), "r") as container:
        frames = [frame.to_ndarray() for frame in container.decode(audio=0)]
        return np.concatenate(frames, axis=1), container.streams.audio[0].rate


def loudness(sound: np.ndarray, rate: int, start: float, end: float) -> float:
    """How loud a channel is between two seconds."""
    return float(np.sqrt(np.mean(np.square(sound[int(start * rate) : int(end * rate)]))))


def pitch(sound: np.ndarray, rate: int) -> float:
    """The loudest frequency."""
    return float(np.argmax(np.abs(np.fft.rfft(sound))) * rate / len(sound))


def test_each_person_has_a_channel_and_stands_at_its_time(call: RecordedCall) -> None:
    call.add_track("caller", "audio", cut(record_audio(tone(4, 300)), 3), 4)
    call.add_track("callee", "audio", cut(record_audio(tone(3, 700)), 3), 3, after=2.5)
    job = make(call)
    assert (job["state"], job["code"], job["progress"]) == ("done", "", 1)
    assert shown(call) == object_address(sound_key(call.call_id, 1))
    (left, right), rate = heard(call)
    assert len(left) / rate == pytest.approx(5.5, abs=0.1)
    assert pitch(left[: 4 * rate], rate) == pytest.approx(300, abs=5)
    assert pitch(right[3 * rate : 5 * rate], rate) == pytest.approx(700, abs=5)
    assert loudness(left, rate, 4.3, 5.4) < 0.001 < 0.1 < loudness(left, rate, 0.2, 3.8)
    assert loudness(right, rate, 0.2, 2.3) < 0.001 < 0.1 < loudness(right, rate, 2.7, 5.3)


def test_it_can_be_played_before_all_of_it_has_come(call: RecordedCall) -> None:
    call.add_track("caller", "audio", [record_audio(tone(2))], 2)
    make(call)
    body = call.world.read(sound_key(call.call_id, 1))
    assert 0 < body.index(b"moov") < body.index(b"mdat")


def test_several_tracks_of_one_person_follow_each_other(call: RecordedCall) -> None:
    for start, hertz in ((0, 300), (3, 500), (6, 900)):
        call.add_track("callee", "audio", [record_audio(tone(2, hertz))], 2, after=start)
    make(call)
    (left, right), rate = heard(call)
    assert not left.any() or np.abs(left).max() < 0.001
    for start, hertz in ((0, 300), (3, 500), (6, 900)):
        assert pitch(right[int((start + 0.5) * rate) : int((start + 1.5) * rate)], rate) == pytest.approx(hertz, abs=5)
    assert all(loudness(right, rate, end + 0.3, begin - 0.2) < 0.001 for end, begin in pairwise([2, 3]))


def test_without_an_audio_track_the_watched_one_is_heard_and_never_both(call: RecordedCall) -> None:
    watched = record_av(2, picture_of_second(160, 120), tone(2, 600))
    call.add_track("caller", "av", [watched], 2)
    call.add_track("callee", "av", [watched], 2)
    call.add_track("callee", "audio", [record_audio(tone(2, 300))], 2)
    make(call)
    (left, right), rate = heard(call)
    assert pitch(left, rate) == pytest.approx(600, abs=5)
    assert pitch(right, rate) == pytest.approx(300, abs=5)


@pytest.mark.parametrize(
    ("slices", "code"), [([], TrackCode.EMPTY), ([b"this is not media " * 500], TrackCode.NOT_MEDIA)]
)
def test_a_broken_track_leaves_the_other_persons_sound(call: RecordedCall, slices: list[bytes], code: str) -> None:
    call.add_track("caller", "audio", slices, 2)
    call.add_track("callee", "audio", [record_audio(tone(2, 700))], 2)
    job = make(call)
    assert (job["state"], job["code"]) == ("done", code)
    (left, right), rate = heard(call)
    assert np.abs(left).max() < 0.001
    assert pitch(right, rate) == pytest.approx(700, abs=5)


def test_a_call_without_anything_to_hear_ends_without_a_sound(call: RecordedCall) -> None:
    job = make(call)
    assert (job["state"], job["code"]) == ("done", "nothing_to_hear")
    assert shown(call) is None


def test_silence_is_a_sound(call: RecordedCall) -> None:
    call.add_track("caller", "audio", [record_audio(silence(2))], 2)
    assert make(call)["state"] == "done"
    assert np.abs(heard(call)[0]).max() < 0.001


def test_an_old_revision_never_replaces_a_newer_one(call: RecordedCall) -> None:
    call.add_track("caller", "audio", [record_audio(tone(1))], 1)
    assert make(call, revision=2)["state"] == "done"
    assert make(call, revision=1)["state"] == "superseded"
    assert shown(call) == object_address(sound_key(call.call_id, 2))
