"""What dies and comes back: signalling itself, Valkey, PostgreSQL. Calls go on and nothing is lost."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import redis
import socketio
from tests.signalling.conftest import Opening, Start
from tests.signalling.process import Proxy, Signalling
from tests.signalling.wire import Refused, Wire, read
from tests.signalling.world import Person, Signer, World

from lodbic_contracts.events import CallChanged, Room, user_room
from lodbic_local.supervisor import Supervisor
from lodbic_local.valkey import Valkey

OFFER = {"type": "offer", "sdp": "v=0"}


@pytest.fixture
async def database_proxy(environment: dict[str, str]) -> AsyncIterator[Proxy]:
    """What stands for PostgreSQL."""
    proxy = await Proxy(environment["DATABASE_URL"]).open()
    yield proxy
    await proxy.cut()


@pytest.fixture
async def valkey_proxy(environment: dict[str, str]) -> AsyncIterator[Proxy]:
    """What stands for Valkey."""
    proxy = await Proxy(environment["VALKEY_URL"]).open()
    yield proxy
    await proxy.cut()


async def can_talk(one: Wire, other: Wire) -> None:
    """A description passes."""
    assert await one.ask("description", OFFER) == {"ok": True}
    await other.expect("description")


# --- signalling


async def test_a_call_outlives_the_death_of_signalling_in_the_same_stays(
    world: World, seat: Opening, start: Start, alice: Person, boris: Person
) -> None:
    process = start()
    call = world.accepted(boris, alice)
    his, hers = await seat(call, boris, at=process), await seat(call, alice, at=process)
    await can_talk(his, hers)
    before = [world.stays(call, person) for person in (alice, boris)]

    process.kill()
    await his.until_ended()
    with pytest.raises(OSError, match=r".*"):
        await Wire.raw(process.url)
    await asyncio.to_thread(process.start)

    his = await seat(call, boris, at=process)
    room = read(Room, await his.expect("room"))
    assert room.started_at is not None
    assert {(person.name, person.connected) for person in room.participants} == {("Борис", True), ("Алиса", False)}
    hers = await seat(call, alice, at=process)
    await can_talk(his, hers)
    assert [world.stays(call, person) for person in (alice, boris)] == before
    assert world.call_row(call) == (True, False, 2)


async def test_stays_that_nobody_comes_back_to_after_a_death_are_closed(
    world: World, seat: Opening, presence: Opening, start: Start, alice: Person, boris: Person
) -> None:
    process = start(SEAT_SECONDS="2")
    call = world.accepted(boris, alice)
    await seat(call, boris, at=process)
    await seat(call, alice, at=process)
    process.kill()
    await asyncio.to_thread(process.start)
    tab = await presence(alice, at=process)
    ended = await tab.expect("call.changed", within=15)
    assert ended == {"call_id": call.call_id, "what": "ended"}
    assert world.call_row(call) == (True, True, 0)
    assert all(end is not None for person in (alice, boris) for _, end in world.stays(call, person))


async def test_a_living_processs_calls_are_left_alone_by_others(
    world: World, seat: Opening, start: Start, alice: Person, boris: Person
) -> None:
    start(SEAT_SECONDS="1", JOIN_SECONDS="1")
    one = start()
    call = world.accepted(boris, alice)
    his, hers = await seat(call, boris, at=one), await seat(call, alice, at=one)
    await asyncio.sleep(5)
    await can_talk(his, hers)
    assert world.call_row(call) == (True, False, 2)


async def test_a_stop_leaves_stays_open_for_who_comes_back(
    world: World, seat: Opening, start: Start, alice: Person, boris: Person
) -> None:
    process = start()
    call = world.accepted(boris, alice)
    his, hers = await seat(call, boris, at=process), await seat(call, alice, at=process)
    await asyncio.to_thread(process.stop)
    for wire in (his, hers):
        await wire.until_ended()
        assert not wire.ended_by_server  # the client comes back by itself
    assert [world.stays(call, person)[0][1] for person in (alice, boris)] == [None, None]
    await asyncio.to_thread(process.start)
    his, hers = await seat(call, boris, at=process), await seat(call, alice, at=process)
    await can_talk(his, hers)
    assert [len(world.stays(call, person)) for person in (alice, boris)] == [1, 1]


# --- Valkey


async def test_flushing_valkey_harms_nothing(
    world: World, seat: Opening, presence: Opening, valkey_url: str, alice: Person, boris: Person
) -> None:
    call = world.accepted(boris, alice)
    his, hers, tab = await seat(call, boris), await seat(call, alice), await presence(alice)
    client = redis.Redis.from_url(valkey_url)
    client.flushall()
    client.close()
    await can_talk(his, hers)
    assert (await tab.ask("clock"))["ok"]


async def test_without_valkey_rings_ring_answers_arrive_and_logouts_end_sockets(
    world: World,
    seat: Opening,
    presence: Opening,
    start: Start,
    valkey: Valkey,
    processes: Supervisor,
    alice: Person,
    boris: Person,
) -> None:
    one, other = start(), start()
    call = world.accepted(boris, alice)
    his, hers = await seat(call, boris, at=one), await seat(call, alice, at=one)
    charlie, dana = world.person("Чарли"), world.person("Дана")
    here, there = await presence(charlie, at=one), await presence(dana, at=other)
    shown = [await wire.expect("room") for wire in (his, hers)]

    processes.kill("valkey")
    try:
        await can_talk(his, hers)
        ring = world.ring(charlie, dana)
        await there.expect("rings", lambda payload: payload["rings"] != [], within=4)
        assert (await there.ask("ring.decline", {"call_id": ring.call_id}))["ok"]
        await here.expect("rings", lambda payload: payload["rings"] == [], within=6)
        world.log_out(charlie)
        await here.until_ended(2)
        status, parts = await asyncio.to_thread(one.health)
        await can_talk(his, hers)
    finally:
        await asyncio.to_thread(processes.start, "valkey")
    await asyncio.gather(_until_healthy(one), _until_healthy(other))
    assert (status, parts) == (503, {"loop": True, "database": True, "valkey": False})
    # What business-api said meanwhile is lost: who is shown rings or room anew reads the rest.
    assert (await there.expect("rings", lambda payload: payload["missed"]))["rings"] == []
    assert [(await wire.expect("room"))["you"] for wire in (his, hers)] == [room["you"] for room in shown]
    news = CallChanged(call_id=call.call_id, what="transcript")
    await _emit(valkey.url, user_room(dana.user_id), news)
    await there.expect("call.changed", within=8)


async def test_a_deaf_listener_is_started_anew(
    world: World, presence: Opening, start: Start, valkey: Valkey, valkey_proxy: Proxy, alice: Person
) -> None:
    process = await asyncio.to_thread(start, VALKEY_URL=valkey_proxy.url)
    tab = await presence(alice, at=process)
    valkey_proxy.freeze()
    await _until_deaf(process)
    await _until_healthy(process)
    await _emit(valkey.url, user_room(alice.user_id), CallChanged(call_id=str(alice.user_id), what="video"))
    await tab.expect("call.changed")


async def test_events_of_business_api_arrive(presence: Opening, valkey_url: str, alice: Person) -> None:
    tab = await presence(alice)
    await _emit(valkey_url, user_room(alice.user_id), CallChanged(call_id=alice.user_id, what="video"))
    assert await tab.expect("call.changed") == {"call_id": alice.user_id, "what": "video"}


async def test_events_that_no_contract_knows_do_not_arrive(presence: Opening, valkey_url: str, alice: Person) -> None:
    tab = await presence(alice)
    manager = socketio.RedisManager(valkey_url, write_only=True)
    manager.emit("call.changed", {"call_id": alice.user_id, "what": "nothing"}, room=user_room(alice.user_id))
    manager.emit("hello", {}, room=user_room(alice.user_id))
    manager.emit("call.changed", {"call_id": alice.user_id, "what": "deal"})
    await _emit(valkey_url, user_room(alice.user_id), CallChanged(call_id=alice.user_id, what="deal"))
    await tab.expect("call.changed")
    assert [name for name, _ in tab.events if name != "rings"] == []


# --- PostgreSQL


async def test_without_the_database_calls_go_on_and_what_was_missed_is_made_good(
    world: World,
    seat: Opening,
    presence: Opening,
    start: Start,
    signer: Signer,
    database_proxy: Proxy,
    alice: Person,
    boris: Person,
) -> None:
    process = await asyncio.to_thread(start, DATABASE_URL=database_proxy.url)
    call = world.accepted(boris, alice)
    his, hers = await seat(call, boris, at=process), await seat(call, alice, at=process)
    ring = world.ring(world.person("Чарли"), dana := world.person("Дана"))
    tab = await presence(dana, at=process)

    await database_proxy.cut()
    await can_talk(his, hers)
    ack = await tab.ask("ring.accept", {"call_id": ring.call_id})
    assert (ack["ok"], ack["error"]["code"]) == (False, "unavailable")
    with pytest.raises(Refused) as refused:
        await presence(dana, at=process)
    assert refused.value.code == "unavailable"
    assert await hers.ask("leave") == {"ok": True}
    await his.expect("participant.left")
    assert (await asyncio.to_thread(process.health))[1]["database"] is False
    assert world.ring_row(ring) == ("ringing", 0)
    assert world.stays(call, alice)[0][1] is None

    await database_proxy.open()
    await world.until(lambda: world.stays(call, alice)[0][1] is not None, within=15)
    assert (await tab.ask("ring.accept", {"call_id": ring.call_id}))["ok"]
    again = await seat(call, alice, at=process)
    await can_talk(his, again)
    await _until_healthy(process)


async def test_a_call_is_still_ones_own_after_the_database_came_back(
    world: World,
    seat: Opening,
    start: Start,
    database_proxy: Proxy,
    alice: Person,
    boris: Person,
) -> None:
    start(SEAT_SECONDS="1", JOIN_SECONDS="1")  # would end what nobody has
    process = await asyncio.to_thread(start, DATABASE_URL=database_proxy.url)
    call = world.accepted(boris, alice)
    his, hers = await seat(call, boris, at=process), await seat(call, alice, at=process)
    await database_proxy.cut()
    await asyncio.sleep(0.2)
    await database_proxy.open()
    await asyncio.sleep(6)
    await can_talk(his, hers)
    assert world.call_row(call) == (True, False, 2)


async def test_signalling_starts_before_the_database_does(
    environment: dict[str, str], tmp_path: Path, database_proxy: Proxy, signer: Signer, alice: Person
) -> None:
    await database_proxy.cut()
    process = Signalling(environment | {"DATABASE_URL": database_proxy.url}, tmp_path / "signalling.log")
    try:
        await asyncio.to_thread(process.start, healthy=False)
        await database_proxy.open()
        await _until_healthy(process)
        wire = await Wire.open(process.url, signer.presence(alice))
        await wire.close()
    finally:
        await asyncio.to_thread(process.stop)  # the proxy works in this thread


async def _emit(url: str, room: str, payload: CallChanged) -> None:
    manager = socketio.RedisManager(url, write_only=True)
    await asyncio.to_thread(manager.emit, "call.changed", payload.model_dump(mode="json"), room=room)


async def _until_healthy(process: Signalling, within: float = 30) -> None:
    async with asyncio.timeout(within):
        while (await asyncio.to_thread(process.health))[0] != 200:  # noqa: ASYNC110 - another process
            await asyncio.sleep(0.2)


async def _until_deaf(process: Signalling) -> None:
    async with asyncio.timeout(15):
        while "went deaf" not in process.log.read_text():  # noqa: ASYNC110 - another process
            await asyncio.sleep(0.2)
