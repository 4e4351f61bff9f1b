"""What is recorded and not sent yet: counted, asked about, and sent by one tab, once."""

import re
import time
from collections import Counter

from playwright.sync_api import BrowserContext, Page, Response, expect
from tests.e2e.browsers import User
from tests.e2e.conftest import connect, leave
from tests.e2e.records import Rows, assert_whole, wait_final, wait_recording

from lodbic_local.system import System

PENDING = re.compile(r"Ещё отправляется: [1-9]\d* част")


def noted(context: BrowserContext) -> list[tuple[Page, str]]:
    """Which page put which object into storage, from now on; one that was there already counts as well."""
    puts: list[tuple[Page, str]] = []

    def note(answer: Response) -> None:
        if answer.request.method == "PUT" and answer.status in {200, 412}:
            puts.append((answer.frame.page, answer.url.partition("?")[0]))

    context.on("response", note)
    return puts


def online(page: Page) -> None:
    """Tell the page that the network is back: it need not wait for its next attempt."""
    page.evaluate("dispatchEvent(new Event('online'))")


def test_what_waits_for_storage_is_counted_and_sent_once_by_whichever_tab_is_there(
    alice: User, boris: User, system: System, rows: Rows
) -> None:
    call_id = connect(alice, boris, ["record"])
    wait_recording(rows, call_id)
    system.processes.kill("storage")
    puts = {person: noted(person.page.context) for person in (alice, boris)}
    time.sleep(6)
    leave(boris, alice)
    for person in (alice, boris):
        expect(person.page.get_by_test_id("uploads-pending")).to_have_text(PENDING)
    with alice.page.expect_event("dialog") as asked:
        alice.page.close(run_before_unload=True)
    assert asked.value.type == "beforeunload"
    asked.value.dismiss()

    # A second tab leaves it to the first, and takes over where that is gone.
    hers, his = (person.page.context.new_page() for person in (alice, boris))
    for tab in (hers, his):
        tab.goto("/calls")
        expect(tab.get_by_role("heading", level=1)).to_be_visible()
    boris.page.close()
    expect(his.get_by_test_id("uploads-pending")).to_have_text(PENDING)
    expect(hers.get_by_test_id("uploads-pending")).to_be_hidden()
    assert puts == {alice: [], boris: []}
    system.processes.start("storage")
    for tab in (alice.page, his):
        online(tab)
    expect(alice.page.get_by_text("Вся запись отправлена")).to_be_visible()
    for tab in (alice.page, hers, his):
        expect(tab.get_by_test_id("uploads-pending")).to_be_hidden()
    boris.page = his
    assert_whole(wait_final(boris, call_id, 4), 4)
    for person, tab in ((alice, alice.page), (boris, his)):
        assert {page for page, _ in puts[person]} == {tab}
        assert set(Counter(address for _, address in puts[person]).values()) == {1}
