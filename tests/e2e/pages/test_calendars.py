"""An agreed meeting on its way into people's calendars."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import vobject  # type: ignore[import-untyped]  # no types shipped
from playwright.sync_api import Page, expect
from tests.business_api.negotiated import Deal
from tests.e2e.pages.conftest import Newcomer, Opened
from tests.e2e.pages.test_deals import Pair, card, negotiate

from lodbic_local.system import System

MEETING = (datetime.now(UTC) + timedelta(days=3)).replace(hour=15, minute=0, second=0, microsecond=0)


def file_of(page: Page) -> Any:
    """What the page's own link to the file brings."""
    with page.expect_download() as download:
        page.get_by_role("link", name="Файл .ics").click()
    assert download.value.suggested_filename == "lodbic-meeting.ics"
    return vobject.readOne(Path(download.value.path()).read_text(encoding="utf-8"))


def test_a_meeting_that_both_confirmed_goes_into_calendars_and_one_called_off_out_of_them(
    system: System, newcomers: Pair, opened: Opened
) -> None:
    alice, boris = newcomers
    [number] = negotiate(system, newcomers, (Deal("Стол"),))
    terms = card("Стол", 500_00, place="метро Сокольники", meet_at=MEETING.isoformat(), confirm=True)
    boris.put(f"/negotiations/{number}/card/", terms)
    page = opened(alice)
    page.goto(f"/deals/{number}")
    expect(page.get_by_test_id("deal-confirm")).to_be_visible()
    buttons = page.get_by_role("group", name="В календарь")
    expect(buttons).to_have_count(0)
    page.get_by_test_id("deal-confirm").click()
    expect(buttons).to_be_visible()
    event = file_of(page).vevent
    assert event.dtstart.value == MEETING
    assert (event.location.value, event.status.value) == ("метро Сокольники", "CONFIRMED")
    google = buttons.get_by_role("link", name="Google Календарь")
    yandex = buttons.get_by_role("link", name="Яндекс Календарь")
    for link in (google, yandex):
        expect(link).to_have_attribute("target", "_blank")
        expect(link).to_have_attribute("rel", re.compile("noopener"))
    address = urlsplit(str(google.get_attribute("href")))
    asked = parse_qs(address.query)
    assert (address.netloc, asked["text"], asked["location"]) == (
        "calendar.google.com", ["Встреча: Стол"], ["метро Сокольники"],
    )  # fmt: skip
    assert asked["dates"] == [f"{MEETING:%Y%m%dT%H%M%SZ}/{MEETING + timedelta(hours=1):%Y%m%dT%H%M%SZ}"]
    address = urlsplit(str(yandex.get_attribute("href")))
    assert (address.netloc, parse_qs(address.query)["startTs"]) == (
        "calendar.yandex.ru",
        [f"{MEETING:%Y-%m-%d}T18:00:00"],
    )
    page.get_by_role("button", name="Не сложилось").click()
    expect(page.get_by_role("group", name="Встреча отменена. Убрать её из календаря")).to_be_visible()
    expect(google).to_have_count(0)
    assert file_of(page).method.value == "CANCEL"


def test_the_address_of_the_feed_is_shown_copied_and_renewed(newcomer: Newcomer, opened: Opened) -> None:
    page = opened(newcomer("Борис"))
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto("/profile")
    field = page.get_by_label("Адрес подписки")
    expect(field).to_have_count(0)
    page.get_by_role("button", name="Показать адрес").click()
    expect(field).to_have_value(re.compile(r"/api/calendar/.+\.ics$"))
    old = field.input_value()
    page.get_by_role("button", name="Скопировать").click()
    expect(page.get_by_text("Адрес скопирован")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == old
    page.get_by_role("button", name="Сменить адрес").click()
    dialog = page.get_by_role("dialog", name="Сменить адрес?")
    dialog.get_by_role("button", name="Отмена").click()
    assert page.request.get(old).status == 200, "nothing was changed"
    page.get_by_role("button", name="Сменить адрес").click()
    dialog.get_by_role("button", name="Сменить адрес").click()
    expect(page.get_by_text("Адрес сменён")).to_be_visible()
    expect(field).not_to_have_value(old)
    new = page.request.get(field.input_value())
    assert (new.status, new.headers["content-type"]) == (200, "text/calendar; charset=utf-8")
    assert page.request.get(old).status == 404


def test_what_is_told_is_seen_and_pressed_over_an_open_dialog(boris: Page) -> None:
    boris.goto("/profile")
    boris.get_by_test_id("feed-show").click()
    boris.get_by_role("button", name="Скопировать").click()
    told = boris.locator(".toast")
    expect(told).to_have_count(1)
    boris.get_by_role("button", name="Сменить адрес").click()
    expect(boris.locator("dialog[open] .toast")).to_have_count(1)
    told.get_by_role("button", name="Закрыть").click()
    expect(told).to_have_count(0)
    expect(boris.locator("dialog[open]")).to_have_count(1)
