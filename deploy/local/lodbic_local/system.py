"""The whole of Lodbic on one machine, in one data folder."""

import fcntl
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import TextIO

from lodbic_local.coturn import Coturn, find_turnserver
from lodbic_local.errors import RunError
from lodbic_local.nginx import LIMITS, Front, Nginx
from lodbic_local.ports import check_free
from lodbic_local.postgres import OWNER
from lodbic_local.processes import Command
from lodbic_local.services import MANAGE, Services, Surroundings, schema_version
from lodbic_local.settings import FRONT_END, REPOSITORY, WEIGHTS, Options
from lodbic_local.stores import Stores
from lodbic_local.supervisor import Supervisor
from lodbic_local.tls import ensure_certificate, lan_address
from lodbic_local.weights import is_complete

# For a system that tests run against: one address registers and logs in hundreds of people.
FAST_LIMITS = {"ENTRY_RATE": "100r/s", "ENTRY_BURST": "1000", "TICKET_RATE": "1000r/s", "TICKET_BURST": "1000"}
NO_LIMITS = dict.fromkeys(("LOGIN_TRIES", "REGISTRATIONS_PER_HOUR", "TICKETS_PER_MINUTE"), "1000000")
# A test run makes a thousand people, each at a quarter of a processor's second: here at the least that may be set.
FAST_SETTINGS = NO_LIMITS | {"ARGON2_MEMORY_KIB": "19456", "ARGON2_PASSES": "2"}


class System:
    """Start it, stop it, and reach into it: `processes` kills and brings back each part by its name.

    Names: postgres, valkey, storage, business-api, signalling, business-worker, transcriber-live,
    transcriber-final, transcriber-sound, transcriber-media, transcriber-media-long, nginx, and coturn
    where it is installed.
    """

    def __init__(self, options: Options, say: Callable[[str], None] = lambda _: None) -> None:
        self.options = options
        self.folder = options.data
        self._say = say
        self._lock: TextIO | None = None
        self._supervisor: Supervisor | None = None
        self._stores: Stores | None = None
        self._services: Services | None = None

    @property
    def base_url(self) -> str:
        """The address for a browser on this machine."""
        bind = self.options.bind
        host = bind if self.options.is_loopback and bind != "127.0.0.1" else "localhost"
        return f"http://{host}:{self.options.port}"

    @property
    def public_url(self) -> str:
        """The one address to hand to people: with TLS as soon as others can reach it."""
        if self.options.is_loopback:
            return self.base_url
        return f"https://{lan_address(self.options.bind)}:{self.options.port}"

    @property
    def origins(self) -> tuple[str, ...]:
        """Every address that browsers may use."""
        local = (self.base_url, f"http://127.0.0.1:{self.options.port}")
        return tuple(dict.fromkeys((*local, self.public_url)))

    @property
    def processes(self) -> Supervisor:
        """The running processes by name."""
        assert self._supervisor, "the system is not started"
        return self._supervisor

    @property
    def stores(self) -> Stores:
        """The databases and the object storage."""
        assert self._stores, "the system is not started"
        return self._stores

    @property
    def services(self) -> Services:
        """The services' own settings."""
        assert self._services, "the system is not started"
        return self._services

    @property
    def is_started(self) -> bool:
        """Tell whether anything of it may still run."""
        return self._supervisor is not None

    def start(self) -> None:
        """Start everything and wait until it is healthy; raises RunError, having ended what it started."""
        try:
            self.folder.mkdir(parents=True, exist_ok=True, mode=0o711)
            self._take_lock()
        except OSError as problem:
            raise RunError(
                f"Nothing can be kept in {self.folder} ({problem.strerror}); choose another folder: "
                "make run DATA=/some/folder"
            ) from problem
        try:
            self._check()
            self._supervisor = Supervisor(self.folder / "logs", self._say)
            self._start_stores()
            self._start_services()
            self._supervisor.watch()
        except BaseException:
            self.stop()
            raise

    def stop(self) -> None:
        """End everything that was started; what is stored stays."""
        if self._supervisor:
            self._supervisor.stop()
            self._supervisor = None
        if self._lock:
            self._lock.close()
            self._lock = None

    def _take_lock(self) -> None:
        lock = (self.folder / "run.lock").open("a+")
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as taken:
            lock.seek(0)
            raise RunError(
                f"Lodbic already runs from {self.folder} (process {lock.read()}); stop it, or choose another folder: "
                "make run DATA=/some/folder PORT=8090"
            ) from taken
        lock.truncate(0)
        lock.write(str(os.getpid()))
        lock.flush()
        self._lock = lock

    def _check(self) -> None:
        check_free({self.options.bind, "127.0.0.1"}, self.options.port)
        if "WHISPER_MODEL" not in self.options.handed_on and not is_complete(WEIGHTS):
            raise RunError(
                f"The speech model is missing from {WEIGHTS}; make it: .venv/bin/python -m lodbic_local weights"
            )

    def _start_stores(self) -> None:
        self._say("Starting PostgreSQL, Valkey and object storage…")
        self._stores = stores = Stores(self.folder, self.options.fast)
        run_folder, mail_folder = self.folder / "run", self.folder / "mail"
        for folder in (run_folder, mail_folder):
            folder.mkdir(exist_ok=True, mode=0o700)
        turn, turn_command = self._turn()
        self._services = Services(
            stores,
            Surroundings(
                run_folder=run_folder,
                mail_folder=mail_folder,
                origins=self.origins,
                whisper_model=Path(self.options.handed_on.get("WHISPER_MODEL", WEIGHTS)),
                turn=turn,
                handed_on=(FAST_SETTINGS if self.options.fast else {}) | dict(self.options.handed_on),
            ),
            stores.ports,
        )
        self.processes.launch([*stores.prepare(), *turn_command])
        # Object storage takes longest, and the services start without it.
        self.processes.wait_ready("postgres", "valkey")
        self._bring_schema_up_to_date()

    def _site(self) -> Path:
        if not self.options.fast:
            return FRONT_END
        # A build made in the meantime must not pull the pages from under a test.
        site = self.folder / "site"
        shutil.rmtree(site, ignore_errors=True)
        shutil.copytree(FRONT_END, site)
        return site

    def _bring_schema_up_to_date(self) -> None:
        postgres = self.stores.postgres
        postgres.create_owner(self.stores.role_password(OWNER))
        version = schema_version()
        if postgres.schema_version() == version:
            return
        self._say("Bringing the database's schema up to date…")
        for command in ("migrate", "apply_roles"):
            self.processes.run_once(command, [*MANAGE, command], self.services.migration_environment(), REPOSITORY)
        postgres.set_schema_version(version)

    def _turn(self) -> tuple[dict[str, str], list[Command]]:
        program = find_turnserver()
        if program is None:
            return {}, []
        address = lan_address(self.options.bind)
        port = self.stores.ports.get("coturn")
        coturn = Coturn(self.folder / "coturn", address, port, self.stores.secrets.get("turn"))
        return coturn.environment, [coturn.command(program)]

    def _start_services(self) -> None:
        self._say("Starting the services…")
        self.processes.launch(self.services.commands())
        nginx = self._nginx()
        self.processes.wait_ready("storage")
        self.stores.storage.make_bucket()
        self.processes.wait_ready()
        self.processes.launch([nginx.command()])
        self.processes.wait_ready("nginx")

    def _nginx(self) -> Nginx:
        options, services = self.options, self.services
        certificate = None
        if not options.is_loopback:
            certificate = ensure_certificate(self.folder / "tls", lan_address(options.bind))
        front = Front(
            bind=options.bind,
            port=options.port,
            business_api=f"127.0.0.1:{services.business_api_port}",
            signalling=f"127.0.0.1:{services.signalling_port}",
            storage=self.stores.storage.address,
            static_root=self._site(),
            certificate=certificate,
            limits=FAST_LIMITS if options.fast else LIMITS,
        )
        nginx = Nginx(self.folder / "nginx", self.folder / "logs", front)
        nginx.prepare()
        nginx.check()
        return nginx
