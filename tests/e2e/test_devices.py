"""Cameras and microphones: looked at before a call, and changed in the middle of it."""

import io
import time
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import av
import pytest
from playwright.sync_api import Browser, Locator, Page, Playwright, expect
from tests.e2e.browsers import THREE_CAMERAS, User, assert_accessible, launched, wait_for, wait_moving
from tests.e2e.conftest import connect, leave, ring
from tests.e2e.records import Rows, Span, assert_whole, spans, wait_final, wait_recording

from lodbic_contracts.keys import BUCKET, slice_key
from lodbic_local.system import System

# Every track that a page was given. Chromium's second camera is a depth camera, whose picture cannot be sent: the page
# knows of the first and the third.
GIVEN = """
    window.given = [];
    const {getUserMedia, enumerateDevices} = MediaDevices.prototype;
    MediaDevices.prototype.enumerateDevices = async function () {
        return (await enumerateDevices.call(this)).filter(({label}) => label !== 'fake_device_1');
    };
    MediaDevices.prototype.getUserMedia = async function (wanted) {
        const stream = await getUserMedia.call(this, wanted);
        given.push(...stream.getTracks());
        return stream;
    };
"""


@pytest.fixture(scope="module")
def seller_browser(playwright: Playwright, speech: dict[str, Path]) -> Iterator[Browser]:
    """Where Alice sits, with devices to choose from."""
    with launched(playwright, speech["seller"], THREE_CAMERAS) as browser:
        yield browser


def in_use(page: Page, kind: str) -> list[str]:
    """Ids of the devices of a kind (audio, video) that are open."""
    script = """kind => given.filter((track) => track.kind === kind && track.readyState === 'live')
        .map((track) => track.getSettings().deviceId)"""
    return list(page.evaluate(script, kind))


def choose_another(page: Page, where: Page | Locator, label: str, kind: str) -> None:
    """Pick the device that is not in use: then it is, and nothing else."""
    [now] = in_use(page, kind)
    picker = where.get_by_role("combobox", name=label)
    values = [str(option.get_attribute("value")) for option in picker.locator("option").all()]
    other = next(value for value in reversed(values) if value not in {now, "-"})
    picker.select_option(other)
    wait_for(f"{label}: {other}", lambda: in_use(page, kind) == [other])
    expect(picker).to_have_value(other)


LOUDEST = """async (meter) => {
    let most = 0;
    for (let i = 0; i < 10; i++) {
        await new Promise((done) => setTimeout(done, 100));
        most = Math.max(most, Number(meter.getAttribute('aria-valuenow')));
    }
    return most;
}"""


def assert_in_sight(page: Page, test_id: str) -> None:
    """Without having been scrolled to, and with nothing in front of it."""
    script = """(element) => {
        const {left, top, width, height} = element.getBoundingClientRect();
        return element.contains(document.elementFromPoint(left + width / 2, top + height / 2));
    }"""
    expect(page.get_by_test_id(test_id)).to_be_in_viewport(ratio=1)
    assert page.get_by_test_id(test_id).evaluate(script)


def test_camera_and_microphone_are_seen_heard_and_chosen_in_the_lobby(alice: User, boris: User) -> None:
    alice.page.add_init_script(GIVEN)
    alice.page.reload()
    ring(alice, boris)
    page = alice.page
    meter = page.get_by_role("meter")
    wait_moving(page, "own-video")
    assert_in_sight(page, "consent-record")
    assert_in_sight(boris.page, "consent-record")
    assert_accessible(page)
    wait_for("the microphone is heard", lambda: int(meter.evaluate(LOUDEST)) > 0)
    page.get_by_role("button", name="Выключить микрофон").click()
    wait_for("it is no longer", lambda: int(meter.evaluate(LOUDEST)) == 0)
    page.get_by_role("button", name="Включить микрофон").click()
    choose_another(page, page, "Микрофон", "audio")
    wait_for("the other one is heard", lambda: int(meter.evaluate(LOUDEST)) > 0)
    choose_another(page, page, "Камера", "video")
    wait_moving(page, "own-video")
    page.get_by_role("combobox", name="Камера").select_option("-")
    expect(page.get_by_text("Камера выключена")).to_be_visible()
    assert in_use(page, "video") == []


def packet_times(system: System, call_id: str, span: Span, kind: str) -> list[float]:
    """The times of a stored track's pieces of sound or picture (audio, video), in seconds from the first."""
    client = system.stores.storage.client()
    objects = client.list_objects(bucket_name=BUCKET, prefix=slice_key(call_id, span.track_id, 0)[:-6])
    names = sorted(str(each.object_name) for each in objects)
    parts = [client.get_object(bucket_name=BUCKET, object_name=name).read() for name in names]
    with av.open(io.BytesIO(b"".join(parts)), "r") as media:
        times = [float(packet.pts * packet.time_base) for packet in media.demux(**{kind: 0}) if packet.pts is not None]
    return [each - times[0] for each in sorted(times)]


def assert_without_gap(system: System, call_id: str, span: Span, kind: str) -> None:
    """The sound never pauses, and sound and picture last as long as the track; a busy browser is late with its end."""
    sound = packet_times(system, call_id, span, "audio")
    assert max(after - before for before, after in pairwise(sound)) < 0.5, (kind, span)
    assert sound[-1] > span.ended - span.began - 3, (kind, span)
    if kind == "av":
        assert packet_times(system, call_id, span, "video")[-1] > sound[-1] - 3, span


def test_devices_are_changed_muted_and_off_while_the_record_goes_on(
    alice: User, boris: User, system: System, rows: Rows
) -> None:
    alice.page.add_init_script(GIVEN)
    alice.page.reload()
    call_id = connect(alice, boris, ["record"])
    page = alice.page
    wait_moving(boris.page, "remote-video")
    wait_recording(rows, call_id)
    talking = time.time()
    [first] = in_use(page, "video")
    page.get_by_test_id("flip-button").click()
    wait_for("the camera is another one", lambda: in_use(page, "video") not in ([], [first]))
    wait_moving(boris.page, "remote-video")
    page.get_by_role("button", name="Устройства").click()
    choose_another(page, page.get_by_role("dialog"), "Микрофон", "audio")
    page.get_by_role("button", name="Готово").click()
    page.get_by_test_id("mute-button").click()
    page.get_by_test_id("camera-button").click()
    expect(boris.page.get_by_text("Алиса: камера выключена")).to_be_visible()
    time.sleep(3)
    page.get_by_test_id("mute-button").click()
    page.get_by_test_id("camera-button").click()
    wait_moving(boris.page, "remote-video")
    leaving = time.time()
    leave(boris, alice)
    assert_whole(wait_final(boris, call_id, 8), 8)
    recorded = spans(rows, call_id)
    assert {of: len(each) for of, each in recorded.items()} == {
        ("callee", "av"): 3, ("callee", "audio"): 3, ("caller", "av"): 1, ("caller", "audio"): 1,
    }  # fmt: skip
    for of, each in recorded.items():
        assert each[0].began < talking < leaving - 1.5 < each[-1].ended, (of, each)
        # From one device to the next.
        assert all(after.began - before.ended < 0.5 for before, after in pairwise(each)), each
        for span in each:
            assert_without_gap(system, call_id, span, of[1])
