"""Who composes a video or mixes a sound dies half-way: the rest of the call is still shown, and a job is done once."""

import os
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from tests.transcriber.conftest import RecordedCall
from tests.transcriber.recorder import picture_of_second, record_audio, record_av, tone
from tests.transcriber.test_decode import is_alive
from tests.transcriber.test_make_video import cell, film_of, frames_of, is_dark, make, second_of
from tests.transcriber.test_worker import (  # noqa: F401 - fixtures
    Launch,
    Send,
    children,
    ended,
    launch,
    let_a_minute_pass,
    send,
    wait_until,
)

from lodbic_contracts.tasks import MAKE_SOUND, MAKE_VIDEO, Task
from lodbic_contracts.transcript import TrackCode
from lodbic_local.supervisor import Supervisor
from transcriber import sandbox
from transcriber.jobs import FOLDER_PREFIX

Dies = Callable[[list[str], bool], bool]
"""Whether a composer of these tracks is killed, by whether it is to write a video or only to decode."""


@pytest.fixture
def kill_composers(
    transcriber: None, monkeypatch: pytest.MonkeyPatch
) -> Callable[[Dies], list[tuple[list[str], bool]]]:
    """Real composers, some of which are killed as soon as they run; returns what each was asked for."""
    start = sandbox.start

    def kill(dies: Dies) -> list[tuple[list[str], bool]]:
        asked: list[tuple[list[str], bool]] = []

        def started(
            module: str, request: Mapping[str, Any], limits: sandbox.Limits, folder: Path
        ) -> "subprocess.Popen[bytes]":
            child = start(module, request, limits, folder)
            asked.append(([track["track_id"] for track in request["tracks"]], request["output"] is not None))
            if dies(*asked[-1]):
                child.kill()
            return child

        monkeypatch.setattr(sandbox, "start", started)
        return asked

    return kill


def add_two(call: RecordedCall) -> tuple[str, str]:
    """Both people's tracks, two seconds long."""
    media = [record_av(2, picture_of_second(160, 120), tone(2))]
    return call.add_track("caller", "av", media, 2), call.add_track("callee", "av", media, 2)


def test_without_the_track_that_kills_the_composer_the_others_are_shown(
    call: RecordedCall, kill_composers: Callable[[Dies], list[tuple[list[str], bool]]]
) -> None:
    killer, good = add_two(call)
    asked = kill_composers(lambda tracks, _: killer in tracks)
    job = make(call)
    assert (job["state"], job["code"]) == ("done", TrackCode.DECODER_FAILED)
    assert asked == [([killer, good], True), ([killer], False), ([good], False), ([good], True)]
    frames = frames_of(film_of(call))
    assert second_of(cell(frames[1.5], 1)) == 1
    assert is_dark(cell(frames[1.5], 0))


@pytest.mark.parametrize(
    "dies",
    [
        pytest.param(lambda tracks, writes: True, id="every track alone kills it"),
        pytest.param(lambda tracks, writes: len(tracks) == 2, id="no track alone does"),
        pytest.param(lambda tracks, writes: writes, id="decoding does not, writing does"),
    ],
)
def test_where_leaving_out_a_track_helps_not_the_job_is_tried_again_and_says_so(
    call: RecordedCall, kill_composers: Callable[[Dies], list[tuple[list[str], bool]]], dies: Dies
) -> None:
    add_two(call)
    asked = kill_composers(dies)
    job = make(call)
    assert (job["state"], job["code"], job["attempts"]) == ("queued", "video_failed", 1)
    assert len(asked) == 3
    assert call.row()["video_url"] is None


def test_a_composer_that_dies_of_what_is_left_as_well_is_not_tried_for_ever(
    call: RecordedCall, kill_composers: Callable[[Dies], list[tuple[list[str], bool]]]
) -> None:
    killer, good = add_two(call)
    asked = kill_composers(lambda tracks, writes: writes or killer in tracks)
    job = make(call)
    assert (job["state"], job["code"]) == ("queued", "video_failed")
    assert asked[-1] == ([good], True)
    assert len(asked) == 4


def shown(call: RecordedCall, kind: str) -> str | None:
    """The address of what a job made."""
    if kind == "video":
        return str(url) if (url := call.row()["video_url"]) else None
    found = call.world.one("SELECT sound_url FROM call_records WHERE call_id = %s", call.call_id)
    return str(url) if (url := found["sound_url"]) else None


def stopped_half_way(worker: int) -> tuple[int, int]:
    """The worker's child and the decoder that it has started, which stands still from now on."""
    found: list[tuple[int, int]] = []

    def is_at_it() -> bool:
        found.extend((child, decoder) for child in children(worker) for decoder in children(child))
        return bool(found)

    deadline = time.monotonic() + 120
    while not is_at_it():
        assert time.monotonic() < deadline, "no decoder was started"
        time.sleep(0.005)
    os.kill(found[0][1], signal.SIGSTOP)
    return found[0]


@pytest.mark.parametrize(("kind", "task"), [("video", MAKE_VIDEO), ("sound", MAKE_SOUND)])
def test_a_killed_video_or_sound_is_made_again_once_and_leaves_neither_process_nor_file(
    call: RecordedCall,
    launch: Launch,
    send: Send,
    processes: Supervisor,
    kind: str,
    task: Task,
) -> None:
    call.add_track("caller", "audio", [record_audio(tone(2))], 2)
    call.add_track("caller", "av", [record_av(2, picture_of_second(160, 120), tone(2))], 2)
    worker = processes[launch(task.queue)].pid
    job_id = call.order(kind)
    send(task, job_id)
    child, decoder = stopped_half_way(worker)
    os.kill(child, signal.SIGKILL)
    os.kill(decoder, signal.SIGCONT)
    wait_until(lambda: not is_alive(decoder), 30)
    job = call.job(job_id)
    assert (job["state"], job["attempts"], job["fence"], shown(call, kind)) == ("running", 1, 1, None)
    let_a_minute_pass(call, job_id)
    send(task, job_id)
    wait_until(ended(call, job_id))
    job = call.job(job_id)
    assert (job["state"], job["code"], job["attempts"], job["fence"]) == ("done", "", 2, 2)
    assert f"/{call.call_id}/1/{kind}." in (shown(call, kind) or "")
    assert not list(Path(tempfile.gettempdir()).glob(f"{FOLDER_PREFIX}{job_id}*"))
