"""The whole system as people meet it: second start, call set-up, time to video, size of the pages.

`python -m benchmarks.product`. Two headless browsers run beside the system on the same machine, so its figures say what
a machine that does everything at once gives.
"""

import asyncio
import re
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from playwright.sync_api import Page, sync_playwright
from tests.e2e.browsers import CAMERA_FPS, PASSWORD, User, launched, speech_file
from tests.e2e.conftest import find_letter, new_page

from benchmarks.rows import Row, percentile
from lodbic_local import demo
from lodbic_local.demo.call import make_call
from lodbic_local.demo.film import read_dialogue
from lodbic_local.demo.people import PEOPLE, Client
from lodbic_local.ports import Ports
from lodbic_local.settings import REPOSITORY, Options
from lodbic_local.system import System

DIALOGUE = REPOSITORY / "tests" / "speech" / "dialogues" / "dev01"
BUILD = REPOSITORY / "frontend" / "build"
SET_UPS = 10
DEMO_SECONDS = 60


class Figures(NamedTuple):
    """Seconds; kilobytes of JavaScript, gzip."""

    demo: float
    second_start: float
    set_up_p95: float
    video: float
    length: float
    first_page: float
    room: float


def measure() -> Figures:
    """Start, stop, start again; start another one, and use it."""
    with tempfile.TemporaryDirectory(prefix="lodbic-bench-") as name:
        folder = Path(name)
        folder.chmod(0o711)
        port = Ports(folder / "ports").get("nginx")
        starts = _starts(Options(data=folder / "people", port=port))
        system = System(Options(data=folder / "data", port=port, fast=True))
        system.start()
        try:
            video = _video_seconds(system)
            set_ups, first_page, room = _in_browsers(system, folder)
        finally:
            system.stop()
            system.stores.postgres.delete()
    length = read_dialogue(DIALOGUE, "seller").seconds
    return Figures(*starts, percentile(set_ups, 0.95), video, length, first_page, room)


def _starts(options: Options) -> tuple[float, float]:
    """Seconds from a first start to all that the demo has, and of a second start until the system is healthy."""
    first = System(options)
    first.start()
    began = time.monotonic()
    demo.prepare(first)
    demo_seconds = time.monotonic() - began
    first.stop()
    system, began = System(options), time.monotonic()
    system.start()
    seconds = time.monotonic() - began
    system.stop()
    system.stores.postgres.delete()
    return demo_seconds, seconds


def _video_seconds(system: System) -> float:
    """Seconds from the last finish to the video of a whole dialogue, with no browser beside.

    The call is sent at once, faster than it was spoken: how soon text is there after a real one is `live`'s to say.
    """
    mail = system.folder / "mail"
    seller, buyer = (Client(system.base_url, person, PASSWORD, mail) for person in PEOPLE[:2])
    fields = {"title": "Велосипед", "category": "hobby", "price_minor": 1, "city": "Москва"}
    asyncio.run(make_call(seller, buyer, str(seller.post("/adverts/", fields)["advert_id"])))
    return _job_seconds(system, "video")


def _job_seconds(system: System, kind: str) -> float:
    import psycopg  # noqa: PLC0415 - only here

    with psycopg.connect(system.stores.database_url("lodbic_owner", "lodbic")) as connection:
        query = "SELECT extract(epoch FROM finished_at - created_at) FROM jobs WHERE kind = %s ORDER BY created_at DESC"
        row = connection.execute(query, [kind]).fetchone()
    assert row is not None
    return float(row[0])


def _in_browsers(system: System, folder: Path) -> tuple[list[float], float, float]:
    """Set-ups in seconds; kilobytes of the first page and of the room with a call in it."""
    with sync_playwright() as playwright:
        speech = {side: speech_file(DIALOGUE / f"{side}.opus", folder / f"{side}.wav") for side in ("seller", "buyer")}
        with (
            launched(playwright, speech["seller"], CAMERA_FPS) as one,
            launched(playwright, speech["buyer"], CAMERA_FPS) as other,
        ):
            pages = [new_page(browser, system.base_url) for browser in (one, other)]
            people = [User(page, name, _confirm(system)) for page, name in zip(pages, ("Alice", "Boris"), strict=True)]
            people[0].page.goto("/", wait_until="networkidle")
            first_page = _script_kilobytes(people[0].page)
            for person in people:
                person.register(person.name)
            advert = people[0].place_advert("Велосипед")
            set_ups = [_set_up(people[0], people[1], advert) for _ in range(SET_UPS)]
            return set_ups, first_page, _room_kilobytes(people[0], people[1], advert)


def _confirm(system: System) -> Callable[[str], str]:
    return lambda address: find_letter(system.folder / "mail", address, "confirm")


FIRST_FRAME = """async (id) => {
    const began = performance.timeOrigin + performance.now();
    for (;;) {
        const video = document.querySelector(`[data-testid=${id}]`);
        if (video && video.videoWidth && video.getVideoPlaybackQuality().totalVideoFrames > 0) return Date.now();
        await new Promise((done) => requestAnimationFrame(done));
        if (performance.timeOrigin + performance.now() - began > 30000) throw new Error('no picture in 30 s');
    }
}"""


def _set_up(alice: User, boris: User, advert: str) -> float:
    """Seconds from the second person's press on «join» to the later of both first remote frames."""
    boris.page.goto(f"/adverts/{advert}")
    boris.page.get_by_test_id("call-button").first.click()
    alice.page.get_by_test_id("ring-accept").click()
    for person in (alice, boris):
        person.page.wait_for_url(re.compile(r"/calls/.+/room"))
    alice.join(())
    boris.page.get_by_test_id("join-button").wait_for()
    boris.page.wait_for_timeout(1500)  # the preview's camera is up: the press is what is measured
    pressed = float(boris.page.evaluate("() => Date.now()"))
    boris.page.get_by_test_id("join-button").click()
    seen = [float(_first_frame(person.page)) for person in (boris, alice)]
    for person in (boris, alice):
        person.page.get_by_test_id("leave-button").click()
    for person in (boris, alice):
        person.page.get_by_test_id("leave-button").wait_for(state="detached")
    return (max(seen) - pressed) / 1000


def _room_kilobytes(alice: User, boris: User, advert: str) -> float:
    boris.page.goto(f"/adverts/{advert}")
    boris.page.get_by_test_id("call-button").first.click()
    before = alice.page.url  # the page of the last call may still be there
    alice.page.get_by_test_id("ring-accept").click()
    alice.page.wait_for_url(lambda url: url != before and url.endswith("/room"))
    alice.page.reload()
    boris.join()
    alice.join()
    _first_frame(alice.page)
    alice.page.wait_for_timeout(5000)
    kilobytes = _script_kilobytes(alice.page)
    for person in (boris, alice):
        person.page.get_by_test_id("leave-button").click()
    return kilobytes


def _first_frame(page: Page) -> float:
    return float(page.evaluate(FIRST_FRAME, "remote-video"))


def _script_kilobytes(page: Page) -> float:
    """Kilobytes of JavaScript, as sent (gzip), that the page has loaded since it was opened."""
    script = """() => performance.getEntriesByType('resource').filter((e) => /\\.js$/.test(new URL(e.name).pathname))
        .reduce((sum, e) => sum + e.encodedBodySize, 0)"""
    return float(page.evaluate(script)) / 1000


def rows() -> list[Row]:
    """Lines of the table."""
    figures = measure()
    video_target = 0.2 * figures.length + 10
    return [
        Row(
            "demo call with text and video, and adverts, after a first start",
            f"{figures.demo:.1f} s",
            f"≤ {DEMO_SECONDS} s",
            figures.demo <= DEMO_SECONDS,
        ),
        Row("second start to healthy", f"{figures.second_start:.1f} s", "< 15 s", figures.second_start < 15),
        Row(
            "call set-up, press to both first remote frames, p95",
            f"{figures.set_up_p95:.2f} s",
            "< 1.5 s",
            figures.set_up_p95 < 1.5,
        ),
        Row("JavaScript, gzip, first page", f"{figures.first_page:.0f} kB", "< 100 kB", figures.first_page < 100),
        Row("JavaScript, gzip, call room with recorder", f"{figures.room:.0f} kB", "< 150 kB", figures.room < 150),
        Row(
            f"video after hang-up, call of {figures.length:.0f} s",
            f"{figures.video:.1f} s",
            f"≤ {video_target:.0f} s",
            figures.video <= video_target,
        ),
    ]


def main() -> None:
    """Print the figures."""
    for row in rows():
        print(f"{row.what}: {row.measured} (target {row.target})")


if __name__ == "__main__":
    main()
