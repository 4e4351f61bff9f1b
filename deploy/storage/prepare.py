"""Prepare object storage, once and again: the private bucket, and the services' key that reaches nothing but it.

The key is made by MinIO's own administration. A server without that (another S3) is given one key, its own, as
STORAGE_ACCESS_KEY and MINIO_ROOT_USER alike; then only the bucket is made.
"""

import json
import os
import sys
import time
from pathlib import Path

import urllib3
from minio import Minio, MinioAdmin
from minio.credentials.providers import StaticProvider
from minio.error import MinioAdminException, S3Error

POLICY = "lodbic-services"


def setting(name: str) -> str:
    """The value of NAME or the content of the file NAME_FILE; ends the program when there is neither."""
    value = os.environ.get(name)
    if value is None and (file := os.environ.get(f"{name}_FILE")):
        value = Path(file).read_text(encoding="utf-8").removesuffix("\n")
    if not value:
        sys.exit(f"{name} is not set. Set {name}, or {name}_FILE to a file that holds it.")
    return value


def policy(bucket: str) -> dict[str, object]:
    """What the services may do: read, write and remove objects of the one bucket."""
    arn = f"arn:aws:s3:::{bucket}"
    return {
        "Version": "2012-10-17",
        "Statement": [
            {"Effect": "Allow", "Action": ["s3:GetBucketLocation", "s3:ListBucket"], "Resource": [arn]},
            {
                "Effect": "Allow",
                "Action": ["s3:GetObject", "s3:PutObject", "s3:DeleteObject"],
                "Resource": [f"{arn}/*"],
            },
        ],
    }


def _try(client: Minio, bucket: str) -> None:
    """See the new key work. A server may take an administrator's orders and not keep them; and MinIO needs a moment."""
    for pause in (0.2, 0.5, 1, 2, 4, 0):
        try:
            next(iter(client.list_objects(bucket_name=bucket, prefix="calls/")), None)
        except S3Error:
            if not pause:
                raise
            time.sleep(pause)
        else:
            return


def main() -> None:
    """Exit code 1 with one sentence when storage does not answer or refuses."""
    endpoint, region, bucket = setting("STORAGE_ENDPOINT"), setting("STORAGE_REGION"), setting("STORAGE_BUCKET")
    root, root_secret = setting("MINIO_ROOT_USER"), setting("MINIO_ROOT_PASSWORD")
    service, service_secret = setting("STORAGE_ACCESS_KEY"), setting("STORAGE_SECRET_KEY")
    # Storage may still be starting: about half a minute of patience.
    pool = urllib3.PoolManager(timeout=10, retries=urllib3.Retry(8, backoff_factor=0.5, backoff_max=8))
    client = Minio(endpoint, access_key=root, secret_key=root_secret, secure=False, region=region, http_client=pool)
    try:
        if not client.bucket_exists(bucket_name=bucket):
            client.make_bucket(bucket_name=bucket)
        print(f"bucket {bucket}: there", flush=True)
        if service == root:
            print("services' key: the server's own")
            return
        admin = MinioAdmin(
            endpoint=endpoint,
            credentials=StaticProvider(root, root_secret),
            region=region,
            secure=False,
            http_client=pool,
        )
        admin.policy_add(POLICY, policy=policy(bucket))
        admin.user_add(service, service_secret)
        admin.policy_set(POLICY, user=service)
        made = Minio(
            endpoint, access_key=service, secret_key=service_secret, secure=False, region=region, http_client=pool
        )
        _try(made, bucket)
        print(f"services' key {service}: reaches the bucket {bucket} alone")
    except (S3Error, MinioAdminException) as refused:
        print(json.dumps({"storage": endpoint, "refused": str(refused)}), file=sys.stderr)
        sys.exit("Object storage refused: look at its keys (docs/OPERATIONS.md, «Another S3 server»).")
    except urllib3.exceptions.HTTPError as away:
        sys.exit(f"Object storage at {endpoint} does not answer: {away}")


if __name__ == "__main__":
    main()
