"""The one nginx configuration, before stand-ins that say what reached them."""

import base64
import hashlib
import json
import socket
import ssl
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPResponse
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.request import urlopen

import pytest

from lodbic_local.nginx import LIMITS, Front, Nginx
from lodbic_local.ports import Ports
from lodbic_local.supervisor import Supervisor
from lodbic_local.tls import ensure_certificate

START_SCRIPT = "\n\t\tPromise.all([import('/_app/immutable/start.js')]);\n"
PAGE = f"<!doctype html><html><head></head><body><script>{START_SCRIPT}</script></body></html>"


class Echo(BaseHTTPRequestHandler):
    """Answers with what it was asked, and with headers that must not get through."""

    protocol_version = "HTTP/1.1"

    server: ThreadingHTTPServer

    def answer(self) -> None:
        length = int(self.headers.get("Content-Length", 0))
        body = self.rfile.read(length)
        seen = {"path": self.path, "headers": dict(self.headers), "bytes": len(body), "server": self.server.server_port}
        text = json.dumps(seen).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(text)))
        for name, value in (("Content-Type", "text/html"), ("Set-Cookie", "a=b"), ("X-Content-Type-Options", "maybe")):
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(text)

    do_GET = do_HEAD = do_PUT = do_POST = do_DELETE = answer

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@dataclass
class Running:
    port: int
    logs: Path
    host: str = "127.0.0.1"

    def ask(self, method: str, path: str, body: bytes | None = None, **headers: str) -> tuple[HTTPResponse, bytes]:
        connection = HTTPConnection(self.host, self.port, timeout=10)
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, path, body, named)
        answer = connection.getresponse()
        content = answer.read()
        connection.close()
        return answer, content

    def seen(self, method: str, path: str, body: bytes | None = None, **headers: str) -> dict[str, object]:
        answer, content = self.ask(method, path, body, **headers)
        assert answer.status == 200, content
        seen = json.loads(content)
        seen["headers"] = {name.lower(): value for name, value in seen["headers"].items()}
        return dict(seen)


@pytest.fixture(scope="module")
def echoes() -> Iterator[list[str]]:
    servers = [ThreadingHTTPServer(("127.0.0.1", 0), Echo) for _ in range(4)]
    for server in servers:
        threading.Thread(target=server.serve_forever, daemon=True).start()
    yield [f"127.0.0.1:{server.server_address[1]}" for server in servers]
    for server in servers:
        server.shutdown()
        server.server_close()


@pytest.fixture(scope="module")
def static_root(worker_folder: Path) -> Path:
    root = worker_folder / "pages"
    (root / "_app" / "immutable").mkdir(parents=True, exist_ok=True)
    (root / "index.html").write_text(PAGE)
    (root / "_app" / "immutable" / "start.abc.js").write_text("export const a = 1;\n" * 200)
    return root


@pytest.fixture(scope="module")
def front(echoes: list[str], static_root: Path, worker_folder: Path) -> Front:
    api, first, second, storage = echoes
    port = Ports(worker_folder / "nginx-port").get("nginx")
    # As containers give it: one name, several addresses.
    return Front("127.0.0.1", port, api, f"{first}; server {second}", storage, static_root, limits=LIMITS)


@pytest.fixture(scope="module")
def nginx(front: Front, worker_folder: Path) -> Iterator[Running]:
    folder = worker_folder / "nginx"
    supervisor = Supervisor(folder / "logs", print)
    server = Nginx(folder, folder / "logs", front)
    server.prepare()
    server.check()
    supervisor.launch([server.command()])
    supervisor.wait_ready()
    yield Running(front.port, folder / "logs")
    supervisor.stop()


def test_every_address_of_the_front_end_is_its_one_page_never_kept(nginx: Running) -> None:
    for path in ("/", "/calls/01a2", "/index.html"):
        answer, content = nginx.ask("GET", path)
        assert (answer.status, content.decode()) == (200, PAGE)
        assert answer.headers["Cache-Control"] == "no-cache"
        assert answer.headers["Content-Type"] == "text/html"


def test_hashed_files_are_kept_for_a_year_packed_and_never_become_the_page(nginx: Running) -> None:
    answer, content = nginx.ask("GET", "/_app/immutable/start.abc.js", Accept_Encoding="gzip")
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer.headers["Content-Encoding"] == "gzip"
    assert len(content) < 400
    assert answer.headers["Content-Type"] == "text/javascript"
    missing, _ = nginx.ask("GET", "/_app/immutable/old.js")
    assert missing.status == 404
    assert "Cache-Control" not in missing.headers


def test_pages_run_their_own_start_script_and_nothing_else_inline(nginx: Running) -> None:
    policy = nginx.ask("GET", "/")[0].headers["Content-Security-Policy"]
    digest = base64.b64encode(hashlib.sha256(START_SCRIPT.encode()).digest()).decode()
    assert f"script-src 'self' 'sha256-{digest}';" in policy
    assert f"connect-src 'self' ws://127.0.0.1:{nginx.port} wss://127.0.0.1:{nginx.port};" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy


def test_a_made_up_host_puts_nothing_into_the_policy(nginx: Running) -> None:
    policy = nginx.ask("GET", "/", Host="x; script-src *")[0].headers.get("Content-Security-Policy", "")
    assert "script-src *" not in policy


def test_pages_get_the_devices_they_need_and_no_more(nginx: Running) -> None:
    headers = nginx.ask("GET", "/")[0].headers
    assert headers["Permissions-Policy"].startswith("camera=(self), microphone=(self)")
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "Strict-Transport-Security" not in headers
    assert "/" not in headers["Server"]


def test_the_api_learns_the_true_address_whatever_the_browser_claims(nginx: Running) -> None:
    seen = nginx.seen("GET", "/api/me/?a=1", X_Forwarded_For="6.6.6.6", X_Request_Id="mine", X_Forwarded_Proto="https")
    headers = seen["headers"]
    assert isinstance(headers, dict)
    assert headers["x-forwarded-for"] == "127.0.0.1"
    assert headers["x-forwarded-proto"] == "http"
    assert headers["host"] == f"127.0.0.1:{nginx.port}"
    assert headers["x-request-id"] != "mine"
    assert len(headers["x-request-id"]) == 32
    assert seen["path"] == "/api/me/?a=1"
    answer, _ = nginx.ask("GET", "/api/me/")
    assert answer.headers.get_all("X-Content-Type-Options") == ["nosniff"]
    assert "Content-Security-Policy" not in answer.headers


def test_signalling_gets_no_cookies_and_a_call_stays_on_one_process(nginx: Running) -> None:
    seen = nginx.seen("GET", "/socket.io/?EIO=4", Cookie="lodbic_session=secret", Upgrade="websocket")
    headers = seen["headers"]
    assert isinstance(headers, dict)
    assert "cookie" not in headers
    assert (headers["upgrade"], headers["connection"]) == ("websocket", "upgrade")

    def servers(queries: list[str]) -> set[object]:
        return {nginx.seen("GET", f"/socket.io/?EIO=4{query}")["server"] for query in queries}

    assert len(servers(["&call=01a2"] * 10)) == 1
    assert len(servers([f"&call={number}" for number in range(20)])) == 2
    assert len(servers([""] * 20)) == 2


@pytest.mark.parametrize(
    ("method", "status"), [("GET", 200), ("HEAD", 200), ("PUT", 200), ("POST", 403), ("DELETE", 403)]
)
def test_media_is_read_and_put_only(nginx: Running, method: str, status: int) -> None:
    assert nginx.ask(method, "/media/tracks/a/b/000001?X-Amz-Signature=s")[0].status == status


def test_storage_sees_the_signed_host_and_path_but_no_credentials(nginx: Running) -> None:
    seen = nginx.seen("GET", "/media/calls/a%20b/1/video.mp4?X-Amz-Signature=s", Cookie="a=b", Authorization="AWS4 x")
    assert seen["path"] == "/media/calls/a%20b/1/video.mp4?X-Amz-Signature=s"
    headers = seen["headers"]
    assert isinstance(headers, dict)
    assert headers["host"] == f"127.0.0.1:{nginx.port}"
    assert "cookie" not in headers
    assert "authorization" not in headers


@pytest.mark.parametrize(
    ("key", "content_type"),
    [
        ("tracks/a/b/000001", "application/octet-stream"),
        ("calls/a/1/video.mp4", "video/mp4"),
        ("calls/a/1/transcript.vtt", "text/vtt; charset=utf-8"),
        ("pictures/a.webp", "image/webp"),
        ("pictures/a.html", "application/octet-stream"),
    ],
)
def test_stored_things_come_back_as_their_key_says_and_run_nothing(nginx: Running, key: str, content_type: str) -> None:
    headers = nginx.ask("GET", f"/media/{key}")[0].headers
    assert headers.get_all("Content-Type") == [content_type]
    assert headers["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
    assert headers.get_all("X-Content-Type-Options") == ["nosniff"]
    assert "Set-Cookie" not in headers


@pytest.mark.parametrize(("size", "status"), [(9 * 2**20, 200), (9 * 2**20 + 1, 413)])
def test_a_slice_is_nine_megabytes_at_most(nginx: Running, size: int, status: int) -> None:
    assert nginx.ask("PUT", "/media/tracks/a/b/000001", bytes(size))[0].status == status


def test_no_query_and_no_private_address_is_ever_logged(nginx: Running) -> None:
    nginx.ask("GET", "/media/tracks/a?X-Amz-Signature=hushhush")
    nginx.ask("PUT", "/media/tracks/a?X-Amz-Signature=hushhush", bytes(10 * 2**20))
    nginx.ask("GET", "/socket.io/?ticket=hushhush")
    nginx.ask("GET", f"/api/calendar/{'a' * 32}.hushhush.ics")  # its private address is a key in the path
    deadline, told = time.monotonic() + 10, f'"GET /api/calendar/{"a" * 32}.*"'
    while told not in (text := "".join(file.read_text() for file in nginx.logs.iterdir())):
        assert time.monotonic() < deadline, "it was not logged"  # which comes after the answer
    assert "GET /media/tracks/a" in text
    assert "hushhush" not in text


def test_others_are_served_by_tls_with_http2_and_this_machine_without(front: Front, worker_folder: Path) -> None:
    folder = worker_folder / "nginx-tls"
    port = Ports(worker_folder / "nginx-tls-port").get("nginx")
    address = "127.0.0.2"  # stands for the machine's address in its network
    certificate = ensure_certificate(folder / "tls", address)
    settings = {**vars(front), "bind": address, "port": port, "certificate": certificate}
    supervisor = Supervisor(folder / "logs", print)
    server = Nginx(folder, folder / "logs", Front(**settings))
    server.prepare()
    server.check()
    supervisor.launch([server.command()])
    try:
        supervisor.wait_ready()
        trusting = ssl.create_default_context(cafile=str(folder / "tls" / "authority.pem"))
        modern = ssl.create_default_context(cafile=str(folder / "tls" / "authority.pem"))
        modern.set_alpn_protocols(["h2", "http/1.1"])
        with (
            socket.create_connection((address, port)) as raw,
            modern.wrap_socket(raw, server_hostname=address) as tls,
        ):
            assert tls.selected_alpn_protocol() == "h2"
        with urlopen(f"https://{address}:{port}/", context=trusting) as secure:
            assert secure.headers["Strict-Transport-Security"] == "max-age=31536000"
        plain, _ = Running(port, folder, address).ask("GET", "/x")
        assert (plain.status, plain.headers["Location"]) == (301, f"https://{address}:{port}/x")
        assert Running(port, folder).ask("GET", "/")[0].status == 200
    finally:
        supervisor.stop()
    assert ensure_certificate(folder / "tls", address) == certificate
    before = certificate.chain.read_bytes()
    ensure_certificate(folder / "tls", "127.0.0.3")
    assert certificate.chain.read_bytes() != before
