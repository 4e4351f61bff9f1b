"""Reading, searching and downloading what was said."""

import io
import json
from typing import Any
from urllib.parse import parse_qs, urlsplit

import psycopg
import pytest
from minio import Minio
from tests.business_api.conftest import Person, assert_error
from tests.business_api.said import Said, talked
from tests.business_api.test_recordings import call  # noqa: F401 - a fixture

from lodbic_local.stores import Stores

LINES = [
    ("caller", 1000, 3000, "Здравствуйте, велосипед ещё продаётся?", False),
    ("callee", 3200, 6000, "Да, продаю за тринадцать тысяч", False),
    ("caller", 6500, 9000, "Встретимся у метро Сокольники завтра", False),
    ("callee", 9500, 11000, "The bikes are in the garage", True),
]


@pytest.fixture
def said(
    alice: Person, boris: Person, advert: dict[str, Any], worker: None, signalling_role: psycopg.Connection[Any],
    transcriber_role: psycopg.Connection[Any], owner: psycopg.Connection[Any],
) -> dict[str, Any]:  # fmt: skip
    """Boris and Alice have talked, the transcriber has written it down and it was read."""
    spoken = [Said(side, text, begin, stop, doubtful) for side, begin, stop, text, doubtful in LINES]
    return talked(boris, alice, advert, spoken, signalling=signalling_role, transcriber=transcriber_role, owner=owner)


def test_both_read_the_conversation_in_order_and_in_parts(alice: Person, said: dict[str, Any]) -> None:
    path = f"/calls/{said['call_id']}/transcript/"
    whole = alice.get(path).json()
    assert [item["text"] for item in whole["items"]] == [line[3] for line in LINES]
    assert [item["mine"] for item in whole["items"]] == [False, True, False, True]
    assert [item["name"] for item in whole["items"]] == ["Boris", "Alice", "Boris", "Alice"]
    assert [item["doubtful"] for item in whole["items"]] == [False, False, False, True]
    assert (whole["duration_ms"], whole["has_more"]) == (11000, False)
    part = alice.get(path, params={"after_ms": 3000, "limit": 1}).json()
    assert ([item["start_ms"] for item in part["items"]], part["has_more"]) == ([3200], True)


@pytest.mark.parametrize(
    ("name", "value"),
    [("limit", "0"), ("limit", "501"), ("limit", "x"), ("after_ms", "-1"), ("after_ms", str(2**31)), ("page", "1")],
)
def test_a_part_out_of_range_is_refused(boris: Person, call: dict[str, Any], name: str, value: str) -> None:
    assert_error(boris.get(f"/calls/{call['call_id']}/transcript/", params={name: value}), 400, "invalid", name)


def found(person: Person, text: str, **wanted: Any) -> list[int]:
    answer = person.get("/search/", params={"q": text, **wanted})
    assert answer.status_code == 200, answer.text
    return [item["start_ms"] for item in answer.json()["items"]]


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("велосипеды", [1000]),
        ("продать", [3200, 1000]),
        ("ТЫСЯЧА", [3200]),
        ("встретиться сокольники", [6500]),
        ("bike", [9500]),
        ('"у метро"', [6500]),
        ("продаю -велосипед", [3200]),
        ("холодильник", []),
    ],
)
def test_words_are_found_in_any_form_newest_first(
    boris: Person, said: dict[str, Any], text: str, seconds: list[int]
) -> None:
    assert found(boris, text) == seconds


@pytest.mark.parametrize("text", ["''\"", "& | ! <->", "-", '"', "()", ":*", "<script>"])
def test_quotes_and_operators_alone_find_nothing(boris: Person, said: dict[str, Any], text: str) -> None:
    assert found(boris, text) == []


def test_a_search_that_is_empty_or_too_long_is_refused(boris: Person) -> None:
    for text in ("", " ", "a" * 10_000):
        assert_error(boris.get("/search/", params={"q": text}), 400, "invalid", "q")
    assert_error(boris.get("/search/", params={"q": "a", "before": "guess"}), 400, "invalid", "before")


def test_found_words_are_marked_and_lead_to_their_second(boris: Person, said: dict[str, Any]) -> None:
    item = boris.get("/search/", params={"q": "метро"}).json()["items"][0]
    assert [part["text"] for part in item["excerpt"] if part["found"]] == ["метро"]
    assert "".join(part["text"] for part in item["excerpt"]) == LINES[2][3]
    assert (item["call_id"], item["other_name"], item["mine"], item["start_ms"]) == (
        said["call_id"],
        "Alice",
        True,
        6500,
    )


def test_a_long_list_is_continued_by_its_cursor(boris: Person, said: dict[str, Any]) -> None:
    first = boris.get("/search/", params={"q": "продать", "limit": 1}).json()
    second = boris.get("/search/", params={"q": "продать", "limit": 1, "before": first["next"]}).json()
    assert [item["start_ms"] for item in first["items"] + second["items"]] == [3200, 1000]
    assert second["next"] is None


def test_a_search_in_one_call_and_nobody_elses(boris: Person, charlie: Person, said: dict[str, Any]) -> None:
    assert found(boris, "метро", call_id=said["call_id"]) == [6500]
    assert found(boris, "метро", call_id="01890000-0000-7000-8000-000000000000") == []
    assert found(charlie, "метро") == []
    assert found(charlie, "метро", call_id=said["call_id"]) == []


@pytest.fixture
def bucket(stores: Stores) -> Minio:
    """Storage as who holds its keys reaches it."""
    return stores.storage.client()


@pytest.fixture
def stored(said: dict[str, Any], bucket: Minio) -> str:
    """All that was made of the call is in storage; where."""
    folder = f"calls/{said['call_id']}/1"
    for name in ("sound.m4a", "video.mp4", *(f"transcript.{ending}" for ending in ("json", "vtt", "srt", "txt"))):
        bucket.put_object(bucket_name="media", object_name=f"{folder}/{name}", data=io.BytesIO(b"x"), length=1)
    return folder


def test_what_is_gone_from_storage_has_no_link_and_the_text_is_read_all_the_same(
    alice: Person, said: dict[str, Any], stored: str, bucket: Minio
) -> None:
    for name in ("transcript.json", "sound.m4a"):
        bucket.remove_object(bucket_name="media", object_name=f"{stored}/{name}")
    links = alice.get(f"/calls/{said['call_id']}/links/").json()
    assert links["expires_in"] == 900
    assert parse_qs(urlsplit(links["video"]).query)["X-Amz-Expires"] == ["900"]
    gone = {name for name in ("sound", "video", "json", "vtt", "srt", "txt") if links[name] is None}
    assert gone == {"sound", "json"}
    assert links["downloads"]["sound"] is None
    assert len(alice.get(f"/calls/{said['call_id']}/transcript/").json()["items"]) == len(LINES)


def test_what_was_exchanged_in_storage_is_handed_to_nobody(
    alice: Person, said: dict[str, Any], stored: str, bucket: Minio, transcriber_role: psycopg.Connection[Any]
) -> None:
    etags = {
        ending: bucket.stat_object(bucket_name="media", object_name=f"{stored}/transcript.{ending}").etag
        for ending in ("json", "vtt", "srt", "txt")
    }
    transcriber_role.execute(
        "UPDATE call_records SET text_etags = %s WHERE call_id = %s", [json.dumps(etags), said["call_id"]]
    )
    path = f"/calls/{said['call_id']}/links/"
    assert all(alice.get(path).json()[ending] for ending in etags)
    forged = b"forged"
    bucket.put_object("media", f"{stored}/transcript.json", io.BytesIO(forged), len(forged))
    links = alice.get(path).json()
    assert [ending for ending in etags if links[ending] is None] == ["json"]
    assert len(alice.get(f"/calls/{said['call_id']}/transcript/").json()["items"]) == len(LINES)


@pytest.mark.usefixtures("stored")
def test_links_to_the_record_are_signed_and_downloads_are_attachments(alice: Person, said: dict[str, Any]) -> None:
    links = alice.get(f"/calls/{said['call_id']}/links/").json()
    assert links["video"].startswith(f"/media/calls/{said['call_id']}/1/video.mp4?")
    assert links["sound"].startswith(f"/media/calls/{said['call_id']}/1/sound.m4a?")
    assert "response-content-type=audio%2Fmp4" in links["sound"]
    for ending in ("vtt", "srt", "txt"):
        assert f"/1/transcript.{ending}?" in links[ending]
        assert "response-content-disposition=attachment" in links["downloads"][ending]
    assert all("X-Amz-Signature=" in links[name] for name in ("sound", "video", "json", "vtt"))


def test_a_call_without_a_record_has_no_links(alice: Person, call: dict[str, Any]) -> None:
    links = alice.get(f"/calls/{call['call_id']}/links/").json()
    assert [links[name] for name in ("sound", "video", "json", "vtt", "srt", "txt")] == [None] * 6
