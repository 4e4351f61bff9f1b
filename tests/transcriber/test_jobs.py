"""Jobs: claimed once, kept while the work goes on, written under the newest fence only, given up after three tries."""

import threading
import time
from typing import Any

import psycopg
import pytest
from tests.transcriber.conftest import RecordedCall
from urllib3 import Retry

from lodbic_contracts.keys import sound_key, transcript_key, video_key
from lodbic_contracts.tasks import LEASE_SECONDS, MAX_ATTEMPTS
from transcriber import jobs, storage, store
from transcriber.errors import LeaseLostError, StorageUnavailableError
from transcriber.jobs import Lease
from transcriber.store import Kind

pytestmark = pytest.mark.usefixtures("transcriber")


@pytest.fixture
def job_id(call: RecordedCall) -> str:
    """A transcript that was ordered."""
    return call.order("transcript")


def expire(call: RecordedCall, job_id: str) -> None:
    """A minute passes in which nobody renews."""
    call.world.ask("UPDATE jobs SET lease_until = now() - interval '1 second' WHERE job_id = %s", job_id)


def write(job: store.Claimed) -> bool:
    """What a worker does at the end."""
    if job.kind == "transcript":
        return store.finish_transcript(job, transcript_key(job.call_id, job.revision, "json"), [], {})
    finish, key = {"sound": (store.finish_sound, sound_key), "video": (store.finish_video, video_key)}[job.kind]
    return finish(job, key(job.call_id, job.revision), "")


def shown(call: RecordedCall) -> list[str]:
    """The addresses of all that was made of a call."""
    row = call.world.one(
        "SELECT text_url, video_url, sound_url FROM calls JOIN call_records USING (call_id) WHERE call_id = %s",
        call.call_id,
    )
    return [url for url in row.values() if url]


def test_a_claim_leases_the_job_for_a_minute(call: RecordedCall, job_id: str) -> None:
    claimed = store.claim_job(job_id, "transcript")
    assert claimed
    assert (claimed.call_id, claimed.revision, claimed.fence, claimed.attempts) == (call.call_id, 1, 1, 1)
    row = call.world.one("SELECT state, lease_until - now() AS rest FROM jobs WHERE job_id = %s", job_id)
    assert row["state"] == "running"
    assert LEASE_SECONDS - 5 < row["rest"].total_seconds() <= LEASE_SECONDS


def test_of_many_workers_one_gets_the_job(job_id: str) -> None:
    gotten: list[store.Claimed | None] = []
    workers = [threading.Thread(target=lambda: gotten.append(store.claim_job(job_id, "transcript"))) for _ in range(8)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert len([claimed for claimed in gotten if claimed]) == 1
    assert len(gotten) == 8


def test_a_job_of_another_kind_or_state_or_none_is_not_taken(call: RecordedCall, job_id: str) -> None:
    assert store.claim_job(job_id, "video") is None
    assert store.claim_job("00000000-0000-7000-8000-000000000000", "transcript") is None
    for state in ("done", "failed", "superseded"):
        call.world.ask("UPDATE jobs SET state = %s WHERE job_id = %s", state, job_id)
        assert store.claim_job(job_id, "transcript") is None


@pytest.mark.parametrize("kind", ["transcript", "sound", "video"])
def test_a_lease_that_ran_out_lets_another_take_over_and_refuses_the_first(call: RecordedCall, kind: Kind) -> None:
    job_id = call.order(kind)
    first = store.claim_job(job_id, kind)
    assert first
    assert store.claim_job(job_id, kind) is None
    expire(call, job_id)
    second = store.claim_job(job_id, kind)
    assert second
    assert second.fence == first.fence + 1
    with pytest.raises(LeaseLostError):
        write(first)
    assert shown(call) == [], "all or nothing"
    assert not store.renew_job(first, 0.5)
    assert write(second)
    assert len(shown(call)) == 1
    assert call.job(job_id)["state"] == "done"
    with pytest.raises(LeaseLostError):
        write(second)


def test_work_is_stopped_when_the_job_was_superseded(call: RecordedCall, job_id: str) -> None:
    done = []

    def work(lease: Lease) -> None:
        call.world.ask("UPDATE jobs SET state = 'superseded' WHERE job_id = %s", job_id)
        time.sleep(1.1)
        lease.show(0.5)
        done.append(True)

    jobs.run(job_id, "transcript", work)
    assert not done
    assert call.job(job_id)["state"] == "superseded"


def test_a_lease_is_kept_and_the_progress_shown(
    call: RecordedCall, job_id: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs, "RENEW_SECONDS", 0.2)
    seen: list[Any] = []

    def work(lease: Lease) -> None:
        expire(call, job_id)
        time.sleep(1.2)
        lease.show(0.4)
        seen.append(call.world.one("SELECT progress, lease_until > now() AS ours FROM jobs WHERE job_id = %s", job_id))
        assert write(lease.job)

    jobs.run(job_id, "transcript", work)
    assert seen == [{"progress": 0.4, "ours": True}]
    assert call.job(job_id)["state"] == "done"


def test_a_job_that_always_fails_is_tried_three_times_and_gets_a_code(call: RecordedCall, job_id: str) -> None:
    tries = []

    def work(lease: Lease) -> None:
        tries.append(lease.job.attempts)
        raise ValueError("poison")

    for _ in range(MAX_ATTEMPTS + 2):
        jobs.run(job_id, "transcript", work)
    assert tries == [1, 2, 3]
    assert (call.job(job_id)["state"], call.job(job_id)["code"]) == ("failed", "internal_error")


def test_a_job_whose_workers_always_die_is_given_up(call: RecordedCall, job_id: str) -> None:
    for _ in range(MAX_ATTEMPTS):
        assert store.claim_job(job_id, "transcript")
        expire(call, job_id)
    jobs.run(job_id, "transcript", lambda lease: pytest.fail("it may not be tried a fourth time"))
    assert (call.job(job_id)["state"], call.job(job_id)["code"]) == ("failed", "too_many_attempts")


def test_a_third_try_that_still_runs_is_not_given_up(call: RecordedCall, job_id: str) -> None:
    for _ in range(MAX_ATTEMPTS - 1):
        assert store.claim_job(job_id, "transcript")
        expire(call, job_id)
    running = store.claim_job(job_id, "transcript")
    jobs.run(job_id, "transcript", lambda lease: pytest.fail("somebody works at it"))
    assert running
    assert write(running)


def test_what_a_killed_worker_left_on_the_disk_goes_with_the_next_try(call: RecordedCall, job_id: str) -> None:
    with jobs.work_folder(job_id) as folder, jobs.work_folder(call.call_id) as other:
        (folder / "left.media").touch()
        with jobs.work_folder(job_id) as anew:
            assert not folder.exists()
            assert anew.is_dir()
            assert other.is_dir()
        folder.mkdir()
    assert not list(folder.parent.glob(f"{jobs.FOLDER_PREFIX}{job_id}*"))


def test_storage_that_is_away_costs_no_attempt(call: RecordedCall, job_id: str) -> None:
    def work(lease: Lease) -> None:
        raise StorageUnavailableError("away")

    for _ in range(MAX_ATTEMPTS + 2):
        jobs.run(job_id, "transcript", work)
    row = call.job(job_id)
    assert (row["state"], row["code"], row["attempts"]) == ("queued", "storage_unavailable", 0)


def test_storage_that_does_not_answer_is_told_apart_from_a_missing_object(
    monkeypatch: pytest.MonkeyPatch, environment: dict[str, str]
) -> None:
    from transcriber.settings import settings

    assert storage.read_object("tracks/none", 10) is None
    monkeypatch.setenv("STORAGE_ENDPOINT", "127.0.0.1:9")
    monkeypatch.setattr(storage, "RETRIES", Retry(1))
    settings.cache_clear()
    storage._client.cache_clear()
    with pytest.raises(StorageUnavailableError):
        storage.read_object("tracks/none", 10)


def test_a_database_that_is_away_is_waited_for(job_id: str, monkeypatch: pytest.MonkeyPatch) -> None:
    real = psycopg.connect
    refused: list[bool] = []

    def connect(*args: Any, **kwargs: Any) -> Any:
        if len(refused) < 2:
            refused.append(True)
            raise psycopg.OperationalError("the database is starting up")
        return real(*args, **kwargs)

    monkeypatch.setattr("transcriber.store.connection.PAUSE_SECONDS", 0.01)
    monkeypatch.setattr(psycopg, "connect", connect)
    assert store.claim_job(job_id, "transcript")


@pytest.mark.parametrize("nonsense", ["", "1", "x' OR 1=1", None, 7, {"a": 1}])
def test_an_id_that_is_none_is_refused(nonsense: Any) -> None:
    jobs.run(nonsense, "transcript", lambda lease: pytest.fail("there is no such job"))


def test_the_role_may_not_write_what_is_not_the_transcribers(call: RecordedCall, environment: dict[str, str]) -> None:
    for statement in (
        "UPDATE calls SET name = 'x'",
        "UPDATE slices SET stored_at = now()",
        "INSERT INTO jobs (call_id, kind, revision, state) VALUES (gen_random_uuid(), 'video', 1, 'queued')",
        "UPDATE jobs SET revision = 9",
        "SELECT * FROM passwords",
    ):
        with (
            psycopg.connect(environment["DATABASE_URL"]) as connection,
            pytest.raises(psycopg.errors.InsufficientPrivilege),
        ):
            connection.execute(statement)
