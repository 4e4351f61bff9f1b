"""What people do in the room and around it: hear it ring, write, mute, miss a call and call back."""

import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, Playwright, expect
from socketio import RedisManager
from tests.e2e.browsers import THREE_CAMERAS, User, assert_accessible, launched, wait_for, wait_moving
from tests.e2e.conftest import connect, ring
from tests.e2e.records import Rows, spans

from lodbic_contracts.captions import Caption, CaptionBreath
from lodbic_contracts.events import call_room
from lodbic_local.system import System


@pytest.fixture(scope="module")
def buyer_browser(playwright: Playwright, speech: dict[str, Path]) -> Iterator[Browser]:
    """Where Boris sits: with cameras to turn round to, his room has every button there is."""
    with launched(playwright, speech["buyer"], THREE_CAMERAS) as browser:
        yield browser


def test_chat_mute_and_camera_reach_the_other_and_the_chat_stays(alice: User, boris: User) -> None:
    connected = connect(alice, boris, [])
    wait_moving(boris.page, "remote-video")
    alice.page.get_by_test_id("chat-button").click()
    alice.page.get_by_test_id("chat-input").fill("Рама 18 дюймов <b>точно</b>")
    alice.page.get_by_test_id("chat-input").press("Enter")
    alice.page.get_by_test_id("chat-input").press("Escape")
    expect(alice.page.get_by_test_id("chat-input")).to_be_hidden()
    expect(alice.page.get_by_test_id("chat-button")).to_be_focused()
    boris.page.get_by_test_id("chat-button").click()
    expect(boris.page.get_by_text("Рама 18 дюймов <b>точно</b>")).to_be_visible()
    assert_accessible(boris.page)
    alice.page.get_by_role("button", name="Выключить микрофон").click()
    expect(boris.page.get_by_text("Микрофон выключен")).to_be_visible()
    alice.page.get_by_role("button", name="Выключить камеру").click()
    expect(boris.page.get_by_text("Алиса: камера выключена")).to_be_visible()
    alice.page.get_by_role("button", name="Включить камеру").click()
    wait_moving(boris.page, "remote-video")
    for person in (alice, boris):
        person.page.get_by_test_id("leave-button").click()
        expect(person.page.get_by_test_id("leave-button")).to_be_hidden()
    boris.page.goto(f"/calls/{connected}")
    boris.page.get_by_role("tab", name="Чат").click()
    expect(boris.page.get_by_text("Рама 18 дюймов <b>точно</b>")).to_be_visible()


def tracks_of(person: User, call_id: str) -> list[dict[str, Any]]:
    return list(person.api("GET", f"/calls/{call_id}/")["record"]["tracks"])


def test_consent_is_given_late_and_taken_back_while_they_talk(alice: User, boris: User, rows: Rows) -> None:
    call_id = ring(alice, boris)
    alice.join()
    boris.join(purposes=())
    wait_moving(boris.page, "remote-video")
    indicators = [person.page.get_by_test_id("recording-indicator") for person in (alice, boris)]
    for indicator in indicators:
        expect(indicator).to_have_attribute("data-recording", "false")
    assert tracks_of(alice, call_id) == []
    boris.page.get_by_test_id("captions-button").click()
    expect(boris.page.get_by_test_id("captions")).to_contain_text("когда вы оба согласитесь")
    indicators[1].click()
    boris.page.get_by_test_id("consent-record").check()
    for indicator in indicators:
        expect(indicator).to_have_attribute("data-recording", "true")
    wait_for(
        "four tracks are recorded", lambda: [bool(each["stored"]) for each in tracks_of(alice, call_id)] == [True] * 4
    )
    indicators[0].click()
    alice.page.evaluate(
        "addEventListener('change', () => { window.changed = Date.now(); }, {once: true, capture: true})"
    )
    alice.page.get_by_test_id("consent-record").uncheck()
    expect(alice.page.get_by_text("Всё, что записано до этой минуты, сохранится")).to_be_visible()
    for indicator in indicators:
        expect(indicator).to_have_attribute("data-recording", "false")
    finished = [("finished", True)] * 4
    wait_for(
        "what was recorded is whole",
        lambda: (
            [(each["state"], each["announced"] == each["stored"]) for each in tracks_of(alice, call_id)] == finished
        ),
        note=lambda: tracks_of(alice, call_id),
    )
    taken_back = alice.page.evaluate("changed") / 1000
    ends = {of: span.ended - taken_back for of, [span] in spans(rows, call_id).items()}
    assert len(ends) == 4
    assert -1.5 <= min(ends.values()) <= max(ends.values()) <= 2, ends
    wait_moving(boris.page, "remote-video")


def assert_in_sight(page: Page, width: int, caption: Locator) -> None:
    """Every button of the bar is whole on the screen, and one's own picture hides no caption."""
    bar = [button.bounding_box() for button in page.locator(".controls button").all()]
    assert len(bar) == 7
    assert all(box and box["x"] >= 0 and box["x"] + box["width"] <= width for box in bar), bar
    line, own = caption.bounding_box(), page.get_by_test_id("own-video").bounding_box()
    assert line
    assert own
    assert line["x"] >= 0
    assert line["x"] + line["width"] <= own["x"]


def test_captions_are_shown_by_choice_and_a_draft_gives_way_to_what_was_heard(
    alice: User, boris: User, system: System
) -> None:
    # A device's clock may be minutes off.
    boris.page.add_init_script("const real = Date.now; Date.now = () => real() + 180_000;")
    connected = connect(alice, boris)
    wait_moving(boris.page, "remote-video")
    page, button = boris.page, boris.page.get_by_test_id("captions-button")
    expect(page.get_by_test_id("captions")).to_be_hidden()
    button.click()
    shown = page.get_by_test_id("captions")
    # What the microphones hear, long before a window of it is read.
    expect(shown.locator("p.draft").first).to_be_visible()
    who = alice.api("GET", f"/calls/{connected}/")["you"]["participant_id"]
    began = int(time.time() * 1000)
    transcriber = RedisManager(system.stores.valkey.url, write_only=True)

    def say(text: str, *, draft: bool) -> None:
        times = {"began_at": began, "ended_at": began + 2000}
        line = Caption(
            call_id=connected, participant_id=who, draft=draft, **times,
            breaths=[CaptionBreath(text=text, doubtful=False, **times)],
        )  # fmt: skip
        transcriber.emit("caption", line.model_dump(mode="json"), room=call_room(connected))

    ours = shown.locator("p", has_text="Рама целая")
    say("Рама целая, отдам за две", draft=True)
    expect(ours).to_have_text("Алиса: Рама целая, отдам за две")
    say("Рама целая, отдам за двенадцать", draft=False)
    expect(ours).to_have_text("Алиса: Рама целая, отдам за двенадцать")
    for width in (390, 320, 1280):
        page.set_viewport_size({"width": width, "height": 844})
        assert_in_sight(page, width, ours)
    button.click()
    expect(shown).to_be_hidden()
    expect(alice.page.get_by_test_id("captions")).to_be_hidden()


def test_whoever_was_called_blocks_and_reports_the_caller_from_the_call(alice: User, boris: User) -> None:
    advert = alice.place_advert("Велосипед Стелс")
    boris.page.goto(f"/adverts/{advert}")
    boris.page.get_by_test_id("call-button").first.click()
    alice.page.get_by_role("button", name="Отклонить").click()
    expect(boris.page.get_by_text("Звонок отклонён").first).to_be_visible()
    [call] = alice.api("GET", "/calls/")["items"]
    alice.page.goto(f"/calls/{call['call_id']}")
    about = alice.page.get_by_test_id("about-other")
    about.get_by_role("button", name="Пожаловаться").click()
    alice.page.get_by_role("dialog").get_by_role("textbox").fill("Грубит")
    alice.page.get_by_role("dialog").get_by_role("button", name="Отправить").click()
    expect(alice.page.get_by_role("dialog")).to_be_hidden()
    about.get_by_role("button", name="Заблокировать").click()
    alice.page.get_by_role("dialog").get_by_role("button", name="Заблокировать").click()
    expect(about.get_by_role("button", name="Разблокировать")).to_be_visible()
    boris.page.goto(f"/adverts/{advert}")
    boris.page.get_by_test_id("call-button").first.click()
    expect(boris.page.get_by_text("один из вас заблокировал другого")).to_be_visible()
    alice.page.goto("/profile/blocked")
    expect(alice.page.get_by_role("link", name="Борис")).to_have_attribute("href", f"/calls/{call['call_id']}")
    alice.page.get_by_role("button", name="Разблокировать").click()
    expect(alice.page.get_by_role("link", name="Борис")).to_be_hidden()


# What a page does to be noticed and to stay awake, noted as it is asked of the browser.
NOTED = """
    window.noted = {vibrations: [], tones: [], awake: 0};
    const {start} = OscillatorNode.prototype;
    OscillatorNode.prototype.start = function (...times) {
        noted.tones.push(this.frequency.value);
        return start.apply(this, times);
    };
    navigator.vibrate = (pattern) => noted.vibrations.push(pattern);
    const {request} = WakeLock.prototype;
    WakeLock.prototype.request = async function (kind) {
        const lock = await request.call(this, kind);
        noted.awake += lock.released ? 0 : 1;
        lock.addEventListener('release', () => { noted.awake -= 1; });
        return lock;
    };
"""


def awake(person: User) -> int:
    """How many locks keep the person's screen on."""
    return int(person.page.evaluate("noted.awake"))


def test_a_ring_is_heard_felt_and_seen_and_the_screen_stays_on_for_the_call(alice: User, boris: User) -> None:
    for person in (alice, boris):
        person.page.add_init_script(NOTED)
    advert = alice.place_advert("Велосипед Стелс")
    alice.page.goto("/calls")
    alice.page.get_by_role("heading", level=1).click()  # browsers let a page ring only after a press
    boris.page.goto(f"/adverts/{advert}")
    boris.page.get_by_test_id("call-button").first.click()
    expect(alice.page).to_have_title(re.compile("Борис"))
    wait_for("it rings aloud", lambda: len(alice.page.evaluate("noted.tones")) >= 5)
    assert alice.page.evaluate("noted.vibrations[0]") == [300, 150, 300]
    wait_for("the caller hears that it rings", lambda: 425 in boris.page.evaluate("noted.tones"))
    alice.page.get_by_test_id("ring-accept").click()
    alice.page.wait_for_url(re.compile("/room"))
    wait_for("the ring is over", lambda: alice.page.evaluate("noted.vibrations.at(-1)") == 0)
    expect(alice.page).not_to_have_title(re.compile("Борис звонит"))
    for person in (alice, boris):
        person.join(purposes=())
    wait_for("both screens are kept on", lambda: [awake(alice), awake(boris)] == [1, 1])
    boris.page.get_by_test_id("leave-button").click()
    wait_for("the screen may sleep again", lambda: awake(boris) == 0)


def test_who_talks_is_busy_for_others_who_are_told_and_seen_as_missed(alice: User, boris: User, charlie: User) -> None:
    advert = alice.place_advert("Диван")
    connect(alice, boris, [])
    charlie.page.goto(f"/adverts/{advert}")
    charlie.page.get_by_test_id("call-button").first.click()
    expect(charlie.page.get_by_text("сейчас разговаривает").first).to_be_visible()
    expect(alice.page.get_by_test_id("ring-accept")).to_be_hidden()
    for person in (alice, boris):
        person.page.get_by_test_id("leave-button").click()
    alice.page.goto("/calls")
    expect(alice.page.get_by_role("link", name="Чарли").first).to_be_visible()
    expect(alice.page.get_by_test_id("call-back-button").first).to_be_visible()


def test_a_call_that_is_missed_before_ones_eyes_is_called_back(alice: User, boris: User) -> None:
    advert = alice.place_advert("Велосипед Стелс")
    alice.page.goto("/calls")
    boris.page.goto(f"/adverts/{advert}")
    boris.page.get_by_test_id("call-button").first.click()
    expect(alice.page.get_by_test_id("ring-accept")).to_be_visible()
    boris.page.get_by_test_id("ring-cancel").click()
    expect(alice.page.get_by_test_id("ring-accept")).to_be_hidden()
    expect(alice.page.get_by_role("navigation").get_by_text("1", exact=True)).to_have_count(0)
    alice.page.get_by_test_id("call-back-button").click()
    boris.page.get_by_test_id("ring-accept").click()
    for person in (alice, boris):
        person.join(purposes=())
    wait_moving(alice.page, "remote-video")
    expect(alice.page.get_by_test_id("recording-indicator")).to_have_attribute("data-recording", "false")
