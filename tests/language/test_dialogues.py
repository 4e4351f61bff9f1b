"""The shipped dialogues that rules may be written by; four others are kept aside for the benchmark."""

import json
from datetime import datetime
from pathlib import Path

import pytest
from tests.language.conversation import setting

from business_api.language import Line, read_facts

SPEECH = Path(__file__).parents[1] / "speech" / "dialogues"
KINDS = {"price": "price", "date": "date", "time": "time", "metro": "metro", "addr": "address", "place": "place",
         "phone": "phone", "link": "link"}  # fmt: skip
ROLES = {"ask": "asked", "offer": "offered", "final": "agreed", "delivery": "delivery", "prepay": "deposit",
         "total": "other", "other": "other"}  # fmt: skip


@pytest.mark.parametrize("name", ["dev01", "dev02", "dev04", "dev05", "dev07", "dev08", "dev10", "dev11"])
def test_a_dialogue_gives_what_its_truth_file_tells(name: str) -> None:
    about = json.loads((SPEECH / name / "dialog.json").read_text(encoding="utf-8"))
    said = [
        Line(each["i"], each["speaker"], int(each["start"] * 1000), int(each["end"] * 1000), each["text"], (), False)
        for each in about["utterances"]
    ]
    found = read_facts(said, setting(about["item"], datetime.fromisoformat(about["recorded_at"])))
    told = {(fact.kind, fact.value, fact.role, fact.line_id) for fact in found}
    true = {
        (KINDS[fact["kind"]], str(fact["value"]), ROLES.get(fact.get("role"), ""), fact["utterance"])
        for fact in about["facts"]
        if fact["kind"] in KINDS
    }
    assert true <= told
    values = {(kind, value) for kind, value, _, _ in true}
    assert {(kind, value) for kind, value, _, _ in told if kind in KINDS.values()} == values
