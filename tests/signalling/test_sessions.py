"""Login sessions and presence: sockets end with their login, and the table says who is here."""

import asyncio
from collections.abc import Iterator

import pytest
import redis
from tests.signalling.conftest import Opening, Start
from tests.signalling.process import Signalling
from tests.signalling.world import Person, World

from lodbic_contracts.control import CONTROL_CHANNEL, SessionsEnded


@pytest.fixture
def valkey_client(valkey_url: str) -> Iterator["redis.Redis"]:
    """business-api's connection."""
    client = redis.Redis.from_url(valkey_url)
    yield client
    client.close()


def presence_of(world: World, person: Person) -> list[int]:
    """Sockets by process."""
    query = "SELECT sockets FROM presences WHERE user_id = %s AND seen_at > now() - interval '40 seconds'"
    return sorted(row[0] for row in world.db.execute(query, (person.user_id,)).fetchall())


async def test_an_order_ends_the_sockets_of_a_person_with_its_reason(
    presence: Opening, valkey_client: "redis.Redis", alice: Person, boris: Person
) -> None:
    tabs, other = [await presence(alice), await presence(alice)], await presence(boris)
    order = SessionsEnded(user_id=alice.user_id, sessions=[], reason="banned")
    valkey_client.publish(CONTROL_CHANNEL, order.model_dump_json())
    for tab in tabs:
        assert await tab.expect("session.ended", within=2) == {"reason": "banned"}
        await tab.until_ended(2)
        assert tab.ended_by_server
    assert (await other.ask("clock"))["ok"]


async def test_an_order_for_one_login_leaves_the_others(
    presence: Opening, world: World, valkey_client: "redis.Redis", alice: Person
) -> None:
    phone = Person(alice.user_id, alice.name, world.login(alice.user_id))
    here, there = await presence(alice), await presence(phone)
    order = SessionsEnded(user_id=alice.user_id, sessions=[phone.session], reason="password_changed")
    valkey_client.publish(CONTROL_CHANNEL, order.model_dump_json())
    assert await there.expect("session.ended", within=2) == {"reason": "password_changed"}
    await there.until_ended(2)
    assert (await here.ask("clock"))["ok"]


async def test_a_logout_ends_the_sockets_within_two_seconds_without_an_order(
    presence: Opening, world: World, alice: Person, boris: Person
) -> None:
    tab, other = await presence(alice), await presence(boris)
    world.log_out(alice)
    await tab.until_ended(2)
    assert tab.heard("session.ended") == [{"reason": "logged_out"}]
    assert (await other.ask("clock"))["ok"]


async def test_a_login_that_expires_ends_its_sockets(presence: Opening, world: World, alice: Person) -> None:
    tab = await presence(alice)
    world.db.execute("UPDATE sessions SET expire_date = now() WHERE digest = %s", (alice.session,))
    await tab.until_ended(2)


async def test_what_is_no_order_is_ignored(
    presence: Opening, valkey_client: "redis.Redis", signalling: Signalling, alice: Person
) -> None:
    tab = await presence(alice)
    for text in ("", "{}", "x", '{"order":"close"}', '{"order":"ring.started","call_id":"x"}', "[" * 20_000, "\xff"):
        valkey_client.publish(CONTROL_CHANNEL, text)
        valkey_client.publish("socketio", text)
        valkey_client.publish("lodbic:signalling:release", text)
    order = SessionsEnded(user_id=alice.user_id, sessions=[], reason="closed")
    valkey_client.publish(CONTROL_CHANNEL, order.model_dump_json())
    assert await tab.expect("session.ended", within=2) == {"reason": "closed"}
    assert (await asyncio.to_thread(signalling.health))[0] == 200


async def test_the_table_says_who_is_here(world: World, presence: Opening, alice: Person) -> None:
    tabs = [await presence(alice), await presence(alice)]
    await world.until(lambda: presence_of(world, alice) == [2])
    await tabs[0].close()
    await world.until(lambda: presence_of(world, alice) == [1])
    await tabs[1].close()
    await world.until(lambda: presence_of(world, alice) == [])


async def test_each_process_has_a_row_and_takes_it_away_when_it_stops(
    world: World, presence: Opening, start: Start, alice: Person
) -> None:
    process = start()
    await presence(alice)
    elsewhere = await presence(alice, at=process)
    await world.until(lambda: presence_of(world, alice) == [1, 1])
    await asyncio.to_thread(process.stop)
    assert presence_of(world, alice) == [1]
    await elsewhere.until_ended()
    assert not elsewhere.ended_by_server


async def test_rows_are_refreshed(world: World, presence: Opening, alice: Person) -> None:
    await presence(alice)
    await world.until(lambda: presence_of(world, alice) == [1])
    world.db.execute("UPDATE presences SET seen_at = now() - interval '1 hour' WHERE user_id = %s", (alice.user_id,))
    await world.until(lambda: presence_of(world, alice) == [1], within=17)
