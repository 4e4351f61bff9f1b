"""How soon the record of an hour's call is there to be watched: `python -m benchmarks.watching`.

A short call goes through the whole system; its lines, facts and video are then said over and over until they last an
hour, and Chromium opens the call's page at a second and goes about in it. The browser and the system share the machine.
"""

import asyncio
import itertools
import tempfile
from pathlib import Path
from typing import Any, NamedTuple

import av
import psycopg
from playwright.sync_api import Browser, sync_playwright
from tests.e2e.browsers import FLAGS

from benchmarks.replay import PASSWORD
from benchmarks.rows import Row, percentile
from lodbic_local.browser import chromium
from lodbic_local.demo.call import make_call, until
from lodbic_local.demo.people import PEOPLE, Client
from lodbic_local.ports import Ports
from lodbic_local.settings import Options
from lodbic_local.system import System
from transcriber.video import CONTAINER_OPTIONS

HOUR = 3600.0
OPENINGS = 10
MOST_OPEN_SECONDS = 1.0
MOST_SEEK_SECONDS = 0.3
MOST_LINES = 60

# The words of a segment have times of their own.
STRETCH = """
    INSERT INTO segments (call_id, revision, track_id, user_id, side, start_ms, end_ms, spoken_at, text, words,
                          confidence, doubtful)
    SELECT call_id, revision, track_id, user_id, side, start_ms + shift, end_ms + shift,
           spoken_at + shift * interval '1 ms', text,
           (SELECT coalesce(jsonb_agg(jsonb_build_array(w -> 0, (w -> 1)::int + shift, (w -> 2)::int + shift, w -> 3)
                                      ORDER BY place), '[]')
              FROM jsonb_array_elements(words) WITH ORDINALITY AS e (w, place)),
           confidence, doubtful
      FROM segments, (SELECT n * %(lasts)s AS shift FROM generate_series(1, %(times)s - 1) AS n)
     WHERE call_id = %(call)s"""

# Opened: the picture is there, at the wished second if there is one, and lines of the conversation are.
OPENED = """async ([least, link]) => {
    const began = link ? performance.now() : 0;
    if (link) document.querySelector(link).click();
    for (;;) {
        const video = document.querySelector('[data-testid=call-video]');
        const line = document.querySelector('[data-testid=transcript-line]' + (least ? '[aria-current=true]' : ''));
        if (video && line && video.readyState >= 2 && video.currentTime >= least && !video.seeking)
            return (performance.now() - began) / 1000;
        await new Promise((done) => requestAnimationFrame(done));
        if (performance.now() > 30000) throw new Error('not open in 30 s');
    }
}"""
# From the key to the picture: what was pressed goes the way of every press.
SOUGHT = """async (key) => {
    const video = document.querySelector('[data-testid=call-video]');
    const there = new Promise((done) => video.addEventListener('seeked', () => requestAnimationFrame(done),
        { once: true }));
    const began = performance.now();
    document.body.dispatchEvent(new KeyboardEvent('keydown', { key, code: `Digit${key}`, bubbles: true }));
    await there;
    return (performance.now() - began) / 1000;
}"""


class Figures(NamedTuple):
    """Seconds of each opening and each jump, how many lines the text has, and the most that the page held."""

    openings: list[float]
    """By a link, in a browser that has seen nothing yet."""
    from_list: list[float]
    jumps: list[float]
    lines: int
    most_lines: int


def measure() -> Figures:
    """Make the record, then watch it."""
    with tempfile.TemporaryDirectory(prefix="lodbic-bench-") as name:
        folder = Path(name)
        folder.chmod(0o711)
        system = System(Options(data=folder / "data", port=Ports(folder / "ports").get("nginx"), fast=True))
        system.start()
        try:
            buyer, call_id, starts = _hour(system, folder)
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
                try:
                    return _watch(browser, system, buyer, call_id, starts)
                finally:
                    browser.close()
        finally:
            system.stop()
            system.stores.postgres.delete()


def _hour(system: System, folder: Path) -> tuple[Client, str, list[float]]:
    """A call's record, as long as an hour; who may watch it, its id, and at which second each line begins."""
    seller, buyer = (Client(system.base_url, person, PASSWORD, system.folder / "mail") for person in PEOPLE[:2])
    fields = {"title": "Велосипед", "category": "hobby", "price_minor": 1, "city": "Москва"}
    asyncio.run(make_call(seller, buyer, str(seller.post("/adverts/", fields)["advert_id"])))
    call_id = str(buyer.get("/calls/")["items"][0]["call_id"])
    with psycopg.connect(system.stores.database_url("lodbic_owner", "lodbic"), autocommit=True) as owner:
        lasts, times = _stretch_video(system, owner, call_id, folder)
        owner.execute(STRETCH, {"call": call_id, "lasts": round(lasts * 1000), "times": times})
        owner.execute(
            "UPDATE calls SET end_time = start_time + make_interval(secs => %s) WHERE call_id = %s", [HOUR, call_id]
        )
        unread = "SELECT 1 FROM jobs WHERE call_id = %s AND kind = 'transcript' AND NOT read"
        owner.execute("UPDATE jobs SET read = false WHERE call_id = %s AND kind = 'transcript'", [call_id])
        asyncio.run(until(lambda: owner.execute(unread, [call_id]).fetchone() is None, 120, "the text is read"))
        query = "SELECT start_ms / 1000.0 FROM segments WHERE call_id = %s ORDER BY start_ms"
        starts = [float(row[0]) for row in owner.execute(query, [call_id]).fetchall()]
    return buyer, call_id, starts


def _stretch_video(system: System, owner: "psycopg.Connection[Any]", call_id: str, folder: Path) -> tuple[float, int]:
    """Join the video to itself until it lasts an hour; how many seconds it lasted, and how many times it is there."""
    row = owner.execute("SELECT video_url FROM calls WHERE call_id = %s", [call_id]).fetchone()
    assert row
    bucket, key = str(row[0]).removeprefix("s3://").split("/", 1)
    storage = system.stores.storage.client()
    short, long = folder / "short.mp4", folder / "long.mp4"
    storage.fget_object(bucket_name=bucket, object_name=key, file_path=str(short))
    lasts, times = _join(short, long)
    storage.fput_object(bucket_name=bucket, object_name=key, file_path=str(long), content_type="video/mp4")
    return lasts, times


def _join(short: Path, long: Path) -> tuple[float, int]:
    with av.open(str(short)) as source, av.open(str(long), "w", options=CONTAINER_OPTIONS) as target:
        streams = {stream.index: target.add_stream_from_template(stream) for stream in source.streams}
        # A moment between: what is decoded first may be shown a little later, and times must not go back.
        lasts = float(source.duration or 0) / av.time_base + 0.25
        for times in itertools.count(1):
            source.seek(0)
            for packet in source.demux():
                if packet.dts is None or packet.pts is None or packet.time_base is None:
                    continue
                shift = round((times - 1) * lasts / packet.time_base)
                packet.pts, packet.dts = packet.pts + shift, packet.dts + shift
                packet.stream = streams[packet.stream.index]
                target.mux(packet)
            if times * lasts >= HOUR:
                return lasts, times
    raise AssertionError("an hour has an end")


def _watch(browser: Browser, system: System, buyer: Client, call_id: str, starts: list[float]) -> Figures:
    figures = Figures([], [], [], len(starts), 0)
    for number in range(OPENINGS):
        context = browser.new_context(base_url=system.base_url, locale="ru-RU")
        context.add_cookies(
            [{"name": each.name, "value": each.value or "", "url": system.base_url} for each in buyer.http.cookies.jar]
        )
        page = context.new_page()
        second = starts[(number + 1) * len(starts) // (OPENINGS + 1)] + 0.2
        page.goto(f"/calls/{call_id}?t={second:.1f}", wait_until="commit")
        figures.openings.append(float(page.evaluate(OPENED, [second - 1, None])))
        for key in ("9", "1", "6", "3", "8"):
            figures.jumps.append(float(page.evaluate(SOUGHT, key)))
            held = page.get_by_test_id("transcript-line").count()
            figures = figures._replace(most_lines=max(figures.most_lines, held))
        page.goto("/calls")
        link = f"a[href='/calls/{call_id}']"
        page.locator(link).wait_for()
        page.wait_for_timeout(1000)
        figures.from_list.append(float(page.evaluate(OPENED, [0, link])))
        context.close()
    return figures


def rows() -> list[Row]:
    """Lines of the table."""
    figures = measure()
    opening, jump = percentile(figures.openings, 0.95), percentile(figures.jumps, 0.95)
    pressed = percentile(figures.from_list, 0.95)
    return [
        Row(
            "record of an hour opened from the list of calls, with its text and picture, p95",
            f"{pressed:.2f} s (p50 {percentile(figures.from_list, 0.5):.2f} s)",
            f"< {MOST_OPEN_SECONDS:.0f} s",
            pressed < MOST_OPEN_SECONDS,
        ),
        Row(
            "the same by a link to a second, in a browser that has seen nothing yet, p95",
            f"{opening:.2f} s (p50 {percentile(figures.openings, 0.5):.2f} s)",
            f"< {MOST_OPEN_SECONDS:.0f} s",
            opening < MOST_OPEN_SECONDS,
        ),
        Row(
            "jump in it, press to picture, p95",
            f"{jump:.2f} s (p50 {percentile(figures.jumps, 0.5):.2f} s)",
            f"< {MOST_SEEK_SECONDS} s",
            jump < MOST_SEEK_SECONDS,
        ),
        Row(
            "lines in the page of a long text, most",
            f"{figures.most_lines} of {figures.lines}",
            f"≤ {MOST_LINES}",
            figures.most_lines <= MOST_LINES,
        ),
    ]


def main() -> None:
    """Print the figures."""
    for row in rows():
        print(f"{row.what}: {row.measured} (target {row.target})")


if __name__ == "__main__":
    main()
