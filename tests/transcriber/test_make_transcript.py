"""A call's tracks become one conversation in text: the real recogniser on real speech, from ledger to TEXT_URL."""

import pytest

from lodbic_contracts.keys import object_address, transcript_key
from lodbic_contracts.tasks import LEASE_SECONDS
from lodbic_contracts.transcript import Transcript
from tests.transcriber.conftest import SPEECH, RecordedCall
from tests.transcriber.recorder import cut, read_speech, record_audio

pytestmark = pytest.mark.usefixtures("transcriber")


def finish(job_id: str) -> None:
    """What the broker would start."""
    from transcriber.tasks import finish_transcript

    finish_transcript(job_id)


@pytest.fixture(scope="module")
def buyer() -> list[bytes]:
    """Slices of what Boris said."""
    return cut(record_audio(read_speech(str(SPEECH / "dev02" / "buyer.opus"))), 16)


@pytest.fixture(scope="module")
def seller() -> list[bytes]:
    """Slices of what Alice said."""
    return cut(record_audio(read_speech(str(SPEECH / "dev02" / "seller.opus"))), 16)


def test_two_tracks_become_one_conversation(call: RecordedCall, buyer: list[bytes], seller: list[bytes]) -> None:
    call.add_track("caller", "audio", buyer, 65)
    call.add_track("callee", "audio", seller, 65)
    job_id = call.order("transcript")
    finish(job_id)
    job = call.job(job_id)
    assert (job["state"], job["code"], job["progress"]) == ("done", "", 1)
    made = Transcript.model_validate_json(call.world.read(transcript_key(call.call_id, 1, "json")))
    for segment in made.segments:
        print(segment.start, segment.end, segment.side, segment.doubtful, round(segment.confidence, 2), segment.text)
    assert call.row()["text_url"] == object_address(transcript_key(call.call_id, 1, "json"))
    assert [s["text"] for s in call.segments()] == [s.text for s in made.segments]
