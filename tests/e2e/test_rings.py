"""Rings that nobody answers, or too soon, and a browser that allows a page nothing of itself."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Playwright, Route, expect
from tests.e2e.browsers import ALLOWING, FLAGS, User, assert_accessible, launched, wait_moving
from tests.e2e.conftest import PHONE, Somebody
from tests.e2e.records import Rows


def test_a_ring_that_nobody_answers_ends_for_both_and_is_missed(alice: User, boris: User, rows: Rows) -> None:
    advert = alice.place_advert("Велосипед Стелс")
    alice.page.goto("/calls")
    boris.page.goto(f"/adverts/{advert}")
    boris.page.get_by_test_id("call-button").first.click()
    expect(alice.page.get_by_test_id("ring-accept")).to_be_visible()
    for person in (alice, boris):
        assert_accessible(person.page)
    [call] = boris.api("GET", "/calls/")["items"]
    late = "UPDATE call_rings SET expires_at = now() WHERE call_id = %s AND state = 'ringing' RETURNING expires_at"
    assert len(rows(late, call["call_id"])) == 1
    ring = boris.page.get_by_role("dialog")
    expect(ring.get_by_role("status")).to_have_text("Нет ответа")
    expect(ring).to_contain_text("Звонок остался у собеседника в пропущенных")
    expect(alice.page.get_by_test_id("ring-accept")).to_be_hidden()
    expect(alice.page.get_by_test_id("call-back-button")).to_be_visible()
    ring.get_by_role("button", name="Закрыть").click()
    expect(ring).to_be_hidden()
    # Boris is free at once.
    boris.page.get_by_test_id("call-button").first.click()
    expect(alice.page.get_by_test_id("ring-accept")).to_be_visible()


def test_who_is_answered_before_knowing_that_it_rings_comes_into_the_room_as_well(alice: User, boris: User) -> None:
    advert = alice.place_advert("Велосипед Стелс")
    boris.page.goto(f"/adverts/{advert}")

    def on_a_slow_network(route: Route) -> None:
        answer = route.fetch()
        alice.page.get_by_test_id("ring-accept").click()
        alice.page.wait_for_url(re.compile("/room"))
        route.fulfill(response=answer, json=answer.json() | {"ring_state": "accepted"})

    boris.page.route("**/api/calls/", on_a_slow_network)
    boris.page.get_by_test_id("call-button").first.click()
    boris.page.wait_for_url(re.compile("/room"))


@pytest.fixture
def strict_browser(playwright: Playwright, speech: dict[str, Path], film: Path) -> Iterator[Browser]:
    """One that gives no camera unasked, and lets a page ring only after a press."""
    flags = [flag for flag in FLAGS if flag not in ALLOWING]
    with launched(playwright, speech["seller"], film, flags) as browser:
        yield browser


# Says into the console what a page did while a ring was shown: to ask the page anything would count as a press.
TOLD = """
    const did = {tones: 0, vibrations: 0};
    const {start} = OscillatorNode.prototype;
    OscillatorNode.prototype.start = function (...times) {
        did.tones += 1;
        return start.apply(this, times);
    };
    const vibrate = navigator.vibrate.bind(navigator);
    navigator.vibrate = (pattern) => {
        did.vibrations += 1;
        return vibrate(pattern);
    };
    new MutationObserver((_, observer) => {
        if (!document.querySelector('[data-testid=ring-accept]')) return;
        observer.disconnect();
        setTimeout(() => {
            console.log('rang', JSON.stringify({...did, pressed: navigator.userActivation.hasBeenActive}));
        }, 3000);
    }).observe(document, {childList: true, subtree: true});
"""


def test_who_pressed_nothing_is_rung_silently_and_who_gives_no_camera_can_still_join(
    strict_browser: Browser, boris: User, somebody: Somebody
) -> None:
    alice = somebody(strict_browser, "Alice", "Алиса", PHONE)
    advert = alice.place_advert("Велосипед Стелс")
    context = alice.page.context
    context.grant_permissions([])
    alice.page.close()
    # What was pressed in another page does not count.
    page = alice.page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda said: complaints.append(said.text) if said.type in {"error", "warning"} else None)
    page.on("pageerror", lambda error: alice.problems.append(str(error)))
    page.add_init_script(TOLD)
    page.goto("/calls")
    boris.page.goto(f"/adverts/{advert}")
    with page.expect_console_message(lambda message: message.text.startswith("rang")) as told:
        boris.page.get_by_test_id("call-button").first.click()
    assert json.loads(told.value.text.removeprefix("rang ")) == {"tones": 0, "vibrations": 0, "pressed": False}
    assert complaints == []

    page.get_by_test_id("ring-accept").click()
    problem = page.get_by_role("status").filter(has_text="Нет доступа к камере и микрофону")
    expect(problem).to_be_visible()
    problem.get_by_role("button", name="Повторить").click()
    expect(problem).to_be_visible()
    alice.join(purposes=())
    boris.join(purposes=())
    expect(boris.page.get_by_text("Алиса: камера выключена")).to_be_visible()
    expect(boris.page.get_by_text("Микрофон выключен")).to_be_visible()
    wait_moving(page, "remote-video")
    # Allowed in the middle of the call.
    page.get_by_role("button", name="Устройства").click()
    context.grant_permissions(["camera", "microphone"])
    page.get_by_role("dialog").get_by_role("button", name="Повторить").click()
    expect(problem).to_be_hidden()
    wait_moving(boris.page, "remote-video")
    expect(boris.page.get_by_text("Микрофон выключен")).to_be_hidden()
