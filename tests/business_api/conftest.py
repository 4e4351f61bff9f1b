"""business-api behind real HTTP, with its stores, and the cast: Alice sells, Boris buys, Charlie is a stranger."""

import dataclasses
import io
import os
import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

import httpx
import psycopg
import pytest
from PIL import Image

from lodbic_local.services import Services
from lodbic_local.supervisor import Supervisor
from lodbic_local.system import NO_LIMITS

ORIGIN = "http://localhost:8080"
PASSWORD = "correct horse battery staple"
RELAY = {
    "STUN_URLS": "stun:stun.example:3478",
    "TURN_URLS": "turn:turn.example:3478?transport=udp,turn:turn.example:3478?transport=tcp",
    "TURN_SECRET": "the relay's own",
}


class Browser:
    """A browser's view of the API: cookies, the CSRF header, JSON."""

    def __init__(self, address: str, ip: str) -> None:
        host = urlsplit(ORIGIN).netloc
        headers = {"Host": host, "Origin": ORIGIN, "X-Forwarded-For": ip, "Accept-Language": "ru"}
        self.http = httpx.Client(base_url=f"{address}/api", headers=headers, timeout=30)
        self.get("/session/")

    def request(self, method: str, path: str, body: Any = None, **options: Any) -> httpx.Response:
        token = next((value for name, value in self.http.cookies.items() if name == "lodbic_csrf"), "")
        headers = {"X-CSRFToken": token, **options.pop("headers", {})}
        if body is not None:
            options["json"] = body
        return self.http.request(method, path, headers=headers, **options)

    def get(self, path: str, **options: Any) -> httpx.Response:
        return self.request("GET", path, **options)

    def post(self, path: str, body: Any = None, **options: Any) -> httpx.Response:
        return self.request("POST", path, body, **options)

    def put(self, path: str, body: Any = None, **options: Any) -> httpx.Response:
        return self.request("PUT", path, body, **options)

    def patch(self, path: str, body: Any = None, **options: Any) -> httpx.Response:
        return self.request("PATCH", path, body, **options)

    def delete(self, path: str, **options: Any) -> httpx.Response:
        return self.request("DELETE", path, **options)


class Person(Browser):
    """A browser in which somebody has registered."""

    def __init__(self, address: str, ip: str, name: str) -> None:
        super().__init__(address, ip)
        self.name = name
        self.login = f"{name.lower()}-{uuid4().hex[:10]}"
        self.email = f"{self.login}@people.example"
        self.password = PASSWORD
        fields = {"login": self.login, "email": self.email, "password": PASSWORD, "name": name}
        answer = self.post("/accounts/", fields)
        assert answer.status_code == 201, answer.text
        self.user_id: str = answer.json()["me"]["user_id"]


class Mailbox:
    """The folder that mail goes to."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._read: dict[str, str] = {}

    def letters_to(self, email: str) -> list[str]:
        """Their letters, oldest first. Each file is read once, however often is asked."""
        for name in sorted(set(os.listdir(self._folder)) - set(self._read)):
            if name.endswith(".eml"):
                self._read[name] = (self._folder / name).read_text()
        found = {name: text for name, text in self._read.items() if f"To: {email}\n" in text}
        return [found[name] for name in sorted(found, key=lambda name: (self._folder / name).stat().st_mtime_ns)]

    def secret_for(self, email: str, page: str) -> str:
        """The secret of the newest link to a page in the person's letters."""
        for _ in range(500):
            letters = [letter for letter in self.letters_to(email) if f"/{page}#" in _decoded(letter)]
            if letters:
                found = re.search(rf"/{page}#([\w-]+)", _decoded(letters[-1]))
                assert found
                return found[1]
            time.sleep(0.02)
        raise AssertionError(f"no letter with /{page}# came to {email}")


def _decoded(letter: str) -> str:
    import email
    import email.policy

    message = email.message_from_string(letter, policy=email.policy.default)
    return str(message.get_content())


@pytest.fixture(scope="session")
def api(services: Services, service_environment: Callable[[str], dict[str, str]], processes: Supervisor) -> str:
    """The address of a running business-api on this worker's own database."""
    command = next(command for command in services.commands() if command.name == "business-api")
    # The limits as they are shipped: what a test needs more of, it takes from another address.
    environment = {name: value for name, value in service_environment("business-api").items() if name not in NO_LIMITS}
    processes.launch([dataclasses.replace(command, environment=environment | RELAY)])
    processes.wait_ready("business-api")
    return f"http://127.0.0.1:{services.business_api_port}"


@pytest.fixture(scope="session")
def owner(database_url: Callable[[str], str], api: str) -> Iterator[psycopg.Connection[Any]]:
    """The database as its owner, to look behind the API."""
    with psycopg.connect(database_url("lodbic_owner"), autocommit=True) as connection:
        yield connection


@pytest.fixture(scope="session")
def signalling_role(database_url: Callable[[str], str], api: str) -> Iterator[psycopg.Connection[Any]]:
    """The database as signalling sees it: tests of business-api play its part."""
    with psycopg.connect(database_url("lodbic_signalling"), autocommit=True) as connection:
        yield connection


@pytest.fixture(scope="session")
def mailbox(service_environment: Callable[[str], dict[str, str]], worker: None) -> Mailbox:
    """The letters that business-api's worker sent."""
    return Mailbox(Path(service_environment("business-api")["MAIL_FOLDER"]))


_addresses = iter(f"10.{a}.{b}.{c}" for a in range(200) for b in range(200) for c in range(1, 200))


@pytest.fixture
def stranger(api: str) -> Browser:
    """A browser in which nobody is logged in."""
    return Browser(api, next(_addresses))


@pytest.fixture(scope="session")
def register(api: str) -> Callable[[str], Person]:
    """Make a new person who has not confirmed the e-mail."""
    return lambda name: Person(api, next(_addresses), name)


@pytest.fixture(scope="session")
def confirmed(register: Callable[[str], Person], mailbox: Mailbox) -> Callable[[str], Person]:
    """Make a new person with a confirmed e-mail."""

    def make(name: str) -> Person:
        person = register(name)
        answer = person.post("/accounts/confirm/", {"token": mailbox.secret_for(person.email, "confirm")})
        assert answer.status_code == 200, answer.text
        return person

    return make


@pytest.fixture
def alice(confirmed: Callable[[str], Person]) -> Person:
    """Sells."""
    return confirmed("Alice")


@pytest.fixture
def boris(confirmed: Callable[[str], Person]) -> Person:
    """Buys."""
    return confirmed("Boris")


@pytest.fixture
def charlie(confirmed: Callable[[str], Person]) -> Person:
    """Has nothing to do with it."""
    return confirmed("Charlie")


BICYCLE = {
    "title": "Велосипед Стелс Навигатор",
    "description": "Горный, 21 скорость, ёлочные шины",
    "category": "hobby",
    "price_minor": 1_350_000,
    "city": "Москва",
    "address": "ул. Лесная, 5",
}


@pytest.fixture
def advert(alice: Person) -> dict[str, Any]:
    """Alice's bicycle."""
    answer = alice.post("/adverts/", BICYCLE)
    assert answer.status_code == 201, answer.text
    return dict(answer.json())


def picture(width: int = 64, height: int = 48, kind: str = "PNG") -> bytes:
    """A picture file."""
    target = io.BytesIO()
    Image.new("RGB", (width, height), "teal").save(target, kind)
    return target.getvalue()


def assert_error(answer: httpx.Response, status: int, code: str, field: str | None = None) -> None:
    """An answer is the one error shape with this status and code, and names the field."""
    assert answer.status_code == status, answer.text
    body = answer.json()
    assert set(body) == {"code", "message", "fields"}
    assert body["code"] == code
    assert body["message"]
    if field is not None:
        assert field in body["fields"], body


@pytest.fixture(scope="session")
def worker(
    services: Services, service_environment: Callable[[str], dict[str, str]], processes: Supervisor, api: str
) -> None:
    """business-api's own worker with its beat."""
    command = next(command for command in services.commands() if command.name == "business-worker")
    settings = {**dict(command.environment), **service_environment("business-api")}
    processes.launch([dataclasses.replace(command, environment=settings)])
    processes.wait_ready("business-worker")


def wait_for(condition: Callable[[], bool], seconds: float = 20) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it did not come about in time"
        time.sleep(0.2)


@pytest.fixture(scope="module")
def cast(confirmed: Callable[[str], Person], worker: None) -> tuple[Person, Person, Person]:
    """Alice sells, Boris buys, Charlie is a stranger: the same for the whole module, which only reads."""
    return confirmed("Alice"), confirmed("Boris"), confirmed("Charlie")


@pytest.fixture(scope="session")
def transcriber_role(database_url: Callable[[str], str], api: str) -> Iterator[psycopg.Connection[Any]]:
    """The database as the transcriber sees it: tests of business-api play its part."""
    with psycopg.connect(database_url("lodbic_transcriber"), autocommit=True) as connection:
        yield connection
