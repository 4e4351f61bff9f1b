"""Lodbic's own processes: what each is started with, and how to tell that it is ready."""

import hashlib
import sys
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError

from lodbic_local.ports import Ports
from lodbic_local.postgres import OWNER
from lodbic_local.processes import Command
from lodbic_local.settings import REPOSITORY
from lodbic_local.stores import API, ROLE_PASSWORDS, SIGNALLING, TRANSCRIBER, Stores

PROGRAMS = Path(sys.executable).parent
MANAGE = [sys.executable, str(REPOSITORY / "services" / "business-api" / "manage.py")]
SOURCES = ("", "contracts", "services/business-api", "services/signalling", "services/transcriber")
CODE = {"PYTHONPATH": ":".join(str(REPOSITORY / folder) for folder in SOURCES), "PYTHONDONTWRITEBYTECODE": ""}
WORKER_FLAGS = ["--without-gossip", "--without-mingle", "--loglevel", "INFO"]
# One process a queue, so that none starves another; video is made when nothing else wants the processor.
TRANSCRIBER_QUEUES = {"live": 0, "final": 0, "sound": 10, "media": 19, "media-long": 19}


@dataclass(frozen=True)
class Surroundings:
    """What the services of one system are told beside their stores."""

    run_folder: Path
    mail_folder: Path
    origins: tuple[str, ...]
    whisper_model: Path
    turn: Mapping[str, str]
    handed_on: Mapping[str, str]


class Services:
    """Commands and settings of every service of one system."""

    def __init__(self, stores: Stores, around: Surroundings, ports: Ports) -> None:
        self._stores = stores
        self._around = around
        self.business_api_port = ports.get("business-api")
        self.signalling_port = ports.get("signalling")

    def environment(self, service: str, database: str = "lodbic") -> dict[str, str]:
        """The settings of business-api, signalling or transcriber: what it needs and no other secret."""
        stores, around = self._stores, self._around
        shared = CODE | {"VALKEY_URL": stores.valkey.url}
        if service == "signalling":
            return shared | {
                "DATABASE_URL": stores.database_url(SIGNALLING, database),
                "PUBLIC_ORIGINS": ",".join(around.origins),
                "TICKET_PUBLIC_KEY": stores.secrets.public_key("ticket-key"),
                "HOST": "127.0.0.1",
                "PORT": str(self.signalling_port),
            }
        if service == "transcriber":
            own = {"DATABASE_URL": stores.database_url(TRANSCRIBER, database)}
            own |= {"WHISPER_MODEL": str(around.whisper_model)}
            own |= _starting_with(("WHISPER_", "CAPTION_"), around.handed_on)
            return shared | stores.storage.environment | own
        assert service == "business-api", service
        own = {
            "DATABASE_URL": stores.database_url(API, database),
            "PUBLIC_ORIGINS": ",".join(around.origins),
            "SECRET_KEY": stores.secrets.get("secret-key"),
            "TICKET_PRIVATE_KEY": stores.secrets.private_key("ticket-key"),
            "MAIL_FOLDER": str(around.mail_folder),
            "TURN_SECRET": "",
            "TURN_URLS": "",
        }
        return shared | stores.storage.environment | own | dict(around.turn) | dict(around.handed_on)

    def migration_environment(self, database: str = "lodbic") -> dict[str, str]:
        """The settings of `manage.py migrate` and `apply_roles`, which run as the schema's owner."""
        passwords = {name: self._stores.role_password(role) for name, role in ROLE_PASSWORDS.items()}
        return CODE | {"DATABASE_URL": self._stores.database_url(OWNER, database)} | passwords

    def commands(self) -> list[Command]:
        """Every service, ready to be started at once."""
        return [
            self._business_api(),
            self._signalling(),
            self._worker("business", "business_api.worker", "business-api", 0, ["-B", "-s", self._path("beat")]),
            *(
                self._worker(queue, "transcriber.app", "transcriber", nice, [])
                for queue, nice in TRANSCRIBER_QUEUES.items()
            ),
        ]

    def _business_api(self) -> Command:
        address = f"127.0.0.1:{self.business_api_port}"
        argv = [str(PROGRAMS / "gunicorn"), "business_api.wsgi:application", "--bind", address, "--workers", "2"]
        # Loaded once, then forked: half the start and less memory.
        # nginx bounds the request line; whoever searches for far too much is told so by the API.
        # A connection is kept for longer than nginx keeps it, so that it is never closed under a request.
        argv += ["--threads", "4", "--graceful-timeout", "5", "--preload", "--limit-request-line", "0"]
        argv += ["--keep-alive", "30"]
        environment = self.environment("business-api")
        return Command("business-api", argv, lambda: answers(f"http://{address}/api/health/"), environment, REPOSITORY)

    def _signalling(self) -> Command:
        argv = [sys.executable, "-m", "signalling"]
        health = f"http://127.0.0.1:{self.signalling_port}/health"
        return Command("signalling", argv, lambda: answers(health), self.environment("signalling"), REPOSITORY)

    def _worker(self, queue: str, app: str, service: str, nice: int, extra: list[str]) -> Command:
        name = "business-worker" if queue == "business" else f"transcriber-{queue}"
        alive = Path(self._path(f"{name}.alive"))
        argv = [str(PROGRAMS / "celery"), "-A", app, "worker", "-Q", queue, "-n", f"{queue}@%h"]
        # Two people talk: nobody's caption waits until a window of the other's is read.
        argv += ["-c", "2" if queue == "live" else "1"]
        # Asked to end, a worker finishes what it has begun, for a bounded time.
        environment = self.environment(service) | {"WORKER_HEALTH_FILE": str(alive), "REMAP_SIGTERM": "SIGQUIT"}
        return Command(
            name,
            [*argv, *WORKER_FLAGS, *extra],
            alive.exists,
            environment,
            REPOSITORY,
            before=lambda: alive.unlink(missing_ok=True),
            nice=nice,
        )

    def _path(self, name: str) -> str:
        return str(self._around.run_folder / name)


def schema_version() -> str:
    """One hash over all that the schema, its roles and their grants are made from."""
    total = hashlib.sha256()
    apply_roles = REPOSITORY / "services/business-api/business_api/core/management/commands/apply_roles.py"
    files = [*(REPOSITORY / "db").rglob("*.py"), *(REPOSITORY / "db").rglob("*.sql"), apply_roles]
    for file in sorted(files):
        total.update(f"{file.relative_to(REPOSITORY)}\0".encode() + file.read_bytes())
    return total.hexdigest()


def answers(url: str) -> bool:
    """Tell whether a health address says 200."""
    try:
        with urllib.request.urlopen(url, timeout=2) as answer:  # noqa: S310 - an address of ours
            return bool(answer.status == 200)
    except (URLError, OSError):
        return False


def _starting_with(prefixes: tuple[str, ...], values: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in values.items() if name.startswith(prefixes)}
