"""The demo as a newcomer meets it: its people, their adverts and the call between two of them."""

import json
import re
from pathlib import Path

import httpx
import pytest
from tests.transcriber.recorder import SOUND_RATE, read_speech, record_audio

from lodbic_local import demo
from lodbic_local.demo import call
from lodbic_local.demo.adverts import ADVERTS
from lodbic_local.demo.people import PEOPLE
from lodbic_local.system import System

SECONDS = 16


@pytest.fixture
def beginning(tmp_path: Path) -> Path:
    """The demo's dialogue, without most of it: what is made of its call takes as long as it lasts."""
    script = json.loads((call.DIALOGUE / "dialog.json").read_text(encoding="utf-8"))
    spoken = [line for line in script["utterances"] if line["end"] < SECONDS]
    (tmp_path / "dialog.json").write_text(json.dumps(script | {"duration": SECONDS, "utterances": spoken}))
    for side in ("seller", "buyer"):
        sound = read_speech(str(call.DIALOGUE / f"{side}.opus"))[: SECONDS * SOUND_RATE]
        (tmp_path / f"{side}.opus").write_bytes(record_audio(sound))
    return tmp_path


def test_whoever_is_named_logs_in_and_finds_adverts_with_pictures_and_a_call_to_search_and_watch(
    system: System, beginning: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(call, "DIALOGUE", beginning)
    said = "\n".join(demo.introduce(system))
    assert "Their adverts and a recorded call appear" in said
    demo.prepare(system)
    assert "appear" not in "\n".join(demo.introduce(system))
    named = dict(re.findall(r"^  (\w+) +(\S+)", said, re.MULTILINE))
    assert named.keys() == {person.login for person in PEOPLE}
    with httpx.Client(base_url=f"{system.base_url}/api", headers={"Origin": system.base_url}, timeout=30) as anna:
        anna.get("/session/")
        anna.headers["X-CSRFToken"] = anna.cookies["lodbic_csrf"]
        assert anna.post("/session/", json={"login": "anna", "password": named["anna"]}).status_code == 200
        (made,) = anna.get("/calls/").json()["items"]
        assert (made["has_text"], made["has_video"]) == (True, True)
        found = anna.get("/search/", params={"q": "велосипед"}).json()["items"]
        assert {item["call_id"] for item in found} == {made["call_id"]}
        shown = {advert["title"]: len(advert["pictures"]) for advert in anna.get("/adverts/").json()["items"]}
        wanted = {advert.fields["title"]: advert.views for advert in ADVERTS}
        assert {title: shown.get(title) for title in wanted} == wanted
