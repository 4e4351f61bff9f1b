"""What containers prepare and back up object storage with, against a real S3 server."""

import io
import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from uuid import uuid4

import pytest
from minio import Minio
from minio.crypto import decrypt
from minio.error import S3Error
from urllib3 import HTTPResponse

from lodbic_local.storage import REGION
from lodbic_local.stores import Stores

JOBS = Path(__file__).parents[2] / "deploy" / "storage"
ROOT = "lodbic-runner"


def run(settings: dict[str, str], script: str, *arguments: str) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, str(JOBS / script), *arguments]
    environment = {"PATH": os.environ["PATH"]} | settings
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=90)


@pytest.fixture
def settings(stores: Stores, template_database: str) -> dict[str, str]:
    """Of a server where one key is all: its own."""
    secret = stores.secrets.get("storage-admin")
    return {
        "STORAGE_ENDPOINT": stores.storage.address,
        "STORAGE_REGION": REGION,
        "STORAGE_BUCKET": f"try-{uuid4().hex[:12]}",
        "STORAGE_ACCESS_KEY": ROOT,
        "STORAGE_SECRET_KEY": secret,
        "MINIO_ROOT_USER": ROOT,
        "MINIO_ROOT_PASSWORD": secret,
    }


@pytest.fixture
def client(settings: dict[str, str]) -> Minio:
    key, secret = settings["MINIO_ROOT_USER"], settings["MINIO_ROOT_PASSWORD"]
    return Minio(settings["STORAGE_ENDPOINT"], access_key=key, secret_key=secret, secure=False, region=REGION)


def test_the_bucket_is_made_once_and_is_private(settings: dict[str, str], client: Minio) -> None:
    for _ in range(2):
        done = run(settings, "prepare.py")
        assert done.returncode == 0, done.stderr
    assert client.bucket_exists(bucket_name=settings["STORAGE_BUCKET"])
    stranger = Minio(settings["STORAGE_ENDPOINT"], secure=False, region=REGION)
    with pytest.raises(S3Error, match=r"AccessDenied|Access Denied"):
        list(stranger.list_objects(bucket_name=settings["STORAGE_BUCKET"]))


def test_a_missing_or_wrong_secret_stops_it_with_a_sentence(settings: dict[str, str]) -> None:
    missing = run({name: value for name, value in settings.items() if name != "MINIO_ROOT_PASSWORD"}, "prepare.py")
    assert missing.returncode == 1
    assert missing.stderr.startswith("MINIO_ROOT_PASSWORD is not set.")
    wrong = run(settings | {"MINIO_ROOT_PASSWORD": "wrong"}, "prepare.py")
    assert wrong.returncode == 1
    assert "Object storage refused" in wrong.stderr


def test_a_key_that_the_server_takes_and_does_not_let_in_is_told(settings: dict[str, str]) -> None:
    done = run(settings | {"STORAGE_ACCESS_KEY": "lodbic-services", "STORAGE_SECRET_KEY": "a service's"}, "prepare.py")
    assert done.returncode == 1
    assert "Another S3 server" in done.stderr


def test_a_bucket_is_saved_to_a_folder_and_restored_from_it(
    settings: dict[str, str], client: Minio, tmp_path: Path
) -> None:
    assert run(settings, "prepare.py").returncode == 0
    objects = {"tracks/a/b/000001": b"one", "calls/a/1/video.mp4": b"two" * 1000, "pictures/x.webp": b""}
    for key, content in objects.items():
        client.put_object(settings["STORAGE_BUCKET"], key, io.BytesIO(content), len(content))
    counts = [run(settings, "mirror.py", "save", str(tmp_path)).stdout for _ in range(2)]
    assert counts == ["save: 3 objects\n", "save: 0 objects\n"]

    other = settings | {"STORAGE_BUCKET": f"try-{uuid4().hex[:12]}"}
    assert run(other, "prepare.py").returncode == 0
    # What was cut off half-way is done again.
    client.put_object(other["STORAGE_BUCKET"], "calls/a/1/video.mp4", io.BytesIO(b"tw"), 2)
    counts = [run(other, "mirror.py", "restore", str(tmp_path)).stdout for _ in range(2)]
    assert counts == ["restore: 3 objects\n", "restore: 0 objects\n"]
    for key, content in objects.items():
        assert client.get_object(bucket_name=other["STORAGE_BUCKET"], object_name=key).read() == content


class Admin(BaseHTTPRequestHandler):
    """What MinIO's administration hears; the bucket is always there."""

    heard: list[tuple[str, bytes]]

    def do_HEAD(self) -> None:
        self.send_response(200)
        self.end_headers()

    def do_GET(self) -> None:
        """An empty list."""
        listed = b"<ListBucketResult><Name>media</Name><MaxKeys>1</MaxKeys></ListBucketResult>"
        self.send_response(200)
        self.send_header("Content-Length", str(len(listed)))
        self.end_headers()
        self.wfile.write(listed)

    def do_PUT(self) -> None:
        self.heard.append((self.path, self.rfile.read(int(self.headers.get("Content-Length", 0)))))
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture
def admin() -> Iterator[ThreadingHTTPServer]:
    Admin.heard = []
    server = ThreadingHTTPServer(("127.0.0.1", 0), Admin)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


def test_the_services_get_a_key_that_reaches_the_one_bucket_alone(admin: ThreadingHTTPServer) -> None:
    settings = {
        "STORAGE_ENDPOINT": f"127.0.0.1:{admin.server_address[1]}",
        "STORAGE_REGION": REGION,
        "STORAGE_BUCKET": "media",
        "STORAGE_ACCESS_KEY": "lodbic-services",
        "STORAGE_SECRET_KEY": "a service's secret",
        "MINIO_ROOT_USER": "lodbic-root",
        "MINIO_ROOT_PASSWORD": "the root's secret",
    }
    done = run(settings, "prepare.py")
    assert done.returncode == 0, done.stderr
    (policy_path, policy), (user_path, user), (set_path, _) = Admin.heard
    assert policy_path == "/minio/admin/v3/add-canned-policy?name=lodbic-services"
    resources = [resource for statement in json.loads(policy)["Statement"] for resource in statement["Resource"]]
    actions = {action for statement in json.loads(policy)["Statement"] for action in statement["Action"]}
    assert resources == ["arn:aws:s3:::media", "arn:aws:s3:::media/*"]
    assert not any("*" in action for action in actions)
    assert user_path == "/minio/admin/v3/add-user?accessKey=lodbic-services"
    said = json.loads(decrypt(HTTPResponse(io.BytesIO(user), preload_content=False), "the root's secret"))
    assert said == {"status": "enabled", "secretKey": "a service's secret"}
    assert "userOrGroup=lodbic-services" in set_path
    assert "policyName=lodbic-services" in set_path
