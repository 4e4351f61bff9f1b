"""A call: joining, relaying, losing the network and coming back."""

import asyncio

import pytest
import socketio
from tests.signalling.conftest import Opening, Start
from tests.signalling.process import Signalling
from tests.signalling.wire import Refused, Wire, read
from tests.signalling.world import Person, Signer, World

from lodbic_contracts.events import Participant, RelayedCandidate, RelayedDescription, Replaced, Room

OFFER = {"type": "offer", "sdp": "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\n"}
CANDIDATE = {"candidate": "candidate:1 1 udp 1 192.0.2.1 9 typ host", "sdp_mid": "0", "sdp_m_line_index": 0}


async def test_two_people_join_and_see_each_other(world: World, seat: Opening, alice: Person, boris: Person) -> None:
    call = world.accepted(boris, alice)
    his = await seat(call, boris)
    alone = read(Room, await his.expect("room"))
    assert (alone.you, alone.polite, alone.started_at) == (call.participants[boris.user_id], False, None)
    assert [person.name for person in alone.participants] == ["Борис"]
    assert world.call_row(call) == (False, False, 2)

    hers = await seat(call, alice)
    both = read(Room, await hers.expect("room"))
    assert (both.you, both.polite) == (call.participants[alice.user_id], True)
    assert {(person.name, person.side, person.connected) for person in both.participants} == {
        ("Борис", "caller", True),
        ("Алиса", "callee", True),
    }
    assert both.started_at is not None
    came = read(Participant, await his.expect("participant.changed"))
    assert (came.participant_id, came.name, came.connected) == (call.participants[alice.user_id], "Алиса", True)
    assert came.image_url == "/media/pictures/x.webp"
    assert world.call_row(call) == (True, False, 2)
    assert [len(world.stays(call, person)) for person in (alice, boris)] == [1, 1]


async def test_nobody_learns_an_account_from_a_call(world: World, seat: Opening, alice: Person, boris: Person) -> None:
    call = world.accepted(boris, alice)
    his, hers = await seat(call, boris), await seat(call, alice)
    await hers.expect("room")
    await his.expect("participant.changed")
    assert not any(alice.user_id in frame for frame in his.frames)
    assert not any(boris.user_id in frame for frame in hers.frames)


async def test_descriptions_and_candidates_reach_the_other_alone(
    world: World, seat: Opening, alice: Person, boris: Person
) -> None:
    call = world.accepted(boris, alice)
    his, hers = await seat(call, boris), await seat(call, alice)
    assert await his.ask("description", OFFER) == {"ok": True}
    assert await hers.ask("candidate", CANDIDATE) == {"ok": True}
    description = read(RelayedDescription, await hers.expect("description"))
    assert (description.sender, description.description.sdp) == (call.participants[boris.user_id], OFFER["sdp"])
    candidate = read(RelayedCandidate, await his.expect("candidate"))
    assert (candidate.sender, candidate.candidate.sdp_mid) == (call.participants[alice.user_id], "0")
    assert his.heard("description") == hers.heard("candidate") == []


async def test_a_description_for_nobody_is_refused(world: World, seat: Opening, alice: Person, boris: Person) -> None:
    his = await seat(world.accepted(boris, alice), boris)
    for name, payload in (("description", OFFER), ("candidate", CANDIDATE)):
        ack = await his.ask(name, payload)
        assert (ack["ok"], ack["error"]["code"]) == (False, "conflict")


async def test_calls_do_not_hear_each_other(
    world: World, seat: Opening, alice: Person, boris: Person, charlie: Person
) -> None:
    call, other = world.accepted(boris, alice), world.accepted(charlie, world.person("Дана"))
    his, hers, stranger = await seat(call, boris), await seat(call, alice), await seat(other, charlie)
    await his.ask("description", OFFER)
    await hers.expect("description")
    await stranger.ask("clock")
    assert stranger.heard("description") == []


async def test_what_one_sends_is_shown_to_the_other_and_to_who_comes_later(
    world: World, seat: Opening, alice: Person, boris: Person
) -> None:
    call = world.accepted(boris, alice)
    his = await seat(call, boris)
    media = {"microphone": True, "camera": True, "facing": "environment"}
    assert await his.ask("media", media) == {"ok": True}
    hers = await seat(call, alice)
    room = read(Room, await hers.expect("room"))
    assert next(p for p in room.participants if p.name == "Борис").media.facing == "environment"
    await his.ask("media", {"microphone": False, "camera": True})
    changed = await hers.expect("participant.changed")
    assert changed["media"] == {"microphone": False, "camera": True, "facing": None}


async def test_the_clock_is_told_on_both_kinds_of_socket(
    world: World, seat: Opening, presence: Opening, alice: Person, boris: Person
) -> None:
    for wire in (await presence(alice), await seat(world.accepted(boris, alice), alice)):
        before = world.one("SELECT extract(epoch FROM clock_timestamp()) * 1000")
        ack = await wire.ask("clock")
        after = world.one("SELECT extract(epoch FROM clock_timestamp()) * 1000")
        assert ack["ok"] is True
        assert float(before) - 1 <= ack["server_time"] <= float(after) + 1


async def test_a_lost_socket_keeps_its_seat_and_comes_back_into_the_same_stay(
    world: World, seat: Opening, alice: Person, boris: Person
) -> None:
    call = world.accepted(boris, alice)
    his, hers = await seat(call, boris), await seat(call, alice)
    await his.expect("participant.changed")
    hers.cut()
    assert (await his.expect("participant.changed", within=2))["connected"] is False
    again = await seat(call, alice)
    assert read(Room, await again.expect("room")).started_at is not None
    assert (await his.expect("participant.changed"))["connected"] is True
    assert len(world.stays(call, alice)) == 1
    await his.ask("description", OFFER)
    await again.expect("description")


async def test_a_second_tab_takes_the_seat_of_the_first(
    world: World, seat: Opening, alice: Person, boris: Person
) -> None:
    call = world.accepted(boris, alice)
    his, first = await seat(call, boris), await seat(call, alice)
    second = await seat(call, alice)
    assert read(Replaced, await first.expect("replaced")).call_id == call.call_id
    await first.until_ended()
    assert first.ended_by_server
    await his.ask("description", OFFER)
    await second.expect("description")
    assert len(world.stays(call, alice)) == 1
    assert not any(p["connected"] is False for p in his.heard("participant.changed"))


async def test_a_ring_that_is_not_accepted_opens_no_call(
    world: World, seat: Opening, alice: Person, boris: Person
) -> None:
    call = world.ring(boris, alice)
    with pytest.raises(Refused) as refused:
        await seat(call, boris)
    assert refused.value.code == "not_in_call"
    assert world.stays(call, boris) == []


async def test_a_ticket_for_a_call_one_is_not_in_opens_nothing(
    world: World, seat: Opening, alice: Person, boris: Person, charlie: Person
) -> None:
    call = world.accepted(boris, alice)
    with pytest.raises(Refused) as refused:
        await seat(call, charlie)
    assert refused.value.code == "not_found"
    assert world.stays(call, charlie) == []


async def test_a_call_moves_to_the_process_its_people_are_sent_to(
    world: World, seat: Opening, start: Start, alice: Person, boris: Person
) -> None:
    one, other = start(), start()
    call = world.accepted(boris, alice)
    his = await seat(call, boris, at=one)
    hers = await seat(call, alice, at=other)
    await his.until_ended()
    assert not his.ended_by_server  # the client comes back by itself
    again = await seat(call, boris, at=other)
    await again.expect("room")
    await hers.ask("description", OFFER)
    await again.expect("description")
    assert [len(world.stays(call, person)) for person in (alice, boris)] == [1, 1]


async def test_the_usual_client_library_gets_along(
    world: World, signalling: Signalling, signer: Signer, alice: Person, boris: Person, seat: Opening
) -> None:
    call = world.accepted(boris, alice)
    his = await seat(call, boris)
    client = socketio.AsyncClient()
    heard: asyncio.Queue[object] = asyncio.Queue()
    client.on("room", heard.put)
    client.on("description", heard.put)
    url = f"{signalling.url}?call={call.call_id}"
    await client.connect(url, auth={"ticket": signer.call(call, alice)}, transports=["websocket"])
    room = await asyncio.wait_for(heard.get(), 3)
    assert isinstance(room, dict)
    assert room["polite"] is True
    assert await client.call("media", {"microphone": True, "camera": False}, timeout=3) == {"ok": True}
    assert await his.ask("description", OFFER) == {"ok": True}
    assert isinstance(await asyncio.wait_for(heard.get(), 3), dict)
    await client.disconnect()
    await his.expect("participant.changed", lambda payload: payload["connected"] is False)


async def test_both_may_join_in_the_same_moment(
    world: World, signalling: Signalling, signer: Signer, alice: Person, boris: Person
) -> None:
    call = world.accepted(boris, alice)
    his, hers = await asyncio.gather(
        *(Wire.open(signalling.url, signer.call(call, person), call.call_id) for person in (boris, alice))
    )
    assert await his.ask("description", OFFER) == {"ok": True}
    await hers.expect("description")
    assert world.call_row(call) == (True, False, 2)
    await his.close()
    await hers.close()
