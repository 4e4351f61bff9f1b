"""Real workers on real queues: what the broker brings is done, and what a killed worker left is done again, once."""

import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import uuid4

import numpy as np
import psycopg
import pytest
import redis
from celery import Celery
from tests.transcriber.conftest import SPEECH, RecordedCall
from tests.transcriber.recorder import SOUND_RATE, cut, picture_of_second, read_speech, record_audio, record_av, tone

from lodbic_contracts.tasks import BROKER_TRANSPORT_OPTIONS, FINISH_TRANSCRIPT, MAKE_LONG_VIDEO, MAKE_VIDEO, Task
from lodbic_local.processes import Command
from lodbic_local.supervisor import Supervisor
from lodbic_local.valkey import Valkey

Send = Callable[[Task, str], None]
Launch = Callable[[str], str]
SECONDS = 24


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
def queue(valkey_url: str) -> Iterator["redis.Redis"]:
    """The broker's lists."""
    with redis.Redis.from_url(valkey_url) as client:
        yield client


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


def wait_until(told: Callable[[], bool], seconds: float = 300) -> None:
    """Wait for something, at most so long: slow is not broken."""
    deadline = time.monotonic() + seconds
    while not told():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.1)


def ended(call: RecordedCall, job_id: str) -> Callable[[], bool]:
    """Whether a job is over."""
    return lambda: call.job(job_id)["state"] in {"done", "failed", "superseded"}


@pytest.fixture(scope="module")
def buyer() -> list[bytes]:
    """Slices of some speech."""
    return cut(record_audio(read_speech(str(SPEECH / "dev02" / "buyer.opus"))[: SECONDS * SOUND_RATE]), 6)


@pytest.fixture(scope="module")
def long_speech() -> list[bytes]:
    """Slices of three minutes of speech."""
    return cut(record_audio(np.tile(read_speech(str(SPEECH / "dev02" / "buyer.opus")), 3)), 16)


@pytest.fixture
def long_call(call: RecordedCall, long_speech: list[bytes]) -> RecordedCall:
    """A call whose transcript takes some time: it is read piece by piece."""
    call.add_track("caller", "audio", long_speech, 195)
    return call


def is_half_done(call: RecordedCall, job_id: str) -> bool:
    """Whether the job is being worked at, and at least one track was read."""
    job = call.job(job_id)
    assert job["state"] in {"queued", "running"}, "it was too quick to be killed half-way"
    return bool(job["progress"] > 0.1)


def assert_died_half_way(call: RecordedCall, job_id: str) -> None:
    """The job's row still says that it runs, and nothing of it is to be seen."""
    job = call.job(job_id)
    assert (job["state"], job["attempts"], job["fence"]) == ("running", 1, 1)
    assert 0 < job["progress"] < 1
    assert call.segments() == []
    assert call.row()["text_url"] is None


def assert_done_once(call: RecordedCall, job_id: str, attempts: int) -> None:
    """The job is done, and there is one set of segments."""
    job = call.job(job_id)
    assert (job["state"], job["attempts"], job["fence"]) == ("done", attempts, attempts)
    rows = call.segments()
    assert [row["text"] for row in rows] == [segment["text"] for segment in call.transcript()["segments"]]
    assert len({(row["track_id"], row["start_ms"]) for row in rows}) == len(rows) > 2


def children(pid: int) -> list[int]:
    """The processes that a process started."""
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def let_a_minute_pass(call: RecordedCall, job_id: str) -> None:
    """The lease runs out."""
    call.world.ask("UPDATE jobs SET lease_until = now() - interval '1 second' WHERE job_id = %s", job_id)


@pytest.mark.parametrize("film", [MAKE_VIDEO, MAKE_LONG_VIDEO], ids=lambda task: task.queue)
def test_workers_do_what_the_queues_bring(
    call: RecordedCall, buyer: list[bytes], launch: Launch, send: Send, film: Task
) -> None:
    call.add_track("caller", "audio", buyer, SECONDS)
    call.add_track("caller", "av", cut(record_av(4, picture_of_second(), tone(4)), 2), 4)
    launch("final")
    launch(film.queue)
    transcript, video = call.order("transcript"), call.order("video")
    send(FINISH_TRANSCRIPT, transcript)
    send(film, video)
    wait_until(ended(call, transcript))
    wait_until(ended(call, video))
    assert [call.job(job)["state"] for job in (transcript, video)] == ["done", "done"]
    assert len(call.segments()) > 2
    assert call.row()["video_url"].endswith("/1/video.mp4")


def test_a_worker_killed_half_way_leaves_its_job_to_the_next_which_does_it_once(
    long_call: RecordedCall, launch: Launch, send: Send, processes: Supervisor, queue: "redis.Redis"
) -> None:
    first = launch("final")
    job_id = long_call.order("transcript")
    send(FINISH_TRANSCRIPT, job_id)
    wait_until(lambda: is_half_done(long_call, job_id))
    processes.kill(first)
    assert_died_half_way(long_call, job_id)
    launch("final")
    held = queue.hlen("unacked")
    send(FINISH_TRANSCRIPT, job_id)
    # Until the next worker has passed it over: behind a message that waits, a long job would give way.
    time.sleep(1)
    wait_until(lambda: (queue.llen(FINISH_TRANSCRIPT.queue), queue.hlen("unacked")) == (0, held))
    assert_died_half_way(long_call, job_id)
    let_a_minute_pass(long_call, job_id)
    send(FINISH_TRANSCRIPT, job_id)
    wait_until(ended(long_call, job_id))
    assert_done_once(long_call, job_id, attempts=2)


def test_a_killed_child_does_not_take_its_worker_with_it(
    long_call: RecordedCall, launch: Launch, send: Send, processes: Supervisor
) -> None:
    worker = processes[launch("final")].pid
    job_id = long_call.order("transcript")
    send(FINISH_TRANSCRIPT, job_id)
    wait_until(lambda: is_half_done(long_call, job_id))
    killed = children(worker)
    for child in killed:
        os.kill(child, signal.SIGKILL)
    wait_until(lambda: bool(children(worker)) and not set(children(worker)) & set(killed))
    assert_died_half_way(long_call, job_id)
    let_a_minute_pass(long_call, job_id)
    send(FINISH_TRANSCRIPT, job_id)
    wait_until(ended(long_call, job_id))
    assert_done_once(long_call, job_id, attempts=2)


def test_one_job_sent_twice_to_two_workers_is_done_once(
    call: RecordedCall, buyer: list[bytes], launch: Launch, send: Send
) -> None:
    call.add_track("caller", "audio", buyer, SECONDS)
    launch("final")
    launch("final")
    job_id = call.order("transcript")
    send(FINISH_TRANSCRIPT, job_id)
    send(FINISH_TRANSCRIPT, job_id)
    wait_until(ended(call, job_id))
    time.sleep(1)
    assert_done_once(call, job_id, attempts=1)


def test_a_broker_that_lost_everything_is_only_asked_again(
    call: RecordedCall, buyer: list[bytes], launch: Launch, send: Send, valkey_url: str
) -> None:
    call.add_track("caller", "audio", buyer, SECONDS)
    job_id = call.order("transcript")
    with redis.Redis.from_url(valkey_url) as client:
        # An earlier test's worker may have been killed with a task in its hands: the broker brings it back.
        client.flushall()
        send(FINISH_TRANSCRIPT, job_id)
        assert client.llen(FINISH_TRANSCRIPT.queue) == 1
        launch("media")
        client.flushall()
        assert client.llen(FINISH_TRANSCRIPT.queue) == 0
        launch("final")
        client.flushall()
    assert call.job(job_id)["state"] == "queued"
    send(FINISH_TRANSCRIPT, job_id)
    wait_until(ended(call, job_id))
    assert_done_once(call, job_id, attempts=1)


def test_what_ends_while_the_broker_is_away_leaves_its_worker_to_the_next(
    call: RecordedCall, launch: Launch, send: Send, processes: Supervisor, valkey: Valkey
) -> None:
    launch("media")
    first = call.order("video")
    with psycopg.connect(call.world.database_url) as connection:
        connection.execute("SELECT FROM jobs WHERE job_id = %s FOR UPDATE", [first])
        send(MAKE_VIDEO, first)
        waiting = "SELECT pid FROM pg_locks JOIN pg_stat_activity USING (pid) WHERE NOT granted AND datname = %s"
        wait_until(lambda: bool(call.world.ask(waiting, connection.info.dbname)), 30)
        processes.kill("valkey")
        valkey.wipe()
    # Its end cannot be told: a worker that waits for that to be heard would be deaf from now on.
    wait_until(ended(call, first), 40)
    time.sleep(1)
    processes.start("valkey")
    second = call.order("video", revision=2)
    call.world.ask("UPDATE call_records SET revision = 2 WHERE call_id = %s", call.call_id)
    send(MAKE_VIDEO, second)
    wait_until(ended(call, second), 60)


def has_loaded(pid: int, library: str) -> bool:
    """Whether a process has a library in its memory."""
    return library in Path(f"/proc/{pid}/maps").read_text()


def test_an_idle_worker_tells_that_it_is_well_and_its_child_alone_has_loaded_the_recogniser(
    launch: Launch, processes: Supervisor, tmp_path: Path
) -> None:
    name = launch("live")
    first = (tmp_path / name).stat().st_mtime
    wait_until(lambda: (tmp_path / name).stat().st_mtime > first)
    worker = processes[name].pid
    wait_until(lambda: any(has_loaded(child, "ctranslate2") for child in children(worker)))
    assert not has_loaded(worker, "ctranslate2"), "it would be forked half-way in its threads"


def test_what_is_not_json_or_no_task_of_ours_is_passed_over(
    call: RecordedCall, buyer: list[bytes], launch: Launch, send: Send, valkey_url: str
) -> None:
    call.add_track("caller", "audio", buyer, SECONDS)
    launch("final")
    client = Celery("stranger", broker=valkey_url)
    client.conf.update(task_serializer="pickle", accept_content=["pickle", "json"])
    client.send_task(FINISH_TRANSCRIPT.name, args=[{1, 2}], queue=FINISH_TRANSCRIPT.queue)
    client.send_task("os.system", args=["true"], queue=FINISH_TRANSCRIPT.queue, serializer="json")
    client.send_task(FINISH_TRANSCRIPT.name, args=[], queue=FINISH_TRANSCRIPT.queue, serializer="json")
    client.close()
    job_id = call.order("transcript")
    send(FINISH_TRANSCRIPT, job_id)
    wait_until(ended(call, job_id))
    assert_done_once(call, job_id, attempts=1)
