"""How long a search takes through HTTP among a million segments: `python -m benchmarks.search`.

A heavy user has 1,000 calls of 50 segments, buys in half of them and says half of the lines; the rest of the million is
other people's. The mix: a word in at least a tenth of the segments, a rare word, a phrase, a misspelt word, the other
keyboard, a number as it is spoken, a word with another excluded, words that never meet, filters with words and alone,
one call. Newest first; no totals are counted.
"""

import argparse
import time
from typing import NamedTuple

import httpx
import psycopg

from benchmarks.api import Api, running_api
from benchmarks.rows import Row, percentile
from benchmarks.search_speech import PER_CALL, Speech

HEAVY_CALLS = 1_000
TARGET_P95_MS = 30.0
SIZES = (10_000, 100_000, 1_000_000)


class Figures(NamedTuple):
    """Milliseconds per kind of query at the 95th percentile, and over all of them."""

    segments: int
    by_kind: dict[str, float]
    p95: float


def fill(connection: "psycopg.Connection[tuple[object, ...]]", segments: int, heavy: str) -> None:
    """Calls, tracks and segments: the heavy user's first, then those of a thousand others."""
    calls = segments // PER_CALL
    connection.execute(
        """
        INSERT INTO users (login, email)
            SELECT 'bench' || n, 'bench' || n || '@people.example' FROM generate_series(1, 1000) n;
        INSERT INTO profiles (user_id, name, language, role, status)
            SELECT user_id, login, 'ru', 'person', 'active' FROM users WHERE login LIKE 'bench%';
        """
    )
    _plan(connection, calls, heavy)
    connection.execute(
        """
        INSERT INTO negotiations (negotiation_id, seller_id, buyer_id, name, agreed_version)
            SELECT DISTINCT ON (caller, callee) uuidv7(), callee, caller, '', CASE WHEN n % 10 = 0 THEN 1 END FROM plan;
        INSERT INTO calls (call_id, name, start_time, end_time, negotiation_id)
            SELECT call_id, 'Велосипед ' || n, at, at, negotiation_id FROM plan
            JOIN negotiations ON seller_id = callee AND buyer_id = caller;
        INSERT INTO call_sides (call_id, user_id, side, participant_id, name, open)
            SELECT call_id, caller, 'caller', 'a' || n || 'xxxxxxxx', other, false FROM plan
            UNION ALL SELECT call_id, callee, 'callee', 'b' || n || 'xxxxxxxx', other, false
                FROM plan WHERE caller <> callee;
        INSERT INTO call_rings (call_id, caller_id, callee_id, state, reason, version, expires_at)
            SELECT call_id, caller, callee, 'accepted', '', 1, at FROM plan;
        INSERT INTO tracks
            (track_id, call_id, recorder_id, side, kind, mime_type, began_at, offset_ms, uncertainty_ms, state)
            SELECT track_id, call_id, caller, 'caller', 'audio', 'audio/webm', at, 0, 0, 'finished' FROM plan;
        """
    )
    _fill_segments(connection)
    connection.execute("ANALYZE")


def _plan(connection: "psycopg.Connection[tuple[object, ...]]", calls: int, heavy: str) -> None:
    """Who calls whom when, newest first."""
    connection.execute(
        """CREATE TEMP TABLE plan
           (n int, call_id uuid, caller uuid, callee uuid, track_id uuid, at timestamptz, other text)"""
    )
    connection.execute(
        """
        WITH people AS (SELECT array_agg(user_id) AS ids FROM users WHERE login LIKE 'bench%%')
        INSERT INTO plan SELECT n, uuidv7(-n * interval '7 minutes'),
            CASE WHEN n <= %(most)s AND n %% 2 = 0 THEN %(heavy)s::uuid ELSE ids[1 + n %% 1000] END,
            CASE WHEN n <= %(most)s AND n %% 2 = 1 THEN %(heavy)s::uuid ELSE ids[1 + (n * 7 + 1) %% 1000] END,
            uuidv7(), now() - n * interval '7 minutes', CASE WHEN n %% 3 = 0 THEN 'Алиса' ELSE 'Вера' END
        FROM generate_series(1, %(calls)s) n, people
        """,
        {"most": HEAVY_CALLS, "heavy": heavy, "calls": calls},
    )


def _fill_segments(connection: "psycopg.Connection[tuple[object, ...]]") -> None:
    # The index is made at once behind the copy: a million single entries would take longer than all the rest.
    row = connection.execute("SELECT indexdef FROM pg_indexes WHERE indexname = 'segments_search'").fetchone()
    assert row is not None
    connection.execute("DROP INDEX segments_search")
    _copy_segments(connection)
    # What was read from them: each spoken price is a fact.
    connection.execute(
        """
        INSERT INTO facts (call_id, kind, role, value, amount_minor, currency, text, segment_id, user_id, start_ms,
                           end_ms, spoken_at, confidence)
            SELECT call_id, 'price', 'asked', substr(terms[1], 2),
                   split_part(substr(terms[1], 2), '_', 1)::bigint * 100, 'RUB', '', segment_id, user_id, start_ms,
                   end_ms, spoken_at, 0.9
            FROM segments WHERE terms[1] LIKE 'n%'
        """
    )
    connection.execute("SET maintenance_work_mem = '512MB'")
    connection.execute(str(row[0]))
    connection.execute(
        """
        INSERT INTO known_words (lexeme) SELECT DISTINCT lexeme
        FROM (SELECT search FROM segments LIMIT 200000) s, unnest(tsvector_to_array(search)) AS lexeme
        WHERE lexeme ~ '^[[:alpha:]][[:alpha:]-]{2,40}$' ON CONFLICT DO NOTHING;
        INSERT INTO known_words (lexeme) VALUES ('перламутров') ON CONFLICT DO NOTHING;
        """
    )
    # As many words as people use: the misspelt ones are looked for among them.
    connection.execute(
        "INSERT INTO known_words (lexeme) SELECT 'слово' || translate(n::text, '0123456789', 'абвгдежзик')"
        " FROM generate_series(1, 80000) n ON CONFLICT DO NOTHING"
    )


def _copy_segments(connection: "psycopg.Connection[tuple[object, ...]]") -> None:
    speech = Speech()
    plan = connection.execute("SELECT n, call_id, caller, callee, track_id, at FROM plan").fetchall()
    columns = (
        "call_id, revision, track_id, user_id, side, start_ms, end_ms, spoken_at, text, words, confidence, doubtful,"
        " people, terms"
    )
    with connection.cursor().copy(f"COPY segments ({columns}) FROM STDIN") as copy:
        for number, call_id, caller, callee, track_id, at in plan:
            for place, (text, terms) in enumerate(speech.lines(int(str(number)))):
                start = place * 5000
                who, side = (caller, "caller") if place % 2 == 0 else (callee, "callee")
                row = (call_id, 1, track_id, who, side, start, start + 4000, at, text, "[]", 0.9, False)
                copy.write_row((*row, [caller, callee], terms))


NOWHERE = ("not there", "only: no such price")


def queries(call_id: str) -> dict[str, dict[str, str]]:
    """Kind → parameters of the search."""
    return {
        "frequent word": {"q": "велосипеды"},
        "rare word": {"q": "перламутрового"},
        "phrase": {"q": '"давайте за"'},
        "without a word": {"q": "велосипед -завтра"},
        "two words": {"q": "метро завтра"},
        "misspelt": {"q": "виласипет"},
        "misspelt and rare": {"q": "пирламутровый"},
        "other keyboard": {"q": "dtkjcbgtl"},
        "number": {"q": "12,5 тыс"},
        "number and word": {"q": "велосипед 12500"},
        "in different lines": {"q": "перламутровый велосипед"},
        "filters": {"q": "велосипед", "by": "me", "side": "buyer", "from": "2020-01-01"},
        "person": {"q": "метро", "person": "Алиса"},
        "in one call": {"q": "велосипед", "call_id": call_id},
        "as one types": {"q": "вел", "call_id": call_id, "typing": "1"},
        "as one types, misheard": {"q": "вилосип", "call_id": call_id, "typing": "1"},
        "as one types, a number": {"q": "12 5", "call_id": call_id, "typing": "1"},
        "only: agreed": {"agreed": "1"},
        "only: agreed, few of each": {"agreed": "1", "per_call": "3"},
        "only: price": {"price_min": "1200000", "price_max": "1300000"},
        "only: no such price": {"price_min": "900000000"},
        "only: questions": {"question": "1"},
        "only: questions of the other": {"question": "1", "by": "other"},
        "only: side": {"side": "buyer"},
        "only: person": {"person": "Алиса", "per_call": "3"},
        "only: days": {"from": "2020-01-01", "to": "2030-01-01", "per_call": "3"},
        "not there": {"q": "синхрофазотрон"},
    }


def ask(http: httpx.Client, call_id: str, rounds: int) -> Figures:
    """Each query `rounds` times."""
    by_kind: dict[str, list[float]] = {}
    for _ in range(rounds):
        for kind, wanted in queries(call_id).items():
            began = time.perf_counter()
            answer = http.get("/search/", params=wanted)
            by_kind.setdefault(kind, []).append((time.perf_counter() - began) * 1000)
            answer.raise_for_status()
            if (kind in NOWHERE) != (answer.json()["items"] == []):
                raise RuntimeError(f"{kind}: {answer.text[:300]}")
    everything = [value for values in by_kind.values() for value in values]
    return Figures(
        0, {kind: percentile(values, 0.95) for kind, values in by_kind.items()}, percentile(everything, 0.95)
    )


def measure(segments: int, rounds: int = 30) -> Figures:
    """Fill a database and search it."""
    with running_api() as api:
        return _measure(api, segments, rounds)


def _measure(api: Api, segments: int, rounds: int) -> Figures:
    http, heavy = api.person("boris")
    with api.connect() as connection:
        fill(connection, segments, heavy)
        row = connection.execute("SELECT call_id::text FROM plan WHERE n = 1").fetchone()
        connection.execute("VACUUM ANALYZE segments")
    assert row is not None
    ask(http, str(row[0]), 3)
    return ask(http, str(row[0]), rounds)._replace(segments=segments)


def rows() -> list[Row]:
    """Lines of the table, one per number of segments."""
    return [row_of(segments) for segments in SIZES]


def row_of(segments: int) -> Row:
    """A line of the table."""
    figures = measure(segments)
    kinds = ", ".join(f"{kind} {value:.0f}" for kind, value in figures.by_kind.items())
    size = f"{segments:,}".replace(",", " ")
    what = f"search one's own calls, {size} segments, p95 of the mix"
    return Row(what, f"{figures.p95:.1f} ms ({kinds})", "< 30 ms", figures.p95 < TARGET_P95_MS)


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--segments", type=int, default=SIZES[-1])
    row = row_of(parser.parse_args().segments)
    print(f"{row.what}: {row.measured} (target {row.target})")


if __name__ == "__main__":
    main()
