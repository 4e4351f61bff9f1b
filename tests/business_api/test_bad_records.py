"""Records that are not as they should be: nothing said, four hours, other languages, contradictions, lost files."""

import io
from collections.abc import Callable
from typing import Any

import psycopg
import pytest
from minio import Minio
from tests.business_api.conftest import Person, assert_error
from tests.business_api.said import Said, lines, talked
from tests.business_api.test_transcripts import bucket  # noqa: F401 - a fixture

Call = Callable[[list[Said]], dict[str, Any]]
ENDINGS = ("vtt", "srt", "txt")


@pytest.fixture
def call(
    alice: Person, boris: Person, advert: dict[str, Any], worker: None, signalling_role: psycopg.Connection[Any],
    transcriber_role: psycopg.Connection[Any], owner: psycopg.Connection[Any],
) -> Call:  # fmt: skip
    """Have Boris call Alice about her bicycle and say something."""
    roles = {"signalling": signalling_role, "transcriber": transcriber_role, "owner": owner}
    return lambda said: talked(boris, alice, advert, said, **roles)


def facts(person: Person, made: dict[str, Any], kind: str) -> list[dict[str, Any]]:
    answer = person.get(f"/calls/{made['call_id']}/facts/").json()
    assert answer["ready"] is True
    return [fact for fact in answer["items"] if fact["kind"] == kind]


def file_of(person: Person, made: dict[str, Any], ending: str) -> str:
    answer = person.get(f"/calls/{made['call_id']}/transcript.{ending}")
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-disposition"].startswith("attachment")
    return answer.text


def found(person: Person, text: str) -> list[int]:
    return [item["start_ms"] for item in person.get("/search/", params={"q": text}).json()["items"]]


def test_a_call_without_speech_is_ready_and_empty(boris: Person, call: Call) -> None:
    made = call([])
    transcript = boris.get(f"/calls/{made['call_id']}/transcript/").json()
    assert (transcript["items"], transcript["has_more"], transcript["duration_ms"]) == ([], False, 0)
    answer = boris.get(f"/calls/{made['call_id']}/facts/").json()
    assert (answer["ready"], answer["items"], answer["prices"]) == (True, [], [])
    deal = boris.get(f"/negotiations/{made['negotiation_id']}/").json()
    assert (deal["card"], deal["suggestion"], deal["state"]) == (None, None, "talking")
    assert file_of(boris, made, "vtt") == "WEBVTT\n"
    assert file_of(boris, made, "txt") == ""


def test_a_call_of_four_hours_is_read_in_parts_searched_and_downloaded_whole(boris: Person, call: Call) -> None:
    said = lines(*((side, f"Реплика номер {n}, про колесо") for n in range(1800) for side in ("caller", "callee")))
    said[3000] = said[3000]._replace(text="Отдам за двенадцать с половиной тысяч, синхрофазотрон в подарок")
    made = call(said)
    path, read, after = f"/calls/{made['call_id']}/transcript/", [], 0
    while True:
        page = boris.get(path, params={"after_ms": after, "limit": 500}).json()
        read += page["items"]
        if not page["has_more"]:
            break
        after = page["items"][-1]["end_ms"]
    assert [item["text"] for item in read] == [line.text for line in said]
    assert read[-1]["end_ms"] > 4 * 3600 * 1000 - 10_000
    assert found(boris, "синхрофазотрон") == found(boris, "12 500") == [said[3000].start_ms]
    typed = {"q": "синхрофазо", "call_id": made["call_id"], "typing": "1"}
    assert len(boris.get("/search/", params=typed).json()["items"]) == 1
    assert file_of(boris, made, "srt").count("-->") == len(said)
    assert "04:00:0" not in file_of(boris, made, "vtt")[:100]
    assert "[03:20:01] Boris: Отдам за" in file_of(boris, made, "txt")


def test_other_languages_and_two_at_once_are_kept_found_and_give_what_is_sure(boris: Person, call: Call) -> None:
    said = lines(
        ("caller", "Guten Tag, ist das Fahrrad noch da?"),
        ("callee", "Сәлеметсіз бе, велосипед бар"),
        ("caller", "你好，自行车还在吗？"),
        ("callee", "مرحبا الدراجة متاحة"),
        ("caller", "Okay, I can give you twelve thousand, устроит?"),
    )
    made = call(said)
    shown = boris.get(f"/calls/{made['call_id']}/transcript/").json()["items"]
    assert [item["text"] for item in shown] == [line.text for line in said]
    assert found(boris, "Fahrrad") == [said[0].start_ms]
    assert found(boris, "Сәлеметсіз") == [said[1].start_ms]
    assert found(boris, "الدراجة") == [said[3].start_ms]
    assert found(boris, "12000") == found(boris, "устроит twelve") == [said[4].start_ms]
    assert {fact["amount_minor"] for fact in facts(boris, made, "price")} == {1_200_000}
    assert facts(boris, made, "date") == []


def test_facts_that_contradict_each_other_all_stand_and_nothing_is_agreed_by_itself(boris: Person, call: Call) -> None:
    made = call(
        lines(
            ("callee", "Договорились, двенадцать тысяч, завтра в шесть вечера у метро Сокольники"),
            ("caller", "Нет, договорились за одиннадцать тысяч, послезавтра в семь вечера у метро Динамо"),
        )
    )
    assert {fact["amount_minor"] for fact in facts(boris, made, "price")} == {1_200_000, 1_100_000}
    assert len(facts(boris, made, "date")) == len(facts(boris, made, "time")) == 2
    assert {fact["value"] for fact in facts(boris, made, "metro")} == {"Сокольники", "Динамо"}
    deal = boris.get(f"/negotiations/{made['negotiation_id']}/").json()
    assert (deal["state"], deal["agreed"]) == ("talking", None)


def test_a_day_that_does_not_exist_is_no_meeting(boris: Person, call: Call) -> None:
    made = call(lines(("callee", "Давайте тридцать первого июня в шесть вечера"), ("caller", "31 июня договорились")))
    assert facts(boris, made, "date") == []
    deal = boris.get(f"/negotiations/{made['negotiation_id']}/").json()
    assert deal["card"] is None or deal["card"]["meet_at"] is None
    assert found(boris, "июня") == [5000, 1000], "the words are kept"


@pytest.mark.parametrize("words", ["1000000000000 рублей", "триллион рублей", "миллион миллионов рублей", "9" * 40])
def test_a_price_of_a_million_millions_breaks_nothing(boris: Person, call: Call, words: str) -> None:
    made = call(lines(("callee", f"Отдам за {words}, договорились"), ("caller", "Договорились, за пять тысяч")))
    assert 500_000 in {fact["amount_minor"] for fact in facts(boris, made, "price")}
    answer = boris.get(f"/negotiations/{made['negotiation_id']}/")
    assert answer.status_code == 200, answer.text
    assert all(price["amount_minor"] <= 10**14 for price in answer.json()["prices"])
    for ending in ("csv", "xlsx"):
        assert boris.get("/negotiations/export/", params={"format": ending}).status_code == 200
    assert boris.get("/search/", params={"price_min": 10**13}).status_code == 200


def test_texts_are_downloaded_as_they_were_corrected_whatever_became_of_the_objects(
    alice: Person, boris: Person, call: Call, bucket: Minio
) -> None:  # fmt: skip
    made = call(lines(("caller", "Сколько стоит стул"), ("callee", "Десять тысяч")))
    # Nothing was stored at all, but a stranger's text in one place.
    forged = b"WEBVTT\n\n1\n00:00:01.000 --> 00:00:04.000\nforged\n"
    bucket.put_object("media", f"calls/{made['call_id']}/1/transcript.vtt", io.BytesIO(forged), len(forged))
    segment = boris.get(f"/calls/{made['call_id']}/transcript/").json()["items"][0]
    path = f"/calls/{made['call_id']}/segments/{segment['segment_id']}/correction/"
    assert alice.put(path, {"text": "Сколько стоит <b>стол</b>"}).status_code == 200
    vtt, srt, txt = (file_of(boris, made, ending) for ending in ENDINGS)
    assert "forged" not in vtt
    assert "<v Boris>Сколько стоит &lt;b&gt;стол&lt;/b&gt;" in vtt
    assert "Boris: Сколько стоит ‹b›стол‹/b›" in srt
    assert txt == "[00:00:01] Boris: Сколько стоит <b>стол</b>\n[00:00:05] Alice: Десять тысяч\n"


def test_a_stranger_downloads_no_text_and_other_endings_are_not_found(
    boris: Person, charlie: Person, call: Call
) -> None:
    made = call(lines(("caller", "Сколько стоит стул")))
    for ending in ENDINGS:
        assert_error(charlie.get(f"/calls/{made['call_id']}/transcript.{ending}"), 404, "not_found")
    for ending in ("exe", "json"):
        assert_error(boris.get(f"/calls/{made['call_id']}/transcript.{ending}"), 404, "not_found")


def test_a_warning_is_for_the_one_at_risk_and_never_for_whoever_gave_cause(
    alice: Person, boris: Person, call: Call
) -> None:
    made = call(lines(("callee", "Скажите мне код из смс, и я отправлю"), ("caller", "Завтра в шесть вечера")))
    assert [(fact["kind"], fact["mine"]) for fact in facts(boris, made, "flag")] == [("flag", False)]
    assert facts(alice, made, "flag") == []
    assert facts(alice, made, "time")
