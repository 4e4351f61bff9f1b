"""A deal, as two people make it on their pages: written by one, confirmed by the other, taken to a calendar."""

import re

from playwright.sync_api import expect
from tests.e2e.browsers import User, wait_for


def test_what_both_confirm_is_agreed_and_goes_to_the_calendar(alice: User, boris: User, connected: str) -> None:
    for person in (boris, alice):
        person.page.get_by_test_id("leave-button").click()
        expect(person.page.get_by_test_id("leave-button")).to_be_hidden()
    wait_for("the call has ended", lambda: boris.api("GET", f"/calls/{connected}/")["end_time"] is not None)

    boris.page.goto("/deals")
    boris.page.get_by_test_id("deal-row").first.click()
    boris.page.wait_for_url(re.compile(r"/deals/[\w-]+"))
    boris.page.get_by_test_id("deal-edit").click()
    form = boris.page.get_by_role("dialog")
    form.locator("input[name=price]").fill("12 500")
    form.locator("input[name=place]").fill("метро Сокольники")
    form.locator("input[name=date]").fill("2030-05-17")
    form.locator("input[name=time]").fill("18:30")
    form.locator("button[type=submit]").click()
    expect(form).to_be_hidden()

    # The news come to Alice's open page by themselves.
    alice.page.goto(f"/calls/{connected}")
    alice.page.get_by_role("tab", name="Сделка").click()
    card = alice.page.get_by_test_id("deal-card").filter(visible=True)
    expect(card).to_contain_text("метро Сокольники")
    card.get_by_test_id("deal-confirm").click()
    expect(boris.page.get_by_test_id("deal-card")).to_contain_text("Подтвердили оба")
    with boris.page.expect_download() as download:
        boris.page.get_by_role("link", name=re.compile("ics|Файл", re.IGNORECASE)).first.click()
    text = download.value.path().read_text(encoding="utf-8")
    assert "BEGIN:VEVENT" in text
    assert "Сокольники" in text.replace("\r\n ", "")
