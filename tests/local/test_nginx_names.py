"""nginx before services that are several addresses of one name, as containers give them, and that come and go."""

import socket
import struct
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest

from lodbic_local.nginx import Front, Nginx
from lodbic_local.ports import Ports
from lodbic_local.supervisor import Supervisor

FIRST, SECOND = "127.0.0.2", "127.0.0.3"
START = "<!doctype html><script>start</script>"


class Names:
    """A name server that gives every name the same addresses, each time in another order."""

    def __init__(self) -> None:
        self.addresses = [FIRST, SECOND]
        self.asked = 0
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.bind(("127.0.0.1", 0))
        self.port = self._socket.getsockname()[1]
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        while True:
            query, client = self._socket.recvfrom(512)
            self.asked += 1
            turned = self.addresses[self.asked % 2 :] + self.addresses[: self.asked % 2]
            question = query[12 : query.index(b"\0", 12) + 5]
            header = query[:2] + struct.pack(">HHHHH", 0x8180, 1, len(turned), 0, 0)
            answers = b"".join(
                struct.pack(">HHHIH", 0xC00C, 1, 1, 1, 4) + socket.inet_aton(address) for address in turned
            )
            self._socket.sendto(header + question + answers, client)


class Address(BaseHTTPRequestHandler):
    """Answers with the address that was asked."""

    def do_GET(self) -> None:
        body = self.connection.getsockname()[0].encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture
def signalling_port() -> Iterator[int]:
    first = ThreadingHTTPServer((FIRST, 0), Address)
    second = ThreadingHTTPServer((SECOND, first.server_address[1]), Address)
    for server in (first, second):
        threading.Thread(target=server.serve_forever, daemon=True).start()
    yield first.server_address[1]
    for server in (first, second):
        server.shutdown()
        server.server_close()


@pytest.fixture
def names() -> Names:
    return Names()


@pytest.fixture
def ask(signalling_port: int, names: Names, tmp_path: Path) -> Iterator[str]:
    """The address of /socket.io/ behind an nginx that looks names up again every second."""
    pages = tmp_path / "pages"
    pages.mkdir()
    (pages / "index.html").write_text(START)
    port = Ports(tmp_path / "port").get("nginx")
    unused = "127.0.0.1:1"
    front = Front("127.0.0.1", port, unused, f"signalling.test:{signalling_port} resolve", unused, pages)
    supervisor = Supervisor(tmp_path / "logs", print)
    server = Nginx(tmp_path / "nginx", tmp_path / "logs", front)
    server.prepare()
    (tmp_path / "nginx" / "conf.d" / "resolver.conf").write_text(
        f"resolver 127.0.0.1:{names.port} valid=1s ipv6=off;\n"
    )
    server.check()
    supervisor.launch([server.command()])
    supervisor.wait_ready()
    address, deadline = f"http://127.0.0.1:{port}/socket.io/?call=", time.monotonic() + 15
    while not answers(address):
        assert time.monotonic() < deadline, "the name was not looked up"
        time.sleep(0.1)
    yield address
    supervisor.stop()


def answers(address: str) -> bool:
    """Whether nginx, which starts without a name's addresses, knows them by now."""
    try:
        with urlopen(address, timeout=5):
            return True
    except HTTPError:
        return False


def servers(ask: str, calls: list[str]) -> set[str]:
    found = set()
    for call in calls:
        with urlopen(ask + call, timeout=5) as answer:
            found.add(answer.read().decode())
    return found


def test_a_call_stays_on_one_of_the_addresses_behind_a_name(ask: str, names: Names) -> None:
    calls = [f"call-{number}" for number in range(20)]
    assert servers(ask, calls) == {FIRST, SECOND}
    before = {call: servers(ask, [call] * 6) for call in calls}
    assert all(len(found) == 1 for found in before.values())
    asked = names.asked
    deadline = time.monotonic() + 15
    while names.asked < asked + 3:
        assert time.monotonic() < deadline, "the name was not looked up again"
        time.sleep(0.2)
    assert {call: servers(ask, [call]) for call in calls} == before


def test_an_address_that_is_gone_is_asked_no_more(ask: str, names: Names) -> None:
    calls = [f"call-{number}" for number in range(20)]
    assert servers(ask, calls) == {FIRST, SECOND}
    names.addresses = [SECOND]
    deadline = time.monotonic() + 15
    while servers(ask, calls) != {SECOND}:
        assert time.monotonic() < deadline, "the name was not looked up again"
        time.sleep(0.5)
