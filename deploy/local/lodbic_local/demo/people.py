"""The demo people, and a client of the REST API for each."""

import email
import email.policy
import re
import time
from pathlib import Path
from typing import Any, NamedTuple

import httpx

from lodbic_local.errors import RunError


class Person(NamedTuple):
    """A demo person's account and profile."""

    login: str
    name: str
    city: str
    about: str
    about_en: str


PEOPLE = (
    Person(
        "aleksey",
        "Алексей",
        "Москва",
        "Продаю велосипеды и спортивные вещи. Показываю всё по видео.",
        "sells a bicycle",
    ),
    Person("anna", "Анна", "Москва", "Ищу велосипед на лето.", "has called him"),
    Person("irina", "Ирина", "Тула", "Вещи для дома и детей, всё в хорошем состоянии.", "sells things for the home"),
    Person("timur", "Тимур", "Казань", "Техника с гарантией и чеком.", "sells electronics"),
)


class Client:
    """A person's logged-in session; registers and confirms the person where there is none yet."""

    def __init__(self, base_url: str, person: Person, password: str, mail: Path) -> None:
        self.http = httpx.Client(base_url=f"{base_url}/api", headers={"Origin": base_url}, timeout=30)
        self.person = person
        self._mail = mail
        self.get("/session/")
        entering = {"login": person.login, "password": password}
        answer = self._send("POST", "/session/", json=entering)
        address = f"{person.login}@demo.example"
        if answer.status_code == httpx.codes.OK:
            me = answer.json()["me"]
        else:
            me = self.post("/accounts/", entering | {"email": address, "name": person.name})["me"]
        if me["email_confirmed"]:
            return
        self.post("/accounts/confirm/", {"token": self._secret(address)})
        self.patch("/me/", {"city": person.city, "about": person.about})

    def get(self, path: str) -> Any:
        """The body of an answer."""
        return self._body(self._send("GET", path))

    def post(self, path: str, fields: Any = None) -> Any:
        """The body of an answer."""
        return self._body(self._send("POST", path, json=fields or {}))

    def put(self, path: str, fields: Any) -> Any:
        """The body of an answer."""
        return self._body(self._send("PUT", path, json=fields))

    def patch(self, path: str, fields: Any) -> Any:
        """The body of an answer."""
        return self._body(self._send("PATCH", path, json=fields))

    def delete(self, path: str) -> None:
        """End or remove something."""
        self._body(self._send("DELETE", path))

    def upload(self, path: str, picture: bytes) -> None:
        """Send a picture."""
        self._body(self._send("POST", path, files={"picture": ("picture.png", picture)}))

    def store(self, url: str, headers: dict[str, str], content: bytes) -> None:
        """PUT a slice by its presigned link."""
        self.http.put(self.http.base_url.join(url), headers=headers, content=content).raise_for_status()

    def close(self) -> None:
        """Let the connections go; the session itself runs out by and by."""
        self.http.close()

    def _send(self, method: str, path: str, **options: Any) -> httpx.Response:
        token = self.http.cookies.get("lodbic_csrf") or ""
        try:
            answer = self.http.request(method, path, headers={"X-CSRFToken": token}, **options)
        except httpx.TransportError as error:  # the system is being ended, most likely
            raise RunError(f"{method} {path} was not answered: {error}") from error
        # Where phones come by https, cookies are for https alone; this machine is trusted without, as by browsers.
        for cookie in self.http.cookies.jar:
            cookie.secure = False
        return answer

    def _body(self, answer: httpx.Response) -> Any:
        if answer.is_error:
            raise RunError(f"{answer.request.method} {answer.request.url.path} answered {answer.text[:300]}")
        return answer.json() if answer.content else None

    def _secret(self, address: str) -> str:
        for _ in range(100):
            for file in self._mail.glob("*.eml"):
                message = email.message_from_string(file.read_text(encoding="utf-8"), policy=email.policy.default)
                found = re.search(r"/confirm#([\w-]+)", str(message.get_content()))
                if message["To"] == address and found:
                    return found[1]
            time.sleep(0.1)
        raise RunError(f"no letter came to {address} in {self._mail}")
