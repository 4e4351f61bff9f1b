"""Addresses that people type, follow or mistype."""

from playwright.sync_api import Browser, expect
from tests.e2e.conftest import new_page


def test_an_address_that_is_none_says_so_once(buyer_browser: Browser, base_url: str) -> None:
    page = new_page(buyer_browser, base_url)
    page.goto("/no/such/page")
    expect(page.get_by_role("heading", level=1)).to_have_text("Такой страницы нет")
    page.evaluate("window.stays = true")
    page.wait_for_timeout(3000)
    assert page.evaluate("window.stays"), "the page was loaded again by itself"
    page.get_by_role("link", name="На главную").click()
    page.wait_for_url(f"{base_url}/")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    page.context.close()
