"""The job's row: claimed with a lease and a fence, renewed, given back, ended."""

from lodbic_contracts.tasks import LEASE_SECONDS, MAX_ATTEMPTS
from transcriber.errors import LeaseLostError
from transcriber.store.connection import Connection, connect, once, patient
from transcriber.store.shapes import Claimed, Kind


@patient
def claim_job(job_id: str, kind: Kind) -> Claimed | None:
    """Take a job that waits, or whose worker's lease ran out; None when there is nothing to take."""
    statement = """
        UPDATE jobs SET state = 'running', lease_until = now() + make_interval(secs => %s), fence = fence + 1,
               attempts = attempts + 1, progress = 0, code = '', started_at = now(), finished_at = NULL
         WHERE job_id = %s AND kind = %s
           AND (state = 'queued' OR (state = 'running' AND lease_until < now())) AND attempts < %s
     RETURNING call_id::text, revision, fence, attempts"""
    with connect() as connection:
        row = connection.execute(statement, (LEASE_SECONDS, job_id, kind, MAX_ATTEMPTS)).fetchone()
    return Claimed(job_id, row[0], kind, *row[1:]) if row else None


@patient
def fail_exhausted_job(job_id: str, kind: Kind, code: str) -> str | None:
    """Fail a job whose attempts are used up and that nobody works at. Returns its call, or None if it is not one."""
    statement = """
        UPDATE jobs SET state = 'failed', code = %s, lease_until = NULL, finished_at = now()
         WHERE job_id = %s AND kind = %s
           AND (state = 'queued' OR (state = 'running' AND lease_until < now())) AND attempts >= %s
     RETURNING call_id::text"""
    with connect() as connection:
        row = connection.execute(statement, (code, job_id, kind, MAX_ATTEMPTS)).fetchone()
    return row[0] if row else None


@patient
def others_wait(job: Claimed) -> bool:
    """Tell whether another job of this kind waits. A task in the queue is no sign: it may be this job's, sent twice."""
    statement = "SELECT EXISTS (SELECT FROM jobs WHERE kind = %s AND state = 'queued' AND job_id <> %s)"
    with connect() as connection:
        row = connection.execute(statement, (job.kind, job.job_id)).fetchone()
    return bool(row and row[0])


@once
def renew_job(job: Claimed, progress: float) -> bool:
    """Keep the lease for another minute and show the progress; False when the job is no longer ours."""
    statement = """
        UPDATE jobs SET lease_until = now() + make_interval(secs => %s), progress = %s
         WHERE job_id = %s AND fence = %s AND state = 'running'"""
    with connect() as connection:
        return connection.execute(statement, (LEASE_SECONDS, progress, job.job_id, job.fence)).rowcount == 1


@patient
def release_job(job: Claimed, code: str, counted: bool) -> None:
    """Give a job back to be tried again; an attempt that is not `counted` failed for want of something outside."""
    statement = """
        UPDATE jobs SET state = 'queued', code = %s, lease_until = NULL, attempts = attempts - %s
         WHERE job_id = %s AND fence = %s AND state = 'running'"""
    with connect() as connection:
        connection.execute(statement, (code, 0 if counted else 1, job.job_id, job.fence))


@patient
def fail_job(job: Claimed, code: str) -> None:
    """End a job that cannot be done."""
    with connect() as connection:
        end_job(connection, job, "failed", code, 0)


def end_job(connection: Connection, job: Claimed, state: str, code: str, progress: float) -> None:
    """End a job inside a transaction. Raises LeaseLostError when it is no longer ours."""
    ended = connection.execute(
        """UPDATE jobs SET state = %s, code = %s, progress = %s, lease_until = NULL, finished_at = now()
            WHERE job_id = %s AND fence = %s AND state = 'running'""",
        (state, code, progress, job.job_id, job.fence),
    )
    if ended.rowcount != 1:
        raise LeaseLostError(f"job {job.job_id} is no longer ours")
