"""Coming back to a list by the browser's own button."""

from playwright.sync_api import expect
from tests.business_api.negotiated import Deal
from tests.e2e.pages.conftest import Opened
from tests.e2e.pages.test_deals import Pair, negotiate, titles

from lodbic_local.system import System


def test_who_comes_back_to_a_long_history_finds_the_row_they_left(
    system: System, newcomers: Pair, opened: Opened
) -> None:
    negotiate(system, newcomers, tuple(Deal(f"Вещь {number}") for number in range(45)))
    page = opened(newcomers[1])
    page.goto("/deals")
    page.get_by_role("button", name="Показать ещё").click()
    expect(titles(page)).to_have_count(40)
    row = titles(page).nth(30)
    row.scroll_into_view_if_needed()
    row.click()
    expect(page.get_by_test_id("deal-card")).to_be_visible()
    page.go_back()
    expect(row).to_be_in_viewport()
    expect(titles(page)).to_have_count(40)
    page.wait_for_load_state("networkidle")
    expect(titles(page)).to_have_count(40)
    expect(row).to_be_in_viewport()
    page.get_by_role("link", name="Сделки").click()
    page.get_by_role("link", name="Звонки").click()
    page.get_by_role("link", name="Сделки").click()
    expect(titles(page)).to_have_count(20)
