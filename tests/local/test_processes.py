"""Children are watched, ended in order, and never outlive the runner."""

import os
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from lodbic_local.errors import RunError
from lodbic_local.processes import Command
from lodbic_local.supervisor import Supervisor

# A child with a child of its own, as every server here has.
FAMILY = "import subprocess; subprocess.Popen(['sleep', '600']); subprocess.run(['sleep', '600'])"
DEAF = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('up', flush=True); time.sleep(600)"


@pytest.fixture
def supervisor(tmp_path: Path) -> Iterator[Supervisor]:
    made = Supervisor(tmp_path / "logs", print)
    yield made
    made.stop()


def family(name: str = "family", script: str = FAMILY, **settings: object) -> Command:
    return Command(name, [sys.executable, "-c", script], ready=lambda: True, **settings)  # type: ignore[arg-type]


def members(group: int) -> list[int]:
    """Process ids of a group, those that ended but were not yet collected left out."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(FileNotFoundError, ProcessLookupError):
            state, _parent, its_group = (folder / "stat").read_text().rpartition(")")[2].split()[:3]
            if int(its_group) == group and state != "Z":
                found.append(int(folder.name))
    return found


def wait_for(condition: Callable[[], bool], seconds: float = 15) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.05)


def test_stopping_ends_children_and_grandchildren(supervisor: Supervisor) -> None:
    supervisor.launch([family()])
    group = supervisor["family"].pid
    wait_for(lambda: len(members(group)) == 3)
    supervisor.end("family")
    # A killed process goes a moment after the signal.
    wait_for(lambda: members(group) == [], 2)


def test_a_child_that_ignores_the_request_is_killed_in_time(supervisor: Supervisor) -> None:
    supervisor.launch([family("deaf", DEAF, stop_seconds=0.5)])
    process = supervisor["deaf"]
    wait_for(lambda: "up" in process.log.read_text())
    began = time.monotonic()
    supervisor.end("deaf")
    assert members(process.pid) == []
    assert time.monotonic() - began < 5


def test_what_ends_by_itself_is_started_again_and_what_was_killed_is_not(supervisor: Supervisor) -> None:
    supervisor.launch([family("crashed"), family("killed")])
    supervisor.watch()
    old = supervisor["crashed"].pid
    supervisor.kill("killed")
    supervisor.crash("crashed")
    supervisor.wait_restarted("crashed", old)
    assert members(old) == []
    time.sleep(1)
    assert "killed" not in supervisor.pids
    supervisor.start("killed")
    assert "killed" in supervisor.pids


def test_a_nice_child_steps_back_behind_other_sessions_too(supervisor: Supervisor) -> None:
    supervisor.launch([family("first"), family("last", nice=19)])
    for name, nice in (("first", 0), ("last", 19)):
        group = supervisor[name].pid
        # The nicest has to wait for all that runs beside this test.
        wait_for(lambda group=group: len(members(group)) == 3, 90)  # type: ignore[misc]
        assert {os.getpriority(os.PRIO_PROCESS, member) for member in members(group)} == {nice}
        shared = Path(f"/proc/{group}/autogroup")
        assert not shared.exists() or shared.read_text().split()[-1] == str(nice)


def test_a_paused_child_still_stops(supervisor: Supervisor) -> None:
    supervisor.launch([family()])
    group = supervisor["family"].pid
    wait_for(lambda: len(members(group)) == 3)
    supervisor.pause("family")
    supervisor.end("family")
    # A killed process goes a moment after the signal.
    wait_for(lambda: members(group) == [], 2)


def test_a_child_that_ends_while_starting_is_named_with_the_end_of_its_log(supervisor: Supervisor) -> None:
    broken = Command("broken", [sys.executable, "-c", "raise SystemExit('no such module')"], ready=lambda: False)
    supervisor.launch([broken])
    with pytest.raises(RunError, match=r"broken ended while starting.*\n.*no such module"):
        supervisor.wait_ready("broken")


@pytest.mark.parametrize("ending", [signal.SIGKILL, signal.SIGSEGV])
def test_children_end_with_a_runner_that_dies_without_a_word(tmp_path: Path, ending: signal.Signals) -> None:
    runner = textwrap.dedent(
        """
        import sys, time
        from pathlib import Path
        from lodbic_local.processes import Command
        from lodbic_local.supervisor import Supervisor
        supervisor = Supervisor(Path(sys.argv[1]), print)
        supervisor.launch([Command("family", [sys.executable, "-c", sys.argv[2]], ready=lambda: True)])
        print(supervisor["family"].pid, flush=True)
        time.sleep(600)
        """
    )
    code = {"PYTHONPATH": os.pathsep.join(sys.path)}
    argv = [sys.executable, "-c", runner, str(tmp_path), FAMILY]
    with subprocess.Popen(argv, stdout=subprocess.PIPE, text=True, env=os.environ | code) as process:
        assert process.stdout
        group = int(process.stdout.readline())
        wait_for(lambda: len(members(group)) == 3)
        process.send_signal(ending)
        process.wait()
        wait_for(lambda: members(group) == [])
