"""The ledger: tracks, slices, finishing, revisions and jobs. Uploads go to real storage by the links handed out."""

import hashlib
import io
import re
import time
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import psycopg
import pytest
from tests.business_api.conftest import ORIGIN, Person, assert_error
from tests.business_api.test_calls import ALL, VERSION, accept, end, ring

from lodbic_local.settings import REPOSITORY
from lodbic_local.stores import Stores


def recorded_call(
    caller: Person, callee: Person, advert: dict[str, Any], signalling: psycopg.Connection[Any]
) -> dict[str, Any]:
    """They talk and both consent to everything."""
    made = ring(caller, advert)
    accept(signalling, made["call_id"])
    for person in (callee, caller):
        answer = person.put(f"/calls/{made['call_id']}/consents/", {"purposes": ALL, "text_version": VERSION})
        assert answer.status_code == 200
    return made


@pytest.fixture
def call(
    alice: Person, boris: Person, advert: dict[str, Any], signalling_role: psycopg.Connection[Any]
) -> dict[str, Any]:
    """Boris and Alice talk and both consent to everything."""
    return recorded_call(boris, alice, advert, signalling_role)


def start(person: Person, call: dict[str, Any], kind: str = "audio", **changes: Any) -> httpx.Response:
    body = {"kind": kind, "mime_type": "audio/webm;codecs=opus", "began_at_ms": time.time() * 1000 - 40}
    return person.post(f"/calls/{call['call_id']}/tracks/", body | {"offset_ms": 40.5, "uncertainty_ms": 3} | changes)


def entry(sequence: int, content: bytes, **changes: Any) -> dict[str, Any]:
    digest = hashlib.sha256(content).hexdigest()
    return {"sequence": sequence, "size": len(content), "sha256": digest, "duration_ms": 4000} | changes


@pytest.fixture
def put(storage_environment: dict[str, str]) -> Callable[..., int]:
    """Upload by a link, as a browser does through nginx: the Host that was signed, storage's address."""

    def upload(link: dict[str, Any], content: bytes) -> int:
        headers = {**link["headers"], "Host": ORIGIN.removeprefix("http://")}
        return httpx.put(
            f"http://{storage_environment['STORAGE_ENDPOINT']}{link['url']}", content=content, headers=headers
        ).status_code

    return upload


def upload_track(
    person: Person, call: dict[str, Any], put: Callable[..., int], parts: list[bytes], kind: str = "audio"
) -> str:
    track = start(person, call, kind).json()["track_id"]
    answer = person.post(f"/tracks/{track}/slices/", {"announce": [entry(i, part) for i, part in enumerate(parts)]})
    assert answer.status_code == 200, answer.text
    for link in answer.json()["links"]:
        assert put(link, parts[link["sequence"]]) == 200
    answer = person.post(f"/tracks/{track}/slices/", {"stored": list(range(len(parts)))})
    assert answer.json()["stored"] == list(range(len(parts)))
    return str(track)


def test_no_track_is_taken_before_both_consent(
    alice: Person, boris: Person, advert: dict[str, Any], signalling_role: psycopg.Connection[Any]
) -> None:
    call = ring(boris, advert)
    accept(signalling_role, call["call_id"])
    assert_error(start(boris, call), 403, "no_consent")
    boris.put(f"/calls/{call['call_id']}/consents/", {"purposes": ALL, "text_version": VERSION})
    assert_error(start(boris, call), 403, "no_consent")
    alice.put(f"/calls/{call['call_id']}/consents/", {"purposes": {"record": True}, "text_version": VERSION})
    assert start(boris, call).status_code == 201
    early = time.time() * 1000 - 60_000
    assert_error(start(boris, call, began_at_ms=early), 403, "no_consent")


@pytest.mark.parametrize(
    ("field", "value"),
    [("kind", "smell"), ("mime_type", "text/html"), ("began_at_ms", 5), ("offset_ms", "x"), ("uncertainty_ms", -1)],
)
def test_a_bad_field_of_a_track_is_named(boris: Person, call: dict[str, Any], field: str, value: Any) -> None:
    assert_error(start(boris, call, **{field: value}), 400, "invalid", field)


def test_starting_the_same_track_again_gives_the_same_track(alice: Person, boris: Person, call: dict[str, Any]) -> None:
    began = time.time() * 1000
    first, again = (start(boris, call, began_at_ms=began).json()["track_id"] for _ in range(2))
    assert first == again
    assert start(boris, call, "av", began_at_ms=began).json()["track_id"] != first
    assert start(alice, call, began_at_ms=began).json()["track_id"] != first


def test_a_recorder_that_starts_in_the_future_is_refused(boris: Person, call: dict[str, Any]) -> None:
    assert_error(start(boris, call, offset_ms=60_000), 400, "invalid", "began_at_ms")


def test_a_slice_goes_up_by_its_link_and_is_confirmed(
    boris: Person, call: dict[str, Any], put: Callable[..., int]
) -> None:
    track = start(boris, call).json()["track_id"]
    content = b"media" * 1000
    answer = boris.post(f"/tracks/{track}/slices/", {"announce": [entry(0, content)]}).json()
    assert (answer["stored"], answer["recording"], len(answer["links"])) == ([], True, 1)
    assert parse_qs(urlsplit(answer["links"][0]["url"]).query)["X-Amz-Expires"] == ["900"]
    assert boris.post(f"/tracks/{track}/slices/", {"stored": [0]}).json()["stored"] == []
    assert put(answer["links"][0], content) == 200
    assert boris.post(f"/tracks/{track}/slices/", {"stored": [0]}).json()["stored"] == [0]
    record = boris.get(f"/calls/{call['call_id']}/").json()["record"]
    assert [(t["announced"], t["stored"], t["kind"]) for t in record["tracks"]] == [(1, 1, "audio")]
    # Who never heard of it announces it again, and is told.
    again = boris.post(f"/tracks/{track}/slices/", {"announce": [entry(0, content)]}).json()
    assert (again["stored"], again["links"]) == ([0], [])


def test_a_recorder_that_starts_after_the_end_is_refused_and_one_from_before_it_is_taken(
    boris: Person, call: dict[str, Any], signalling_role: psycopg.Connection[Any], owner: psycopg.Connection[Any]
) -> None:
    # The consents were given a minute ago, and the call ended ten seconds ago.
    owner.execute("UPDATE consents SET given_at = now() - interval '1 min' WHERE call_id = %s", [call["call_id"]])
    end(signalling_role, call["call_id"])
    owner.execute("UPDATE calls SET end_time = now() - interval '10 s' WHERE call_id = %s", [call["call_id"]])
    assert_error(start(boris, call), 403, "no_consent")
    assert start(boris, call, began_at_ms=time.time() * 1000 - 15_000).status_code == 201


def test_a_call_takes_two_hundred_tracks_and_knows_the_last_one_again(
    boris: Person, call: dict[str, Any], owner: psycopg.Connection[Any]
) -> None:
    owner.execute(
        "INSERT INTO tracks (call_id, recorder_id, side, kind, mime_type, began_at, offset_ms, uncertainty_ms, state)"
        " SELECT %s, %s, 'caller', 'audio', 'audio/webm', now() + n * interval '1 ms', 0, 0, 'open'"
        " FROM generate_series(1, 199) AS n",
        [call["call_id"], boris.user_id],
    )
    began = time.time() * 1000
    last = start(boris, call, "av", began_at_ms=began)
    assert last.status_code == 201
    assert_error(start(boris, call, "av"), 409, "too_many_tracks")
    assert start(boris, call, "av", began_at_ms=began).json() == last.json()


def test_storage_refuses_another_body_length_or_an_overwrite(
    boris: Person, call: dict[str, Any], put: Callable[..., int]
) -> None:
    track = start(boris, call).json()["track_id"]
    content = b"media" * 1000
    link = boris.post(f"/tracks/{track}/slices/", {"announce": [entry(0, content)]}).json()["links"][0]
    assert put(link, b"other" * 1000) == 400
    assert put(link, b"short") == 403
    assert put(link | {"headers": {}}, content) == 403
    assert put(link | {"url": link["url"].replace("/000000?", "/000001?")}, content) == 403
    assert put(link, content) == 200
    assert put(link, content) == 412


def test_announcing_the_same_again_gives_a_link_again(
    boris: Person, call: dict[str, Any], put: Callable[..., int]
) -> None:
    path = f"/tracks/{start(boris, call).json()['track_id']}/slices/"
    announced = {"announce": [entry(1, b"one"), entry(0, b"zero")]}
    assert [link["sequence"] for link in boris.post(path, announced).json()["links"]] == [0, 1]
    links = boris.post(path, announced).json()["links"]
    assert put(links[0], b"zero") == 200
    assert [link["sequence"] for link in boris.post(path, announced | {"stored": [0]}).json()["links"]] == [1]


@pytest.mark.parametrize("change", [{"size": 5}, {"sha256": "0" * 64}, {"duration_ms": 1}])
def test_what_was_announced_never_changes(boris: Person, call: dict[str, Any], change: dict[str, Any]) -> None:
    path = f"/tracks/{start(boris, call).json()['track_id']}/slices/"
    boris.post(path, {"announce": [entry(0, b"zero")]})
    assert_error(boris.post(path, {"announce": [entry(1, b"one"), entry(0, b"zero") | change]}), 409, "slice_changed")
    assert boris.post(path, {"announce": [entry(1, b"ONE!")]}).status_code == 200


@pytest.mark.parametrize(
    "change",
    [
        {"sequence": -1},
        {"sequence": 20_000},
        {"size": 0},
        {"size": 8_000_001},
        {"sha256": "A" * 64},
        {"duration_ms": 60_001},
    ],
)
def test_a_slice_out_of_bounds_is_refused(boris: Person, call: dict[str, Any], change: dict[str, Any]) -> None:
    path = f"/tracks/{start(boris, call).json()['track_id']}/slices/"
    assert_error(boris.post(path, {"announce": [entry(0, b"zero") | change]}), 400, "invalid")


def test_the_largest_and_longest_slice_that_a_browser_makes_is_the_largest_that_is_taken(
    boris: Person, call: dict[str, Any]
) -> None:
    rule = (REPOSITORY / "frontend/src/lib/recorder/slicer.ts").read_text(encoding="utf-8")
    size, duration = (int(re.findall(rf"{name} = ([\d_]+);", rule)[0]) for name in ("MAX_SLICE_BYTES", "MAX_SLICE_MS"))
    path = f"/tracks/{start(boris, call).json()['track_id']}/slices/"
    largest = entry(0, b"zero") | {"size": size, "duration_ms": duration}
    link = boris.post(path, {"announce": [largest]}).json()["links"][0]
    assert "content-length" in link["url"], "signed, though the browser sends it by itself"
    for name in ("size", "duration_ms"):
        more = largest | {"sequence": 1, name: largest[name] + 1}
        assert_error(boris.post(path, {"announce": [more]}), 400, "invalid")


def test_a_slice_whose_object_has_another_size_is_not_taken_for_stored(
    boris: Person, call: dict[str, Any], stores: Stores
) -> None:
    track = start(boris, call).json()["track_id"]
    boris.post(f"/tracks/{track}/slices/", {"announce": [entry(0, b"whole")]})
    key = f"tracks/{call['call_id']}/{track}/000000"

    def kept(content: bytes) -> list[int]:
        # As by somebody with storage's own keys: a link lets no other length in.
        stores.storage.client().put_object(
            bucket_name="media", object_name=key, data=io.BytesIO(content), length=len(content)
        )
        return list(boris.post(f"/tracks/{track}/slices/", {"stored": [0]}).json()["stored"])

    assert (kept(b"cut"), kept(b"whole")) == ([], [0])


def test_a_track_is_its_recorders_only(alice: Person, boris: Person, charlie: Person, call: dict[str, Any]) -> None:
    track = start(boris, call).json()["track_id"]
    for other in (alice, charlie):
        assert_error(other.post(f"/tracks/{track}/slices/", {"announce": [entry(0, b"x")]}), 404, "not_found")
        assert_error(other.post(f"/tracks/{track}/finish/", {"slice_count": 0}), 404, "not_found")
    assert_error(start(charlie, call), 404, "not_found")


def test_after_the_finish_only_slices_counted_in_it_may_come(boris: Person, call: dict[str, Any]) -> None:
    track = start(boris, call).json()["track_id"]
    assert boris.post(f"/tracks/{track}/finish/", {"slice_count": 2}).json() == {"state": "finished"}
    assert boris.post(f"/tracks/{track}/finish/", {"slice_count": 2}).json() == {"state": "finished"}
    assert_error(boris.post(f"/tracks/{track}/finish/", {"slice_count": 3}), 409, "track_finished")
    assert boris.post(f"/tracks/{track}/slices/", {"announce": [entry(1, b"one")]}).status_code == 200
    assert_error(boris.post(f"/tracks/{track}/slices/", {"announce": [entry(2, b"two")]}), 409, "track_finished")


def test_a_finish_with_fewer_slices_than_announced_is_refused(boris: Person, call: dict[str, Any]) -> None:
    track = start(boris, call).json()["track_id"]
    boris.post(f"/tracks/{track}/slices/", {"announce": [entry(4, b"four")]})
    assert_error(boris.post(f"/tracks/{track}/finish/", {"slice_count": 4}), 400, "invalid", "slice_count")


def test_withdrawn_consent_stops_the_recording_and_keeps_what_was_recorded(
    alice: Person, boris: Person, call: dict[str, Any], owner: psycopg.Connection[Any]
) -> None:
    path = f"/tracks/{start(boris, call).json()['track_id']}/slices/"
    boris.post(path, {"announce": [entry(0, b"zero")]})
    alice.put(f"/calls/{call['call_id']}/consents/", {"purposes": {"record": False}, "text_version": VERSION})
    answer = boris.post(path, {"announce": [entry(0, b"zero")]}).json()
    assert (answer["recording"], len(answer["links"])) == (False, 1)
    assert_error(start(boris, call, began_at_ms=time.time() * 1000 + 2500), 403, "no_consent")


def test_slices_from_after_a_withdrawal_are_refused_and_those_before_them_in_the_same_request_kept(
    alice: Person, boris: Person, call: dict[str, Any], put: Callable[..., int]
) -> None:
    track = start(boris, call).json()["track_id"]
    path, parts = f"/tracks/{track}/slices/", [b"zero", b"one", b"two", b"three"]
    alice.put(f"/calls/{call['call_id']}/consents/", {"purposes": {"record": False}, "text_version": VERSION})
    # Two seconds after a withdrawal are granted to clocks: the first slice begins within them, the others later.
    answer = boris.post(path, {"announce": [entry(number, part) for number, part in enumerate(parts)]}).json()
    assert (answer["refused"], answer["recording"], len(answer["links"])) == ([1, 2, 3], False, 1)
    assert put(answer["links"][0], parts[0]) == 200
    answer = boris.post(path, {"stored": [0], "announce": [entry(4, b"four")]}).json()
    assert (answer["stored"], answer["refused"], answer["links"]) == ([0], [4], [])
    assert boris.post(f"/tracks/{track}/finish/", {"slice_count": 1}).json() == {"state": "finished"}
