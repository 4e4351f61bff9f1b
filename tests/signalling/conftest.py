"""The signalling process under test, its world, and clients that are closed in the end."""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from pathlib import Path

import pytest
from tests.signalling.process import Signalling
from tests.signalling.wire import ORIGIN, Wire
from tests.signalling.world import Call, Person, Signer, World

from lodbic_local.stores import Stores

Start = Callable[..., Signalling]
Opening = Callable[..., Awaitable[Wire]]


@pytest.fixture(scope="session")
def database_url(stores: Stores, template_database: str, worker_folder: Path) -> Callable[[str], str]:
    """Role → the address of a database of signalling's tests alone: the process that they share does its rounds until
    the test run ends, and would end the calls that other tests left ringing."""
    name = f"lodbic_{worker_folder.name}_signalling"
    stores.postgres.clone_database(template_database, name)
    return lambda role: stores.database_url(role, name)


@pytest.fixture(scope="session")
def world(database_url: Callable[[str], str]) -> Iterator[World]:
    """The database, as business-api fills it."""
    world = World(database_url("lodbic_owner"))
    yield world
    world.db.close()


@pytest.fixture(scope="session")
def signer() -> Signer:
    """The key of tickets."""
    return Signer()


@pytest.fixture(scope="session")
def environment(database_url: Callable[[str], str], valkey_url: str, signer: Signer) -> dict[str, str]:
    """The settings of a signalling process."""
    return {
        "DATABASE_URL": database_url("lodbic_signalling"),
        "VALKEY_URL": valkey_url,
        "TICKET_PUBLIC_KEY": signer.public,
        "PUBLIC_ORIGINS": ORIGIN,
    }


@pytest.fixture(scope="session")
def signalling(environment: dict[str, str], worker_folder: Path) -> Iterator[Signalling]:
    """A process that most tests share; none of them harms it."""
    process = Signalling(environment, worker_folder / "signalling.log").start()
    yield process
    process.stop()


@pytest.fixture
def start(environment: dict[str, str], tmp_path: Path) -> Iterator[Start]:
    """Start processes of one's own, with settings of their own."""
    started: list[Signalling] = []

    def run(**settings: str) -> Signalling:
        started.append(Signalling(environment | settings, tmp_path / f"signalling-{len(started)}.log"))
        return started[-1].start()

    yield run
    for process in started:
        process.stop()


@pytest.fixture
def alice(world: World) -> Person:
    """Alice sells."""
    return world.person("Алиса")


@pytest.fixture
def boris(world: World) -> Person:
    """Boris buys."""
    return world.person("Борис")


@pytest.fixture
def charlie(world: World) -> Person:
    """Charlie is a stranger."""
    return world.person("Чарли")


@pytest.fixture
async def presence(signalling: Signalling, signer: Signer) -> AsyncIterator[Opening]:
    """Open a person's tab."""
    wires: list[Wire] = []

    async def open_tab(person: Person, at: Signalling | None = None) -> Wire:
        wires.append(await Wire.open((at or signalling).url, signer.presence(person)))
        return wires[-1]

    yield open_tab
    for wire in wires:
        await wire.close()


@pytest.fixture
async def seat(signalling: Signalling, signer: Signer) -> AsyncIterator[Opening]:
    """Let a person join a call."""
    wires: list[Wire] = []

    async def join(call: Call, person: Person, at: Signalling | None = None) -> Wire:
        wires.append(await Wire.open((at or signalling).url, signer.call(call, person), call.call_id))
        return wires[-1]

    yield join
    for wire in wires:
        await wire.close()
