"""Programs that tests need from the system's package manager: a browser, and coturn for relayed calls."""

import os
import shutil
import subprocess
import sys

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def missing() -> list[str]:
    """Debian's names of the packages whose programs are not there."""
    packages = [] if any(map(shutil.which, BROWSERS)) else ["chromium"]
    return packages if shutil.which("turnserver") else [*packages, "coturn"]


def main() -> int:
    """Install what is missing as root on Debian; elsewhere say what to install. 1 when there is no browser."""
    packages = missing()
    if packages and os.geteuid() == 0 and shutil.which("apt-get"):
        print(f"· Installing {' and '.join(packages)}…", flush=True)
        install(packages)
        packages = missing()
    if "coturn" in packages:
        print(
            "coturn is missing: calls through a relay are not tested (on Debian: apt-get install coturn).", flush=True
        )
    if "chromium" in packages:
        print(
            "The tests need a browser: install Chromium or Chrome (Debian: apt-get install chromium).",
            file=sys.stderr,
        )
        return 1
    return 0


def install(packages: list[str]) -> None:
    """Ask apt-get; what could not be had is found missing afterwards."""
    quiet = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    for step in (["update", "-qq"], ["install", "-y", "-qq", "--no-install-recommends", *packages]):
        subprocess.run(["apt-get", *step], env=quiet, stdout=subprocess.DEVNULL, check=False)


if __name__ == "__main__":
    sys.exit(main())
