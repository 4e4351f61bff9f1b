"""Tickets: right ones open a socket once, all others do not."""

import time
from uuid import uuid4

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from tests.signalling.conftest import Opening
from tests.signalling.process import Signalling
from tests.signalling.wire import Message, Refused, Wire
from tests.signalling.world import Person, Signer, World

from lodbic_contracts.tickets import TICKET_SECONDS


async def refusal(signalling: Signalling, ticket: str, call: str | None = None) -> str:
    """The code with which a socket was not let in, and its end."""
    wire = await Wire.raw(signalling.url, call)
    with pytest.raises(Refused) as refused:
        await wire.admit(ticket)
    await wire.until_ended()
    await wire.close()
    return refused.value.code


async def test_a_ticket_opens_one_socket(signalling: Signalling, signer: Signer, alice: Person) -> None:
    ticket = signer.presence(alice)
    first = await Wire.open(signalling.url, ticket)
    await first.expect("rings")
    assert await refusal(signalling, ticket) == "ticket_used"
    await first.close()


async def test_a_minute_after_its_making_a_ticket_opens_nothing(
    signalling: Signalling, signer: Signer, alice: Person
) -> None:
    made = int(time.time()) - 60
    late = signer.presence(alice, iat=made, exp=made + TICKET_SECONDS)
    assert await refusal(signalling, late) == "ticket_expired"


@pytest.mark.parametrize(
    ("claims", "code"),
    [
        ({"exp": int(time.time()) - 120, "iat": int(time.time()) - 150}, "ticket_expired"),
        ({"exp": int(time.time()) + 86_400}, "ticket_invalid"),
        ({"iat": int(time.time()) + 6_000, "exp": int(time.time()) + 6_050}, "ticket_invalid"),
        ({"exp": None}, "ticket_invalid"),
        ({"aud": "somebody-else"}, "ticket_invalid"),
        ({"iss": "somebody-else"}, "ticket_invalid"),
        ({"jti": None}, "ticket_invalid"),
        ({"jti": "1"}, "ticket_invalid"),
        ({"sub": "nobody"}, "ticket_invalid"),
        ({"kind": "owner"}, "ticket_invalid"),
        ({"role": "administrator"}, "ticket_invalid"),
        ({"session": "0" * 32}, "not_authenticated"),
    ],
)
async def test_a_ticket_with_wrong_claims_is_refused(
    signalling: Signalling, signer: Signer, alice: Person, claims: Message, code: str
) -> None:
    assert await refusal(signalling, signer.presence(alice, **claims)) == code


async def test_a_ticket_with_anothers_session_is_refused(
    signalling: Signalling, signer: Signer, alice: Person, boris: Person
) -> None:
    assert await refusal(signalling, signer.presence(alice, session=boris.session)) == "not_authenticated"


async def test_a_ticket_of_an_ended_session_is_refused(
    signalling: Signalling, signer: Signer, world: World, alice: Person
) -> None:
    ticket = signer.presence(alice)
    world.log_out(alice)
    assert await refusal(signalling, ticket) == "not_authenticated"


async def test_a_ticket_signed_by_somebody_else_is_refused(
    signalling: Signalling, signer: Signer, alice: Person
) -> None:
    claims = {"kind": "presence", "sub": alice.user_id, "session": alice.session}
    assert await refusal(signalling, signer.sign(claims, key=Ed25519PrivateKey.generate())) == "ticket_invalid"
    assert await refusal(signalling, signer.sign(claims, key="x" * 32, algorithm="HS256")) == "ticket_invalid"
    unsigned = signer.sign(claims, key="", algorithm="none")
    assert await refusal(signalling, unsigned) == "ticket_invalid"
    head, body, _ = signer.sign(claims).split(".")
    assert await refusal(signalling, f"{head}.{body}.{'A' * 86}") == "ticket_invalid"


@pytest.mark.parametrize("ticket", ["", "x", "a.b.c", "х" * 100, "a" * 5_000])
async def test_what_is_no_ticket_is_refused(signalling: Signalling, ticket: str) -> None:
    assert await refusal(signalling, ticket) == "ticket_invalid"


@pytest.mark.parametrize("handshake", ["", "{}", "[]", '"x"', "1", '{"ticket":1}', '{"ticket":"x","user_id":"y"}'])
async def test_a_handshake_of_another_shape_is_refused(signalling: Signalling, handshake: str) -> None:
    wire = await Wire.raw(signalling.url)
    await wire.say("40" + handshake)
    await wire.until_ended()
    assert any("ticket_invalid" in frame for frame in wire.frames if frame.startswith("44"))
    await wire.close()


async def test_the_address_must_name_the_tickets_call(
    signalling: Signalling, signer: Signer, world: World, alice: Person, boris: Person
) -> None:
    call, other = world.accepted(boris, alice), uuid4()
    assert await refusal(signalling, signer.call(call, alice), str(other)) == "ticket_invalid"
    assert await refusal(signalling, signer.call(call, alice)) == "ticket_invalid"
    assert await refusal(signalling, signer.presence(alice), call.call_id) == "ticket_invalid"


@pytest.mark.parametrize(
    ("claims", "code"),
    [
        ({"participant_id": "q" * 16}, "not_found"),
        ({"side": "caller"}, "not_found"),
        ({"call_id": str(uuid4())}, "not_found"),
        ({"name": ""}, "ticket_invalid"),
        ({"side": "third"}, "ticket_invalid"),
    ],
)
async def test_a_call_ticket_must_fit_the_call(
    signalling: Signalling, signer: Signer, world: World, alice: Person, boris: Person, claims: Message, code: str
) -> None:
    call = world.accepted(boris, alice)
    ticket = signer.call(call, alice, **claims)
    assert await refusal(signalling, ticket, claims.get("call_id", call.call_id)) == code
    assert world.stays(call, alice) == []


async def test_a_refused_ticket_is_used_up(
    signalling: Signalling, signer: Signer, world: World, alice: Person, boris: Person
) -> None:
    call = world.ring(boris, alice)
    ticket = signer.call(call, alice)
    assert await refusal(signalling, ticket, call.call_id) == "not_in_call"
    assert await refusal(signalling, ticket, call.call_id) == "ticket_used"


async def test_a_person_opens_so_many_sockets_and_no_more(
    signalling: Signalling, presence: Opening, signer: Signer, alice: Person
) -> None:
    for _ in range(20):
        await presence(alice)
    assert await refusal(signalling, signer.presence(alice)) == "too_many_requests"
