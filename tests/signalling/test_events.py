"""Every event is checked against its contract: what does not fit is refused and changes nothing."""

import pytest
from tests.signalling.conftest import Opening
from tests.signalling.world import Person, World

from lodbic_contracts.events import CLIENT_EVENTS
from signalling.handlers import HANDLERS

CALL_ID = "01990000-0000-7000-8000-000000000000"


@pytest.mark.parametrize(
    ("name", "payload"),
    [
        ("clock", {"x": 1}),
        ("clock", []),
        ("clock", "now"),
        ("ring.accept", {}),
        ("ring.accept", None),
        ("ring.accept", {"call_id": 1}),
        ("ring.accept", {"call_id": "' OR 1=1 --"}),
        ("ring.accept", {"call_id": CALL_ID.upper().replace("0199", "ABCD")}),
        ("ring.accept", {"call_id": CALL_ID, "user_id": CALL_ID}),
        ("ring.decline", {"call_id": [CALL_ID]}),
        ("ring.cancel", {"call_id": CALL_ID + "\n"}),
        ("call.leave", {"call_id": CALL_ID}),
        ("call.leave", {"call_id": CALL_ID, "place": "street"}),
    ],
)
async def test_a_presence_event_of_another_shape_is_refused(
    presence: Opening, alice: Person, name: str, payload: object
) -> None:
    tab = await presence(alice)
    tab_ack = await tab.ask(name, payload) if payload is not None else await tab.ask(name, {})
    assert (tab_ack["ok"], tab_ack["error"]["code"]) == (False, "invalid")
    assert set(tab_ack["error"]) == {"code", "message", "fields"}
    assert (await tab.ask("clock"))["ok"]


@pytest.mark.parametrize(
    ("name", "payload"),
    [
        ("description", {"type": "offer"}),
        ("description", {"type": "hello", "sdp": ""}),
        ("description", {"type": "offer", "sdp": "x" * 48_001}),
        ("description", {"type": "offer", "sdp": "\ud800"}),
        ("description", {"type": "offer", "sdp": "x", "to": "everybody"}),
        ("candidate", {"candidate": "x" * 1_001}),
        ("candidate", {"candidate": "x", "sdp_m_line_index": "0"}),
        ("candidate", {"candidate": "x", "sdp_m_line_index": -1}),
        ("media", {"microphone": 1, "camera": True}),
        ("media", {"microphone": True}),
        ("leave", {"call_id": CALL_ID}),
    ],
)
async def test_a_call_event_of_another_shape_is_refused(
    world: World, seat: Opening, alice: Person, boris: Person, name: str, payload: object
) -> None:
    call = world.accepted(boris, alice)
    his, hers = await seat(call, boris), await seat(call, alice)
    await his.expect("participant.changed")
    ack = await his.ask(name, payload)
    assert (ack["ok"], ack["error"]["code"]) == (False, "invalid")
    await hers.ask("clock")
    assert hers.heard(name) == hers.heard("participant.changed") == hers.heard("participant.left") == []
    assert world.stays(call, boris)[0][1] is None


@pytest.mark.parametrize("name", ["message", "join", "ring.changed", "rings", "", "x" * 1_000, "__init__"])
async def test_an_unknown_event_is_refused(presence: Opening, alice: Person, name: str) -> None:
    ack = await (await presence(alice)).ask(name)
    assert (ack["ok"], ack["error"]["code"]) == (False, "unknown_event")


async def test_events_of_the_other_kind_of_socket_are_refused(
    world: World, presence: Opening, seat: Opening, alice: Person, boris: Person
) -> None:
    call = world.accepted(boris, alice)
    sockets = {"presence": await presence(alice), "call": await seat(call, alice)}
    for event in CLIENT_EVENTS:
        for kind, socket in sockets.items():
            if event.socket not in (kind, "both"):
                ack = await socket.ask(event.name)
                assert ack["error"]["code"] == "unknown_event"
    assert world.stays(call, alice)[0][1] is None


async def test_two_payloads_are_refused(presence: Opening, alice: Person) -> None:
    tab = await presence(alice)
    await tab.say('427["clock",{},{}]')
    await tab.ask("clock")
    assert any(frame.startswith("437") and '"invalid"' in frame for frame in tab.frames)


async def test_an_event_without_a_number_is_done_and_not_answered(
    world: World, presence: Opening, alice: Person, boris: Person
) -> None:
    call = world.ring(boris, alice)
    tab = await presence(alice)
    await tab.say(f'42["ring.decline",{{"call_id":"{call.call_id}"}}]')
    await tab.expect("ring.changed")
    assert world.ring_row(call) == ("declined", 1)
    assert not any(frame.startswith("43") for frame in tab.frames)


def test_every_event_of_the_contract_has_a_handler() -> None:
    assert HANDLERS.keys() == {event.name for event in CLIENT_EVENTS}
