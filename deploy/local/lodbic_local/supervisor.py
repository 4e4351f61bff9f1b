"""The processes of one system by name: started in layers, ended in the opposite order."""

import signal
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from lodbic_local.errors import RunError
from lodbic_local.processes import Command, Guard, Process, Watcher


class Supervisor:
    """Owns every process of a system, from the first start to the last stop."""

    def __init__(self, logs: Path, say: Callable[[str], None]) -> None:
        logs.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._logs = logs
        self._guard = Guard()
        self._processes: dict[str, Process] = {}
        self._layers: list[list[Process]] = []
        self._watcher = Watcher(lambda: list(self._processes.values()), say)

    def __getitem__(self, name: str) -> Process:
        return self._processes[name]

    @property
    def pids(self) -> dict[str, int]:
        """Names of the running processes to their process ids."""
        return {name: process.pid for name, process in self._processes.items() if process.is_running}

    def launch(self, commands: Sequence[Command]) -> None:
        """Start a layer of processes, which ends together, and return at once."""
        layer: list[Process] = []
        self._layers.append(layer)
        for command in commands:
            process = Process(command, self._logs / f"{command.name}.log", self._guard)
            self._processes[command.name] = process
            layer.append(process)
            process.start()

    def wait_ready(self, *names: str) -> None:
        """Wait until each of these is ready; all of them when none is named."""
        for name in names or tuple(self._processes):
            self._processes[name].wait_ready()

    def watch(self) -> None:
        """From now on start again whatever ends by itself."""
        self._watcher.start()

    def run_once(self, name: str, argv: Sequence[str], environment: Mapping[str, str], folder: Path) -> None:
        """Run a command to its end; raises RunError with the end of its log when it fails."""
        command = Command(name, argv, lambda: True, environment, folder)
        process = Process(command, self._logs / f"{name}.log", self._guard)
        self._layers.append([process])
        process.start()
        if process.wait() != 0:
            raise RunError(f"{name} failed; {process.end_of_log()}")
        process.kill()
        self._layers.pop()

    def stop(self) -> None:
        """End everything, the last layer first, each process within its own bounded time."""
        self._watcher.stop()
        for layer in reversed(self._layers):
            for process in layer:
                process.ask_to_stop()
            for process in layer:
                process.stop()
        self._layers.clear()
        self._processes.clear()
        self._guard.close()

    def kill(self, name: str) -> None:
        """Kill a process and its children at once; it stays down until `start`."""
        self._processes[name].kill()

    def crash(self, name: str) -> None:
        """Kill a process as if it died by itself: it is started again without being asked."""
        self._processes[name].signal(signal.SIGKILL)

    def end(self, name: str) -> None:
        """End a process in order; it stays down until `start`."""
        self._processes[name].stop()

    def start(self, name: str, wait: bool = True) -> None:
        """Bring back what was killed or ended, at the address that it had."""
        process = self._processes[name]
        if not process.is_running:
            process.start()
        if wait:
            process.wait_ready()

    def pause(self, name: str) -> None:
        """Freeze a process and its children: it keeps its sockets and answers nothing."""
        self._processes[name].signal(signal.SIGSTOP)

    def resume(self, name: str) -> None:
        """Let a frozen process go on."""
        self._processes[name].signal(signal.SIGCONT)

    def wait_restarted(self, name: str, old_pid: int, seconds: float = 30.0) -> None:
        """Wait until another process than `old_pid` runs under this name and is ready."""
        deadline = time.monotonic() + seconds
        process = self._processes[name]
        while process.pid == old_pid or not process.is_running:
            if time.monotonic() > deadline:
                raise RunError(f"{name} was not started again within {seconds:.0f} s")
            time.sleep(0.1)
        process.wait_ready()
