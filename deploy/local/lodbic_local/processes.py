"""Starts, watches, restarts and ends the processes of one system, each in a process group of its own."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from lodbic_local import guard
from lodbic_local.errors import RunError
from lodbic_local.settings import inherited_environment

POLL_SECONDS = 0.1
LONGEST_PAUSE_SECONDS = 30.0
STEADY_SECONDS = 60.0


@dataclass(frozen=True)
class Command:
    """One process to keep running: what to start, how to tell that it is ready, and how to ask it to end."""

    name: str
    argv: Sequence[str]
    ready: Callable[[], bool]
    environment: Mapping[str, str] = field(default_factory=dict)
    folder: Path = Path("/")
    # A user to step down to, for servers that refuse root.
    user: str | None = None
    before: Callable[[], None] = lambda: None
    ready_seconds: float = 60.0
    stop_signal: int = signal.SIGTERM
    stop_seconds: float = 8.0
    # From 1 to 19: how far it steps back when others want the processor.
    nice: int = 0


class Guard:
    """The runner's end of the pipe to the process that cleans up after it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._process = subprocess.Popen(
            [sys.executable, "-S", "-E", guard.__file__],
            stdin=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )

    def add(self, group: int, stop_signal: int) -> None:
        """End this process group, by this signal first, should the runner die."""
        self._say(f"+{group} {stop_signal}\n")

    def remove(self, group: int) -> None:
        """Forget a process group that has ended."""
        self._say(f"-{group}\n")

    def close(self) -> None:
        """Let the guard end, together with whatever was not removed."""
        assert self._process.stdin
        self._process.stdin.close()
        self._process.wait()

    def _say(self, line: str) -> None:
        assert self._process.stdin
        with self._lock:
            self._process.stdin.write(line)
            self._process.stdin.flush()


def _step_back(pid: int, nice: int) -> None:
    """Let others have the processor first.

    Linux shares it out among sessions before it looks at processes (autogroups, sched(7)). Each of ours has one of
    its own, so niceness alone would mean nothing between them: the session's group is given it as well.
    """
    os.setpriority(os.PRIO_PROCESS, pid, nice)
    group = Path(f"/proc/{pid}/autogroup")
    for _ in range(20):
        try:
            group.write_text(str(nice))
        except BlockingIOError:  # anybody but root may set one each tenth of a second
            time.sleep(POLL_SECONDS)
        except OSError:
            return  # no such groups here
        else:
            return


class Process:
    """One command that runs, was killed, or has not been started yet."""

    def __init__(self, command: Command, log: Path, guard: Guard) -> None:
        self.command = command
        self.log = log
        self.wanted = False
        self.started_at = 0.0
        self._guard = guard
        self._child: subprocess.Popen[bytes] | None = None
        # The watcher's thread and the runner's own both start and kill.
        self._changing = threading.RLock()

    @property
    def pid(self) -> int:
        """The process id, which is the process group's too; 0 before the first start."""
        return self._child.pid if self._child else 0

    @property
    def is_running(self) -> bool:
        """Tell whether the process has not ended."""
        return self._child is not None and self._child.poll() is None

    def start(self) -> None:
        """Start the process and return at once."""
        with self._changing:
            self._start()

    def start_again(self) -> None:
        """Start anew what ended by itself, unless it has been stopped meanwhile."""
        with self._changing:
            if self.wanted and not self.is_running:
                self.kill()  # children that it left may hold its port
                self._start()

    def _start(self) -> None:
        command = self.command
        command.before()
        with self.log.open("ab") as log:
            self._child = subprocess.Popen(
                list(command.argv),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd=command.folder,
                env=inherited_environment() | dict(command.environment),
                start_new_session=True,
                user=command.user,
                group=command.user,
                extra_groups=None if command.user is None else [],
            )
        if command.nice:
            _step_back(self._child.pid, command.nice)
        self._guard.add(self._child.pid, command.stop_signal)
        self.started_at = time.monotonic()
        self.wanted = True

    def wait_ready(self) -> None:
        """Wait until the process is ready; raises RunError with the end of its log when it is not in time."""
        deadline = time.monotonic() + self.command.ready_seconds
        while not self.command.ready():
            if not self.is_running:
                raise RunError(f"{self.command.name} ended while starting; {self.end_of_log()}")
            if time.monotonic() > deadline:
                raise RunError(
                    f"{self.command.name} was not ready within {self.command.ready_seconds:.0f} s; {self.end_of_log()}"
                )
            time.sleep(POLL_SECONDS)

    def wait(self) -> int:
        """Wait until the process ends by itself; its exit code."""
        assert self._child
        return self._child.wait()

    def ask_to_stop(self) -> None:
        """Send the stop signal without waiting."""
        self.wanted = False
        if self.is_running:
            guard.send(self.pid, signal.SIGCONT)
            guard.send(self.pid, self.command.stop_signal)

    def stop(self) -> None:
        """Ask the process to end, wait a bounded time, then kill whatever is left of its group."""
        self.ask_to_stop()
        if self._child:
            with suppress(subprocess.TimeoutExpired):
                self._child.wait(self.command.stop_seconds)
        self.kill()

    def kill(self) -> None:
        """Kill the whole group at once; it stays down until started again."""
        with self._changing:
            self.wanted = False
            if self._child:
                guard.send(self.pid, signal.SIGKILL)
                self._child.wait()
                self._guard.remove(self.pid)

    def signal(self, number: int) -> None:
        """Send a signal to the whole group."""
        if self.is_running:
            os.killpg(self.pid, number)

    def end_of_log(self) -> str:
        """Say where the log is and how it ends."""
        lines = self.log.read_text(errors="replace").splitlines()[-12:] if self.log.exists() else []
        return "\n  ".join([f"read {self.log}", *lines])


class Watcher:
    """Restarts what ended by itself, waiting longer each time that it ends soon after."""

    def __init__(self, processes: Callable[[], Sequence[Process]], say: Callable[[str], None]) -> None:
        self._processes = processes
        self._say = say
        self._pauses: dict[str, float] = {}
        self._due: dict[str, float] = {}
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._watch, name="watcher", daemon=True)

    def start(self) -> None:
        """Begin watching in the background."""
        self._thread.start()

    def stop(self) -> None:
        """Stop watching; nothing is restarted after this returns."""
        self._stopping.set()
        if self._thread.is_alive():
            self._thread.join()

    def _watch(self) -> None:
        while not self._stopping.wait(0.3):
            for process in self._processes():
                if process.wanted and not process.is_running:
                    self._restart_when_due(process)

    def _restart_when_due(self, process: Process) -> None:
        name, now = process.command.name, time.monotonic()
        if name not in self._due:
            steady = now - process.started_at > STEADY_SECONDS
            pause = 0.5 if steady else self._pauses.get(name, 0.5)
            self._pauses[name] = min(pause * 2, LONGEST_PAUSE_SECONDS)
            self._due[name] = now + pause
            self._say(f"{name} ended by itself; starting it again in {pause:.1f} s. Its log: {process.log}")
        elif now >= self._due[name]:
            del self._due[name]
            process.start_again()
