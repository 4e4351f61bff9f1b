"""A job from claim to end: a lease that is renewed while the work goes on, and an end for every outcome.

Whoever holds the newest fence may write. A worker that dies leaves a lease that runs out; the next claim grows the
fence, so that a late write of the old worker is refused.
"""

import logging
import shutil
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType

from pydantic import TypeAdapter, ValidationError

from lodbic_contracts.shapes import Id
from lodbic_contracts.tasks import LEASE_SECONDS, MAX_ATTEMPTS
from transcriber import notify, store
from transcriber.errors import (
    DatabaseUnavailableError,
    GaveWayError,
    LeaseLostError,
    StorageUnavailableError,
    TranscriberError,
)
from transcriber.store import Claimed, Kind

log = logging.getLogger(__name__)
RENEW_SECONDS = 15.0
RETRY_SECONDS = 2.0
SHOW_SECONDS = 1.0
TOO_MANY_ATTEMPTS = "too_many_attempts"
FOLDER_PREFIX = "lodbic-job-"
_id = TypeAdapter(Id)


class Lease:
    """Keeps a claimed job ours in the background; `check` tells the work to stop once it is not."""

    def __init__(self, job: Claimed) -> None:
        self.job = job
        self._progress = 0.0
        self._shown_at = time.monotonic()
        self._ours_until = time.monotonic() + LEASE_SECONDS
        self._lost = threading.Event()
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._keep, name="lease", daemon=True)

    def __enter__(self) -> "Lease":
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._done.set()
        self._thread.join()

    def check(self) -> None:
        """Raise LeaseLostError when the job is no longer ours."""
        if self._lost.is_set():
            raise LeaseLostError(f"job {self.job.job_id} is no longer ours")

    def show(self, progress: float) -> None:
        """Show how far the work is (0 to 1), at most once a second. Raises as `check` does."""
        self.check()
        self._progress = min(max(progress, self._progress), 0.99)
        if time.monotonic() - self._shown_at >= SHOW_SECONDS:
            self._shown_at = time.monotonic()
            self._renew()
            self.check()

    def _keep(self) -> None:
        pause = RENEW_SECONDS
        while not self._done.wait(pause):
            pause = RENEW_SECONDS if self._renew() else RETRY_SECONDS
            if time.monotonic() > self._ours_until:
                self._lost.set()
            if self._lost.is_set():
                return

    def _renew(self) -> bool:
        asked_at = time.monotonic()
        try:
            ours = store.renew_job(self.job, self._progress)
        except DatabaseUnavailableError as error:
            log.warning("the lease of job %s could not be renewed: %s", self.job.job_id, error)
            return False
        if ours:
            self._ours_until = asked_at + LEASE_SECONDS
        else:
            self._lost.set()
        return True


def is_id(value: object) -> bool:
    """Tell whether this can be the id of anything."""
    try:
        _id.validate_python(value)
    except ValidationError:
        return False
    return True


def run(job_id: str, kind: Kind, work: Callable[[Lease], None]) -> bool:
    """Claim the job and do its work; nothing happens when it is done, taken, or unknown.

    `work` ends the job itself, under its fence. Whatever it raises is noted in the job's row. True when it gave way to
    other jobs and wants another turn.
    """
    if not is_id(job_id):
        log.error("a task came with %r for a job's id", job_id)
        return False
    job = store.claim_job(job_id, kind)
    if job is None:
        if call_id := store.fail_exhausted_job(job_id, kind, TOO_MANY_ATTEMPTS):
            log.error("job %s failed: %s", job_id, TOO_MANY_ATTEMPTS)
            _clear(job_id)
            _tell(call_id, kind)
        return False
    with Lease(job) as lease:
        try:
            work(lease)
        except LeaseLostError as error:
            log.warning("%s; stopped", error)
        except GaveWayError:
            store.release_job(job, "", counted=False)
            return True
        except StorageUnavailableError as error:
            log.warning("job %s waits for object storage: %s", job_id, error)
            store.release_job(job, error.code, counted=False)
        except Exception as error:  # the edge of a job: whatever it is, the row tells of it
            log.exception("job %s, attempt %d", job_id, job.attempts)
            _give_up(job, error.code if isinstance(error, TranscriberError) else TranscriberError.code)
    return False


@contextmanager
def work_folder(job_id: str) -> Iterator[Path]:
    """A folder for a job's files. What an earlier worker left of this job when it was killed goes first."""
    _clear(job_id)
    with tempfile.TemporaryDirectory(prefix=f"{FOLDER_PREFIX}{job_id}-") as name:
        yield Path(name)


def _clear(job_id: str) -> None:
    for left in Path(tempfile.gettempdir()).glob(f"{FOLDER_PREFIX}{job_id}-*"):
        shutil.rmtree(left, ignore_errors=True)


def _give_up(job: Claimed, code: str) -> None:
    if job.attempts < MAX_ATTEMPTS:
        store.release_job(job, code, counted=True)
        return
    try:
        store.fail_job(job, code)
    except LeaseLostError:
        return
    _tell(job.call_id, job.kind)


def _tell(call_id: str, kind: Kind) -> None:
    people = store.read_call(call_id).people.values()
    notify.call_changed(call_id, [person.user_id for person in people], kind)
