"""The demo's own client of the API."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from lodbic_local import demo
from lodbic_local.demo.people import PEOPLE, Client
from lodbic_local.errors import RunError


class Secured(BaseHTTPRequestHandler):
    """Gives cookies for https alone, as the API does once others reach the machine, and wants them back."""

    def do_GET(self) -> None:
        self._answer({"me": None})

    def do_POST(self) -> None:
        given = f"lodbic_csrf={self.headers['X-CSRFToken']}"
        self.rfile.read(int(self.headers["Content-Length"]))
        self._answer(
            {"me": {"email_confirmed": True}},
            200 if self.headers["X-CSRFToken"] and given == self.headers["Cookie"] else 403,
        )

    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def _answer(self, body: object, status: int = 200) -> None:
        content = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Set-Cookie", "lodbic_csrf=secret; Path=/; SameSite=Lax; Secure")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)


@pytest.fixture
def address() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Secured)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://localhost:{server.server_address[1]}"
    server.shutdown()
    server.server_close()


def test_the_demo_people_log_in_on_this_machine_where_cookies_are_for_https(address: str, tmp_path: Path) -> None:
    client = Client(address, PEOPLE[0], "a password", tmp_path)
    assert client.post("/calls/") == {"me": {"email_confirmed": True}}
    client.close()


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, bool]]:
    """The calls that the demo people have; the first try to make one breaks off half-way."""
    made: list[dict[str, bool]] = []

    async def make_call(*_: Any) -> None:
        made.append({"has_text": bool(made), "has_video": bool(made)})
        if len(made) == 1:
            raise RunError("the system was ended")

    monkeypatch.setattr(demo, "Client", lambda *_: SimpleNamespace(get=lambda _: {"items": made}, close=lambda: None))
    monkeypatch.setattr(demo, "_place", lambda *_: "advert")
    monkeypatch.setattr(demo, "_show", lambda *_: None)
    monkeypatch.setattr(demo, "make_call", make_call)
    return made


def test_a_demo_call_that_broke_off_is_made_again_and_a_whole_one_once(
    calls: list[dict[str, bool]], tmp_path: Path
) -> None:
    stores = SimpleNamespace(secrets=SimpleNamespace(get=lambda _: "a demo password"))
    system: Any = SimpleNamespace(folder=tmp_path, base_url="http://localhost", stores=stores)
    with pytest.raises(RunError):
        demo.prepare(system)
    for _ in range(2):
        demo.prepare(system)
        (tmp_path / demo.DONE).unlink()
    assert [call["has_text"] for call in calls] == [False, True]
