"""Object storage as browsers reach it: through nginx, by signed links alone."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from http.client import HTTPConnection
from pathlib import Path
from uuid import uuid4

import pytest
from minio import Minio

from lodbic_local.nginx import Front, Nginx
from lodbic_local.ports import Ports
from lodbic_local.stores import Stores
from lodbic_local.supervisor import Supervisor


@dataclass
class Door:
    """The front door with links signed for it."""

    port: int
    signer: Minio

    def link(self, key: str, method: str = "GET", seconds: int = 60, since: datetime | None = None) -> str:
        url = self.signer.get_presigned_url(
            method=method,
            bucket_name="media",
            object_name=key,
            expires=timedelta(seconds=seconds),
            request_date=since,
        )
        return url.removeprefix(f"http://localhost:{self.port}")

    def ask(
        self, method: str, path: str, body: bytes | None = None, host: str = ""
    ) -> tuple[int, bytes, dict[str, str]]:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=10)
        connection.request(method, path, body, {"Host": host or f"localhost:{self.port}"})
        answer = connection.getresponse()
        content = answer.read()
        connection.close()
        return answer.status, content, dict(answer.headers)


@pytest.fixture(scope="module")
def door(stores: Stores, worker_folder: Path) -> Iterator[Door]:
    folder = worker_folder / "media-door"
    pages = folder / "pages"
    pages.mkdir(parents=True)
    (pages / "index.html").write_text("<!doctype html>")
    port = Ports(folder / "port").get("nginx")
    nginx = Nginx(
        folder, folder / "logs", Front("127.0.0.1", port, "127.0.0.1:9", "127.0.0.1:9", stores.storage.address, pages)
    )
    supervisor = Supervisor(folder / "logs", print)
    nginx.prepare()
    supervisor.launch([nginx.command()])
    supervisor.wait_ready()
    settings = stores.storage.environment
    key, secret = settings["STORAGE_ACCESS_KEY"], settings["STORAGE_SECRET_KEY"]
    signer = Minio(
        f"localhost:{port}", access_key=key, secret_key=secret, secure=False, region=settings["STORAGE_REGION"]
    )
    yield Door(port, signer)
    supervisor.stop()


@pytest.fixture
def key(door: Door) -> str:
    """A slice that was put through the door."""
    key = f"tracks/{uuid4()}/{uuid4()}/000001"
    assert door.ask("PUT", door.link(key, "PUT"), b"four seconds")[0] == 200
    return key


def test_a_signed_link_puts_and_gets_a_slice(door: Door, key: str) -> None:
    status, content, headers = door.ask("GET", door.link(key))
    assert (status, content) == (200, b"four seconds")
    assert headers["Content-Type"] == "application/octet-stream"
    assert not [name for name in headers if name.lower().startswith("access-control")]


@pytest.mark.parametrize("path", ["/media/{key}", "/media/", "/media/?list-type=2", "/media/{key}?acl"])
def test_nothing_is_given_without_a_signature(door: Door, key: str, path: str) -> None:
    status, content, _ = door.ask("GET", path.format(key=key))
    assert status == 403
    assert b"four seconds" not in content


def test_nothing_is_taken_without_a_signature(door: Door, key: str) -> None:
    assert door.ask("PUT", f"/media/{key}", b"overwritten")[0] == 403
    assert door.ask("GET", door.link(key))[1] == b"four seconds"


def test_a_link_opens_one_object_by_one_method_at_one_host(door: Door, key: str) -> None:
    link = door.link(key)
    signature = re.search(r"X-Amz-Signature=(\w)", link)
    assert signature
    other = "0" if signature[1] != "0" else "1"
    at = signature.start(1)
    assert door.ask("GET", link[:at] + other + link[at + 1 :])[0] == 403
    assert door.ask("GET", link.replace(key, f"tracks/{uuid4()}/a/000001"))[0] == 403
    assert door.ask("PUT", link, b"overwritten")[0] == 403
    assert door.ask("GET", link, host=f"127.0.0.1:{door.port}")[0] == 403
    assert door.ask("GET", link)[0] == 200


def test_an_expired_link_opens_nothing(door: Door, key: str) -> None:
    an_hour_ago = datetime.now(UTC) - timedelta(hours=1)
    assert door.ask("GET", door.link(key, since=an_hour_ago))[0] == 403
    assert door.ask("GET", door.link(key, since=an_hour_ago, seconds=7200))[0] == 200
