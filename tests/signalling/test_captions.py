"""Whoever reads captions has them drafted, and nobody else costs the transcriber anything."""

import asyncio

import redis
from tests.signalling.conftest import Opening
from tests.signalling.world import Person, World

from lodbic_contracts.captions import WISH_SECONDS, wish_key


async def test_captions_are_wished_for_while_somebody_in_the_call_shows_them(
    world: World, seat: Opening, valkey_url: str, alice: Person, boris: Person
) -> None:
    call = world.accepted(boris, alice)
    his, hers = await seat(call, boris), await seat(call, alice)
    key = wish_key(call.call_id)
    with redis.Redis.from_url(valkey_url) as valkey:
        assert await his.ask("captions", {"shown": True}) == {"ok": True}
        await world.until(lambda: valkey.exists(key) == 1)
        assert 0 < int(valkey.ttl(key)) <= WISH_SECONDS
        # He goes on reading, whatever she does.
        valkey.delete(key)
        assert await hers.ask("captions", {"shown": False}) == {"ok": True}
        await world.until(lambda: valkey.exists(key) == 1)
        valkey.delete(key)
        assert await his.ask("captions", {"shown": False}) == {"ok": True}
        await asyncio.sleep(0.5)
        assert valkey.exists(key) == 0
        # A page that is gone reads nothing, and one that comes back says what it shows.
        assert await hers.ask("captions", {"shown": True}) == {"ok": True}
        await world.until(lambda: valkey.exists(key) == 1)
        valkey.delete(key)
        await hers.close()
        await seat(call, alice)
        assert await his.ask("captions", {"shown": False}) == {"ok": True}
        await asyncio.sleep(0.5)
        assert valkey.exists(key) == 0
