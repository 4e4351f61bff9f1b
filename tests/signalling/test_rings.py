"""Ringing: seen by every tab, answered once."""

import asyncio
import time

import pytest
import redis
from tests.signalling.conftest import Opening, Start
from tests.signalling.wire import read
from tests.signalling.world import Person, World

from lodbic_contracts.control import CONTROL_CHANNEL, RingStarted
from lodbic_contracts.events import Ring, Rings


async def test_a_tab_is_told_what_rings_when_it_opens(
    world: World, presence: Opening, alice: Person, boris: Person
) -> None:
    call = world.ring(boris, alice)
    incoming = read(Rings, await (await presence(alice)).expect("rings")).rings
    outgoing = read(Rings, await (await presence(boris)).expect("rings")).rings
    assert [(ring.call_id, ring.direction, ring.name, ring.title, ring.version) for ring in incoming] == [
        (call.call_id, "incoming", "Борис", "Велосипед", 0)
    ]
    assert [(ring.direction, ring.name) for ring in outgoing] == [("outgoing", "Алиса")]
    assert abs(incoming[0].expires_at / 1000 - time.time() - 45) < 5


async def test_nothing_rings_for_a_stranger(
    world: World, presence: Opening, alice: Person, boris: Person, charlie: Person
) -> None:
    world.ring(boris, alice)
    assert await (await presence(charlie)).expect("rings") == {"rings": [], "missed": False}


async def test_an_order_makes_all_tabs_ring_at_once(
    world: World, presence: Opening, valkey_url: str, alice: Person, boris: Person
) -> None:
    tabs = [await presence(alice), await presence(alice), await presence(boris)]
    call = world.ring(boris, alice)
    client = redis.Redis.from_url(valkey_url)
    client.publish(CONTROL_CHANNEL, RingStarted(call_id=call.call_id).model_dump_json())
    client.close()
    for tab in tabs:
        rings = await tab.expect("rings", lambda payload: payload["rings"] != [], within=1.5)
        assert rings["rings"][0]["call_id"] == call.call_id


async def test_a_ring_is_heard_within_seconds_without_an_order(
    world: World, presence: Opening, alice: Person, boris: Person
) -> None:
    tab = await presence(alice)
    call = world.ring(boris, alice)
    rings = await tab.expect("rings", lambda payload: payload["rings"] != [], within=4)
    assert rings["rings"][0]["call_id"] == call.call_id


@pytest.mark.parametrize(
    ("event", "actor", "state"),
    [
        ("ring.accept", "alice", "accepted"),
        ("ring.decline", "alice", "declined"),
        ("ring.cancel", "boris", "cancelled"),
    ],
)
async def test_an_answer_reaches_every_tab_of_both(
    world: World, presence: Opening, alice: Person, boris: Person, event: str, actor: str, state: str
) -> None:
    call = world.ring(boris, alice)
    tabs = {"alice": await presence(alice), "alice again": await presence(alice), "boris": await presence(boris)}
    ack = await tabs[actor].ask(event, {"call_id": call.call_id})
    assert ack["ok"] is True
    assert ack["ring"]["state"] == state
    assert ack["ring"]["version"] == 1
    for tab in tabs.values():
        changed = read(Ring, await tab.expect("ring.changed"))
        assert (changed.call_id, changed.state, changed.version) == (call.call_id, state, 1)
        assert changed.direction == ("outgoing" if tab is tabs["boris"] else "incoming")
    assert world.ring_row(call) == (state, 1)
    ended = state != "accepted"
    assert world.call_row(call) == (False, ended, 0 if ended else 2)


@pytest.mark.parametrize(
    ("event", "actor"), [("ring.accept", "boris"), ("ring.decline", "boris"), ("ring.cancel", "alice")]
)
async def test_the_wrong_side_is_refused(
    world: World, presence: Opening, alice: Person, boris: Person, event: str, actor: str
) -> None:
    call = world.ring(boris, alice)
    ack = await (await presence({"alice": alice, "boris": boris}[actor])).ask(event, {"call_id": call.call_id})
    assert (ack["ok"], ack["error"]["code"]) == (False, "forbidden")
    assert world.ring_row(call) == ("ringing", 0)


@pytest.mark.parametrize("event", ["ring.accept", "ring.decline", "ring.cancel"])
async def test_a_stranger_cannot_touch_a_ring(
    world: World, presence: Opening, alice: Person, boris: Person, charlie: Person, event: str
) -> None:
    call = world.ring(boris, alice)
    ack = await (await presence(charlie)).ask(event, {"call_id": call.call_id})
    assert (ack["ok"], ack["error"]["code"]) == (False, "not_found")
    assert world.ring_row(call) == ("ringing", 0)


async def test_of_two_accepts_from_two_tabs_one_wins(
    world: World, presence: Opening, alice: Person, boris: Person
) -> None:
    call = world.ring(boris, alice)
    tabs = [await presence(alice), await presence(alice)]
    acks = await asyncio.gather(*(tab.ask("ring.accept", {"call_id": call.call_id}) for tab in tabs))
    assert sorted(ack["ok"] for ack in acks) == [False, True]
    loser = 0 if acks[1]["ok"] else 1
    assert acks[loser]["error"]["code"] == "ring_closed"
    resent = await tabs[loser].expect("ring.changed", lambda ring: ring["state"] == "accepted")
    assert resent["version"] == 1
    assert world.ring_row(call) == ("accepted", 1)


async def test_accept_and_cancel_at_once_leave_one_answer(
    world: World, presence: Opening, alice: Person, boris: Person
) -> None:
    call = world.ring(boris, alice)
    hers, his = await presence(alice), await presence(boris)
    accepted, cancelled = await asyncio.gather(
        hers.ask("ring.accept", {"call_id": call.call_id}), his.ask("ring.cancel", {"call_id": call.call_id})
    )
    assert accepted["ok"] is not cancelled["ok"]
    assert world.ring_row(call) == ("accepted" if accepted["ok"] else "cancelled", 1)


async def test_what_nobody_answers_becomes_unanswered(
    world: World, presence: Opening, alice: Person, boris: Person
) -> None:
    hers, his = await presence(alice), await presence(boris)
    call = world.ring(boris, alice, seconds=1.5)
    for tab in (hers, his):
        assert (await tab.expect("ring.changed", within=5))["state"] == "unanswered"
    assert world.ring_row(call) == ("unanswered", 1)
    assert world.call_row(call) == (False, True, 0)
    late = await hers.ask("ring.accept", {"call_id": call.call_id})
    assert late["error"]["code"] == "ring_closed"


async def test_a_call_to_somebody_in_a_call_is_busy_and_tells_them(
    world: World, presence: Opening, alice: Person, boris: Person
) -> None:
    hers = await presence(alice)
    call = world.ring(boris, alice, seconds=0, open=False)
    told = await hers.expect("ring.changed", within=4)
    assert (told["state"], told["direction"], told["name"]) == ("busy", "incoming", "Борис")
    assert world.ring_row(call) == ("busy", 1)
    assert world.call_row(call) == (False, True, 0)


async def test_the_ring_of_a_caller_who_closed_every_tab_is_cancelled(
    world: World, presence: Opening, alice: Person, boris: Person
) -> None:
    hers, his, also_his = await presence(alice), await presence(boris), await presence(boris)
    call = world.ring(boris, alice)
    await his.close()
    await asyncio.sleep(8)
    assert world.ring_row(call) == ("ringing", 0), "one tab is still open"
    await also_his.close()
    assert (await hers.expect("ring.changed", within=12))["state"] == "cancelled"
    assert world.ring_row(call) == ("cancelled", 1)


async def test_a_caller_who_reloads_rings_on(world: World, presence: Opening, alice: Person, boris: Person) -> None:
    hers, his = await presence(alice), await presence(boris)
    call = world.ring(boris, alice)
    await his.close()
    await asyncio.sleep(1)
    await presence(boris)
    await asyncio.sleep(8)
    assert world.ring_row(call) == ("ringing", 0)
    assert (await hers.ask("ring.accept", {"call_id": call.call_id}))["ok"]


async def test_an_answer_reaches_tabs_at_another_process(
    world: World, presence: Opening, start: Start, alice: Person, boris: Person
) -> None:
    call = world.ring(boris, alice)
    elsewhere = await presence(boris, at=start())
    hers = await presence(alice)
    assert (await hers.ask("ring.accept", {"call_id": call.call_id}))["ok"]
    assert (await elsewhere.expect("ring.changed", within=1.5))["state"] == "accepted"
