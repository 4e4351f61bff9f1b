"""Object storage: the only importer of minio. Plain S3: one object read, one object written."""

from functools import cache
from pathlib import Path

import urllib3
from minio import Minio
from minio.error import MinioException, S3Error

from transcriber.errors import StorageUnavailableError
from transcriber.settings import settings

# Waits 0, 1, 2, 4, 8, 15, 15, 15 s between tries: half a minute without storage is only a wait.
RETRIES = urllib3.Retry(total=8, backoff_factor=0.5, backoff_max=15, status_forcelist=(500, 502, 503, 504))
TIMEOUT = urllib3.Timeout(connect=5, read=30)


@cache
def _client() -> Minio:
    chosen = settings()
    return Minio(
        chosen.storage_endpoint,
        access_key=chosen.storage_access_key,
        secret_key=chosen.storage_secret_key,
        secure=chosen.storage_secure,
        region=chosen.storage_region,
        http_client=urllib3.PoolManager(timeout=TIMEOUT, retries=RETRIES, maxsize=8),
    )


def read_object(key: str, limit: int) -> bytes | None:
    """The object's body, or its first `limit` bytes when it is longer; None when there is no such object.

    Raises StorageUnavailableError.
    """
    try:
        response = _client().get_object(bucket_name=settings().storage_bucket, object_name=key)
        try:
            return response.read(limit)
        finally:
            response.close()
            response.release_conn()
    except S3Error as error:
        if error.code == "NoSuchKey":
            return None
        raise StorageUnavailableError(f"{key}: {error.code}") from error
    except (MinioException, urllib3.exceptions.HTTPError, OSError) as error:
        raise StorageUnavailableError(f"{key}: {error}") from error


def write_object(key: str, path: Path, content_type: str) -> str:
    """Store a file's content; the object's ETag. Writing the same twice is harmless. Raises StorageUnavailableError."""
    try:
        written = _client().fput_object(
            bucket_name=settings().storage_bucket, object_name=key, file_path=str(path), content_type=content_type
        )
        return written.etag or ""
    except (MinioException, urllib3.exceptions.HTTPError, OSError) as error:
        raise StorageUnavailableError(f"{key}: {error}") from error
