"""Not coming into a call after all, and leaving one while its own socket is away: said by the presence socket."""

import pytest
from tests.signalling.conftest import Opening, Start
from tests.signalling.world import Person, World


async def test_who_turns_round_in_the_lobby_frees_both_at_once(
    world: World, seat: Opening, presence: Opening, alice: Person, boris: Person
) -> None:
    call = world.accepted(boris, alice)
    his, tab = await seat(call, boris), await presence(alice)
    assert await tab.ask("call.leave", {"call_id": call.call_id, "place": "lobby"}) == {"ok": True}
    assert await his.expect("call.ended") == {"call_id": call.call_id, "reason": "left"}
    assert await tab.expect("call.changed") == {"call_id": call.call_id, "what": "ended"}
    assert world.call_row(call) == (False, True, 0)
    assert world.stays(call, boris)[0][1] is not None


async def test_who_turns_round_before_anybody_is_in_frees_both_at_once(
    world: World, presence: Opening, alice: Person, boris: Person
) -> None:
    call = world.accepted(boris, alice)
    tabs = [await presence(alice), await presence(boris)]
    assert (await tabs[0].ask("call.leave", {"call_id": call.call_id, "place": "lobby"}))["ok"]
    for tab in tabs:
        assert (await tab.expect("call.changed"))["what"] == "ended"
    assert world.call_row(call) == (False, True, 0)
    assert (await tabs[0].ask("call.leave", {"call_id": call.call_id, "place": "lobby"}))["ok"], "said twice"


async def test_who_leaves_while_cut_off_does_not_keep_the_other_waiting(
    world: World, seat: Opening, presence: Opening, alice: Person, boris: Person
) -> None:
    call = world.accepted(boris, alice)
    his, hers, tab = await seat(call, boris), await seat(call, alice), await presence(alice)
    hers.cut()
    assert (await tab.ask("call.leave", {"call_id": call.call_id, "place": "room"}))["ok"]
    assert (await his.expect("participant.left"))["participant_id"] == call.participants[alice.user_id]
    await world.until(lambda: world.stays(call, alice)[0][1] is not None, within=2)
    assert world.call_row(call) == (True, False, 2), "he may wait for her to come back"
    await his.ask("leave")
    assert world.call_row(call) == (True, True, 0)


async def test_who_leaves_on_the_way_in_is_out_though_the_seat_was_just_taken(
    world: World, seat: Opening, presence: Opening, alice: Person, boris: Person
) -> None:
    call = world.accepted(boris, alice)
    hers, tab = await seat(call, alice), await presence(alice)
    assert (await tab.ask("call.leave", {"call_id": call.call_id, "place": "room"}))["ok"]
    await hers.until_ended()
    assert world.call_row(call) == (False, True, 0)


async def test_a_lobby_in_another_tab_leaves_the_seat_alone(
    world: World, seat: Opening, presence: Opening, alice: Person, boris: Person
) -> None:
    call = world.accepted(boris, alice)
    his, hers, tab = await seat(call, boris), await seat(call, alice), await presence(alice)
    assert (await tab.ask("call.leave", {"call_id": call.call_id, "place": "lobby"}))["ok"]
    assert (await hers.ask("clock"))["ok"]
    assert his.heard("participant.left") == []
    assert world.stays(call, alice)[0][1] is None


async def test_the_process_that_has_the_call_need_not_be_the_one_that_is_told(
    world: World, seat: Opening, presence: Opening, start: Start, alice: Person, boris: Person
) -> None:
    call = world.accepted(boris, alice)
    await seat(call, boris)
    tab = await presence(alice, at=start())
    assert (await tab.ask("call.leave", {"call_id": call.call_id, "place": "lobby"}))["ok"]
    assert world.call_row(call) == (False, True, 0)


@pytest.mark.parametrize("place", ["lobby", "room"])
async def test_a_stranger_ends_nobodys_call(
    world: World, seat: Opening, presence: Opening, alice: Person, boris: Person, charlie: Person, place: str
) -> None:
    call = world.accepted(boris, alice)
    his, tab = await seat(call, boris), await presence(charlie)
    ack = await tab.ask("call.leave", {"call_id": call.call_id, "place": place})
    assert (ack["ok"], ack["error"]["code"]) == (False, "not_found")
    assert (await his.ask("clock"))["ok"]
    assert world.call_row(call) == (False, False, 2)


async def test_a_ring_is_not_ended_by_it(world: World, presence: Opening, alice: Person, boris: Person) -> None:
    call = world.ring(boris, alice)
    tab = await presence(alice)
    assert (await tab.ask("call.leave", {"call_id": call.call_id, "place": "lobby"}))["ok"]
    assert world.ring_row(call)[0] == "ringing"
