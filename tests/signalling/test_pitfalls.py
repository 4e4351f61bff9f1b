"""What was measured to go wrong in the libraries, each tried with a raw client."""

import asyncio
import json
import time
import urllib.request
from typing import Any

import aiohttp
import pytest
from tests.signalling.conftest import Opening, Start
from tests.signalling.process import Signalling
from tests.signalling.wire import Refused, Wire
from tests.signalling.world import Person, Signer, World

OFFER = {"type": "offer", "sdp": "v=0"}


async def gauge(signalling: Signalling, name: str) -> int:
    """A figure of /metrics."""

    def read() -> str:
        with urllib.request.urlopen(f"{signalling.url}/metrics", timeout=5) as answer:
            return str(answer.read().decode())

    text = await asyncio.to_thread(read)
    return int(text.split(f"\nlodbic_signalling_{name} ")[1].split("\n")[0])


# --- 1: the names of the library's own handlers


@pytest.mark.parametrize(
    "frame",
    [
        '42["connect",{"HTTP_COOKIE":"x"},{"ticket":"x"}]',
        '421["connect",{}]',
        '42["disconnect","x"]',
        '42["connect_error",{}]',
        '42["disconnecting"]',
    ],
)
async def test_an_event_with_a_reserved_name_ends_the_socket(presence: Opening, alice: Person, frame: str) -> None:
    tab = await presence(alice)
    await tab.expect("rings")
    await tab.say(frame)
    await tab.until_ended(2)
    assert not any(frame.startswith("43") for frame in tab.frames)


async def test_a_second_wish_to_be_let_in_ends_the_socket(
    presence: Opening, signer: Signer, alice: Person, boris: Person
) -> None:
    tab = await presence(alice)
    await tab.say("40" + json.dumps({"ticket": signer.presence(boris)}))
    await tab.until_ended(2)


@pytest.mark.parametrize("frame", ['42["clock",{}]', '420["ring.accept",{}]', '431["x"]'])
async def test_nothing_is_done_for_a_socket_that_was_not_let_in(signalling: Signalling, frame: str) -> None:
    wire = await Wire.raw(signalling.url)
    await wire.say(frame)
    await wire.until_ended(2)
    assert [frame[0] for frame in wire.frames] == ["0"]
    await wire.close()


# --- 2: an exception while a socket is let in


async def test_a_failure_while_opening_leaves_nothing_behind(
    world: World, signalling: Signalling, signer: Signer, alice: Person, boris: Person
) -> None:
    sockets, calls = await gauge(signalling, "sockets"), await gauge(signalling, "calls")
    call = world.accepted(boris, alice)
    for _ in range(3):
        wire = await Wire.raw(signalling.url, call.call_id)
        with pytest.raises(Refused) as refused:
            await wire.admit(signer.call(call, alice, name="A\0"))  # what the database cannot store
        assert refused.value.code == "unavailable"
        await wire.until_ended()
        await wire.close()
    assert await gauge(signalling, "sockets") == sockets
    assert await gauge(signalling, "calls") == calls


# --- 3: frames that are none


MALFORMED = ["zzz", "", "4", "4x", "4{", "2", "2probe", "5", "6", "9", "b4AAAA", "42", "42{}", "42[]", "42[1]"]
MALFORMED += ["42[null,{}]", "42[{}]", '42/admin,["clock",{}]', "40/admin,{}", "44{}", "4" + "9" * 200, '42["clock",]']
MALFORMED += ["42" + "[" * 30_000, '42["clock",' + '{"a":' * 9_000]


@pytest.mark.parametrize("frame", MALFORMED, ids=lambda frame: frame[:20])
async def test_a_malformed_frame_ends_the_socket_at_once(
    signalling: Signalling, presence: Opening, alice: Person, frame: str
) -> None:
    tab = await presence(alice)
    await tab.expect("rings")
    sockets = await gauge(signalling, "sockets")
    await tab.say(frame)
    await tab.until_ended(2)
    assert await gauge(signalling, "sockets") == sockets - 1


async def test_a_malformed_frame_makes_no_ghost_in_a_call(
    world: World, seat: Opening, alice: Person, boris: Person
) -> None:
    call = world.accepted(boris, alice)
    his, hers = await seat(call, boris), await seat(call, alice)
    await his.expect("participant.changed")
    await hers.say("zzz")
    assert (await his.expect("participant.changed", within=1))["connected"] is False


# --- 4: what one socket can make the server keep


@pytest.mark.parametrize("frame", ['451-["clock",{"_placeholder":true,"num":0}]', '451000-["clock"]', '461-["x"]'])
async def test_packets_with_attachments_end_the_socket(presence: Opening, alice: Person, frame: str) -> None:
    tab = await presence(alice)
    await tab.say(frame)
    await tab.until_ended(2)


async def test_a_binary_frame_ends_the_socket(presence: Opening, alice: Person) -> None:
    tab = await presence(alice)
    await tab.websocket.send_bytes(b"42[]")
    await tab.until_ended(2)


async def test_a_message_over_64_kib_ends_the_socket(world: World, seat: Opening, alice: Person, boris: Person) -> None:
    call = world.accepted(boris, alice)
    his, hers = await seat(call, boris), await seat(call, alice)
    assert (await his.ask("description", {"type": "offer", "sdp": "x" * 48_000}))["ok"]
    await hers.expect("description")
    await his.say("42" + json.dumps(["description", {"type": "offer", "sdp": "x" * 66_000}]))
    await his.until_ended(2)
    assert his.websocket.close_code == aiohttp.WSCloseCode.MESSAGE_TOO_BIG
    assert hers.heard("description") == []


async def test_who_does_not_read_is_cut_off_and_costs_little(
    world: World, seat: Opening, start: Start, alice: Person, boris: Person
) -> None:
    process = start()
    call = world.accepted(boris, alice)
    his, hers = await seat(call, boris, at=process), await seat(call, alice, at=process)
    await his.expect("participant.changed")
    before = process.memory()
    transport: Any = hers.websocket._writer.transport
    transport.pause_reading()
    for _ in range(400):
        if not (await his.ask("description", {"type": "offer", "sdp": "x" * 47_000}))["ok"]:
            break
    else:
        pytest.fail("the socket that does not read was never cut off")
    assert (await his.expect("participant.changed"))["connected"] is False
    assert process.memory() - before < 30_000_000


async def test_five_thousand_events_at_once_cost_little(start: Start, presence: Opening, alice: Person) -> None:
    process = start()
    tab = await presence(alice, at=process)
    before = process.memory()
    frame = "42" + json.dumps(["ring.accept", {"call_id": "0" * 8 + "-0000-0000-0000-" + "0" * 12}])
    try:
        for number in range(5_000):
            await tab.say(frame[:2] + str(number) + frame[2:])
    except (ConnectionError, aiohttp.ClientError):
        pass
    await tab.until_ended(5)
    refused = [frame for frame in tab.frames if "too_many_requests" in frame]
    assert 50 < len(refused) <= 300
    assert process.memory() - before < 30_000_000
    assert (await asyncio.to_thread(process.health))[0] == 200


async def test_a_person_may_relay_so_much_and_no_more(
    world: World, seat: Opening, alice: Person, boris: Person
) -> None:
    call = world.accepted(boris, alice)
    his, _ = await seat(call, boris), await seat(call, alice)
    acks = await asyncio.gather(*(his.ask("description", OFFER) for _ in range(500)))
    codes = {ack["error"]["code"] for ack in acks if not ack["ok"]}
    assert codes == {"too_many_requests"}
    assert sum(ack["ok"] for ack in acks) >= 400
    await asyncio.sleep(0.5)
    assert (await his.ask("description", OFFER))["ok"]


# --- 5: a websocket that says nothing


async def test_a_websocket_that_never_asks_to_be_let_in_is_closed(signalling: Signalling) -> None:
    wire = await Wire.raw(signalling.url)
    began = time.monotonic()
    await wire.until_ended(8)
    assert 4 < time.monotonic() - began < 7
    await wire.close()


async def test_who_answers_no_ping_is_closed(presence: Opening, alice: Person) -> None:
    tab = await presence(alice)
    tab.answer_pings = False
    began = time.monotonic()
    await tab.until_ended(22)
    assert tab.pings == 1
    assert 16 < time.monotonic() - began < 21


async def test_the_first_frame_says_how_pings_go(signalling: Signalling) -> None:
    wire = await Wire.raw(signalling.url)
    await wire.say("40{}")
    await wire.until_ended()
    opening = json.loads(wire.frames[0][1:])
    assert (opening["pingInterval"], opening["pingTimeout"], opening["upgrades"]) == (10_000, 8_000, [])
    assert opening["maxPayload"] == 65_536
    await wire.close()


# --- 9: transport, origin, address


async def test_polling_is_refused(signalling: Signalling) -> None:
    async with aiohttp.ClientSession() as session:
        for query in ("?EIO=4&transport=polling", "?EIO=4", "?EIO=3&transport=websocket", "?EIO=4&transport=websocket"):
            async with session.get(f"{signalling.url}/socket.io/{query}") as answer:
                assert answer.status == 400
        async with session.post(f"{signalling.url}/socket.io/?EIO=4&transport=polling&sid=x", data="4") as answer:
            assert answer.status == 405


@pytest.mark.parametrize(
    "origin",
    ["https://localhost:8080", "http://localhost", "http://localhost:8080.example", "null", "http://LOCALHOST:8080"],
)
async def test_another_origin_is_refused(signalling: Signalling, origin: str) -> None:
    with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
        await Wire.raw(signalling.url, Origin=origin)
    assert refused.value.status == 400


async def test_no_origin_is_no_way_around_a_ticket(signalling: Signalling, signer: Signer, alice: Person) -> None:
    async with aiohttp.ClientSession() as session:
        url = f"{signalling.url}/socket.io/?EIO=4&transport=websocket"
        async with session.ws_connect(url) as websocket:
            assert (await websocket.receive_str()).startswith("0")
            await websocket.send_str("40")
            assert "ticket_invalid" in await websocket.receive_str()
        async with session.ws_connect(url) as websocket:
            await websocket.receive_str()
            await websocket.send_str("40" + json.dumps({"ticket": signer.presence(alice)}))
            assert (await websocket.receive_str()).startswith("40")


async def test_the_address_is_what_the_proxy_saw_last(start: Start, signalling: Signalling) -> None:
    process = start()
    wire = await Wire.raw(process.url, **{"X-Forwarded-For": "198.51.100.1, 203.0.113.9"})
    await wire.say("zzz")
    await wire.until_ended()
    await wire.close()
    log = process.log.read_text()
    assert "203.0.113.9" in log
    assert "198.51.100.1" not in log


async def test_an_address_holds_so_many_unknown_sockets_and_no_more(start: Start) -> None:
    process = start()
    tried = await asyncio.gather(
        *(Wire.raw(process.url, **{"X-Forwarded-For": "203.0.113.9"}) for _ in range(260)), return_exceptions=True
    )
    wires = [each for each in tried if isinstance(each, Wire)]
    refused = [each.status for each in tried if isinstance(each, aiohttp.WSServerHandshakeError)]
    assert (len(wires), refused) == (200, [429] * 60)
    wires.append(await Wire.raw(process.url, **{"X-Forwarded-For": "203.0.113.10"}))
    for wire in wires:
        await wire.close()
