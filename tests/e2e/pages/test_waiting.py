"""A record that is still being made, or could not be: what its page says, and that it shows what comes by itself."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect
from tests.e2e.pages.conftest import Record, rewrite

Product = dict[str, Any]


def product(state: str, seconds: int | None = None, progress: float = 0.0, code: str = "") -> Product:
    return {"state": state, "progress": progress, "seconds_left": seconds, "code": code}


def stand(
    page: Page, record: Record, text: Product, video: Product, *, sound: bool = False, words: bool = True,
    state: str = "final",
) -> None:  # fmt: skip
    """The page of the call, made as far as this. `words`: somebody was heard. `state`: of the record."""

    def so_far(call: Any) -> None:
        call["record"] |= {
            "state": state,
            "text": text,
            "video": video,
            "sound": product("ready" if sound else "working", None),
        }

    def links(found: Any) -> None:
        found["video"] = found["video"] if video["state"] == "ready" else None
        found["sound"] = found["sound"] if sound else None

    def lines(route: Route) -> None:
        if text["state"] == "ready" and words:
            route.fallback()
        else:
            route.fulfill(json={"items": [], "has_more": False})

    page.route(re.compile(rf"/api/calls/{record.call_id}/$"), rewrite(so_far))
    page.route(re.compile(rf"/api/calls/{record.call_id}/links/"), rewrite(links))
    page.route(re.compile(rf"/api/calls/{record.call_id}/transcript/"), lines)
    page.goto(f"/calls/{record.call_id}")
    expect(page.get_by_role("tab", name="Текст")).to_be_visible()


def said(page: Page, text: tuple[str, ...], picture: tuple[str, ...]) -> None:
    for part in text:
        expect(page.get_by_role("tabpanel", name="Текст")).to_contain_text(part)
    for part in picture:
        expect(page.get_by_role("group", name="Проигрыватель")).to_contain_text(part)


def test_what_waits_says_so_and_how_long_and_comes_by_itself(boris: Page, record: Record) -> None:
    stand(boris, record, product("waiting", 33), product("waiting", 119))
    said(
        boris,
        ("Расшифровка скоро начнётся", "Осталось около 35 секунд"),
        ("Видео скоро начнём собирать", "Осталось около 2 минут"),
    )
    boris.unroute_all(behavior="ignoreErrors")
    expect(boris.get_by_test_id("transcript-line").first).to_be_visible()
    expect(boris.get_by_test_id("call-video")).to_be_visible()
    expect(boris.get_by_text("Осталось около")).to_have_count(0)


def test_what_is_being_made_shows_how_far_it_is(boris: Page, record: Record) -> None:
    stand(boris, record, product("working", 61, 0.4), product("working", 6, 0.75))
    said(boris, ("Расшифровываем", "Осталось около 2 минут"), ("Собираем видео", "Осталось около 10 секунд"))
    for name, percent in (("Расшифровываем разговор", "40"), ("Собираем видео", "75")):
        expect(boris.get_by_role("progressbar", name=name)).to_have_attribute("aria-valuenow", percent)


@pytest.mark.parametrize("state", ["waiting", "working"])
def test_the_sound_can_be_heard_while_the_video_is_made(boris: Page, record: Record, state: str) -> None:
    stand(boris, record, product("ready", None, 1), product(state, 40), sound=True)
    said(boris, (), ("Видео ещё собирается. Звук уже можно слушать", "Осталось около 40 секунд"))
    boris.get_by_test_id("transcript-line").nth(2).click()
    expect(boris.get_by_role("button", name="Пауза")).to_be_visible()
    expect(boris.locator("[aria-current=true]")).to_have_count(1)


def test_what_failed_says_so_and_what_is_there_stays(boris: Page, record: Record) -> None:
    stand(boris, record, product("failed", code="no_speech_model"), product("ready", None, 1))
    said(boris, ("Расшифровать не получилось. Видео осталось. О чём договорились, можно записать самим",), ())
    boris.get_by_role("tab", name="Факты").click()
    expect(boris.get_by_text("Факты появятся")).to_have_count(0)
    expect(boris.get_by_test_id("call-video")).to_be_visible()
    boris.unroute_all(behavior="ignoreErrors")
    stand(boris, record, product("ready", None, 1), product("failed", code="no_pictures"))
    said(boris, (), ("Видео собрать не получилось. Текст разговора остался",))
    expect(boris.get_by_test_id("transcript-line").first).to_be_visible()


def test_nothing_is_said_to_stay_when_both_failed(boris: Page, record: Record) -> None:
    stand(boris, record, product("failed"), product("failed"))
    said(boris, ("Расшифровать не получилось",), ("Видео собрать не получилось",))
    expect(boris.get_by_text(re.compile("остал"))).to_have_count(0)


def test_a_record_in_which_no_word_is_heard_says_so(boris: Page, record: Record) -> None:
    stand(boris, record, product("ready", None, 1), product("ready", None, 1), words=False)
    said(boris, ("Слов в записи не слышно",), ())
    expect(boris.get_by_test_id("call-video")).to_be_visible()
    expect(boris.get_by_test_id("call-search")).to_have_count(0)


@pytest.mark.parametrize(
    ("state", "told"),
    [
        ("none", "Разговор не записывали, поэтому текста нет"),
        ("recording", "Текст появится здесь сам"),
        ("final", "Текста нет: на расшифровку не было согласия"),
    ],
)
def test_a_call_without_a_text_says_why(boris: Page, record: Record, state: str, told: str) -> None:
    stand(boris, record, product("none"), product("none" if state != "final" else "ready", None, 1), state=state)
    said(boris, (told,), ())
    expect(boris.get_by_test_id("transcript-line")).to_have_count(0)


def test_a_record_of_which_a_part_is_missing_says_so_until_it_is_whole(boris: Page, record: Record) -> None:
    note = boris.get_by_text("Часть записи ещё не дошла. Когда дойдёт, текст и видео обновятся сами")
    stand(boris, record, product("ready", None, 1), product("ready", None, 1), state="provisional")
    expect(note).to_be_visible()
    expect(boris.get_by_test_id("transcript-line").first).to_be_visible()
    expect(boris.get_by_test_id("call-video")).to_be_visible()
    boris.unroute_all(behavior="ignoreErrors")
    boris.reload()
    expect(boris.get_by_test_id("transcript-line").first).to_be_visible()
    expect(note).to_have_count(0)


@pytest.mark.parametrize("answer", ["without links", "none"])
def test_media_that_storage_has_lost_are_said_to_be_and_asked_for_again(
    boris: Page, record: Record, answer: str
) -> None:
    def gone(links: Any) -> None:
        links["video"] = links["sound"] = links["downloads"]["video"] = links["downloads"]["sound"] = None

    lost = rewrite(gone) if answer == "without links" else lambda route: route.fulfill(status=500, json={})
    links = re.compile(rf"/api/calls/{record.call_id}/links/")
    boris.route(links, lost)
    boris.goto(f"/calls/{record.call_id}")
    said(boris, (), ("Видео и звук сейчас не получается найти. Текст разговора остался.",))
    player = boris.get_by_role("group", name="Проигрыватель")
    expect(player).not_to_contain_text("Загружаем")
    again = player.get_by_role("button", name="Повторить")
    with boris.expect_response(links):
        again.click()
    expect(again).to_be_enabled()
    boris.unroute(links)
    again.click()
    expect(boris.get_by_test_id("call-video")).to_be_visible()
