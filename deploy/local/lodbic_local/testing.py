"""Stores and systems for tests and benchmarks: quick rather than durable, gone afterwards."""

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from lodbic_local.ports import Ports
from lodbic_local.services import MANAGE, Services, Surroundings
from lodbic_local.settings import REPOSITORY, WEIGHTS, Options
from lodbic_local.stores import ROLES, Stores
from lodbic_local.supervisor import Supervisor
from lodbic_local.system import FAST_SETTINGS, System

TEMPLATE = "lodbic_template"
ORIGIN = "http://localhost:8080"


@contextmanager
def shared_stores(folder: Path) -> Iterator[Stores]:
    """PostgreSQL and storage for several processes: who comes first starts them, and ends them after the others.

    Valkey is not shared, because what is published in it reaches everybody: each process sets its own as `valkey`.
    """
    folder.mkdir(mode=0o711, exist_ok=True)
    with (folder / "users").open("a") as users:
        supervisor: Supervisor | None = None
        with only_one(folder / "start.lock"):
            fcntl.flock(users, fcntl.LOCK_SH)
            running = _is_running(folder / "owner")
            stores = Stores(folder / "stores", fast=True, in_use=running)
            if not running:
                supervisor = _start(stores, folder)
        try:
            yield stores
        finally:
            if supervisor:
                fcntl.flock(users, fcntl.LOCK_EX)  # waits until all others are done, however they end
                (folder / "owner").unlink()
                supervisor.stop()
                stores.postgres.delete()
                shutil.rmtree(folder, ignore_errors=True)


def ensure_template(stores: Stores, services: Services, supervisor: Supervisor, folder: Path) -> str:
    """Return the name of a database with the schema and its grants, made once for all processes."""
    with only_one(folder / "template.lock"):
        done = folder / "template-made"
        if not done.exists():
            stores.postgres.create_database(TEMPLATE)
            settings = services.migration_environment(TEMPLATE)
            for command in ("migrate", "apply_roles"):
                supervisor.run_once(command, [*MANAGE, command], settings, REPOSITORY)
            done.touch()
    return TEMPLATE


def services_for(stores: Stores, folder: Path) -> Services:
    """The settings that services get in tests; nothing is started."""
    mail_folder = folder / "mail"
    mail_folder.mkdir(parents=True, exist_ok=True)
    around = Surroundings(folder, mail_folder, (ORIGIN,), WEIGHTS, turn={}, handed_on=FAST_SETTINGS)
    # Not the stores' ports: several processes share those, and each runs services of its own.
    return Services(stores, around, Ports(folder / "service-ports"))


@contextmanager
def running_system(folder: Path, port: int) -> Iterator[System]:
    """A whole system of its own, ended and deleted afterwards."""
    system = System(Options(data=folder, port=port, fast=True))
    system.start()
    try:
        yield system
    finally:
        postgres = system.stores.postgres
        system.stop()
        postgres.delete()
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def only_one(file: Path) -> Iterator[None]:
    """Let one process at a time pass."""
    with file.open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _start(stores: Stores, folder: Path) -> Supervisor:
    supervisor = Supervisor(folder / "logs", print)
    try:
        supervisor.launch([command for command in stores.prepare() if command.name != "valkey"])
        supervisor.wait_ready()
        stores.postgres.create_owner(stores.role_password(ROLES[0]))
        stores.storage.make_bucket()
    except BaseException:
        supervisor.stop()
        raise
    (folder / "owner").write_text(str(os.getpid()))
    return supervisor


def _is_running(owner: Path) -> bool:
    return owner.exists() and Path(f"/proc/{owner.read_text()}").exists()
