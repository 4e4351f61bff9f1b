"""The sheet in which a line is corrected."""

from playwright.sync_api import Page, expect
from tests.e2e.pages.conftest import Record


def test_a_correction_is_one_line_outlives_its_closed_sheet_and_replaces_no_newer_one(
    boris: Page, record: Record
) -> None:
    heard = record.boris.get(f"/calls/{record.call_id}/transcript/?limit=10")["items"][5]
    path = f"/calls/{record.call_id}/segments/{heard['segment_id']}"
    boris.goto(f"/calls/{record.call_id}")
    press = boris.locator(f"[data-segment='{heard['segment_id']}']")
    dialog = boris.get_by_role("dialog", name="Реплика в")
    field = dialog.get_by_label("Как было сказано на самом деле")

    def look() -> None:
        tool = boris.locator(".line", has=press).get_by_test_id("line-correct")
        tool.scroll_into_view_if_needed()
        press.hover()
        tool.click()
        expect(dialog).to_be_visible()

    look()
    field.fill("Моё\nиз двух\tстрок")
    boris.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    record.alice.put(f"{path}/correction/", {"text": "Её строка"})
    look()
    expect(field).to_have_value("Моё\nиз двух\tстрок")
    field.press("Control+Enter")
    expect(dialog).to_contain_text("собеседник исправил эту строку")
    expect(dialog).to_contain_text("У собеседника: Её строка")
    assert record.boris.get(f"{path}/corrections/")["items"][-1]["text"] == "Её строка"
    dialog.get_by_role("button", name="Сохранить моё").click()
    expect(press).to_contain_text("Моё из двух строк")
    # The other tests read this record as it was said.
    record.boris.put(f"{path}/correction/", {"text": heard["text"]})
    expect(press).to_contain_text(heard["text"].strip())


def test_a_finger_that_trembles_holds_a_line_and_one_that_scrolls_does_not(alice: Page, record: Record) -> None:
    alice.goto(f"/calls/{record.call_id}")
    line = alice.get_by_test_id("transcript-line").first
    sheet = alice.get_by_role("dialog", name="Реплика в")

    def hold(moved_by: int) -> None:
        for event, x in (("pointerdown", 100), ("pointermove", 100 + moved_by)):
            line.dispatch_event(event, {"pointerType": "touch", "clientX": x, "clientY": 300})
        alice.wait_for_timeout(700)

    hold(30)
    expect(sheet).to_have_count(0)
    hold(6)
    expect(sheet).to_be_visible()
