"""What an end costs: a log-out until its sockets are closed, a killed tab in media lost. `python -m benchmarks.ends`.

Sockets are timed with Valkey, which carries the order, and without, when signalling sees by itself that the login is
gone. A killed tab is a real browser's main process, killed while both people record; what it had kept on its disk is
sent on the next visit, and the rest is lost.
"""

import asyncio
import os
import signal
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import psycopg
import socketio
from playwright.sync_api import Playwright, sync_playwright
from tests.e2e.browsers import (
    CAMERA_FPS,
    PASSWORD,
    User,
    kept,
    launched,
    speech_file,
    wait_for,
    wait_moving,
)
from tests.e2e.conftest import connect, find_letter, new_page
from tests.e2e.processes import browser_process

from benchmarks.live import a_system
from benchmarks.rows import Row, percentile
from lodbic_local.demo import call as demo
from lodbic_local.demo.people import PEOPLE, Client
from lodbic_local.settings import REPOSITORY
from lodbic_local.system import System

DIALOGUE = REPOSITORY / "tests" / "speech" / "dialogues" / "dev01"
MOST_SOCKET_SECONDS = 2.0
MOST_LOST_SECONDS = 1.5
LOG_OUTS = 10
# Long enough for slices to be on their way, and at another place within a piece each time.
TALKS_SECONDS = (9.3, 11.0, 12.7)


def _log_outs(system: System, then: Callable[[], None]) -> list[float]:
    """Seconds from asking to log out until that login's presence socket is closed; `then` is done once all are open."""

    async def run() -> list[float]:
        opened = []
        for _ in range(LOG_OUTS):
            client = await asyncio.to_thread(Client, system.base_url, PEOPLE[0], PASSWORD, system.folder / "mail")
            ticket = await asyncio.to_thread(client.post, "/tickets/presence/")
            opened.append((client, await demo.connect(client, ticket["ticket"], None)))
        then()
        return [await _closed(client, socket) for client, socket in opened]

    return asyncio.run(run())


async def _closed(client: Client, socket: socketio.AsyncClient) -> float:
    closed, since = _when_closed(socket), time.monotonic()
    await asyncio.to_thread(client.delete, "/session/")
    async with asyncio.timeout(30):
        return await closed - since


def _password_changes(system: System) -> list[float]:
    """Seconds from asking for another password until each other login's presence socket is closed."""

    async def run() -> list[float]:
        logins = [
            await asyncio.to_thread(Client, system.base_url, PEOPLE[1], PASSWORD, system.folder / "mail")
            for _ in range(LOG_OUTS + 1)
        ]
        changes, *others = logins
        sockets = []
        for client in others:
            ticket = await asyncio.to_thread(client.post, "/tickets/presence/")
            sockets.append(await demo.connect(client, ticket["ticket"], None))
        ends = [_when_closed(socket) for socket in sockets]
        since = time.monotonic()
        await asyncio.to_thread(
            changes.post, "/me/password/", {"password": PASSWORD, "new_password": f"{PASSWORD} again"}
        )
        async with asyncio.timeout(30):
            return [end - since for end in await asyncio.gather(*ends)]

    return asyncio.run(run())


def _when_closed(socket: socketio.AsyncClient) -> "asyncio.Future[float]":
    closed: asyncio.Future[float] = asyncio.get_running_loop().create_future()
    socket.on("disconnect", lambda *_: closed.set_result(time.monotonic()))
    return closed


def _socket_row(what: str, seconds: list[float]) -> Row:
    measured = f"{max(seconds):.2f} s (p50 {percentile(seconds, 0.5):.2f} s)"
    return Row(what, measured, f"≤ {MOST_SOCKET_SECONDS:.0f} s", max(seconds) <= MOST_SOCKET_SECONDS)


def _lost(system: System, playwright: Playwright, folder: Path, talks: float) -> float:
    """Kill the seller's browser after so many seconds of talk; seconds lost of the track that lost most."""
    speech = {side: speech_file(DIALOGUE / f"{side}.opus", folder / f"{side}.wav") for side in ("seller", "buyer")}

    def confirm(address: str) -> str:
        return find_letter(system.folder / "mail", address, "confirm")

    profile = folder / f"profile-{talks}"
    with launched(playwright, speech["buyer"], CAMERA_FPS) as browser:
        boris = User(new_page(browser, system.base_url), "Boris", confirm)
        boris.register("Борис")
        with kept(playwright, speech["seller"], profile, system.base_url, CAMERA_FPS) as context:
            alice = User(context.pages[0], "Alice", confirm)
            alice.register("Алиса")
            call_id = connect(alice, boris)
            wait_moving(boris.page, "remote-video")
            time.sleep(talks)
            pid, killed = browser_process(profile), time.time()
            os.kill(pid, signal.SIGKILL)
        boris.page.get_by_test_id("leave-button").click()
        with kept(playwright, speech["seller"], profile, system.base_url, CAMERA_FPS) as context:
            alice.page = context.pages[0]
            alice.page.goto("/calls")
            # Chromium writes cookies down every half minute only: a killed one may have forgotten who she is.
            if alice.api("GET", "/session/")["me"] is None:
                alice.log_in()
            wait_for("the rest has come", lambda: all(_tracks(system, call_id, "finished").values()), 60)
        ends = _tracks(system, call_id, "ends")
    return max(killed - end for end in ends.values())


def _tracks(system: System, call_id: str, what: str) -> dict[str, float]:
    """By kind of the seller's tracks: whether it is finished, or when its stored media ends (Unix s)."""
    query = """SELECT kind, CASE %(what)s WHEN 'finished' THEN (state = 'finished')::int ELSE
                   extract(epoch FROM began_at) + (SELECT sum(duration_ms) / 1000.0 FROM slices s
                       WHERE s.track_id = t.track_id AND stored_at IS NOT NULL) END
               FROM tracks t WHERE call_id = %(call)s AND side = 'callee'"""
    with psycopg.connect(system.stores.database_url("lodbic_owner", "lodbic")) as connection:
        rows = connection.execute(query, {"what": what, "call": call_id}).fetchall()
    return {kind: float(value or 0) for kind, value in rows}


def rows() -> list[Row]:
    """Lines of the table."""
    with a_system(drafts=False) as system:
        made = [_socket_row(f"sockets closed after a log-out, most of {LOG_OUTS}", _log_outs(system, lambda: None))]
        changes = _password_changes(system)
        made.append(_socket_row(f"the other logins' sockets after a change of password, most of {LOG_OUTS}", changes))
        without = partial(system.processes.kill, "valkey")
        made.append(_socket_row(f"after a log-out without Valkey, most of {LOG_OUTS}", _log_outs(system, without)))
        system.processes.start("valkey")
        with tempfile.TemporaryDirectory(prefix="lodbic-bench-") as name, sync_playwright() as playwright:
            lost = [_lost(system, playwright, Path(name), talks) for talks in TALKS_SECONDS]
    measured = f"{max(lost):.1f} s ({', '.join(f'{each:.1f}' for each in lost)})"
    what = f"media lost with a killed tab, most of {len(lost)}"
    return [*made, Row(what, measured, f"≤ {MOST_LOST_SECONDS} s", max(lost) <= MOST_LOST_SECONDS)]


def main() -> None:
    """Print the figures."""
    for row in rows():
        print(f"{row.what}: {row.measured} (target {row.target})")


if __name__ == "__main__":
    main()
