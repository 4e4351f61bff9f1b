"""Leaving a call, and how calls end."""

import pytest
from tests.signalling.conftest import Opening, Start
from tests.signalling.process import Signalling
from tests.signalling.wire import Refused, read
from tests.signalling.world import Person, World

from lodbic_contracts.events import CallEnded

OFFER = {"type": "offer", "sdp": "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\n"}
CANDIDATE = {"candidate": "candidate:1 1 udp 1 192.0.2.1 9 typ host", "sdp_mid": "0", "sdp_m_line_index": 0}


async def test_a_seat_that_nobody_comes_back_to_is_closed(
    world: World, seat: Opening, presence: Opening, start: Start, alice: Person, boris: Person
) -> None:
    process = start(SEAT_SECONDS="2", ALONE_SECONDS="3")
    call = world.accepted(boris, alice)
    tab = await presence(boris, at=process)
    his, hers = await seat(call, boris, at=process), await seat(call, alice, at=process)
    hers.cut()
    left = await his.expect("participant.left", within=5)
    assert left["participant_id"] == call.participants[alice.user_id]
    assert world.stays(call, alice)[0][1] is not None
    assert world.call_row(call) == (True, False, 2)
    assert (await his.expect("call.ended", within=6))["reason"] == "left"
    assert (await tab.expect("call.changed"))["what"] == "ended"
    assert world.call_row(call) == (True, True, 0)


async def test_who_leaves_is_gone_at_once_and_may_come_back_to_a_second_stay(
    world: World, seat: Opening, alice: Person, boris: Person
) -> None:
    call = world.accepted(boris, alice)
    his, hers = await seat(call, boris), await seat(call, alice)
    assert await hers.ask("leave") == {"ok": True}
    assert (await his.expect("participant.left"))["participant_id"] == call.participants[alice.user_id]
    await hers.until_ended()
    assert world.stays(call, alice)[0][1] is not None
    assert world.call_row(call) == (True, False, 2)
    again = await seat(call, alice)
    await again.expect("room")
    assert [end is None for _, end in world.stays(call, alice)] == [False, True]
    await his.ask("description", OFFER)
    await again.expect("description")


async def test_the_call_ends_when_the_last_one_leaves(
    world: World, seat: Opening, presence: Opening, alice: Person, boris: Person
) -> None:
    call = world.accepted(boris, alice)
    tabs = [await presence(alice), await presence(boris)]
    his, hers = await seat(call, boris), await seat(call, alice)
    await hers.ask("leave")
    await his.ask("leave")
    for tab in tabs:
        assert await tab.expect("call.changed") == {"call_id": call.call_id, "what": "ended"}
    assert world.call_row(call) == (True, True, 0)
    with pytest.raises(Refused) as refused:
        await seat(call, alice)
    assert refused.value.code == "call_ended"


async def test_who_left_hears_nothing_more(
    world: World, seat: Opening, alice: Person, boris: Person, signalling: Signalling
) -> None:
    call = world.accepted(boris, alice)
    his, hers = await seat(call, boris), await seat(call, alice)
    await hers.ask("leave")
    await hers.until_ended()
    ack = await his.ask("description", OFFER)
    assert ack["error"]["code"] == "conflict"
    assert hers.heard("description") == []


async def test_a_call_that_only_one_joined_ends(
    world: World, seat: Opening, presence: Opening, start: Start, alice: Person, boris: Person
) -> None:
    process = start(JOIN_SECONDS="2")
    call = world.accepted(boris, alice)
    tab = await presence(alice, at=process)
    his = await seat(call, boris, at=process)
    ended = read(CallEnded, await his.expect("call.ended", within=5))
    assert (ended.call_id, ended.reason) == (call.call_id, "never_joined")
    await tab.expect("call.changed")
    assert world.call_row(call) == (False, True, 0)
    assert world.stays(call, boris)[0][1] is not None


async def test_a_call_that_nobody_joined_ends(
    world: World, presence: Opening, start: Start, alice: Person, boris: Person
) -> None:
    tab = await presence(alice, at=start(JOIN_SECONDS="1"))
    call = world.accepted(boris, alice)
    await tab.expect("call.changed", lambda payload: payload["call_id"] == call.call_id, within=9)
    assert world.call_row(call) == (False, True, 0)


async def test_a_logout_takes_a_person_out_of_the_call(
    world: World, seat: Opening, alice: Person, boris: Person
) -> None:
    call = world.accepted(boris, alice)
    his, hers = await seat(call, boris), await seat(call, alice)
    world.log_out(alice)
    await hers.until_ended(2)
    await his.expect("participant.left", within=2)
    await world.until(lambda: world.stays(call, alice)[0][1] is not None)
