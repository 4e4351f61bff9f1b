"""However long a list is, it takes the same number of queries."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, LiteralString

import psycopg
import pytest
from tests.business_api.conftest import ORIGIN, Person
from tests.business_api.negotiated import Deal, negotiated

FEW, MANY = 2, 12
# Every address with a list, as `items` of what was made for one person: {city} is where the people live.
LISTS = (
    "/adverts/?seller={seller}", "/adverts/?seller={seller}&q=коляска", "/people/?city={city}",
    "/people/?city={city}&q=Галина", "/calls/", "/calls/?q=коляска", "/me/sessions/", "/me/blocks/", "/negotiations/",
    "/negotiations/?q=коляска&sort=meeting", "/search/?q=сказали",
    # Without words calls are read through in steps, the first one ten calls: what is asked for fits into it.
    "/search/?price_min=1&limit=9",
    "/me/call-blocks/", "/calls/{call}/messages/", "/calls/{call}/transcript/", "/calls/{call}/facts/",
    "/calls/{call}/segments/{segment}/corrections/",
)  # fmt: skip
# What hangs on each row, so that it would have to be asked for row by row.
AROUND: tuple[LiteralString, ...] = (
    "INSERT INTO advert_pictures (advert_id, object_key, width, height, position)"
    " SELECT advert_id, 'pictures/' || advert_id || '.webp', 1, 1, 0 FROM adverts WHERE seller_id = %(seller)s",
    "INSERT INTO call_records (call_id, state, revision) SELECT call_id, 'final', 1 FROM calls"
    " JOIN call_sides USING (call_id) WHERE user_id = %(buyer)s",
    "INSERT INTO tracks (call_id, recorder_id, side, kind, mime_type, began_at, offset_ms, uncertainty_ms, state)"
    " SELECT call_id, user_id, side, 'audio', 'audio/webm', now(), 0, 0, 'finished' FROM call_sides"
    " WHERE user_id = %(buyer)s",
    "INSERT INTO segments (call_id, revision, track_id, user_id, side, start_ms, end_ms, spoken_at, text, words,"
    " confidence, doubtful, people) SELECT call_id, 1, track_id, recorder_id, side, 0, 1, now(), 'Так и сказали', '[]',"
    " 0.9, false, ARRAY[%(buyer)s, %(seller)s]::uuid[] FROM tracks WHERE recorder_id = %(buyer)s",
    "INSERT INTO facts (call_id, kind, role, value, amount_minor, currency, text, segment_id, user_id, start_ms,"
    " end_ms, spoken_at, confidence) SELECT call_id, 'price', 'offered', '100', 10000, 'RUB', '', segment_id, user_id,"
    " 0, 1, now(), 0.9 FROM segments WHERE user_id = %(buyer)s",
    "INSERT INTO sessions (session_key, session_data, expire_date, user_id, digest) SELECT gen_random_uuid(), '',"
    " now() + interval '1 d', %(buyer)s, gen_random_uuid()::text FROM generate_series(2, %(count)s)",
    "WITH made AS (INSERT INTO users (login, email, effective_from)"
    " SELECT 'g' || n || %(city)s, n || %(city)s || '@people.example', now() FROM generate_series(1, %(count)s) AS n"
    " RETURNING user_id), blocked AS (INSERT INTO blocks (blocker_id, blocked_id) SELECT %(buyer)s, user_id FROM made)"
    " INSERT INTO profiles (user_id, name, city, status, language, role)"
    " SELECT user_id, 'Галина', %(city)s, 'active', 'ru', 'person' FROM made",
    "INSERT INTO call_blocks (blocker_id, call_id, blocked_id) SELECT %(buyer)s, call_id, %(seller)s FROM call_sides"
    " WHERE user_id = %(buyer)s",
)
# What one call of them has, by both people in turn; its first line and price are there already.
WITHIN: tuple[LiteralString, ...] = (
    "INSERT INTO messages (call_id, user_id, client_id, text) SELECT %(call)s,"
    " (ARRAY[%(buyer)s, %(seller)s]::uuid[])[1 + n %% 2], gen_random_uuid(), 'Да'"
    " FROM generate_series(1, %(count)s) AS n",
    "INSERT INTO tracks (call_id, recorder_id, side, kind, mime_type, began_at, offset_ms, uncertainty_ms, state)"
    " VALUES (%(call)s, %(seller)s, 'callee', 'audio', 'audio/webm', now(), 0, 0, 'finished')",
    "INSERT INTO segments (call_id, revision, track_id, user_id, side, start_ms, end_ms, spoken_at, text, words,"
    " confidence, doubtful, people) SELECT call_id, 1, track_id, recorder_id, side, n * 1000, n * 1000 + 1, now(),"
    " 'Иначе', '[]', 0.9, false, ARRAY[%(buyer)s, %(seller)s]::uuid[] FROM generate_series(2, %(count)s) AS n"
    " JOIN tracks ON call_id = %(call)s AND recorder_id = (ARRAY[%(buyer)s, %(seller)s]::uuid[])[1 + n %% 2]",
    "INSERT INTO facts (call_id, kind, role, value, currency, text, segment_id, user_id, start_ms, end_ms, spoken_at,"
    " confidence) SELECT call_id, 'link', '', 'x', '', '', segment_id, user_id, start_ms, end_ms, spoken_at, 0.9"
    " FROM segments WHERE call_id = %(call)s AND text = 'Иначе'",
    "INSERT INTO corrections (call_id, track_id, start_ms, end_ms, original, text, user_id) SELECT call_id, track_id,"
    " start_ms, end_ms, text, text || n, (ARRAY[%(buyer)s, %(seller)s]::uuid[])[1 + n %% 2] FROM segments,"
    " generate_series(1, %(count)s) AS n WHERE segment_id = %(segment)s",
)


@pytest.fixture(scope="module")
def buyers(
    confirmed: Callable[[str], Person], owner: psycopg.Connection[Any], business_api_here: None
) -> dict[int, tuple[Person, dict[str, str]]]:
    """{how many rows each of their lists has: (who, what stands in the addresses)}."""
    made = {}
    for count in (FEW, MANY):
        alice, boris = confirmed("Alice"), confirmed("Boris")
        names = {"seller": alice.user_id, "city": f"city{boris.login[-8:]}"}
        negotiated(owner, boris, alice, [Deal(f"коляска {number}", 100, days=number) for number in range(count)])
        for statement in AROUND:
            owner.execute(statement, {**names, "buyer": boris.user_id, "count": count})
        query = "SELECT call_id::text, segment_id FROM segments WHERE user_id = %s ORDER BY segment_id LIMIT 1"
        [(call, segment)] = owner.execute(query, [boris.user_id]).fetchall()
        names |= {"call": call, "segment": segment}
        for statement in WITHIN:
            owner.execute(statement, {**names, "buyer": boris.user_id, "count": count})
        made[count] = boris, names
    return made


def ask(person: Person, path: str) -> tuple[int, list[str]]:
    """How many items the answer has, and the queries it took; asked twice, for what is kept after the first time."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    client = Client(headers={"host": ORIGIN.removeprefix("http://")})
    client.cookies["lodbic_session"] = person.http.cookies["lodbic_session"]
    client.get(f"/api{path}")
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(f"/api{path}")
    assert answer.status_code == 200, answer.content
    return len(answer.json()["items"]), [each["sql"] for each in asked.captured_queries]


@pytest.mark.parametrize("path", LISTS)
def test_a_list_of_twelve_takes_no_more_queries_than_one_of_two(
    buyers: dict[int, tuple[Person, dict[str, str]]], path: str
) -> None:
    # In a thread of its own: where a browser's loop runs in this one, Django asks no database.
    with ThreadPoolExecutor(1) as pool:
        few, many = (
            pool.submit(ask, person, path.format(**names)).result() for person, names in (buyers[FEW], buyers[MANY])
        )
        pool.submit(close_connections).result()
    assert (few[0], many[0]) == (FEW, 9 if "limit=9" in path else MANY)
    assert len(few[1]) == len(many[1]), "\n".join(many[1])
    assert 1 < len(few[1]) < 20


def close_connections() -> None:
    from django.db import connections

    connections.close_all()
