"""Programs that tests need from the system's package manager: a browser, and coturn for relayed calls."""

import os
import shutil
import subprocess
import sys

from lodbic_local.browser import find_chromium


def missing() -> list[str]:
    """Debian's names of the packages whose programs are not there."""
    packages = [] if find_chromium() else ["chromium"]
    return packages if shutil.which("turnserver") else [*packages, "coturn"]


def main() -> int:
    """Install what is missing as root on Debian; elsewhere say what to install. 1 when something is still missing."""
    packages = missing()
    if packages and os.geteuid() == 0 and shutil.which("apt-get"):
        print(f"· Installing {' and '.join(packages)}…", flush=True)
        install(packages)
        packages = missing()
    if packages:
        print(
            f"The tests need {' and '.join(packages)} (Debian: apt-get install {' '.join(packages)}).", file=sys.stderr
        )
    return 1 if packages else 0


def install(packages: list[str]) -> None:
    """Ask apt-get; what could not be had is found missing afterwards."""
    quiet = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    for step in (["update", "-qq"], ["install", "-y", "-qq", "--no-install-recommends", *packages]):
        subprocess.run(["apt-get", *step], env=quiet, stdout=subprocess.DEVNULL, check=False)


if __name__ == "__main__":
    sys.exit(main())
