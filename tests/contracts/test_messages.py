"""What passes through Valkey from one process to another stays under 64 KB, whatever people say."""

import json
from typing import Any
from uuid import uuid4

import pytest
from pydantic import ValidationError
from socketio import RedisManager

from lodbic_contracts.captions import MOST_BREATHS, MOST_SIGNS, Caption, CaptionBreath, split_breaths
from lodbic_contracts.control import SessionsEnded
from lodbic_contracts.events import ChatMessage, Ring, RingState, user_room
from lodbic_contracts.shapes import Shape

LATEST = 4_102_444_800_000
DEAREST = "\U0001f600"
"""A sign that JSON writes in twelve bytes."""
ID, PARTICIPANT = str(uuid4()), "x" * 32


def breath(signs: int) -> CaptionBreath:
    return CaptionBreath(text=DEAREST * signs, doubtful=False, began_at=LATEST, ended_at=LATEST)


def caption(breaths: list[CaptionBreath]) -> Caption:
    return Caption(
        call_id=ID, participant_id=PARTICIPANT, draft=False, began_at=LATEST, ended_at=LATEST, breaths=breaths
    )


LARGEST: list[tuple[str, Shape]] = [
    ("caption", caption([breath(MOST_SIGNS // MOST_BREATHS)] * MOST_BREATHS)),
    ("chat.message", ChatMessage(
        call_id=ID, message_id=ID, participant_id=PARTICIPANT, text=DEAREST * 2_000, sent_at=LATEST
    )),
    ("ring.changed", Ring(
        call_id=ID, direction="incoming", state=RingState.UNANSWERED, version=LATEST, name=DEAREST * 80,
        image_url="x" * 500, title=DEAREST * 200, expires_at=LATEST,
    )),
]  # fmt: skip


@pytest.mark.parametrize(("name", "payload"), LARGEST, ids=[name for name, _ in LARGEST])
def test_the_largest_event_there_can_be_is_under_64_kb(
    name: str, payload: Shape, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent: list[Any] = []
    manager = RedisManager("redis://nowhere.example", write_only=True)
    monkeypatch.setattr(manager, "_publish", sent.append)
    manager.emit(name, payload.model_dump(mode="json"), room=user_room(ID))
    assert 0 < len(json.dumps(sent[0])) < 64_000


def test_the_end_of_a_hundred_logins_is_one_small_order() -> None:
    order = SessionsEnded(user_id=ID, sessions=["f" * 32] * 100, reason="password_changed")
    assert len(order.model_dump_json()) < 64_000


@pytest.mark.parametrize("breaths", [[breath(1)] * (MOST_BREATHS + 1), [breath(1_001)] * 4])
def test_more_than_a_message_holds_is_no_caption_and_becomes_several(breaths: list[CaptionBreath]) -> None:
    with pytest.raises(ValidationError):
        caption(breaths)
    groups = split_breaths(breaths)
    assert [len(caption(group).breaths) for group in groups] == [len(breaths) - 1, 1]


def test_what_fits_stays_together_and_silence_is_a_caption_too() -> None:
    assert split_breaths([breath(2_000), breath(2_000)]) == [[breath(2_000), breath(2_000)]]
    assert split_breaths([]) == [[]]
