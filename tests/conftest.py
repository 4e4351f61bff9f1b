"""What every test may use: real PostgreSQL, Valkey and object storage, and the whole system.

| fixture | gives |
|---|---|
| `database_url` | role → address of this worker's own database with the full schema; what tests commit in it stays |
| `fresh_database_url` | the same for a database that only this test has |
| `valkey`, `valkey_url` | a Valkey of this worker's own, so that FLUSHALL and published events stay here |
| `storage_environment` | the STORAGE_… settings of the bucket |
| `service_environment` | service → all its settings, for this worker's database |
| `business_api_here` | business-api's code in this very process, for what HTTP does not show |
| `processes` | a supervisor: what a test launches in it is ended with the test run, whatever happens |
| `base_url` | the address of a whole running system: BASE_URL if that is set, else one of our own |
| `system` | that system of our own, whose parts a test may kill; deselected when BASE_URL is set |
"""

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import uuid4

import pytest

from lodbic_local.ports import Ports
from lodbic_local.services import Services
from lodbic_local.stores import Stores
from lodbic_local.supervisor import Supervisor
from lodbic_local.system import System
from lodbic_local.testing import ensure_template, running_system, services_for, shared_stores
from lodbic_local.valkey import Valkey

DatabaseUrl = Callable[[str], str]
WHOLE_SYSTEM = {"system", "base_url"}
# Folders whose tests mostly wait, and those with a few very long ones: at the end these would keep one worker alone.
FIRST = ("signalling", "local", "transcriber")


def run_folder() -> Path:
    """One folder for the whole test run, short and reachable by the user that PostgreSQL steps down to."""
    return Path(os.environ["LODBIC_TEST_FOLDER"])


def pytest_configure(config: pytest.Config) -> None:
    """Make the run's folder; the workers of a run inherit its name."""
    if not hasattr(config, "workerinput"):
        folder = tempfile.mkdtemp(prefix="lodbic-tests-")
        Path(folder).chmod(0o711)
        os.environ["LODBIC_TEST_FOLDER"] = folder


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Keep tests of the whole system on one worker, which starts it once, and let that worker begin with them.

    Beside browsers, which need the processors, go tests that mostly wait; the longest come early, so that none is last.

    With BASE_URL, tests that kill parts of a system are deselected: that system is somebody's.
    """
    if os.environ.get("BASE_URL"):
        killers = [item for item in items if "system" in getattr(item, "fixturenames", ())]
        items[:] = [item for item in items if item not in killers]
        config.hook.pytest_deselected(items=killers)
    for item in items:
        if WHOLE_SYSTEM & set(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.xdist_group("system"))
    items.sort(key=_turn)


def _turn(item: pytest.Item) -> int:
    """When a test's turn comes: the lower, the sooner."""
    if "system" in [argument for mark in item.iter_markers("xdist_group") for argument in mark.args]:
        return 0
    folder = item.path.relative_to(Path(__file__).parent).parts[0]
    return 1 + FIRST.index(folder) if folder in FIRST else 1 + len(FIRST)


def pytest_unconfigure(config: pytest.Config) -> None:
    """Leave nothing behind, also when a worker was ended half-way."""
    if not hasattr(config, "workerinput"):
        shutil.rmtree(run_folder(), ignore_errors=True)


@pytest.fixture(scope="session")
def worker_folder() -> Iterator[Path]:
    """This worker's own folder."""
    name = os.environ.get("PYTEST_XDIST_WORKER", "main")
    folder = run_folder() / name
    folder.mkdir(mode=0o711)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def processes(worker_folder: Path) -> Iterator[Supervisor]:
    """Start processes here and they end with the test run."""
    supervisor = Supervisor(worker_folder / "logs", print)
    yield supervisor
    supervisor.stop()


@pytest.fixture(scope="session")
def valkey(worker_folder: Path, processes: Supervisor) -> Valkey:
    """A Valkey of this worker's own; `processes.kill("valkey")` takes it away."""
    server = Valkey(worker_folder / "valkey", Ports(worker_folder / "valkey-port").get("valkey"), uuid4().hex)
    processes.launch([server.command()])
    processes.wait_ready("valkey")
    return server


@pytest.fixture(scope="session")
def valkey_url(valkey: Valkey) -> str:
    """The address of this worker's Valkey."""
    return valkey.url


@pytest.fixture(scope="session")
def stores(valkey: Valkey) -> Iterator[Stores]:
    """PostgreSQL and object storage, shared by all workers, with this worker's Valkey."""
    with shared_stores(run_folder() / "shared") as shared:
        shared.valkey = valkey
        yield shared


@pytest.fixture(scope="session")
def storage_environment(stores: Stores) -> dict[str, str]:
    """The settings by which a service reaches the bucket."""
    return stores.storage.environment


@pytest.fixture(scope="session")
def services(stores: Stores, worker_folder: Path) -> Services:
    """The settings of the services in tests."""
    return services_for(stores, worker_folder)


@pytest.fixture(scope="session")
def template_database(stores: Stores, services: Services, processes: Supervisor) -> str:
    """The migrated database that the others are copies of; nobody connects to it."""
    return ensure_template(stores, services, processes, run_folder() / "shared")


@pytest.fixture(scope="session")
def database(stores: Stores, template_database: str, worker_folder: Path) -> str:
    """The name of this worker's own database."""
    name = f"lodbic_{worker_folder.name}"
    stores.postgres.clone_database(template_database, name)
    return name


@pytest.fixture(scope="session")
def database_url(stores: Stores, database: str) -> DatabaseUrl:
    """Role → the address of this worker's own database."""
    return lambda role: stores.database_url(role, database)


@pytest.fixture
def fresh_database_url(stores: Stores, template_database: str) -> Iterator[DatabaseUrl]:
    """Role → the address of a database that only this test has."""
    name = f"lodbic_{uuid4().hex[:12]}"
    stores.postgres.clone_database(template_database, name)
    yield lambda role: stores.database_url(role, name)
    stores.postgres.drop_database(name)


@pytest.fixture(scope="session")
def service_environment(services: Services, database: str) -> Callable[[str], dict[str, str]]:
    """Service (business-api, signalling, transcriber) → all its settings, for this worker's database."""
    return lambda service: services.environment(service, database)


@pytest.fixture(scope="session")
def business_api_here(service_environment: Callable[[str], dict[str, str]]) -> Iterator[None]:
    """business-api's code in this very process, set up for this worker's database."""
    with pytest.MonkeyPatch.context() as patch:
        for name, value in service_environment("business-api").items():
            patch.setenv(name, value)
        patch.setenv("DJANGO_SETTINGS_MODULE", "business_api.settings")
        import django
        from django.conf import settings
        from django.db import connections

        settings.LOGGING_CONFIG = None  # logging is pytest's
        django.setup()
    yield
    connections.close_all()


@pytest.fixture(scope="session")
def _own_system(worker_folder: Path) -> Iterator[System]:
    port = Ports(worker_folder / "system-port").get("nginx")
    with running_system(worker_folder / "system", port) as system:
        yield system


@pytest.fixture(scope="session")
def base_url(request: pytest.FixtureRequest) -> str:
    """The address of a whole running system."""
    given = os.environ.get("BASE_URL", "").rstrip("/")
    if given:
        return given
    own: System = request.getfixturevalue("_own_system")
    return own.base_url


@pytest.fixture
def system(request: pytest.FixtureRequest) -> System:
    """The whole system of our own; a test that takes a part away brings it back."""
    own: System = request.getfixturevalue("_own_system")
    return own
