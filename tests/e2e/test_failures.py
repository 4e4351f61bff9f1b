"""What dies in the middle of a call comes back, and nothing of the call is lost."""

import os
import re
import signal
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Playwright, expect
from tests.e2e.browsers import User, kept, wait_for, wait_moving
from tests.e2e.conftest import connect, leave
from tests.e2e.processes import browser_process, network_process
from tests.e2e.records import (
    Rows,
    assert_recorded,
    assert_whole,
    recorded_seconds,
    wait_final,
    wait_ready,
    wait_recording,
)

from lodbic_local.system import System

OwnBrowser = Callable[[], AbstractContextManager[BrowserContext]]


@pytest.fixture
def profile(tmp_path: Path) -> Path:
    """The folder of a browser of Alice's own."""
    return tmp_path / "profile"


@pytest.fixture
def own_browser(
    playwright: Playwright, speech: dict[str, Path], film: Path, profile: Path, base_url: str
) -> OwnBrowser:
    """Open that browser, as often as it is opened with all that it has kept."""
    return lambda: kept(playwright, speech["seller"], profile, base_url, film)


def assert_dead(system: System, *names: str) -> None:
    """None of these processes runs, and nothing answers in its place."""
    for name in names:
        process = system.processes[name]
        assert (process.is_running, process.command.ready()) == (False, False), name


def test_signalling_dies_in_the_middle_and_both_come_back_into_the_same_stay(
    alice: User, boris: User, system: System, rows: Rows
) -> None:
    connected = connect(alice, boris, ["record"])
    wait_moving(boris.page, "remote-video")
    began = wait_recording(rows, connected)
    old = system.processes["signalling"].pid
    system.processes.crash("signalling")
    system.processes.wait_restarted("signalling", old)
    time.sleep(8)
    wait_moving(boris.page, "remote-video")
    wait_moving(alice.page, "remote-video")
    talked = time.monotonic() - began
    leave(boris, alice)
    wait_for(
        "the call has ended",
        lambda: rows("SELECT end_time IS NOT NULL FROM calls WHERE call_id = %s", connected) == [(True,)],
    )
    stays = rows("SELECT user_id, end_time IS NOT NULL FROM call_participants WHERE call_id = %s", connected)
    assert len(stays) == 2
    assert all(closed for _, closed in stays)
    assert_whole(wait_final(boris, connected, 4), 4)
    assert_recorded(rows, connected, talked)


def test_valkey_dies_with_all_its_data_in_the_middle_and_nothing_is_lost(
    alice: User, boris: User, connected: str, system: System, rows: Rows
) -> None:
    wait_moving(boris.page, "remote-video")
    began = wait_recording(rows, connected)
    system.processes.kill("valkey")
    system.stores.valkey.wipe()
    # A line that was kept, and of which nobody could be told any more.
    rows(
        "INSERT INTO messages (call_id, user_id, client_id, text) SELECT call_id, user_id, uuidv7(), 'Рама 18 дюймов'"
        " FROM call_sides WHERE call_id = %s AND side = 'caller' RETURNING message_id",
        connected,
    )
    time.sleep(5)
    assert_dead(system, "valkey")
    system.processes.start("valkey")
    time.sleep(6)
    wait_moving(boris.page, "remote-video")
    expect(alice.page.get_by_test_id("chat-button")).to_have_accessible_name("Чат: 1 новое сообщение")
    alice.page.get_by_test_id("chat-button").click()
    expect(alice.page.get_by_text("Рама 18 дюймов")).to_be_visible()
    alice.page.get_by_role("button", name="Закрыть панель").click()
    talked = time.monotonic() - began
    leave(boris, alice)
    record = wait_ready(boris, connected)
    assert_whole(record, 4)
    assert_recorded(rows, connected, talked)
    made = f"s3://media/calls/{connected}/{record['revision']}"
    assert rows("SELECT text_url, video_url FROM calls WHERE call_id = %s", connected) == [
        (f"{made}/transcript.json", f"{made}/video.mp4")
    ]


def test_postgresql_and_storage_away_for_half_a_minute_lose_nothing(
    alice: User, boris: User, system: System, rows: Rows
) -> None:
    connected = connect(alice, boris, ["record"])
    wait_moving(boris.page, "remote-video")
    system.processes.kill("postgres")
    system.processes.kill("storage")
    began = time.monotonic()
    time.sleep(30)
    wait_moving(alice.page, "remote-video")
    assert_dead(system, "postgres", "storage")
    system.processes.start("storage")
    system.processes.start("postgres")
    time.sleep(10)
    away = time.monotonic() - began
    leave(boris, alice)
    # A track whose start could not be told while the database was away may come after the call.
    assert_whole(wait_final(boris, connected, 4), 4)
    assert_recorded(rows, connected, away)


def test_a_killed_browser_sends_the_rest_on_its_next_visit(
    own_browser: OwnBrowser,
    profile: Path,
    system: System,
    boris: User,
    confirmation: Callable[[str], str],
    rows: Rows,
) -> None:
    with own_browser() as context:
        alice = User(context.pages[0], "Alice", confirmation)
        alice.enter("Алиса")
        call_id = connect(alice, boris, ["record"])
        wait_moving(boris.page, "remote-video")
        # Without storage nothing can be sent: what is recorded now stays in the browser.
        system.processes.kill("storage")
        time.sleep(10)
        pid, killed = browser_process(profile), time.time()
        os.kill(pid, signal.SIGKILL)
        wait_for("the browser is dead", lambda: not Path(f"/proc/{pid}/exe").exists())
    assert_dead(system, "storage")
    system.processes.start("storage")
    stored = recorded_seconds(rows, call_id).get(("callee", "audio"), 0.0)
    leave(boris)
    with own_browser() as context:
        alice.page = context.pages[0]
        # Chromium writes cookies down every half minute only: a killed one may have forgotten who she is.
        if alice.page.goto("/calls") and alice.api("GET", "/session/")["me"] is None:
            alice.log_in()
        every = "SELECT bool_and(state = 'finished') FROM tracks WHERE call_id = %s AND side = 'callee'"
        wait_for("the rest has come", lambda: rows(every, call_id) == [(True,)], 60)
    seconds = recorded_seconds(rows, call_id)[("callee", "audio")]
    began = rows(
        "SELECT extract(epoch FROM began_at) FROM tracks WHERE call_id = %s AND side = 'callee' AND kind = 'audio'",
        call_id,
    )
    assert seconds > stored
    # Less than a slice: pieces of a second were kept as they came. How much less is a benchmark's to say.
    assert killed - float(began[0][0]) - seconds < 3
    assert_whole(wait_final(boris, call_id, 4), 4)


def test_a_lost_network_is_said_and_when_it_is_back_both_go_on_in_the_same_stay(
    own_browser: OwnBrowser, profile: Path, boris: User, confirmation: Callable[[str], str], rows: Rows
) -> None:
    with own_browser() as context:
        alice = User(context.pages[0], "Alice", confirmation)
        alice.enter("Алиса")
        connected = connect(alice, boris, ["record"])
        wait_moving(boris.page, "remote-video")
        network = network_process(profile)
        os.kill(network, signal.SIGSTOP)
        try:
            expect(boris.page.get_by_text("Связи нет")).to_be_visible()
            # Longer than signalling waits for an answer to its ping.
            time.sleep(20)
        finally:
            os.kill(network, signal.SIGCONT)
        wait_moving(boris.page, "remote-video")
        wait_moving(alice.page, "remote-video")
        expect(boris.page.get_by_text("Связи нет")).to_be_hidden()
        leave(boris, alice)
        assert_whole(wait_final(boris, connected, 4), 4)
    stays = rows("SELECT user_id, end_time IS NOT NULL FROM call_participants WHERE call_id = %s", connected)
    assert sorted(closed for _, closed in stays) == [True, True]
    for side_and_kind, seconds in recorded_seconds(rows, connected).items():
        assert seconds > 20, (side_and_kind, seconds)


def test_a_reload_and_a_second_tab_keep_one_stay(alice: User, boris: User, rows: Rows) -> None:
    connected = connect(alice, boris, [])
    wait_moving(boris.page, "remote-video")
    boris.page.reload()
    wait_moving(boris.page, "remote-video")
    wait_moving(alice.page, "remote-video")
    boris.page.get_by_test_id("mute-button").click()
    second = boris.page.context.new_page()
    second.goto(f"/calls/{connected}/room")
    expect(second.get_by_test_id("join-button").or_(second.get_by_test_id("leave-button")).first).to_be_visible()
    if second.get_by_test_id("join-button").count():
        second.get_by_test_id("join-button").click()
    wait_moving(second, "remote-video")
    expect(boris.page.get_by_text(re.compile("друг(ой|ом) вклад"))).to_be_visible()
    boris.page.get_by_role("button", name="Продолжить здесь").click()
    expect(second.get_by_text(re.compile("друг(ой|ом) вклад"))).to_be_visible()
    wait_moving(boris.page, "remote-video")
    expect(boris.page.get_by_test_id("mute-button")).to_have_attribute("aria-pressed", "true")
    leave(boris, alice)
    stays = rows("SELECT count(*) FROM call_participants WHERE call_id = %s", connected)
    assert stays == [(2,)]
