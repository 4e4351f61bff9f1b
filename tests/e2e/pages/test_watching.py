"""Watching a record: what is lit, marked, doubted and heard at each second, and where it all stands on the screen."""

import re
from collections.abc import Callable
from itertools import pairwise
from typing import Any

from playwright.sync_api import Page, Route, expect
from tests.e2e.browsers import wait_for
from tests.e2e.pages.conftest import Record, at, rewrite

EARLY_MS, LINGER_MS = 100, 400
Rows = list[dict[str, Any]]


def lines_of(record: Record) -> Rows:
    return list(record.boris.get(f"/calls/{record.call_id}/transcript/?limit=500")["items"])


def facts_of(record: Record) -> Rows:
    return list(record.boris.get(f"/calls/{record.call_id}/facts/")["items"])


def clock(ms: int) -> str:
    return f"{ms // 60_000}:{ms // 1000 % 60:02}"


# Where the player is and which line is lit, ten times a second, until four different lines have been.
LIT = """async () => {
    const video = document.querySelector('[data-testid=call-video]');
    const seen = [];
    for (let i = 0; i < 200 && new Set(seen.map(([, lit]) => lit)).size < 4; i++) {
        await new Promise((done) => setTimeout(done, 100));
        const lit = document.querySelectorAll('[data-testid=transcript-line][aria-current=true]');
        if (lit.length > 1) return 'more than one line is lit';
        if (lit.length) seen.push([video.currentTime * 1000, Number(lit[0].dataset.startMs)]);
    }
    return seen;
}"""


def test_the_line_being_spoken_is_lit_and_the_light_moves_on_with_the_voice(boris: Page, record: Record) -> None:
    lines = lines_of(record)
    starts = [line["start_ms"] for line in lines]
    for start, following in list(pairwise(starts))[2:5]:
        boris.goto(f"/calls/{record.call_id}?t={(start + 300) / 1000}")
        expect(boris.locator("[aria-current=true]")).to_have_attribute("data-start-ms", str(start))
        assert following - start > 300, "the moment asked for lies in that line"
    boris.locator(f"[data-start-ms='{starts[1]}']").click()
    boris.get_by_label("Скорость").select_option("2")
    seen = boris.evaluate(LIT)
    slack = 2 * 350  # the light follows a clock that is read ten times a second, here at double speed
    for now, lit in seen:
        line = next(line for line in lines if line["start_ms"] == lit)
        later = [start for start in starts if start > lit]
        assert lit <= now + EARLY_MS + 50, (now, lit)
        assert not later or now < later[0] + slack, (now, lit)
        assert now <= line["end_ms"] + LINGER_MS + slack, (now, lit)
    lit_ones = list(dict.fromkeys(lit for _, lit in seen))
    assert lit_ones == sorted(lit_ones)
    assert len(lit_ones) == 4


def test_each_fact_has_its_mark_and_a_press_on_one_goes_to_its_second(boris: Page, record: Record) -> None:
    facts = facts_of(record)
    boris.goto(f"/calls/{record.call_id}")
    marks = boris.get_by_role("toolbar", name="Факты на шкале времени").get_by_role("button")
    expect(marks.first).to_be_visible()
    labels = [str(mark.get_attribute("aria-label")) for mark in marks.all()]
    told = "; ".join(labels)
    assert sorted(re.findall(r", (\d+:\d\d)", told)) == sorted(clock(fact["start_ms"]) for fact in facts)
    assert "Метро: Сокольники" in told
    assert re.search(r"Договорились: 12.500", told)
    line = boris.get_by_label("Место в записи").bounding_box()
    assert line
    whole = float(boris.get_by_test_id("call-video").evaluate("v => v.duration * 1000"))
    for index in (len(labels) - 1, 0):
        first = re.search(r", (\d+:\d\d)", labels[index])
        assert first
        fact = next(fact for fact in facts if clock(fact["start_ms"]) == first[1])
        box = marks.nth(index).bounding_box()
        assert box
        assert abs(box["x"] + box["width"] / 2 - line["x"] - line["width"] * fact["start_ms"] / whole) < 3
        marks.nth(index).click()
        began = fact["start_ms"] / 1000
        wait_for("it plays there", lambda began=began: began - 0.1 <= at(boris) < began + 4)  # type: ignore[misc]


def test_a_value_that_was_hardly_heard_has_a_hollow_mark_which_says_so(boris: Page, record: Record) -> None:
    def doubt(page: Any) -> None:
        for fact in page["items"]:
            fact["confidence"] = 0.3 if fact["kind"] in {"metro", "phone"} else 0.9

    boris.route("**/facts/", rewrite(doubt))
    boris.goto(f"/calls/{record.call_id}")
    marks = boris.get_by_role("toolbar", name="Факты на шкале времени").get_by_role("button")
    hollow = "mark => getComputedStyle(mark.querySelector('.dot')).backgroundColor === 'rgba(0, 0, 0, 0)'"
    told = []
    expect(marks.first).to_be_visible()
    for mark in marks.all():
        mark.hover()
        facts = [str(fact) for fact in boris.locator(".tip strong").all_inner_texts()]
        assert re.sub(r", \d+:\d\d", "", str(mark.get_attribute("aria-label"))) == "; ".join(facts)
        unsure = [fact.endswith("(проверьте на слух)") for fact in facts]
        assert mark.evaluate(hollow) is all(unsure), facts
        told += facts
    assert {fact.split(":")[0] for fact in told if "проверьте на слух" in fact} == {"Метро", "Телефон"}


def test_what_was_hardly_heard_is_grey_in_the_text(boris: Page, record: Record) -> None:
    def doubt(page: Any) -> None:
        for number, line in enumerate(page["items"]):
            line["doubtful"] = number == 1
            for word in line["words"]:
                word[3] = 0.2 if number == 2 and word is line["words"][0] else 0.9

    boris.route("**/transcript/?**", rewrite(doubt))
    boris.goto(f"/calls/{record.call_id}")
    lines = boris.get_by_test_id("transcript-line")
    colour = "each => getComputedStyle(each).color"
    ordinary, grey = (lines.nth(index).locator(".said").evaluate(colour) for index in (0, 1))
    assert grey != ordinary
    expect(lines.nth(1)).to_contain_text("неразборчиво")
    expect(lines.nth(0)).not_to_contain_text("неразборчиво")
    shown = lines.nth(2).locator(".said > span:not(.visually-hidden)").all()
    assert [word.evaluate(colour) for word in shown] == [grey] + [ordinary] * (len(shown) - 1)
    assert len(shown) > 3
    expect(boris.get_by_text("Серым отмечено то, что распознано неуверенно")).to_be_visible()


def test_what_a_person_corrected_is_grey_nowhere(boris: Page, record: Record) -> None:
    second = lines_of(record)[1]["start_ms"] / 1000 + 0.2

    def correct(page: Any) -> None:
        for number, line in enumerate(page["items"]):
            line["doubtful"] = number == 1
        by = {"name": "Алиса", "mine": False, "created_at": "2026-11-24T15:00:00Z"}
        page["items"][1]["corrected"] = {"text": "Да, продаётся", **by}

    boris.route("**/transcript/?**", rewrite(correct))
    boris.goto(f"/calls/{record.call_id}?t={second}")
    expect(boris.get_by_test_id("transcript-line").nth(1)).to_contain_text("Да, продаётся")
    wait_for("the video stands there", lambda: abs(at(boris) - second) < 0.5)
    boris.keyboard.press("c")
    expect(boris.locator(".captions p", has_text="Да, продаётся")).not_to_have_class(re.compile("doubtful"))
    expect(boris.get_by_text("неразборчиво")).to_have_count(0)
    expect(boris.get_by_text("Серым отмечено то, что распознано неуверенно")).to_have_count(0)


def test_keys_are_the_players_after_a_press_by_hand(boris: Page, record: Record) -> None:
    second = lines_of(record)[2]["start_ms"] / 1000
    boris.goto(f"/calls/{record.call_id}")
    line = boris.get_by_test_id("transcript-line").nth(2)
    line.click()
    wait_for("the video plays from there", lambda: at(boris) > second + 0.5)
    boris.keyboard.press("Space")
    stood = at(boris)
    assert boris.get_by_test_id("call-video").evaluate("video => video.paused")
    boris.wait_for_timeout(500)
    assert second + 0.5 < stood <= at(boris) < stood + 0.2, "the line is not pressed again"
    volume = boris.get_by_role("slider", name="Громкость")
    for key, heard in (("m", "0 %"), ("ArrowUp", "100 %"), ("ArrowDown", "95 %")):
        boris.keyboard.press(key)
        expect(volume).to_have_attribute("aria-valuetext", heard)


def test_the_conversation_stands_beside_the_video_at_a_desk_and_below_it_on_a_phone(
    boris: Page, alice: Page, record: Record
) -> None:
    boxes: list[list[Any]] = []
    for page in (boris, alice):
        page.goto(f"/calls/{record.call_id}")
        parts = (page.get_by_role("group", name="Проигрыватель"), page.get_by_role("region", name="Разговор"))
        for part in parts:
            expect(part).to_be_visible()
        boxes.append([part.bounding_box() or {} for part in parts])
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "nothing is wider than the screen"
    (video, text), (small, under) = boxes
    assert text["x"] >= video["x"] + video["width"]
    assert abs(text["y"] - video["y"]) < 20
    assert text["x"] + text["width"] <= 1280
    assert under["y"] >= small["y"] + small["height"]
    assert under["width"] > 350
    assert small["width"] > 350


def test_a_link_to_a_second_is_copied_and_opens_there(boris: Page, record: Record) -> None:
    line = lines_of(record)[3]
    boris.context.grant_permissions(["clipboard-read", "clipboard-write"])
    boris.goto(f"/calls/{record.call_id}")
    boris.locator(f"[data-start-ms='{line['start_ms']}']").hover()
    boris.get_by_role("button", name=f"Скопировать ссылку на эту секунду {clock(line['start_ms'])}").click()
    expect(boris.get_by_text(f"Ссылка на {clock(line['start_ms'])} скопирована")).to_be_visible()
    boris.goto(boris.evaluate("navigator.clipboard.readText()"))
    wait_for("the video stands there", lambda: abs(at(boris) * 1000 - line["start_ms"]) < 200)
    expect(boris.locator("[aria-current=true]")).to_have_attribute("data-start-ms", str(line["start_ms"]))


# Beside the loudspeakers hears an ear, which tells how loud the loudest of half a second was.
EAR = """
    const {connect} = AudioNode.prototype;
    AudioNode.prototype.connect = function (to, ...rest) {
        if (to === this.context.destination) {
            window.ear = new AnalyserNode(this.context, {fftSize: 2048});
            connect.call(this, ear);
        }
        return connect.call(this, to, ...rest);
    };
    window.loudest = async () => {
        const samples = new Float32Array(ear.fftSize);
        let most = 0;
        for (let i = 0; i < 12; i++) {
            await new Promise((done) => setTimeout(done, 40));
            ear.getFloatTimeDomainData(samples);
            for (const sample of samples) most = Math.max(most, Math.abs(sample));
        }
        return most;
    };
"""


def test_one_persons_sound_alone_lets_that_persons_voice_through_and_no_other(boris: Page, record: Record) -> None:
    longest = {
        mine: max(
            (line for line in lines_of(record) if line["mine"] is mine),
            key=lambda line: int(line["end_ms"] - line["start_ms"]),
        )
        for mine in (True, False)
    }
    boris.add_init_script(EAR)
    boris.goto(f"/calls/{record.call_id}?t=10")
    wait_for("the video stands there", lambda: abs(at(boris) - 10) < 0.5)
    alone = "v => v.muted && !v.paused && !v.seeking && v.readyState > 2"
    for chosen, heard in (("Только Алиса", False), ("Только вы", True)):
        boris.get_by_role("button", name="Звук и просмотр").click()
        boris.get_by_text(chosen).click()
        boris.keyboard.press("Escape")
        for mine, line in longest.items():
            boris.locator(f"[data-start-ms='{line['start_ms']}']").click()
            middle = line["start_ms"] / 1000 + 0.5
            wait_for(
                "it plays there, the video itself silent",
                lambda m=middle: 0 < at(boris) - m < 3 and bool(boris.get_by_test_id("call-video").evaluate(alone)),  # type: ignore[misc]
            )
            loudness = boris.evaluate("loudest()")
            assert (loudness > 0.02) is (mine is heard), (chosen, line["name"], loudness)


def many(count: int) -> Callable[[Route], None]:
    """A text of so many lines, in parts as the API gives them."""
    lines: Rows = [
        {
            "segment_id": number + 1, "start_ms": number * 25, "end_ms": number * 25 + 24, "mine": number % 2 == 0,
            "name": "Алиса", "side": "caller" if number % 2 == 0 else "callee", "text": f"Реплика {number}",
            "confidence": 0.9, "doubtful": False, "corrected": None, "versions": 0, "words": [],
        }
        for number in range(count)
    ]  # fmt: skip

    def answer(route: Route) -> None:
        asked = dict(re.findall(r"(\w+)=(\d+)", route.request.url))
        after, limit = int(asked.get("after_ms", 0)), int(asked["limit"])
        rest = [line for line in lines if line["end_ms"] > after]
        route.fulfill(json={"items": rest[:limit], "has_more": len(rest) > limit})

    return answer


def test_of_a_long_text_the_page_holds_the_lines_in_sight_alone(boris: Page, record: Record) -> None:
    boris.route("**/transcript/?**", many(3000))
    boris.goto(f"/calls/{record.call_id}?t=40")
    lines = boris.get_by_test_id("transcript-line")
    expect(boris.locator("[aria-current=true]")).to_have_attribute("data-start-ms", re.compile("^40"))
    expect(boris.locator("li[aria-setsize='3000']").first).to_be_attached()
    assert 5 < lines.count() <= 60, "in the middle"
    for place, words in (("Home", "Реплика 0"), ("End", "Реплика 2999")):
        boris.locator("[data-segment][tabindex='0']").press(place)
        expect(lines.filter(has_text=re.compile(rf"{words}\b"))).to_be_focused()
        assert 5 < lines.count() <= 60, place
    boris.get_by_role("button", name="К тому, что звучит").click()
    expect(boris.locator("[aria-current=true]")).to_be_in_viewport()
    assert lines.count() <= 60


def test_a_link_is_understood_as_people_write_it_and_past_the_end_shows_the_last_words(
    alice: Page, record: Record
) -> None:
    refused: list[str] = []
    alice.on("response", lambda answer: refused.append(answer.url) if answer.status >= 400 else None)
    alice.goto(f"/calls/{record.call_id}?t=0:31.5")
    wait_for("the video stands there", lambda: abs(at(alice) - 31.5) < 0.5)
    for beyond in ("200", "1:02:05", "1e9"):
        alice.goto(f"/calls/{record.call_id}?t={beyond}")
        expect(alice.get_by_test_id("transcript-line").last).to_be_in_viewport()
        expect(alice.get_by_text("Слов в записи не слышно")).to_have_count(0)
    assert refused == []
