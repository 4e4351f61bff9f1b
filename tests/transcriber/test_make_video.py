"""Both sides' tracks become one video: where things stand, what is dark, and that Chromium plays and seeks it."""

import io
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
from tests.transcriber.browser import open_page
from tests.transcriber.conftest import RecordedCall
from tests.transcriber.recorder import (
    SOUND_RATE,
    Image,
    Samples,
    cut,
    picture_of_second,
    record_audio,
    record_av,
    second_in,
    silence,
    tone,
)

from lodbic_contracts.keys import key_of_address, video_key
from lodbic_contracts.transcript import TrackCode

pytestmark = pytest.mark.usefixtures("transcriber")

WIDTH, HEIGHT, DARKEST = 1280, 480, 45


def make(call: RecordedCall, revision: int = 1) -> dict[str, Any]:
    """Order a video and make it, as the broker would have it; returns the job's row."""
    from transcriber.tasks import make_video

    job_id = call.order("video", revision)
    make_video(job_id)
    return call.job(job_id)


def film_of(call: RecordedCall) -> bytes:
    """The video that the call shows."""
    return call.world.read(key_of_address(call.row()["video_url"]))


def frames_of(film: bytes) -> dict[float, Image]:
    """Grey pictures by their second."""
    with av.open(io.BytesIO(film), "r") as container:
        decoded = container.decode(video=0)
        return {round(float(f.time or 0), 3): f.to_ndarray(format="gray").astype(np.uint8) for f in decoded}


def cell(frame: Image, side: int) -> Image:
    """One side's half of a picture."""
    return frame[:, side * WIDTH // 2 : (side + 1) * WIDTH // 2]


def second_of(cell_picture: Image) -> int:
    """The second that a cell shows."""
    return second_in([float(value) for value in cell_picture[HEIGHT // 2 - 4 : HEIGHT // 2 + 4].mean(axis=0)])


def is_dark(cell_picture: Image) -> bool:
    """Whether nobody is seen."""
    return bool(cell_picture.max() < DARKEST)


def top_boxes(film: bytes) -> list[str]:
    """The kinds of an MP4's outermost boxes in order."""
    kinds, place = [], 0
    while place < len(film):
        size, kind = int.from_bytes(film[place : place + 4], "big"), film[place + 4 : place + 8].decode()
        kinds.append(kind)
        place += size
    return kinds


def lit_size(cell_picture: Image) -> tuple[int, int]:
    """Width and height of what is not the cell's own darkness."""
    lit = abs(cell_picture.astype(int) - int(cell_picture[2, 2])) > 8
    rows, columns = np.flatnonzero(lit.any(axis=1)), np.flatnonzero(lit.any(axis=0))
    return int(columns[-1] - columns[0] + 1), int(rows[-1] - rows[0] + 1)


def sound_of(film: bytes) -> Samples:
    """The film's sound, mono, at 48 kHz."""
    with av.open(io.BytesIO(film), "r") as container:
        return np.concatenate([frame.to_ndarray()[0] for frame in container.decode(audio=0)])


def has_pitch(heard: Samples, second: float, pitch: float) -> bool:
    """Whether a tone sounds around a second."""
    piece = heard[int((second - 0.25) * SOUND_RATE) : int((second + 0.25) * SOUND_RATE)]
    spectrum = np.abs(np.fft.rfft(piece))
    return bool(spectrum[round(pitch / 2) - 2 : round(pitch / 2) + 3].max() > 0.2 * spectrum.max())


def test_both_sides_stand_side_by_side_where_they_began(call: RecordedCall) -> None:
    call.add_track("caller", "av", cut(record_av(8, picture_of_second(), tone(8)), 2), 8)
    call.add_track("callee", "av", cut(record_av(6, picture_of_second(hue=2), tone(6, 660)), 2), 6, after=3)
    job = make(call)
    assert (job["state"], job["code"], job["progress"]) == ("done", "", 1)
    frames = frames_of(film_of(call))
    assert 8.9 <= max(frames) <= 9.2
    assert [second_of(cell(frames[t + 0.5], 0)) for t in range(8)] == list(range(8))
    assert [second_of(cell(frames[t + 3.5], 1)) for t in range(6)] == list(range(6))
    assert is_dark(cell(frames[1.5], 1)), "the callee had not begun"
    assert is_dark(cell(frames[8.7], 0)), "the caller was gone"


def test_it_starts_at_once_and_seeks_everywhere(call: RecordedCall) -> None:
    call.add_track("caller", "av", [record_av(7, picture_of_second(), tone(7))], 7)
    make(call)
    film = film_of(call)
    kinds = top_boxes(film)
    assert kinds.index("moov") < kinds.index("mdat")
    with av.open(io.BytesIO(film), "r") as container:
        video, audio = container.streams.video[0], container.streams.audio[0]
        assert (video.codec_context.name, video.pix_fmt, audio.codec_context.name) == ("h264", "yuv420p", "aac")
        assert (video.width, video.height, float(video.average_rate or 0)) == (WIDTH, HEIGHT, 20.0)
        keys = [float(p.pts * p.time_base) for p in container.demux(video=0) if p.pts is not None and p.is_keyframe]
    assert keys == pytest.approx([0, 2, 4, 6])


def test_a_phone_turned_in_the_middle_of_a_track_stays_upright_in_its_cell(call: RecordedCall) -> None:
    """A recorder does not begin a new track when the picture turns: its frames only change their size."""
    wide, tall = picture_of_second(320, 180), picture_of_second(180, 320)
    call.add_track("caller", "av", [record_av(6, lambda time: (wide if time < 3 else tall)(time))], 6)
    job = make(call)
    assert (job["state"], job["code"]) == ("done", "")
    frames = frames_of(film_of(call))
    before, after = cell(frames[1.5], 0), cell(frames[4.5], 0)
    assert lit_size(before) == pytest.approx((640, 360), abs=8)
    assert lit_size(after) == pytest.approx((270, 480), abs=8)


def test_a_lost_slice_is_a_dark_stretch_and_nothing_moves(call: RecordedCall) -> None:
    slices = cut(record_av(24, picture_of_second(), tone(24)), 6)
    call.add_track("caller", "av", slices, 24, lost=(2,))
    job = make(call)
    assert (job["state"], job["code"]) == ("done", TrackCode.GAP)
    frames = frames_of(film_of(call))
    assert second_of(cell(frames[2.5], 0)) == 2
    assert [second_of(cell(frames[t + 0.5], 0)) for t in range(18, 24)] == list(range(18, 24))
    assert all(is_dark(cell(frames[t + 0.5], 0)) for t in (9, 10, 11))


def test_sound_of_both_is_mixed_on_one_time_line(call: RecordedCall) -> None:
    call.add_track("caller", "av", [record_av(6, picture_of_second(), tone(6, 440))], 6)
    call.add_track("callee", "av", [record_av(2, picture_of_second(), tone(2, 1000))], 2, after=2)
    make(call)
    heard = sound_of(film_of(call))
    assert has_pitch(heard, 1.0, 440)
    assert not has_pitch(heard, 1.0, 1000)
    assert has_pitch(heard, 3.0, 440)
    assert has_pitch(heard, 3.0, 1000)
    assert not has_pitch(heard, 5.0, 1000)


def test_a_side_without_a_camera_is_heard(call: RecordedCall) -> None:
    call.add_track("caller", "av", [record_av(4, picture_of_second(), silence(4))], 4)
    call.add_track("callee", "audio", [record_audio(tone(4, 1000))], 4)
    assert make(call)["state"] == "done"
    film = film_of(call)
    assert has_pitch(sound_of(film), 2.0, 1000)
    assert is_dark(cell(frames_of(film)[2.5], 1))


def test_a_call_without_tracks_has_no_video_and_its_job_is_done(call: RecordedCall) -> None:
    job = make(call)
    assert (job["state"], job["code"]) == ("done", "nothing_to_show")
    assert call.row()["video_url"] is None


def test_an_old_revision_never_replaces_a_newer_one(call: RecordedCall) -> None:
    call.add_track("caller", "av", [record_av(1, picture_of_second(160, 120))], 1)
    assert make(call, revision=2)["state"] == "done"
    assert make(call, revision=1)["state"] == "superseded"
    assert key_of_address(call.row()["video_url"]) == video_key(call.call_id, 2)


@pytest.mark.parametrize("broken", [b"not media at all, " * 1000, bytes(5000), b"\x1a\x45\xdf\xa3" + bytes(3000)])
def test_a_track_that_is_not_media_leaves_the_other_side(call: RecordedCall, broken: bytes) -> None:
    call.add_track("caller", "av", [broken], 4)
    call.add_track("callee", "av", [record_av(4, picture_of_second(), tone(4))], 4)
    job = make(call)
    assert (job["state"], job["code"]) == ("done", TrackCode.NOT_MEDIA)
    frames = frames_of(film_of(call))
    assert second_of(cell(frames[2.5], 1)) == 2
    assert is_dark(cell(frames[2.5], 0))


def test_chromium_plays_it_and_stands_at_the_second_it_was_sent_to(call: RecordedCall, tmp_path: Path) -> None:
    call.add_track("caller", "av", cut(record_av(20, picture_of_second(), tone(20)), 5), 20)
    call.add_track("callee", "av", cut(record_av(15, picture_of_second(hue=1), tone(15)), 4), 15, after=5)
    make(call)
    (tmp_path / "film.mp4").write_bytes(film_of(call))
    (tmp_path / "index.html").write_text(PLAYER)
    wanted = [17.5, 3.5, 11.5, 0.5, 19.5, 8.2]
    with open_page(tmp_path) as page:
        assert page.evaluate("ready()") == pytest.approx(20, abs=0.2)
        rows = [page.evaluate(f"seek({second})") for second in wanted]
        assert page.evaluate("play(2)") > 2, "it plays on by itself"
    assert [second_in(row[:640]) for row in rows] == [int(second) for second in wanted]
    assert [second_in(row[640:]) for row in rows if row is not rows[1] and row is not rows[3]] == [12, 6, 14, 3]


PLAYER = """<!doctype html><video src="film.mp4" muted preload="auto"></video>
<canvas width=1280 height=480></canvas><script>
const video = document.querySelector("video"), canvas = document.querySelector("canvas").getContext("2d");
const told = (name) => new Promise((done, failed) => {
  video.addEventListener(name, done, {once: true});
  video.addEventListener("error", () => failed(video.error.message), {once: true});
});
const ready = async () => { if (video.readyState < 2) await told("loadeddata"); return video.duration; };
const seek = async (second) => {
  video.currentTime = second;
  await told("seeked");
  canvas.drawImage(video, 0, 0);
  const pixels = canvas.getImageData(0, 240, 1280, 1).data;
  return Array.from({length: 1280}, (_, x) => pixels[4 * x]);
};
const play = async (seconds) => {
  video.currentTime = 0;
  await video.play();
  while (video.currentTime <= seconds) await new Promise((done) => setTimeout(done, 50));
  return video.currentTime;
};
</script>"""
