"""The processes of a browser, for tests that take them away."""

from collections.abc import Callable
from pathlib import Path


def browser_process(profile: Path) -> int:
    """The main process of the browser with this profile."""
    return _process(
        f"--user-data-dir={profile}", lambda _, words: not any(word.startswith("--type=") for word in words)
    )


def network_process(profile: Path) -> int:
    """The process through which that browser reaches any network, sockets and media alike."""
    browser = browser_process(profile)
    return _process("--utility-sub-type=network.mojom.NetworkService", lambda pid, _: _descends(pid, browser))


def _process(word: str, fits: Callable[[int, list[str]], bool]) -> int:
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                # Children of Chromium's zygote write their words into one.
                words = (entry / "cmdline").read_bytes().decode().replace("\0", " ").split()
            except OSError:
                continue
            if word in words and fits(int(entry.name), words):
                return int(entry.name)
    raise AssertionError(f"no process with {word}")


def _descends(pid: int, ancestor: int) -> bool:
    while pid not in {0, 1, ancestor}:
        pid = int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])
    return pid == ancestor
