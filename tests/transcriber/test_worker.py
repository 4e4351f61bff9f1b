"""Real workers on real queues: what the broker brings is done, and what a killed worker left is done again, once."""

import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from celery import Celery
from tests.transcriber.conftest import SPEECH, RecordedCall
from tests.transcriber.recorder import cut, picture_of_second, read_speech, record_audio, record_av, tone

from lodbic_contracts.tasks import BROKER_TRANSPORT_OPTIONS, FINISH_TRANSCRIPT, MAKE_VIDEO, Task
from lodbic_local.processes import Command
from lodbic_local.supervisor import Supervisor

Send = Callable[[Task, str], None]
Launch = Callable[[str], str]


@pytest.fixture
def send(valkey_url: str) -> Iterator[Send]:
    """Queue a task as business-api does."""
    client = Celery("test", broker=valkey_url)
    client.conf.update(
        broker_transport_options=BROKER_TRANSPORT_OPTIONS, task_serializer="json", task_ignore_result=True
    )

    def queue(task: Task, job_id: str) -> None:
        client.send_task(task.name, args=[job_id], queue=task.queue)

    yield queue
    client.close()


@pytest.fixture
def launch(processes: Supervisor, environment: dict[str, str], tmp_path: Path) -> Iterator[Launch]:
    """Start a worker on a queue and wait until it takes work; returns its name. All end with the test."""
    names: list[str] = []

    def start(queue: str) -> str:
        name = f"{queue}-{uuid4().hex[:8]}"
        alive = tmp_path / name
        argv = [sys.executable, "-m", "celery", "-A", "transcriber.app", "worker", "-Q", queue, "-c", "1"]
        argv += ["-n", f"{name}@test", "--without-gossip", "--without-mingle", "--loglevel", "INFO"]
        processes.launch(
            [Command(name, argv, alive.exists, environment | {"WORKER_HEALTH_FILE": str(alive)}, tmp_path)]
        )
        names.append(name)
        processes.wait_ready(name)
        return name

    yield start
    for name in names:
        processes.kill(name)


def wait_until(told: Callable[[], bool], seconds: float = 60) -> None:
    """Wait for something, at most so long."""
    deadline = time.monotonic() + seconds
    while not told():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.1)


def ended(call: RecordedCall, job_id: str) -> Callable[[], bool]:
    """Whether a job is over."""
    return lambda: call.job(job_id)["state"] in {"done", "failed", "superseded"}


def test_workers_do_what_the_queues_bring(call: RecordedCall, launch: Launch, send: Send) -> None:
    call.add_track("caller", "audio", cut(record_audio(read_speech(str(SPEECH / "dev02" / "buyer.opus"))), 16), 65)
    call.add_track("caller", "av", cut(record_av(4, picture_of_second(), tone(4)), 2), 4)
    launch("final")
    launch("media")
    transcript, video = call.order("transcript"), call.order("video")
    send(FINISH_TRANSCRIPT, transcript)
    send(MAKE_VIDEO, video)
    wait_until(ended(call, transcript))
    wait_until(ended(call, video))
    assert [call.job(job)["state"] for job in (transcript, video)] == ["done", "done"]
    assert len(call.segments()) > 5
    assert call.row()["video_url"].endswith("/1/video.mp4")
