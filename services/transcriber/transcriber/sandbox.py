"""Runs the modules that decode strangers' files as child processes that can do little else.

A child gets no secrets (its environment is bare), limits on memory, CPU time and file size, and dies with its parent.
"""

import contextlib
import ctypes
import json
import os
import resource
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

PARENT_DEATH_SIGNAL = 1
"""PR_SET_PDEATHSIG of Linux's prctl."""


@dataclass(frozen=True)
class Limits:
    """What a child may use; `file_bytes` is the size of the largest file it may write."""

    memory_bytes: int
    cpu_seconds: int
    file_bytes: int


def start(module: str, request: Mapping[str, object], limits: Limits, folder: Path) -> "subprocess.Popen[bytes]":
    """Start `module` with a request; it answers on its standard output. The caller kills and waits."""
    argument = json.dumps({"limits": asdict(limits), "request": request, "parent": os.getpid()})
    paths = os.pathsep.join(path for path in sys.path if path)
    return subprocess.Popen(  # noqa: S603  # our own module; the request is data
        [sys.executable, "-P", "-m", module, argument],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        cwd=folder,
        env={"PYTHONPATH": paths, "LANG": "C.UTF-8", "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"},
    )


class ChildDiedError(Exception):
    """The child ended before it had done its work."""


def lines(module: str, request: Mapping[str, object], limits: Limits, folder: Path) -> Iterator[dict[str, object]]:
    """Run `module` and give the lines of JSON that it writes. Raises ChildDiedError; ends the child in any case."""
    child = start(module, request, limits, folder)
    assert child.stdout
    try:
        for line in child.stdout:
            yield json.loads(line)
        if child.wait() != 0:
            raise ChildDiedError
    finally:
        with contextlib.suppress(ProcessLookupError):
            child.send_signal(signal.SIGKILL)
        child.wait()
        child.stdout.close()


def number(value: object) -> float:
    """A number out of a child's line."""
    assert isinstance(value, float | int)
    return float(value)


def enter(work: Callable[[Any], int]) -> int:
    """In the child: take on the limits, then do the work. Returns the exit code."""
    argument = json.loads(sys.argv[1])
    _die_with(argument["parent"])
    limits = Limits(**argument["limits"])
    for which, value in (
        (resource.RLIMIT_AS, limits.memory_bytes),
        (resource.RLIMIT_CPU, limits.cpu_seconds),
        (resource.RLIMIT_FSIZE, limits.file_bytes),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NOFILE, 128),
    ):
        resource.setrlimit(which, (value, value))
    return work(argument["request"])


def _die_with(parent: int) -> None:
    if sys.platform != "linux":
        return
    ctypes.CDLL(None).prctl(PARENT_DEATH_SIGNAL, signal.SIGKILL)
    # Its death before that is told by nobody: loading a decoder takes a while.
    if os.getppid() != parent:
        sys.exit("the parent is gone")
