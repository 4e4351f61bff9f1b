"""Adverts and their pictures."""

import io
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

import httpx
import psycopg
import pytest
from PIL import ExifTags, Image
from tests.business_api.conftest import BICYCLE, ORIGIN, Browser, Person, assert_error, picture


def test_a_person_places_an_advert_that_strangers_see(alice: Person, advert: dict[str, Any], stranger: Browser) -> None:
    seen = stranger.get(f"/adverts/{advert['advert_id']}/").json()
    assert {name: seen[name] for name in BICYCLE} == BICYCLE
    assert (seen["seller"]["user_id"], seen["state"], seen["mine"]) == (alice.user_id, "active", False)
    assert alice.get(f"/adverts/{advert['advert_id']}/").json()["mine"] is True


def test_whoever_has_not_confirmed_the_email_is_told_to(register: Callable[[str], Person]) -> None:
    assert_error(register("Vera").post("/adverts/", BICYCLE), 403, "email_not_confirmed")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title", "ab"),
        ("title", "x" * 101),
        ("category", "weapons"),
        ("price_minor", -1),
        ("price_minor", 10**14 + 1),
        ("price_minor", "a lot"),
        ("city", ""),
        ("description", "x" * 5001),
        ("currency", "EUR"),
        ("seller", "someone"),
    ],
)
def test_a_bad_field_of_an_advert_is_named(alice: Person, field: str, value: Any) -> None:
    assert_error(alice.post("/adverts/", BICYCLE | {field: value}), 400, "invalid", field)


def test_an_advert_is_changed_by_its_owner_only(alice: Person, boris: Person, advert: dict[str, Any]) -> None:
    path = f"/adverts/{advert['advert_id']}/"
    assert_error(boris.patch(path, {"price_minor": 1}), 403, "forbidden")
    assert alice.patch(path, {"price_minor": 1_200_000, "state": "sold"}).json()["price_minor"] == 1_200_000
    assert boris.get(path).json()["state"] == "sold"


def test_a_hidden_advert_is_its_owners_only(alice: Person, boris: Person, advert: dict[str, Any]) -> None:
    path = f"/adverts/{advert['advert_id']}/"
    alice.patch(path, {"state": "hidden"})
    assert_error(boris.get(path), 404, "not_found")
    assert_error(boris.patch(path, {"price_minor": 1}), 404, "not_found")
    assert alice.get(path).status_code == 200
    listed = alice.get("/adverts/?seller=me").json()["items"]
    assert [(item["advert_id"], item["state"]) for item in listed] == [(advert["advert_id"], "hidden")]


@pytest.mark.parametrize(
    "text", ["велосепед стелс", "ВЕЛОСИПЕД", "Стэлс навегатор", "елочные шины", "велосипед москва"]
)
def test_an_advert_is_found_by_words_with_typing_mistakes(advert: dict[str, Any], stranger: Browser, text: str) -> None:
    found = stranger.get("/adverts/", params={"q": text, "seller": advert["seller"]["user_id"]}).json()["items"]
    assert [item["advert_id"] for item in found] == [advert["advert_id"]]


@pytest.mark.parametrize("text", ["холодильник", "велосипед холодильник", "''", "& | ! :*", "%", "_", "\\"])
def test_other_words_and_mere_signs_find_nothing(advert: dict[str, Any], stranger: Browser, text: str) -> None:
    answer = stranger.get("/adverts/", params={"q": text, "seller": advert["seller"]["user_id"]})
    assert answer.json()["items"] == []


def test_a_search_of_ten_thousand_characters_is_refused(stranger: Browser) -> None:
    assert_error(stranger.get("/adverts/", params={"q": "a" * 10_000}), 400, "invalid", "q")


def test_adverts_are_filtered_ordered_and_paged(alice: Person, stranger: Browser) -> None:
    city = f"Город {uuid4().hex[:8]}"
    for price in range(1, 24):
        body = BICYCLE | {"city": city, "price_minor": price * 100, "category": "hobby" if price % 2 else "home"}
        assert alice.post("/adverts/", body).status_code == 201

    def prices(**wanted: Any) -> list[int]:
        answer = stranger.get("/adverts/", params={"city": city.upper(), **wanted}).json()
        return [item["price_minor"] // 100 for item in answer["items"]]

    assert prices(order="cheap") == list(range(1, 21))
    assert prices(order="cheap", page=2) == [21, 22, 23]
    assert prices(order="dear", page=2) == [3, 2, 1]
    assert prices() == list(range(23, 3, -1))
    assert prices(category="home", price_min=1000, price_max=1600, order="cheap") == [10, 12, 14, 16]
    assert stranger.get("/adverts/", params={"city": city}).json()["has_more"] is True
    assert stranger.get("/adverts/", params={"city": city, "page": 2}).json()["has_more"] is False


@pytest.mark.parametrize(
    ("name", "value"), [("seller", "bob"), ("category", "x"), ("price_min", "-1"), ("order", "x"), ("colour", "red")]
)
def test_a_bad_filter_is_named(stranger: Browser, name: str, value: str) -> None:
    assert_error(stranger.get("/adverts/", params={name: value}), 400, "invalid", name)


def test_pictures_are_added_ordered_and_removed_by_the_owner_only(
    alice: Person, boris: Person, advert: dict[str, Any]
) -> None:
    path = f"/adverts/{advert['advert_id']}/pictures"
    for width in (40, 4000):
        answer = alice.post(f"{path}/", files={"picture": ("a.jpg", picture(width, 30, "JPEG"))})
        assert answer.status_code == 201, answer.text
    first, second = answer.json()["pictures"]
    assert (first["width"], second["width"]) == (40, 1600)
    assert_error(boris.post(f"{path}/", files={"picture": ("a.png", picture())}), 403, "forbidden")
    assert_error(boris.delete(f"{path}/{first['picture_id']}/"), 403, "forbidden")
    order = {"picture_ids": [second["picture_id"], first["picture_id"]]}
    assert_error(boris.put(f"{path}/order/", order), 403, "forbidden")
    ordered = alice.put(f"{path}/order/", order).json()["pictures"]
    assert [each["picture_id"] for each in ordered] == order["picture_ids"]
    half = {"picture_ids": [first["picture_id"]]}
    assert_error(alice.put(f"{path}/order/", half), 400, "invalid", "picture_ids")
    left = alice.delete(f"{path}/{second['picture_id']}/").json()["pictures"]
    assert [each["picture_id"] for each in left] == [first["picture_id"]]
    assert_error(alice.delete(f"{path}/{second['picture_id']}/"), 404, "not_found")


def test_a_picture_is_removed_through_its_own_advert_only(alice: Person, boris: Person, advert: dict[str, Any]) -> None:
    mine = boris.post("/adverts/", BICYCLE).json()["advert_id"]
    path = f"/adverts/{advert['advert_id']}"
    hers = alice.post(f"{path}/pictures/", files={"picture": ("a.png", picture())}).json()["pictures"]
    assert_error(boris.delete(f"/adverts/{mine}/pictures/{hers[0]['picture_id']}/"), 404, "not_found")
    assert_error(
        boris.put(f"/adverts/{mine}/pictures/order/", {"picture_ids": [hers[0]["picture_id"]]}), 400, "invalid"
    )
    left = alice.get(f"{path}/").json()["pictures"]
    assert [each["picture_id"] for each in left] == [hers[0]["picture_id"]]


def test_a_pictures_lasting_address_leads_to_storage_whoever_asks(
    alice: Person, advert: dict[str, Any], stranger: Browser, storage_environment: dict[str, str]
) -> None:
    files = {"picture": ("a.png", picture())}
    shown = alice.post(f"/adverts/{advert['advert_id']}/pictures/", files=files).json()["pictures"][0]
    name = urlsplit(shown["url"]).path.rsplit("/", 1)[1]

    def seen(name: str) -> httpx.Response:
        sent_on = stranger.get(f"/pictures/{name}")
        assert (sent_on.status_code, sent_on.headers["cache-control"]) == (302, "private, max-age=900")
        address = f"http://{storage_environment['STORAGE_ENDPOINT']}{sent_on.headers['location']}"
        return httpx.get(address, headers={"Host": ORIGIN.removeprefix("http://")})

    there = seen(name)
    assert (there.status_code, there.headers["content-type"], there.content[8:12]) == (200, "image/webp", b"WEBP")
    assert seen("guessed.webp").status_code == 404
    for bad in ("..%2Ftracks.webp", "a.b.webp", "a.png", ".webp"):
        assert_error(stranger.get(f"/pictures/{bad}"), 404, "not_found")


def test_a_picture_is_kept_upright_and_without_where_and_by_what_it_was_taken(
    alice: Person, advert: dict[str, Any], storage_environment: dict[str, str]
) -> None:
    taken = Image.Exif()
    taken[ExifTags.Base.Orientation] = 6  # the camera was turned by a quarter
    taken[ExifTags.Base.Model] = "A camera"
    taken.get_ifd(ExifTags.IFD.GPSInfo)[ExifTags.GPS.GPSLatitude] = (55.0, 45.0, 0.0)
    file = io.BytesIO()
    Image.new("RGB", (64, 48), "teal").save(file, "JPEG", exif=taken)
    assert b"A camera" in file.getvalue()
    files = {"picture": ("a.jpg", file.getvalue())}
    [shown] = alice.post(f"/adverts/{advert['advert_id']}/pictures/", files=files).json()["pictures"]
    sent_on = alice.get(f"/pictures/{urlsplit(shown['url']).path.rsplit('/', 1)[1]}")
    address = f"http://{storage_environment['STORAGE_ENDPOINT']}{sent_on.headers['location']}"
    kept = httpx.get(address, headers={"Host": ORIGIN.removeprefix("http://")}).content
    with Image.open(io.BytesIO(kept)) as picture_kept:
        assert (picture_kept.size, dict(picture_kept.getexif())) == ((48, 64), {})
    assert b"A camera" not in kept


def test_an_advert_takes_ten_pictures(alice: Person, advert: dict[str, Any]) -> None:
    path = f"/adverts/{advert['advert_id']}/pictures/"
    for _ in range(10):
        assert alice.post(path, files={"picture": ("a.png", picture())}).status_code == 201
    assert_error(alice.post(path, files={"picture": ("a.png", picture())}), 409, "too_many_pictures")


def test_a_picture_of_too_many_pixels_is_refused(alice: Person, advert: dict[str, Any]) -> None:
    bomb = picture(12_000, 9_000)
    assert len(bomb) < 10_000_000
    answer = alice.post(f"/adverts/{advert['advert_id']}/pictures/", files={"picture": ("a.png", bomb)})
    assert_error(answer, 400, "invalid", "picture")


def test_the_likest_of_the_newest_three_hundred_come_first(
    alice: Person, stranger: Browser, owner: psycopg.Connection[Any]
) -> None:
    owner.execute(
        "INSERT INTO adverts (seller_id, title, category, price_minor, city, state)"
        " SELECT %s, CASE WHEN n = 50 THEN 'Арфа' ELSE 'Арфаная ' || n END, 'hobby', n, 'Тверь', 'active'"
        " FROM generate_series(1, 310) n",
        [alice.user_id],
    )

    def page(number: int) -> dict[str, Any]:
        return dict(stranger.get("/adverts/", params={"q": "арфа", "page": number}).json())

    first, last = page(1), page(15)
    assert [item["price_minor"] for item in first["items"]][:3] == [50, 310, 309]
    assert ([item["price_minor"] for item in last["items"]][-1], last["has_more"]) == (11, False)
    cheapest = stranger.get("/adverts/", params={"q": "арфа", "order": "cheap"}).json()["items"]
    assert cheapest[0]["price_minor"] == 1
