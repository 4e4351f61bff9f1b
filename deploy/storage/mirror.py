"""Copy the bucket to a folder, or a folder to the bucket: `mirror.py save FOLDER`, `mirror.py restore FOLDER`.

Objects never change, so what is there already with the same size is left alone and a run that was cut off is just
run again. Nothing is deleted on either side. Needs the same settings as prepare.py.
"""

import os
import sys
from pathlib import Path

import urllib3
from minio import Minio
from minio.error import S3Error
from prepare import setting


def save(client: Minio, bucket: str, folder: Path) -> int:
    """Fetch what `folder` lacks; the number of objects fetched."""
    count = 0
    for entry in client.list_objects(bucket_name=bucket, recursive=True):
        assert entry.object_name
        file = folder / entry.object_name
        if entry.is_dir or (file.exists() and file.stat().st_size == entry.size):
            continue
        client.fget_object(bucket_name=bucket, object_name=entry.object_name, file_path=str(file))
        count += 1
    return count


def restore(client: Minio, bucket: str, folder: Path) -> int:
    """Store what the bucket lacks; the number of objects stored. Types follow from the names, in nginx."""
    there = {entry.object_name: entry.size for entry in client.list_objects(bucket_name=bucket, recursive=True)}
    count = 0
    for parent, _, names in os.walk(folder):
        for name in names:
            file = Path(parent) / name
            key = file.relative_to(folder).as_posix()
            if there.get(key) == file.stat().st_size:
                continue
            client.fput_object(bucket_name=bucket, object_name=key, file_path=str(file))
            count += 1
    return count


def main() -> None:
    """Exit code 1 with one sentence when storage does not answer or refuses."""
    directions = {"save": save, "restore": restore}
    if len(sys.argv) != 3 or sys.argv[1] not in directions or not Path(sys.argv[2]).is_dir():
        sys.exit(
            "Say which way and where: mirror.py save FOLDER, or: mirror.py restore FOLDER. The folder has to exist."
        )
    client = Minio(
        setting("STORAGE_ENDPOINT"),
        access_key=setting("MINIO_ROOT_USER"),
        secret_key=setting("MINIO_ROOT_PASSWORD"),
        secure=False,
        region=setting("STORAGE_REGION"),
    )
    try:
        count = directions[sys.argv[1]](client, setting("STORAGE_BUCKET"), Path(sys.argv[2]))
    except (S3Error, urllib3.exceptions.HTTPError, OSError) as problem:
        sys.exit(f"Not done, run it again: {problem}")
    print(f"{sys.argv[1]}: {count} objects")


if __name__ == "__main__":
    main()
