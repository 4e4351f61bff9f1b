"""Forty-five calls, more than are read through at once: page by page exactly what a plain sort of their lines gives."""

import random
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any, LiteralString, NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

import psycopg
import pytest
from tests.business_api.conftest import Person

CALLS, PAGE = 45, 7
MOSCOW = ZoneInfo("Europe/Moscow")
# Two are said in every call; one is asked for in a few of the newest and in the oldest: there the index answers.
WORD, OTHER, RARE = "велосипед", "красный", "керогаз"
TEXTS = (f"Это {WORD}", f"{WORD.title()} {OTHER}", OTHER.title())


class Line(NamedTuple):
    """What was said, and all that a filter may ask of it."""

    spoken_at: datetime
    segment_id: int
    text: str
    user_id: str
    side: str
    call: str
    other: str
    advert_id: str

    @property
    def day(self) -> str:
        """The day of the one who looks for it."""
        return self.spoken_at.astimezone(MOSCOW).date().isoformat()


class Story(NamedTuple):
    """Boris's calls."""

    boris: Person
    lines: list[Line]

    def newest_first(self, fits: Callable[[Line], bool]) -> list[int]:
        """The lines that fit, as a list is to show them."""
        found = [line for line in self.lines if fits(line)]
        return [line.segment_id for line in sorted(found, key=lambda line: line[:2], reverse=True)]


CALL: tuple[LiteralString, ...] = (
    "INSERT INTO calls (call_id, advert_id, negotiation_id, name, start_time, end_time)"
    " VALUES (%(call)s, %(advert)s, %(negotiation)s, 'Вещь', now(), now())",
    "INSERT INTO call_sides (call_id, user_id, side, participant_id, name, open)"
    " SELECT %(call)s, u, s, gen_random_uuid()::text, n, false FROM (VALUES"
    " (%(buyer)s::uuid, 'caller', %(buyer_name)s), (%(seller)s::uuid, 'callee', %(seller_name)s)) AS v (u, s, n)",
    "INSERT INTO tracks (call_id, recorder_id, side, kind, mime_type, began_at, offset_ms, uncertainty_ms, state)"
    " SELECT call_id, user_id, side, 'audio', 'audio/webm', now(), 0, 0, 'finished' FROM call_sides"
    " WHERE call_id = %(call)s",
)
SEGMENT = """
INSERT INTO segments (call_id, revision, track_id, user_id, side, start_ms, end_ms, spoken_at, text, words,
  confidence, doubtful, people, terms)
SELECT call_id, 1, track_id, recorder_id, side, %(start_ms)s, %(start_ms)s + 900, %(spoken_at)s, %(text)s, '[]', 0.9,
  false, ARRAY[%(buyer)s, %(seller)s]::uuid[], %(terms)s
FROM tracks WHERE call_id = %(call)s AND recorder_id = %(speaker)s RETURNING segment_id"""


def call_made_at(moment: datetime) -> str:
    """The id of a call made then: its first 48 bits are the time."""
    milliseconds = int(moment.timestamp() * 1000)
    return str(UUID(int=(milliseconds << 80) | (7 << 76) | (2 << 62) | random.getrandbits(61)))


def talks_of(owner: psycopg.Connection[Any], pairs: list[tuple[Person, Person]]) -> list[dict[str, Any]]:
    """A talk about a thing of its own for each pair of buyer and seller."""
    talks = []
    for buyer, seller in pairs:
        people = {"buyer": buyer.user_id, "seller": seller.user_id}
        advert = "INSERT INTO adverts (seller_id, title, category, price_minor, city, state)"
        advert += " VALUES (%(seller)s, 'Вещь', 'home', 1, 'Тула', 'active') RETURNING advert_id::text"
        people["advert"] = owner.execute(advert, people).fetchall()[0][0]
        talk = "INSERT INTO negotiations (advert_id, seller_id, buyer_id, name, item, changed_at)"
        talk += " VALUES (%(advert)s, %(seller)s, %(buyer)s, 'Вещь', '', now()) RETURNING negotiation_id::text"
        people["negotiation"] = owner.execute(talk, people).fetchall()[0][0]
        talks.append({**people, "buyer_name": buyer.name, "seller_name": seller.name})
    return talks


def said_in(owner: psycopg.Connection[Any], talk: dict[str, Any], number: int, boris: Person) -> Iterator[Line]:
    """A call of so many days ago (every fourth one over midnight) and its lines: two are said in the same moment."""
    now = datetime.now(UTC)
    midnight = (now - timedelta(days=number)).astimezone(MOSCOW).replace(hour=0, minute=0, second=0, microsecond=0)
    began = (midnight - timedelta(seconds=2)) if number % 4 == 0 else now - timedelta(days=number, minutes=1)
    values = {**talk, "call": call_made_at(began)}
    for statement in CALL:
        owner.execute(statement, values)
    other = talk["seller_name"] if talk["buyer"] == boris.user_id else talk["buyer_name"]
    texts = [*TEXTS, f"А {RARE}?"] if number in {1, 10} or number > 36 else TEXTS
    for place, text in enumerate(texts):
        for speaker, side in ((talk["buyer"], "buyer"), (talk["seller"], "seller")):
            # What only one of them says makes the two sides differ.
            if place == 2 and side == "seller":
                continue
            start_ms = 1000 * place
            moment = began + timedelta(milliseconds=start_ms)
            line = {**values, "start_ms": start_ms, "spoken_at": moment, "text": text, "speaker": speaker}
            line["terms"] = ["?"] if "?" in text else []
            segment_id = owner.execute(SEGMENT, line).fetchall()[0][0]
            yield Line(moment, segment_id, text, speaker, side, values["call"], other, talk["advert"])


@pytest.fixture(scope="module")
def story(confirmed: Callable[[str], Person], owner: psycopg.Connection[Any]) -> Story:
    """Boris has talked with Anna of hers and with Alice of hers; in the oldest four calls he sold to Anna."""
    alice, boris, anna = confirmed("Alice"), confirmed("Boris"), confirmed("Anna")
    talks = talks_of(owner, [(boris, anna), (boris, alice), (anna, boris)])
    lines: list[Line] = []
    for number in reversed(range(CALLS)):
        # Anna's are more than thirty, with her advert too, and the next behind the thirtieth is Alice's: a filter that
        # the index forgets would let it in.
        talk = talks[1] if number % 5 == 2 else talks[2] if number > 40 else talks[0]
        lines += said_in(owner, talk, number, boris)
    return Story(boris, lines)


def leafed(who: Person, **wanted: Any) -> list[int]:
    """All that is found, page by page; every page but the last is full."""
    found: list[int] = []
    before: dict[str, str] = {}
    while True:
        answer = who.get("/search/", params={"limit": PAGE, **wanted, **before})
        assert answer.status_code == 200, answer.text
        page = answer.json()
        found += [item["segment_id"] for item in page["items"]]
        if page["next"] is None:
            return found
        assert len(page["items"]) == PAGE
        before = {"before": page["next"]}


def days_ago(days: int) -> str:
    return (datetime.now(MOSCOW) - timedelta(days=days)).date().isoformat()


Fits = Callable[[Line, Story], bool]
FILTERS: dict[str, tuple[Callable[[Story], dict[str, str]], Fits]] = {
    "all": (lambda _: {}, lambda line, _: True),
    "person": (lambda _: {"person": "ann"}, lambda line, _: line.other == "Anna"),
    "from": (lambda _: {"from": days_ago(36)}, lambda line, _: line.day >= days_ago(36)),
    "to": (lambda _: {"to": days_ago(8)}, lambda line, _: line.day <= days_ago(8)),
    "days": (
        lambda _: {"from": days_ago(40), "to": days_ago(4)},
        lambda line, _: days_ago(40) <= line.day <= days_ago(4),
    ),
    "side": (lambda _: {"side": "seller"}, lambda line, _: line.side == "seller"),
    "by": (lambda _: {"by": "me"}, lambda line, story: line.user_id == story.boris.user_id),
    "side and by": (
        lambda _: {"side": "seller", "by": "me"},
        lambda line, story: line.side == "seller" and line.user_id == story.boris.user_id,
    ),
    "question": (lambda _: {"question": "1"}, lambda line, _: "?" in line.text),
    "advert": (
        lambda story: {"advert_id": story.lines[-1].advert_id},
        lambda line, story: line.advert_id == story.lines[-1].advert_id,
    ),
    "person, side and day": (
        lambda _: {"person": "Anna", "side": "buyer", "to": days_ago(20)},
        lambda line, _: line.other == "Anna" and line.side == "buyer" and line.day <= days_ago(20),
    ),
}


@pytest.mark.parametrize(
    ("name", "word"),
    # Neither words nor filters is no search.
    [(name, word) for name in FILTERS for word in (WORD, OTHER, RARE, "") if word or name != "all"],
)
def test_every_page_is_what_a_plain_sort_gives(story: Story, name: str, word: str) -> None:
    wanted, fits = FILTERS[name]
    expected = story.newest_first(lambda line: fits(line, story) and word in line.text.lower())
    found = leafed(story.boris, **wanted(story), **({"q": word} if word else {}))
    assert found == expected


@pytest.mark.parametrize("name", ["from", "person", "side and by"])
def test_the_first_lines_of_every_call_are_leafed_through_as_well(story: Story, name: str) -> None:
    wanted, fits = FILTERS[name]
    calls: dict[str, list[Line]] = {}
    for line in sorted(story.lines, key=lambda line: line[:2]):
        if fits(line, story):
            calls.setdefault(line.call, []).append(line)
    first = {line.segment_id for lines in calls.values() for line in lines[:3]}
    expected = story.newest_first(lambda line: line.segment_id in first)
    assert leafed(story.boris, **wanted(story), per_call=3) == expected
