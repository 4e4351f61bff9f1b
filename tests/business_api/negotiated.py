"""Many negotiations at once, written where the API would have written them."""

from collections.abc import Sequence
from typing import Any, LiteralString, NamedTuple, Protocol

import psycopg

TALKS: LiteralString = """
WITH deal AS (
  SELECT * FROM unnest(%(items)s::text[], %(prices)s::bigint[], %(days)s::float[])
    WITH ORDINALITY AS d (item, price, days, number)
), advert AS (
  INSERT INTO adverts (seller_id, title, category, price_minor, city, state)
  SELECT %(seller)s, item, 'home', 1, 'Тула', 'active' FROM deal RETURNING advert_id, title
), negotiation AS (
  INSERT INTO negotiations (advert_id, seller_id, buyer_id, name, item, price_minor, meet_at, changed_at)
  SELECT advert_id, %(seller)s, %(buyer)s, item, item, price, now() + days * interval '1 day',
         now() + number * interval '1 us'
    FROM deal JOIN advert ON title = item ORDER BY number
  RETURNING negotiation_id, advert_id, name, changed_at
), call AS (
  INSERT INTO calls (advert_id, negotiation_id, name, start_time, end_time)
  SELECT advert_id, negotiation_id, name, now(), now() FROM negotiation RETURNING call_id
), side AS (
  INSERT INTO call_sides (call_id, user_id, side, participant_id, name, open)
  SELECT call_id, u, s, gen_random_uuid()::text, n, false
    FROM call, (VALUES (%(buyer)s::uuid, 'caller', %(buyer_name)s), (%(seller)s::uuid, 'callee', %(seller_name)s))
      AS person (u, s, n)
), ring AS (
  INSERT INTO call_rings (call_id, caller_id, callee_id, state, expires_at)
  SELECT call_id, %(buyer)s, %(seller)s, 'accepted', now() FROM call
)
SELECT negotiation_id::text FROM negotiation ORDER BY changed_at"""


class Talker(Protocol):
    """Who has an account."""

    @property
    def user_id(self) -> str:
        """Of the account."""

    @property
    def name(self) -> str:
        """As the other side sees it."""


class Deal(NamedTuple):
    """What a list is sorted by; `days` from now the two meet."""

    item: str
    price_minor: int | None = None
    days: float | None = None


def negotiated(owner: psycopg.Connection[Any], buyer: Talker, seller: Talker, deals: Sequence[Deal]) -> list[str]:
    """Talks of the two about one thing after the other, each of a name of its own; the newest last. Their ids."""
    values = {
        "items": [deal.item for deal in deals],
        "prices": [deal.price_minor for deal in deals],
        "days": [deal.days for deal in deals],
        "seller": seller.user_id, "buyer": buyer.user_id, "seller_name": seller.name, "buyer_name": buyer.name,
    }  # fmt: skip
    return [row[0] for row in owner.execute(TALKS, values).fetchall()]
