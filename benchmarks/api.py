"""A business-api of our own on a database of our own, for benchmarks of it."""

import dataclasses
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import psycopg

from lodbic_local.ports import Ports
from lodbic_local.supervisor import Supervisor
from lodbic_local.system import FAST_SETTINGS
from lodbic_local.testing import ORIGIN, ensure_template, services_for, shared_stores
from lodbic_local.valkey import Valkey

PASSWORD = "correct horse battery staple"


class Api:
    """The running service: `address`, the database as its owner, and people to ask as."""

    def __init__(self, address: str, database: str, valkey_url: str) -> None:
        self.address, self.database, self.valkey_url = address, database, valkey_url

    def connect(self) -> "psycopg.Connection[tuple[Any, ...]]":
        """The database as its owner; commits each statement."""
        return psycopg.connect(self.database, autocommit=True)

    def person(self, name: str) -> tuple[httpx.Client, str]:
        """A client logged in as somebody new and confirmed, and their id."""
        http = httpx.Client(base_url=f"{self.address}/api", headers={"Origin": ORIGIN, "Host": ORIGIN[7:]}, timeout=60)
        http.get("/session/")
        http.headers["X-CSRFToken"] = next(value for key, value in http.cookies.items() if key == "lodbic_csrf")
        login = f"{name}-{uuid4().hex[:8]}"
        fields = {"login": login, "email": f"{login}@people.example", "password": PASSWORD, "name": name}
        answer = http.post("/accounts/", json=fields)
        answer.raise_for_status()
        user_id = answer.json()["me"]["user_id"]
        with self.connect() as connection:
            connection.execute("UPDATE profiles SET status = 'active' WHERE user_id = %s", [user_id])
        return http, user_id


@contextmanager
def running_api(workers: int = 1) -> Iterator[Api]:
    """business-api with its stores, gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="lodbic-bench-") as name:
        folder = Path(name)
        folder.chmod(0o711)
        supervisor = Supervisor(folder / "logs", print)
        try:
            valkey = Valkey(folder / "valkey", Ports(folder / "ports").get("valkey"), uuid4().hex)
            supervisor.launch([valkey.command()])
            supervisor.wait_ready()
            with shared_stores(folder / "shared") as stores:
                stores.valkey = valkey
                services = services_for(stores, folder)
                database = ensure_template(stores, services, supervisor, folder / "shared")
                command = next(command for command in services.commands() if command.name == "business-api")
                environment = services.environment("business-api", database) | FAST_SETTINGS
                argv = [str(workers) if command.argv[place - 1] == "--workers" else word
                        for place, word in enumerate(command.argv)]  # fmt: skip
                supervisor.launch([dataclasses.replace(command, argv=argv, environment=environment)])
                supervisor.wait_ready()
                yield Api(
                    f"http://127.0.0.1:{services.business_api_port}",
                    stores.database_url("lodbic_owner", database),
                    valkey.url,
                )
                supervisor.stop()
        finally:
            supervisor.stop()
