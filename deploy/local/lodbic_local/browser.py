"""The browser that tests and benchmarks drive."""

import shutil

from lodbic_local.errors import RunError

PROGRAMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")


def find_chromium() -> str | None:
    """The program of Chromium, or of Chrome, which is made of it; None where there is neither."""
    return next(filter(None, map(shutil.which, PROGRAMS)), None)


def chromium() -> str:
    """The same; RunError where there is none."""
    found = find_chromium()
    if not found:
        raise RunError("There is no Chromium here: install it (Debian: apt-get install chromium)")
    return found
