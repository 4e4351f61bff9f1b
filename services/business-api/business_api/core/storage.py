"""Object storage: the only importer of minio, and the signer of links that browsers use.

minio's own presigning signs the host alone; links for uploads must bind length, checksum and «never overwrite» as
well, so Signature Version 4 (docs.aws.amazon.com, «Authenticating Requests: Using Query Parameters») is done here.
"""

import base64
import hashlib
import hmac
import io
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from functools import cache, lru_cache
from typing import NamedTuple
from urllib.parse import quote

import urllib3
from django.conf import settings
from minio import Minio
from minio.error import MinioException, S3Error
from urllib3.exceptions import HTTPError

from business_api.core.errors import Unavailable


class Link(NamedTuple):
    """An address on this site, and the headers that must go with it, exactly."""

    url: str
    headers: dict[str, str]


class Stored(NamedTuple):
    """What storage says of an object."""

    size: int
    etag: str


@cache
def _client() -> Minio:
    return Minio(
        endpoint=settings.STORAGE_ENDPOINT,
        access_key=settings.STORAGE_ACCESS_KEY,
        secret_key=settings.STORAGE_SECRET_KEY,
        secure=settings.STORAGE_SECURE,
        region=settings.STORAGE_REGION,
        http_client=urllib3.PoolManager(
            maxsize=16, timeout=urllib3.Timeout(connect=2, read=15), retries=urllib3.Retry(2, backoff_factor=0.2)
        ),
    )


def put(key: str, content: bytes, content_type: str) -> None:
    """Store an object. Unavailable when storage is away."""
    try:
        _client().put_object(
            bucket_name=settings.STORAGE_BUCKET,
            object_name=key,
            data=io.BytesIO(content),
            length=len(content),
            content_type=content_type,
        )
    except (MinioException, HTTPError) as error:
        raise Unavailable() from error


def look(key: str) -> Stored | None:
    """What lies at `key`, or None. Unavailable when storage is away."""
    try:
        found = _client().stat_object(bucket_name=settings.STORAGE_BUCKET, object_name=key)
    except S3Error as error:
        if error.code in {"NoSuchKey", "NoSuchObject", "NotFound"}:
            return None
        raise Unavailable() from error
    except (MinioException, HTTPError) as error:
        raise Unavailable() from error
    return Stored(size=found.size or 0, etag=found.etag or "")


def remove(key: str) -> None:
    """Remove an object; one that is not there is no harm. Unavailable when storage is away."""
    try:
        _client().remove_object(bucket_name=settings.STORAGE_BUCKET, object_name=key)
    except (MinioException, HTTPError) as error:
        raise Unavailable() from error


def upload_link(host: str, key: str, size: int, sha256: str, seconds: int) -> Link:
    """A link to PUT exactly these bytes once: storage refuses another length, another body, and an overwrite.

    `sha256` in hex; `host` as the browser names this site. The browser sends Content-Length itself.
    """
    headers = {
        "content-length": str(size),
        "if-none-match": "*",
        "x-amz-checksum-sha256": base64.b64encode(bytes.fromhex(sha256)).decode(),
    }
    url = _sign("PUT", host, key, headers, {}, datetime.now(UTC), seconds)
    return Link(url, {name: value for name, value in headers.items() if name != "content-length"})


def download_link(host: str, key: str, content_type: str, seconds: int, filename: str | None = None) -> str:
    """A link to GET an object as `content_type`; as an attachment when `filename` is given."""
    options = {"response-content-type": content_type}
    if filename:
        options["response-content-disposition"] = f"attachment; filename*=UTF-8''{quote(filename, safe='')}"
    return _sign("GET", host, key, {}, options, datetime.now(UTC), seconds)


def picture_link(host: str, key: str) -> str:
    """A link to show a picture. Alike for everybody within the hour, so that browsers can keep the picture."""
    return _picture_link(host, key, datetime.now(UTC).replace(minute=0, second=0, microsecond=0))


@lru_cache(maxsize=10_000)
def _picture_link(host: str, key: str, hour: datetime) -> str:
    seconds = int(timedelta(hours=3).total_seconds())
    return _sign("GET", host, key, {}, {"response-content-type": "image/webp"}, hour, seconds)


def _sign(
    method: str,
    host: str,
    key: str,
    headers: Mapping[str, str],
    options: Mapping[str, str],
    now: datetime,
    seconds: int,
) -> str:
    path = quote(f"/{settings.STORAGE_BUCKET}/{key}", safe="/-_.~")
    scope = f"{now:%Y%m%d}/{settings.STORAGE_REGION}/s3/aws4_request"
    signed = {"host": host, **headers}
    names = ";".join(sorted(signed))
    parameters = {
        **options,
        "X-Amz-Algorithm": "AWS4-HMAC-SHA256",
        "X-Amz-Credential": f"{settings.STORAGE_ACCESS_KEY}/{scope}",
        "X-Amz-Date": f"{now:%Y%m%dT%H%M%SZ}",
        "X-Amz-Expires": str(seconds),
        "X-Amz-SignedHeaders": names,
    }
    query = "&".join(
        f"{quote(name, safe='-_.~')}={quote(value, safe='-_.~')}" for name, value in sorted(parameters.items())
    )
    lines = "".join(f"{name}:{signed[name]}\n" for name in sorted(signed))
    request = "\n".join([method, path, query, lines, names, "UNSIGNED-PAYLOAD"])
    text = "\n".join(
        ["AWS4-HMAC-SHA256", parameters["X-Amz-Date"], scope, hashlib.sha256(request.encode()).hexdigest()]
    )
    secret = f"AWS4{settings.STORAGE_SECRET_KEY}".encode()
    for part in scope.split("/"):
        secret = hmac.new(secret, part.encode(), hashlib.sha256).digest()
    return f"{path}?{query}&X-Amz-Signature={hmac.new(secret, text.encode(), hashlib.sha256).hexdigest()}"
