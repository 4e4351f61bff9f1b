"""The advert's words, told to the recogniser where that is set."""

from typing import Any

import pytest
from tests.transcriber.conftest import RecordedCall
from tests.transcriber.growing import (  # noqa: F401 - fixtures
    SECONDS,
    SLICES,
    GrowingTrack,
    boris,
    call,
    finish,
)

from transcriber import settings
from transcriber.live import read_along
from transcriber.speech import Recogniser
from transcriber.store.records import MOST_LETTERS, likely_words

pytestmark = pytest.mark.usefixtures("transcriber")


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """What the recogniser was told."""
    found: set[str] = set()
    read_all = Recogniser.read_all

    def noted(self: Recogniser, sources: Any, told: Any = None, hot: str = "") -> Any:
        found.add(hot)
        return read_all(self, sources, told, hot)

    monkeypatch.setattr(Recogniser, "read_all", noted)
    return found


@pytest.mark.parametrize(("wanted", "words"), [("1", {"Велосипед Стелс. Shimano, ул. Лесная, 5, Москва"}), ("0", {""})])
def test_the_adverts_words_are_told_along_and_at_the_end_if_that_is_set(
    call: RecordedCall,
    boris: list[bytes],
    told: set[str],
    monkeypatch: pytest.MonkeyPatch,
    wanted: str,
    words: set[str],
) -> None:
    monkeypatch.setenv("WHISPER_HOT_WORDS", wanted)
    settings.settings.cache_clear()
    advert = call.world.one(
        "INSERT INTO adverts (seller_id, title, description, category, price_minor, city, address, state)"
        " VALUES (%s, 'Велосипед Стелс', 'Тормоза Shimano, почти новый', 'hobby', 1, 'Москва',"
        " 'ул. Лесная, 5', 'active')"
        " RETURNING advert_id",
        call.people["callee"],
    )
    call.world.ask("UPDATE calls SET advert_id = %s WHERE call_id = %s", advert["advert_id"], call.call_id)
    track = GrowingTrack(call, boris, SECONDS)
    track.grow(SLICES // 2)
    read_along(track.track_id)
    assert told == words
    told.clear()
    track.grow(2)
    assert finish(call)["state"] == "done"
    assert told == words
    assert call.segments() != []


def test_names_of_a_description_are_likely_to_be_said_and_sentences_are_not() -> None:
    description = "Продаю коляску Bugaboo Fox, состояние как у новой. Есть чехол фирмы Инглезина. Звоните!"
    found = likely_words("Коляска", description, "Москва", "Сокольники")
    assert found == "Коляска. Bugaboo Fox, Инглезина, Сокольники, Москва"
    assert likely_words("Стол", "", "", "") == "Стол"
    assert len(likely_words("Стол", "Abc Def, " * 100, "Москва", "x" * 300)) < MOST_LETTERS + 20
