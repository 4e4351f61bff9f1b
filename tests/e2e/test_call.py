"""The product in one test: from registering to a word found and watched."""

import re
import time

import pytest
from playwright.sync_api import expect
from tests.e2e.browsers import User, wait_for, wait_heard, wait_moving
from tests.e2e.conftest import connect, ring
from tests.e2e.records import wait_ready

LEAST = 1.5
"""Seconds by which two places in the record must differ to tell one from the other."""


@pytest.mark.by_form
def test_two_people_call_talk_and_find_what_was_said(alice: User, boris: User, connected: str) -> None:
    for person in (alice, boris):
        wait_moving(person.page, "remote-video")
        wait_heard(person.page, "remote-video")
        expect(person.page.get_by_test_id("recording-indicator")).to_have_attribute("data-recording", "true")
    time.sleep(25)
    boris.page.get_by_test_id("leave-button").click()
    alice.page.get_by_test_id("leave-button").click()

    wait_ready(boris, connected)
    shown = boris.api("GET", f"/calls/{connected}/")
    assert (shown["has_text"], shown["has_video"]) == (True, True)
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
    began = "v => v.played.length ? v.played.start(v.played.length - 1) : -1"
    wait_for("the video plays from there", lambda: abs(video.evaluate(began) - second) < LEAST / 2, 20)
    # A line before it, so that playing on does not lead there.
    line = boris.page.get_by_test_id("transcript-line").first
    minutes, seconds = (int(part) for part in line.locator(".time").inner_text().split(":"))
    assert minutes * 60 + seconds < second - LEAST
    video.evaluate("v => v.addEventListener('seeked', () => { window.sought = v.currentTime; })")
    line.click()
    wait_for("it was sought", lambda: boris.page.evaluate("window.sought ?? -1") >= 0, 20)
    # The page writes whole seconds.
    assert minutes * 60 + seconds - 0.1 <= boris.page.evaluate("window.sought") < minutes * 60 + seconds + 1.1
    wait_for("it plays", lambda: video.evaluate("v => !v.paused && v.readyState >= 2"), 20)


def test_a_new_call_is_taken_from_the_page_of_the_one_before(alice: User, boris: User, connected: str) -> None:
    # At once: a person may press it before the page is in, and is then to be as free as after a long call. Who leaves
    # before the call has started ends it for both: then there may be nothing left for the other to press.
    for person in (boris, alice):
        person.page.evaluate("document.querySelector('[data-testid=leave-button]')?.click()")
        expect(person.page.get_by_test_id("leave-button")).to_be_hidden()
    again = connect(alice, boris, [])
    assert again != connected
    wait_moving(alice.page, "remote-video")


def test_who_turns_round_in_the_lobby_frees_both(alice: User, boris: User) -> None:
    first = ring(alice, boris)
    alice.page.get_by_test_id("stay-out").click()
    expect(boris.page.get_by_role("heading", level=1)).to_have_text("Этот разговор уже закончился")
    alice.page.wait_for_url(re.compile(rf"/calls/{first}$"))
    assert ring(alice, boris) != first
