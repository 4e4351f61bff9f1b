"""A person's own calendar on their own machine, kept by the program khal: files are imported as one would."""

import json
import os
import subprocess
import sys
from datetime import datetime
from pathlib import Path
from typing import NamedTuple
from zoneinfo import ZoneInfo

# By other clocks than the meeting's: that they are turned is khal's own work.
ZONE = "Asia/Yekaterinburg"
SETTINGS = """
[calendars]
[[mine]]
path = {folder}/mine
[sqlite]
path = {folder}/khal.db
[locale]
local_timezone = {zone}
default_timezone = {zone}
timeformat = %H:%M
dateformat = %Y-%m-%d
longdateformat = %Y-%m-%d
datetimeformat = %Y-%m-%d %H:%M
longdatetimeformat = %Y-%m-%d %H:%M
[default]
default_calendar = mine
"""


# Our words for khal's.
FIELDS = {"start": "start-long", "end": "end-long"}


class Shown(NamedTuple):
    """An event as khal lists it; `start` and `end` by the clocks of ZONE."""

    start: str
    end: str
    title: str
    location: str
    status: str
    uid: str
    description: str

    def times(self) -> tuple[datetime, datetime]:
        """When it begins and ends, whatever clocks that is told by."""
        start, end = (datetime.fromisoformat(told).replace(tzinfo=ZoneInfo(ZONE)) for told in (self.start, self.end))
        return start, end


class Khal:
    """An empty calendar in a folder."""

    def __init__(self, folder: Path) -> None:
        self._settings = folder / "khal.conf"
        self._folder = folder
        self._settings.write_text(SETTINGS.format(folder=folder, zone=ZONE), encoding="utf-8")

    def take(self, text: str) -> None:
        """Import a file; what has the same UID is replaced."""
        file = self._folder / "imported.ics"
        file.write_bytes(text.encode())
        self._run("import", "--batch", str(file))

    def events(self) -> list[Shown]:
        """All events that Lodbic has a hand in."""
        wanted = [word for name in Shown._fields for word in ("--json", FIELDS.get(name, name))]
        found = [event for line in self._run("search", *wanted, "@lodbic").splitlines() for event in json.loads(line)]
        return [Shown(**{name: event[FIELDS.get(name, name)].strip() for name in Shown._fields}) for event in found]

    def _run(self, *words: str) -> str:
        program = str(Path(sys.executable).with_name("khal"))
        # It breaks lines, also of JSON, where the terminal ends.
        wide = os.environ | {"COLUMNS": "100000"}
        command = [program, "--no-color", "-c", str(self._settings), *words]
        ended = subprocess.run(command, env=wide, check=False, capture_output=True, text=True, timeout=60)
        assert ended.returncode == 0, ended.stderr
        assert "error" not in ended.stderr.lower(), ended.stderr
        return ended.stdout
