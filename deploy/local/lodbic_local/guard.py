"""Ends the runner's children when the runner is gone, whatever ended it. Run as a script; standard library only.

Standard input is a pipe that only the runner holds open. It says `+GROUP SIGNAL` for each process group that it
started and `-GROUP` for each that it ended; when the pipe closes, what is left is asked to end, then killed. A
parent-death signal would not do: it reaches neither grandchildren nor a server that changed its user.
"""

import os
import signal
import sys
import time
from collections.abc import Iterable

PATIENCE_SECONDS = 5.0


def main() -> None:
    """Follow the runner's words until it is gone, then end what it left."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    groups: dict[int, int] = {}
    for line in sys.stdin:
        words = line.split()
        if line.startswith("+"):
            groups[int(words[0])] = int(words[1])
        else:
            groups.pop(-int(words[0]), None)
    end(groups)


def end(groups: dict[int, int]) -> None:
    """Send each group its own signal, wait a bounded time, then kill the rest."""
    for group, number in groups.items():
        send(group, number)
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline and any_alive(groups):
        time.sleep(0.1)
    for group in groups:
        send(group, signal.SIGKILL)


def any_alive(groups: Iterable[int]) -> bool:
    """Tell whether some process of the groups still runs."""
    return any(send(group, 0) for group in groups)


def send(group: int, number: int) -> bool:
    """Signal a whole process group; False when nobody is left in it."""
    try:
        os.killpg(group, number)
    except (ProcessLookupError, PermissionError):
        return False
    return True


if __name__ == "__main__":
    main()
