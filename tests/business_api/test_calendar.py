"""Meetings as calendars: read by libraries that did not write them."""

import csv
import io
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit
from zoneinfo import ZoneInfo

import ics  # type: ignore[import-untyped]  # no types shipped
import psycopg
import pytest
import vobject  # type: ignore[import-untyped]  # no types shipped
from tests.business_api.conftest import ORIGIN, Browser, Person, assert_error
from tests.business_api.khal import ZONE, Khal
from tests.business_api.negotiated import Deal, negotiated
from tests.business_api.test_deals import Meet, confirm, edit, meet, read  # noqa: F401 - a fixture among them

HOSTILE = "Встреча\r\nATTENDEE:mailto:evil@example.com; \\n <b>"


@pytest.fixture
def agreed(alice: Person, boris: Person, meet: Meet) -> dict[str, Any]:
    """A deal that both have confirmed."""
    deal = meet()
    confirm(alice, deal, 1)
    return dict(confirm(boris, deal, 1).json())


@pytest.fixture
def khal(tmp_path: Path) -> Khal:
    """A calendar of Boris's own."""
    return Khal(tmp_path)


def file_of(person: Person, deal: dict[str, Any]) -> str:
    answer = person.get(f"/negotiations/{deal['negotiation_id']}/meeting.ics")
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    assert answer.headers["content-disposition"].startswith("attachment")
    return answer.text


def test_an_agreed_meeting_is_read_alike_by_three_readers(boris: Person, agreed: dict[str, Any], khal: Khal) -> None:
    text = file_of(boris, agreed)
    starts = datetime.fromisoformat(agreed["meet_at"]).astimezone(UTC)
    event = next(iter(ics.Calendar(text).events))
    assert event.begin.datetime.astimezone(UTC) == starts
    assert event.duration == timedelta(hours=1)
    assert "Сокольники" in (event.location or "")
    assert len(event.alarms) == 1
    read_by_vobject: Any = vobject.readOne(text)
    assert read_by_vobject.method.value == "PUBLISH"
    assert read_by_vobject.vevent.dtstart.value.astimezone(UTC) == starts
    assert read_by_vobject.vevent.dtstart.params["X-VOBJ-ORIGINAL-TZID"] == ["Europe/Moscow"]
    assert str(read_by_vobject.vevent.sequence.value) == "0"
    khal.take(text)
    [shown] = khal.events()
    there = starts.astimezone(ZoneInfo(ZONE))
    assert (shown.start, shown.end) == (f"{there:%Y-%m-%d %H:%M}", f"{there + timedelta(hours=1):%Y-%m-%d %H:%M}")
    assert (shown.uid, shown.status) == (f"{agreed['negotiation_id']}@lodbic", "CONFIRMED")
    assert "Сокольники" in shown.location
    assert shown.title.startswith("Встреча: ")
    assert "Цена: 12 500 ₽" in shown.description


def test_a_change_that_both_confirm_raises_the_sequence_and_a_fall_through_cancels(
    alice: Person, boris: Person, agreed: dict[str, Any]
) -> None:
    edit(alice, agreed, place="у фонтана")
    assert ":у фонтана" not in file_of(boris, agreed), "not before both confirm"
    for person in (alice, boris):
        confirm(person, agreed, 2)
    changed: Any = vobject.readOne(file_of(boris, agreed))
    assert (changed.vevent.location.value, changed.vevent.sequence.value) == ("у фонтана", "1")
    uid = changed.vevent.uid.value
    boris.patch(f"/negotiations/{agreed['negotiation_id']}/", {"state": "fell_through"})
    cancelled: Any = vobject.readOne(file_of(boris, agreed))
    assert (cancelled.method.value, cancelled.vevent.status.value) == ("CANCEL", "CANCELLED")
    assert (cancelled.vevent.sequence.value, cancelled.vevent.uid.value) == ("2", uid)
    assert not hasattr(cancelled.vevent, "valarm")
    # Without an organizer a called-off event is none by RFC 5546; no person's address is given away for it.
    assert changed.vevent.organizer.value == cancelled.vevent.organizer.value == "mailto:no-reply@lodbic.example"
    text = file_of(boris, agreed)
    [by_ics] = ics.Calendar(text).events
    assert by_ics.status == "CANCELLED"
    links = read(boris, agreed["negotiation_id"])["calendar"]
    assert links == {"ics": agreed["calendar"]["ics"], "google": None, "yandex": None}


def test_a_calendar_that_took_the_meeting_in_follows_its_change_and_its_end(
    alice: Person, boris: Person, agreed: dict[str, Any], khal: Khal
) -> None:
    khal.take(file_of(boris, agreed))
    edit(alice, agreed, place="у фонтана", meet_at="2099-05-05T12:00:00Z", confirm=True)
    confirm(boris, agreed, 2)
    khal.take(file_of(boris, agreed))
    [changed] = khal.events()
    assert (changed.start, changed.location, changed.status) == ("2099-05-05 17:00", "у фонтана", "CONFIRMED")
    boris.patch(f"/negotiations/{agreed['negotiation_id']}/", {"state": "fell_through"})
    khal.take(file_of(boris, agreed))
    [called_off] = khal.events()
    assert (called_off.uid, called_off.status) == (changed.uid, "CANCELLED")


def test_a_new_agreement_without_a_meeting_cancels_the_one_before(
    alice: Person, boris: Person, agreed: dict[str, Any]
) -> None:
    before: Any = vobject.readOne(file_of(boris, agreed)).vevent
    edit(alice, agreed, place="решим позже", meet_at=None, confirm=True)
    assert vobject.readOne(file_of(boris, agreed)).method.value == "PUBLISH", "not before both confirm"
    confirm(boris, agreed, 2)
    cancelled: Any = vobject.readOne(file_of(boris, agreed))
    assert (cancelled.method.value, cancelled.vevent.status.value) == ("CANCEL", "CANCELLED")
    assert (cancelled.vevent.uid.value, cancelled.vevent.sequence.value) == (before.uid.value, "1")
    assert cancelled.vevent.dtstart.value == before.dtstart.value
    assert cancelled.vevent.location.value == before.location.value, "as it was agreed on"
    edit(boris, read(boris, agreed["negotiation_id"]), meet_at="2099-05-05T12:00:00Z", confirm=True)
    confirm(alice, agreed, 3)
    anew: Any = vobject.readOne(file_of(boris, agreed))
    assert (anew.method.value, anew.vevent.sequence.value) == ("PUBLISH", "2")


def test_there_is_no_meeting_before_both_agreed_on_one(boris: Person, meet: Meet) -> None:
    deal = meet()
    assert deal["calendar"] is None
    assert_error(boris.get(f"/negotiations/{deal['negotiation_id']}/meeting.ics"), 404, "not_found")


def test_hostile_text_stays_text(alice: Person, boris: Person, agreed: dict[str, Any]) -> None:
    assert_error(edit(alice, agreed, item=HOSTILE), 400, "invalid", "item")
    hostile = "Стол; ATTENDEE:mailto:evil@example.com, \\n END:VEVENT"
    assert edit(alice, agreed, item=hostile, confirm=True).status_code == 200
    confirm(boris, agreed, 2)
    event: Any = vobject.readOne(file_of(boris, agreed)).vevent
    assert event.summary.value == f"Встреча: {hostile}"
    assert not hasattr(event, "attendee")


def test_hostile_names_of_people_and_things_stay_text_in_every_reader_and_sheet(
    alice: Person, boris: Person, meet: Meet, khal: Khal
) -> None:
    name = "=1+1; ATTENDEE:x, \\n END:VCALENDAR"
    assert alice.patch("/me/", {"name": name}).status_code == 200
    deal = meet()
    evil = {"item": "@SUM(1)\\nBEGIN:VALARM", "place": "-2+3|cmd' /C calc'!A0"}
    assert edit(alice, deal, **evil, confirm=True).status_code == 200
    agreed = confirm(boris, deal, 2).json()
    text = file_of(boris, agreed)
    assert (text.count("BEGIN:VEVENT"), text.count("\nBEGIN:VALARM"), "\nATTENDEE" in text) == (1, 1, False)
    event: Any = vobject.readOne(text).vevent
    assert name in event.description.value
    assert (event.location.value, event.summary.value) == (evil["place"], f"Встреча: {evil['item']}")
    other = next(iter(ics.Calendar(text).events))
    assert (other.location, len(other.alarms), other.attendees) == (evil["place"], 1, set())
    khal.take(text)
    [shown] = khal.events()
    assert shown.location == evil["place"]
    # For khal a backslash and an n are a new line, however they came.
    assert shown.title == f"Встреча: {evil['item']}".replace("\\n", "\n")
    assert name.replace("\\n", "\n") in shown.description
    sheet = boris.get("/negotiations/export/", params={"format": "csv"}).content.decode("utf-8-sig")
    row = list(csv.reader(io.StringIO(sheet), delimiter=";"))[1]
    assert (row[0], row[2], row[7]) == (agreed["title"], f"'{name}", f"'{evil['place']}")


def test_a_feed_takes_out_what_was_called_off_and_takes_in_what_changed(
    alice: Person, boris: Person, agreed: dict[str, Any]
) -> None:
    path = urlsplit(boris.get("/calendar/feed/").json()["url"]).path.removeprefix("/api")

    def feed() -> Any:
        return vobject.readOne(boris.http.get(path).text)

    assert (feed().method.value, feed().vevent.status.value, feed().vevent.sequence.value) == (
        "PUBLISH", "CONFIRMED", "0",
    )  # fmt: skip
    later = "2099-05-05T12:00:00Z"
    edit(alice, agreed, meet_at=later, confirm=True)
    confirm(boris, agreed, 2)
    assert feed().vevent.dtstart.value.astimezone(UTC) == datetime(2099, 5, 5, 12, tzinfo=UTC)
    assert feed().vevent.sequence.value == "1"
    assert feed().vevent.valarm.trigger.value == -timedelta(hours=1)
    alice.patch(f"/negotiations/{agreed['negotiation_id']}/", {"state": "fell_through"})
    called_off = feed()
    assert (called_off.vevent.status.value, called_off.vevent.sequence.value) == ("CANCELLED", "2")
    assert called_off.method.value == "PUBLISH", "it is the feed of all meetings still"


# By the clocks of Berlin: six in summer and in winter, and the hour that the clocks of spring take away.
BERLIN = {
    "Лодка": datetime(2035, 7, 10, 16, tzinfo=UTC), "Лыжи": datetime(2036, 1, 10, 17, tzinfo=UTC),
    "Часы": datetime(2036, 3, 30, 0, 30, tzinfo=UTC), "Зонт": datetime(2035, 8, 10, 16, tzinfo=UTC),
}  # fmt: skip
CALLED_OFF = "Зонт"
Held = dict[str, tuple[datetime, datetime, str]]


def by_ics(text: str) -> Held:
    events = ics.Calendar(text).events
    return {each.name: (each.begin.datetime, each.end.datetime, each.status) for each in events}


def by_vobject(text: str) -> Held:
    events = vobject.readOne(text).vevent_list
    assert {each.dtstart.params["X-VOBJ-ORIGINAL-TZID"][0] for each in events} == {"Europe/Berlin"}
    return {each.summary.value: (each.dtstart.value, each.dtend.value, each.status.value) for each in events}


def by_khal(text: str, khal: Khal) -> Held:
    khal.take(text)
    return {each.title: (*each.times(), each.status) for each in khal.events()}


def test_a_feed_of_summer_and_winter_is_read_alike_by_three_readers(
    alice: Person, boris: Person, owner: psycopg.Connection[Any], khal: Khal
) -> None:
    numbers = negotiated(owner, boris, alice, [Deal(item) for item in BERLIN])
    for number, (item, starts) in zip(numbers, BERLIN.items(), strict=True):
        deal = read(boris, number)
        terms = {"item": item, "meet_at": starts.isoformat(), "time_zone": "Europe/Berlin"}
        assert edit(boris, deal, **terms, confirm=True).status_code == 200
        assert confirm(alice, deal, 1).json()["state"] == "agreed"
        if item == CALLED_OFF:
            alice.patch(f"/negotiations/{number}/", {"state": "fell_through"})
    feed = boris.http.get(urlsplit(boris.get("/calendar/feed/").json()["url"]).path.removeprefix("/api")).text
    status = {item: "CANCELLED" if item == CALLED_OFF else "CONFIRMED" for item in BERLIN}
    held = {f"Встреча: {item}": (starts, starts + timedelta(hours=1), status[item]) for item, starts in BERLIN.items()}
    assert by_vobject(feed) == held
    assert by_ics(feed) == held
    assert by_khal(feed, khal) == held


def test_links_open_the_calendars_of_google_and_yandex(agreed: dict[str, Any]) -> None:
    links = agreed["calendar"]
    google, yandex = urlsplit(links["google"]), urlsplit(links["yandex"])
    assert (google.scheme, google.netloc) == ("https", "calendar.google.com")
    starts = datetime.fromisoformat(agreed["meet_at"]).astimezone(UTC)
    asked = parse_qs(google.query)
    assert asked["dates"][0].split("/")[0] == f"{starts:%Y%m%dT%H%M%SZ}"
    assert (asked["action"], asked["ctz"]) == (["TEMPLATE"], ["Europe/Moscow"])
    assert yandex.netloc == "calendar.yandex.ru"
    assert parse_qs(yandex.query)["startTs"][0].endswith("T18:00:00")


def test_the_link_to_yandex_tells_the_time_by_the_clocks_of_whoever_presses_it(
    alice: Person, boris: Person, agreed: dict[str, Any]
) -> None:
    def told(person: Person) -> tuple[list[str], list[str], list[str]]:
        links = read(person, agreed["negotiation_id"])["calendar"]
        google, yandex = (parse_qs(urlsplit(links[name]).query) for name in ("google", "yandex"))
        return yandex["startTs"], yandex["endTs"], google["dates"]

    meeting = {"meet_at": "2099-01-05T20:30:00Z", "time_zone": "Europe/Moscow"}
    edit(alice, agreed, **meeting, confirm=True)
    confirm(boris, agreed, 2)
    same = ["20990105T203000Z/20990105T213000Z"]
    assert boris.patch("/me/", {"time_zone": "Asia/Yekaterinburg"}).status_code == 200
    assert told(alice) == (["2099-01-05T23:30:00"], ["2099-01-06T00:30:00"], same)
    assert told(boris) == (["2099-01-06T01:30:00"], ["2099-01-06T02:30:00"], same)


def test_a_feed_holds_all_meetings_at_a_private_address(
    alice: Person, boris: Person, charlie: Person, agreed: dict[str, Any]
) -> None:
    address = boris.get("/calendar/feed/").json()["url"]
    assert address.startswith(f"{ORIGIN}/api/calendar/")
    path = urlsplit(address).path.removeprefix("/api")
    assert agreed["negotiation_id"] in charlie.http.get(path).text
    assert "BEGIN:VEVENT" not in charlie.http.get(urlsplit(charlie.get("/calendar/feed/").json()["url"]).path[4:]).text
    assert boris.get("/calendar/feed/").json()["url"] == address, "it stays"


def test_a_guessed_or_renewed_address_finds_nothing(boris: Person, charlie: Person, agreed: dict[str, Any]) -> None:
    path = urlsplit(boris.get("/calendar/feed/").json()["url"]).path.removeprefix("/api")
    owner, signature, _ = path.rsplit("/", 1)[1].split(".")
    for guess in (f"{owner}.{'A' * 32}.ics", f"{charlie.user_id.replace('-', '')}.{signature}.ics", "x.y.ics"):
        assert charlie.http.get(f"/calendar/{guess}").status_code == 404
    renewed = boris.post("/calendar/feed/renew/").json()["url"]
    assert charlie.http.get(path).status_code == 404
    assert charlie.http.get(urlsplit(renewed).path.removeprefix("/api")).status_code == 200
    assert_error(charlie.post("/calendar/feed/renew"), 404, "not_found")


def test_guesses_are_counted_by_address_and_reading_by_owner(boris: Person, alice: Person, api: str) -> None:
    path = urlsplit(boris.get("/calendar/feed/").json()["url"]).path.removeprefix("/api")
    guesser, reader = Browser(api, "10.252.3.1"), Browser(api, "10.252.3.2")
    guess = f"/calendar/{boris.user_id.replace('-', '')}.{'A' * 32}.ics"
    assert [guesser.get(guess).status_code for _ in range(30)] == [404] * 30
    assert_error(guesser.get(guess), 429, "too_many_requests")
    assert [reader.get(path).status_code for _ in range(31)] == [200] * 30 + [429]
    hers = urlsplit(alice.get("/calendar/feed/").json()["url"]).path.removeprefix("/api")
    assert reader.get(hers).status_code == 200, "a calendar service reads for many people from one address"


def test_a_closed_account_has_no_feed(boris: Person, charlie: Person) -> None:
    path = urlsplit(charlie.get("/calendar/feed/").json()["url"]).path.removeprefix("/api")
    assert charlie.post("/me/close/", {"password": charlie.password}).status_code in (200, 204)
    assert boris.http.get(path).status_code == 404
