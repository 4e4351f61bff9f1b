"""The product in one test: from registering to a word found and watched."""

import re
import time

from playwright.sync_api import Locator, expect
from tests.e2e.browsers import User, wait_for, wait_heard, wait_moving, wait_ready
from tests.e2e.conftest import connect, ring

LEAST = 1.5


def plays_from(video: Locator, second: float) -> bool:
    """Whether the video plays, and stands within two seconds behind this one."""
    now = video.evaluate("v => v.paused || v.readyState < 2 ? -1 : v.currentTime")
    return second - 0.5 < float(now) < second + 2


def test_two_people_call_talk_and_find_what_was_said(alice: User, boris: User, connected: str) -> None:
    for person in (alice, boris):
        wait_moving(person.page, "remote-video")
        wait_heard(person.page, "remote-video")
        expect(person.page.get_by_test_id("recording-indicator")).to_have_attribute("data-recording", "true")
    time.sleep(25)
    boris.page.get_by_test_id("leave-button").click()
    alice.page.get_by_test_id("leave-button").click()

    wait_ready(boris, connected)
    boris.page.goto("/search")
    boris.page.get_by_test_id("search-input").fill("состояние")
    boris.page.get_by_test_id("search-input").press("Enter")
    result = boris.page.get_by_test_id("search-result").first
    expect(result.locator("mark").first).to_have_text(re.compile("состояни", re.IGNORECASE))
    result.click()
    boris.page.wait_for_url(re.compile(rf"/calls/{connected}\?t="))
    video = boris.page.get_by_test_id("call-video")
    second = float(re.findall(r"t=([\d.]+)", boris.page.url)[0])
    assert second > LEAST
    wait_for("the video plays from there", lambda: plays_from(video, second), 20)
    line = boris.page.get_by_test_id("transcript-line").nth(1)
    minutes, seconds = (float(part) for part in line.locator(".time").inner_text().split(":"))
    assert abs(minutes * 60 + seconds - second) > LEAST
    line.click()
    wait_for("it plays from the line", lambda: plays_from(video, minutes * 60 + seconds), 20)


def test_a_new_call_is_taken_from_the_page_of_the_one_before(alice: User, boris: User, connected: str) -> None:
    # At once: a person may press it before the page is in, and is then to be as free as after a long call. Who leaves
    # before the call has started ends it for both: then there may be nothing left for the other to press.
    for person in (boris, alice):
        person.page.evaluate("document.querySelector('[data-testid=leave-button]')?.click()")
        expect(person.page.get_by_test_id("leave-button")).to_be_hidden()
    again = connect(alice, boris)
    assert again != connected
    wait_moving(alice.page, "remote-video")


def test_who_turns_round_in_the_lobby_frees_both(alice: User, boris: User) -> None:
    first = ring(alice, boris)
    alice.page.get_by_test_id("stay-out").click()
    expect(boris.page.get_by_role("heading", level=1)).to_have_text("Этот разговор уже закончился")
    alice.page.wait_for_url(re.compile(rf"/calls/{first}$"))
    assert ring(alice, boris) != first
