"""Every page as a screen reader needs it: at a desk in the light look and in the dark one, and on a phone."""

from collections.abc import Iterable

from playwright.sync_api import Browser, Page, expect
from tests.e2e.browsers import assert_accessible
from tests.e2e.conftest import new_page
from tests.e2e.pages.conftest import DESK, PHONE, Record

OWN = ("/", "/adverts", "/adverts/new", "/people", "/calls", "/deals", "/search?q=велосипед", "/profile",
       "/profile/blocked", "/no/such/page")  # fmt: skip
ANYBODYS = ("/login?next=/calls", "/register", "/forgot", "/reset#a-secret", "/reset", "/confirm#no-secret")


def look_at(page: Page, paths: Iterable[str]) -> None:
    for path in paths:
        page.set_viewport_size(DESK["viewport"])
        page.goto(path)
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        expect(page.locator("[aria-busy=true]")).to_have_count(0)
        expect(page.get_by_text("Проверяем ссылку")).to_have_count(0)
        assert_accessible(page)
        page.set_viewport_size(PHONE["viewport"])
        assert_accessible(page, ["light"])
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{path} is wider than a phone"


def test_every_page_of_ones_own_can_be_used_with_a_screen_reader(alice: Page, boris: Page, record: Record) -> None:
    [deal] = record.boris.get("/negotiations/")["items"]
    seller = record.alice.get("/session/")["me"]["user_id"]
    advert = f"/adverts/{deal['advert_id']}"
    call, negotiation = f"/calls/{record.call_id}", f"/deals/{deal['negotiation_id']}"
    look_at(boris, (*OWN, call, negotiation, advert, f"/people/{seller}"))
    look_at(alice, ("/my/adverts", f"{advert}/edit"))


def test_every_page_for_anybody_can_be_used_with_a_screen_reader(browser: Browser, base_url: str) -> None:
    page = new_page(browser, base_url)
    look_at(page, ANYBODYS)
    # What a form says when it is sent empty.
    page.goto("/register")
    page.locator("form button[type=submit]").click()
    expect(page.locator("[aria-invalid=true]").first).to_be_visible()
    assert_accessible(page)
    page.context.close()
