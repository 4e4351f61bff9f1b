"""From words to lines: packing for the recogniser, cutting at pauses, doubts, and the written forms."""

import json
import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lodbic_contracts.transcript import Transcript
from lodbic_contracts.written import clean, write_json, write_srt, write_text, write_vtt
from transcriber.packing import CLIP_SECONDS, Span, missed, pack
from transcriber.speech import Heard, Passage, SpokenWord, unread, without_echo
from transcriber.transcript import Reading, breaths, merge, turns_in_circles

CALL = "01a2035a-d130-7b64-acc3-548258013703"
TRACK = "01a2035a-d156-77ea-be50-45497542f9d2"


def say(text: str, start: float = 0.0, gap: float = 0.1, confidence: float = 0.9) -> tuple[SpokenWord, ...]:
    """Words of 0.3 s each."""
    words = text.split()
    return tuple(
        SpokenWord(f" {word}", start + n * (0.3 + gap), start + n * (0.3 + gap) + 0.3, confidence)
        for n, word in enumerate(words)
    )


def lines(*passages: Passage) -> list[str]:
    """The texts of the breaths."""
    return ["".join(word.text for word in breath.words).strip() for breath in breaths(passages)]


def transcript_of(*readings: Reading) -> Transcript:
    """A transcript with these readings."""
    return Transcript(
        call_id=CALL, revision=1, language="ru", model="m", origin=0, duration=9, segments=merge(readings), tracks=[]
    )


@pytest.mark.parametrize(
    ("heard", "sure", "shown"),
    [
        ("нахуй лет", 0.45, "… лет"),
        ("Вот блядь, забыл", 0.3, "Вот … забыл"),
        ("Вот блядь, забыл", 0.9, "Вот блядь, забыл"),
        ("oh shit, sorry", 0.4, "oh … sorry"),
        ("худой художник, хутор, требовал, судебный, употреблять, себя, сукно, рубля", 0.4, None),
        ("колебался, небо, хлеба, потребность, учебная, бляха, хуже, shirt, сутки", 0.4, None),
    ],
)
def test_a_swear_word_that_was_hardly_heard_is_nobodys(heard: str, sure: float, shown: str | None) -> None:
    passage = Passage(say(heard, confidence=sure), -0.2, 1.2)
    assert lines(passage) == [heard if shown is None else shown]
    [breath] = breaths([passage])
    assert [(word.start, word.confidence) for word in breath.words] == [
        (word.start, word.confidence) for word in passage.words
    ]


def test_what_the_model_turned_in_circles_over_or_passed_over_is_read_again() -> None:
    good = Passage(say("Да, здравствуйте"), -0.2, 1.2, ((0.0, 2.0),))
    circles = Passage(say("и и и и и и и", 5.0), -0.2, 3.1, ((4.0, 9.0), (10.0, 12.0)))
    spans = [(0.0, 2.0), (4.0, 9.0), (10.0, 12.0), (14.0, 18.0)]
    assert unread(spans, Heard([good, circles], "ru")) == [(4.0, 9.0), (10.0, 12.0), (14.0, 18.0)]
    assert unread(spans[:1], Heard([good], "ru")) == []


def at_once(text: str, second: float) -> tuple[SpokenWord, ...]:
    """Words that take no time."""
    return tuple(SpokenWord(f" {word}", second, second, 0.99) for word in text.split())


@pytest.mark.parametrize(
    ("end", "kept"),
    [
        pytest.param("Нет, мы договорились.", "", id="the same once more"),
        pytest.param("Нет, мы", "", id="a part of it"),
        pytest.param("договорились.", "договорились.", id="one word, which may be said twice"),
        pytest.param("До свидания.", "До свидания.", id="other words, told badly in time"),
    ],
)
def test_what_the_model_wrote_once_more_at_the_end_of_a_clip_was_not_said(end: str, kept: str) -> None:
    words = without_echo((*say("Да. Нет, мы договорились."), *at_once(end, 2.0)))
    assert "".join(word.text for word in words).strip() == f"Да. Нет, мы договорились. {kept}".strip()


def test_what_is_said_twice_takes_its_time_twice() -> None:
    words = (*say("Мы договорились."), *say("Мы договорились.", 2.0))
    assert without_echo(words) == words


@pytest.mark.parametrize(
    ("text", "turns"),
    [
        ("На фу, на фу, на ху, на хо, на ху", True),
        ("Наход, наход, наход", True),
        ("На ходу, каждый день езжу", False),
        ("Нет, нет, за двенадцать я не отдам, за двенадцать с половиной отдам", False),
    ],
)
def test_a_draft_that_turns_in_circles_is_known(text: str, turns: bool) -> None:
    assert turns_in_circles(say(text)) is turns


# --- packing ----------------------------------------------------------------------------------------------------------

SPANS = st.lists(st.tuples(st.floats(0.2, 5), st.floats(0.3, 80)), min_size=1, max_size=30)


def spans_of(gaps_and_lengths: list[tuple[float, float]]) -> list[Span]:
    """Stretches of speech one after the other."""
    spans, now = [], 0.0
    for gap, length in gaps_and_lengths:
        spans.append((now + gap, now + gap + length))
        now = spans[-1][1]
    return spans


@given(SPANS)
def test_every_moment_of_speech_is_in_one_clip_and_no_clip_is_too_long(drawn: list[tuple[float, float]]) -> None:
    spans = spans_of(drawn)
    clips = pack(spans)
    assert all(clip.seconds <= CLIP_SECONDS + 0.001 for clip in clips)
    packed = [span for clip in clips for span in clip.spans]
    assert sum(end - start for start, end in packed) == pytest.approx(sum(end - start for start, end in spans))
    assert packed == sorted(packed)


@given(SPANS, st.data())
def test_a_word_goes_back_to_where_it_was_said(drawn: list[tuple[float, float]], data: st.DataObject) -> None:
    clip = data.draw(st.sampled_from(pack(spans_of(drawn))))
    which = data.draw(st.integers(0, len(clip.spans) - 1))
    start, end = clip.spans[which]
    first = data.draw(st.floats(0, end - start - 0.2))
    place = clip.starts[which] + first
    assert clip.original(place, place + 0.2) == pytest.approx((start + first, start + first + 0.2), abs=1e-6)


def test_a_clip_holds_the_sound_of_its_stretches() -> None:
    samples = np.arange(16_000 * 10, dtype=np.float32)
    (clip,) = pack([(1.0, 2.0), (5.0, 6.5)])
    sound = clip.samples(samples)
    assert len(sound) == pytest.approx(clip.seconds * 16_000, abs=2)
    assert sound[0] == 16_000
    assert sound[int(clip.starts[1] * 16_000)] == 5 * 16_000


def test_speech_without_words_is_read_again_and_a_stretched_word_hides_none() -> None:
    spans = [(0.0, 10.0), (20.0, 21.0)]
    read = [(0.1, 3.0), (3.0, 3.4), (3.5, 9.5)]
    assert np.array(missed(spans, read)) == pytest.approx(np.array([(1.3, 3.0), (4.7, 10.0)]))
    assert missed([(0.0, 3.0)], [(0.2, 1.0), (1.1, 2.0), (2.1, 2.8)]) == []


# --- breaths ----------------------------------------------------------------------------------------------------------


def test_a_pause_begins_a_new_line() -> None:
    words = (*say("добрый день"), *say("да продаётся", start=2.0))
    assert lines(Passage(words, -0.2, 1.5)) == ["добрый день", "да продаётся"]


def test_a_long_line_without_pauses_ends_with_a_sentence() -> None:
    words = say(" ".join(["слово"] * 25) + " конец. " + " ".join(["дальше"] * 10))
    assert [len(line.split()) for line in lines(Passage(words, -0.2, 1.5))] == [26, 10]


@pytest.mark.parametrize(
    ("passage", "doubtful"),
    [
        (Passage(say("продаю коляску синюю"), -0.2, 1.5), False),
        (Passage(say("продаю коляску синюю"), -1.3, 1.5), True),
        (Passage(say("продаю коляску синюю"), -0.2, 3.1), True),
        (Passage(say("продаю коляску синюю", confidence=0.3), -0.2, 1.5), True),
        (Passage(say("да да да да да да"), -0.2, 1.5), True),
        (Passage(say("да да хорошо"), -0.2, 1.5), False),
        (Passage(say("Продолжение следует..."), -0.2, 1.5), True),
    ],
    ids=[
        "sure",
        "unlikely",
        "turns in circles",
        "unsure words",
        "one word again and again",
        "said twice",
        "the end of a film",
    ],
)
def test_what_the_recogniser_doubts_is_marked(passage: Passage, doubtful: bool) -> None:
    assert [breath.doubtful for breath in breaths([passage])] == [doubtful]


def test_two_people_are_merged_by_time() -> None:
    alice = Reading(
        TRACK, "callee", "Алиса", 10.0, breaths([Passage(say("да"), -0.1, 1), Passage(say("нет", 5), -0.1, 1)])
    )
    boris = Reading(TRACK, "caller", "Борис", 12.0, breaths([Passage(say("сколько"), -0.1, 1)]))
    merged = merge([alice, boris])
    assert [(s.speaker, s.text, s.start) for s in merged] == [
        ("Алиса", "да", 10.0),
        ("Борис", "сколько", 12.0),
        ("Алиса", "нет", 15.0),
    ]


# --- written forms ----------------------------------------------------------------------------------------------------

HOSTILE = "<script>alert(1)</script>\n\n1\n00:00:00.000 --> 09:00:00.000\nпривет\u202eтевирп\x00 {\\an8}"


def hostile() -> Transcript:
    """A name and words that would be more than text."""
    words = (SpokenWord(f" {HOSTILE}", 0, 1, 0.9),)
    reading = Reading(TRACK, "caller", "</v><i>Б\n--> ", 3661.5, breaths([Passage(words, -0.1, 1)]))
    return transcript_of(reading)


def test_webvtt_holds_text_only() -> None:
    vtt = write_vtt(hostile())
    assert vtt.startswith("WEBVTT\n")
    assert vtt.count("-->") == 1
    assert "01:01:01.500 --> 01:01:02.500" in vtt
    assert re.findall(r"<[^>]*>", vtt) == ["<v &lt;/v&gt;&lt;i&gt;Б --&gt;>"]
    assert "\x00" not in vtt
    assert "\u202e" not in vtt


def test_subrip_holds_text_only() -> None:
    srt = write_srt(hostile())
    assert srt.count("-->") == 1
    assert "01:01:01,500 --> 01:01:02,500" in srt
    assert not re.search(r"[<>{}]", srt.replace("-->", "", 1))


def test_a_line_stays_one_line_in_every_file_and_nothing_turns_it_round() -> None:
    for written, lines in ((write_srt(hostile()), 3), (write_text(hostile()), 1)):
        assert len(written.rstrip("\n").split("\n")) == lines
        assert "\x00" not in written
        assert "\u202e" not in written


LONG = (
    "Состояние хорошее, катались одно лето, по выходным, в основном по парку и до дачи. Переднюю покрышку только "
    "весной поменял, тормоза подтянул, цепь смазал, руль выровнял, а ещё отдам насос, замок и крыло в придачу."
)


def cues_of(vtt: str) -> list[tuple[float, float, str]]:
    """(start, end, words) of each, in seconds of its minute."""
    found = re.findall(r"00:00:([\d.]+) --> 00:00:([\d.]+)\n<v [^>]*>(.*)", vtt)
    return [(float(start), float(end), text) for start, end, text in found]


@pytest.mark.parametrize("corrected", [False, True])
def test_a_long_line_is_several_cues_that_follow_each_other(corrected: bool) -> None:
    made = transcript_of(Reading(TRACK, "caller", "Борис", 2.0, breaths([Passage(say(LONG), -0.1, 1)])))
    if corrected:
        (breath,) = made.segments
        made = made.model_copy(update={"segments": [breath.model_copy(update={"words": []})]})
    cues = cues_of(write_vtt(made))
    assert len(cues) > 2
    assert " ".join(text for _, _, text in cues) == LONG
    assert all(len(text) <= 84 for _, _, text in cues)
    assert [end for _, end, _ in cues[:-1]] == [start for start, _, _ in cues[1:]]
    assert (cues[0][0], cues[-1][1]) == (made.segments[0].start, made.segments[0].end)
    assert all(start < end for start, end, _ in cues)
    if not corrected:
        starts = {word.start for word in made.segments[0].words}
        assert {start for start, _, _ in cues} <= starts
    assert write_srt(made).count("Борис: ") == len(cues)


def test_json_is_the_contract_and_text_tells_the_time_and_doubts() -> None:
    doubted = Reading(TRACK, "caller", "Борис", 61.0, breaths([Passage(say("э-э", confidence=0.2), -0.1, 1)]))
    made = transcript_of(doubted)
    assert Transcript.model_validate_json(write_json(made)) == made
    assert json.loads(write_json(made))["version"] == 1
    assert write_text(made) == "[00:01:01] Борис: э-э [?]\n"


@given(st.text())
def test_clean_text_is_one_line_that_any_store_takes(text: str) -> None:
    cleaned = clean(text)
    assert cleaned == " ".join(cleaned.split())
    assert not re.search(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff\u202a-\u202e\u2066-\u2069]", cleaned)
    cleaned.encode()
