"""The record of a call: steered, read, corrected, agreed on."""

import re
from pathlib import Path

from playwright.sync_api import Page, Route, expect
from tests.e2e.browsers import wait_for
from tests.e2e.pages.conftest import Record, at


def test_a_link_opens_its_second_and_keys_do_what_people_know(boris: Page, record: Record) -> None:
    boris.goto(f"/calls/{record.call_id}?t=20")
    video = boris.get_by_test_id("call-video")
    wait_for("the video stands there", lambda: abs(at(boris) - 20) < 0.5)
    expect(boris.locator("[aria-current=true]")).to_have_count(1)
    assert video.evaluate("v => v.paused")

    boris.keyboard.press("l")
    wait_for("ten seconds on", lambda: abs(at(boris) - 30) < 0.5)
    boris.keyboard.press("Shift+Period")
    boris.keyboard.press("m")
    boris.keyboard.press("c")
    wait_for("faster and silent", lambda: bool(video.evaluate("v => v.playbackRate === 1.25 && v.muted")))
    expect(boris.locator(".captions")).to_contain_text("Алиса")
    boris.keyboard.press("k")
    wait_for("it plays", lambda: not video.evaluate("v => v.paused"))
    boris.keyboard.press("Space")
    wait_for("it stops", lambda: bool(video.evaluate("v => v.paused")))
    boris.keyboard.press("/")
    expect(boris.get_by_test_id("call-search")).to_be_focused()


def test_every_key_of_the_help_steers_the_player(boris: Page, record: Record) -> None:
    boris.goto(f"/calls/{record.call_id}?t=20")
    video = boris.get_by_test_id("call-video")
    wait_for("the video stands there", lambda: abs(at(boris) - 20) < 0.5)

    def press(key: str, seconds: float) -> None:
        boris.keyboard.press(key)
        wait_for(f"{key} goes to {seconds}", lambda: abs(at(boris) - seconds) < 0.6)

    press("j", 10)
    press("ArrowRight", 15)
    press("ArrowLeft", 10)
    whole = float(video.evaluate("v => v.duration"))
    press("5", whole / 2)
    press("9", whole * 0.9)
    press("0", 0)
    for _ in range(9):
        boris.keyboard.press("Shift+Comma")
    assert video.evaluate("v => v.playbackRate") == 0.5
    for _ in range(12):
        boris.keyboard.press("Shift+Period")
    assert video.evaluate("v => v.playbackRate") == 3
    boris.keyboard.press("ArrowDown")
    assert video.evaluate("v => v.volume") < 1
    boris.keyboard.press("f")
    wait_for("it fills the screen", lambda: bool(boris.evaluate("document.fullscreenElement !== null")))
    boris.keyboard.press("f")
    wait_for("and no longer", lambda: bool(boris.evaluate("document.fullscreenElement === null")))
    boris.keyboard.press("?")
    expect(boris.locator("dialog[open]")).to_contain_text("на десятую часть записи")


def test_a_link_asks_for_each_part_once_while_the_pages_code_is_on_its_way(boris: Page, record: Record) -> None:
    asked: list[str] = []
    boris.on("request", lambda request: asked.append(request.url.split("/", 3)[3]))
    boris.goto(f"/calls/{record.call_id}?t=31.5")
    wait_for("the video stands there", lambda: abs(at(boris) - 31.5) < 0.5)
    call = f"api/calls/{record.call_id}/"
    parts = ("api/session/", call, f"{call}links/", f"{call}transcript/?after_ms=1500&limit=150")
    assert {part: asked.count(part) for part in parts} == dict.fromkeys(parts, 1)
    code = next(place for place, each in enumerate(asked) if "/immutable/nodes/" in each and "/nodes/0" not in each)
    assert max(asked.index(part) for part in parts) < code


def test_a_link_that_storage_refuses_is_renewed_and_the_place_is_kept(boris: Page, record: Record) -> None:
    handed: list[str] = []
    answers: list[int] = []

    def ran_out_at_first(route: Route) -> None:
        given = route.fetch()
        body = given.json()
        if not handed:
            body["video"] = re.sub(r"X-Amz-Signature=\w+", f"X-Amz-Signature={'0' * 64}", body["video"])
        handed.append(body["video"])
        route.fulfill(response=given, json=body)

    boris.on("response", lambda answer: answers.append(answer.status) if "/video.mp4" in answer.url else None)
    boris.route(f"**/api/calls/{record.call_id}/links/", ran_out_at_first)
    boris.goto(f"/calls/{record.call_id}?t=5")
    wait_for("the video stands there", lambda: abs(at(boris) - 5) < 0.5, note=lambda: answers)
    assert answers[0] == 403
    assert len(handed) == 2
    boris.keyboard.press("k")
    video = boris.get_by_test_id("call-video")
    began = "v => v.played.length ? v.played.start(v.played.length - 1) : -1"
    wait_for("it plays from there", lambda: abs(video.evaluate(began) - 5) < 0.5)


def test_silence_is_skipped(boris: Page, record: Record) -> None:
    def without_the_middle(route: Route) -> None:
        answer = route.fetch()
        page = answer.json()
        page["items"] = [each for each in page["items"] if each["end_ms"] < 20_000 or each["start_ms"] > 40_000]
        route.fulfill(response=answer, json=page)

    # The shipped dialogue is lively: nothing is said where its text is taken away.
    boris.route("**/transcript/?**", without_the_middle)
    boris.goto(f"/calls/{record.call_id}?t=25")
    wait_for("the video stands there", lambda: abs(at(boris) - 25) < 0.5)
    boris.get_by_role("button", name="Звук и просмотр").click()
    boris.get_by_test_id("skip-silence").check()
    boris.keyboard.press("Escape")
    boris.keyboard.press("k")
    wait_for("it has jumped to the next voice", lambda: at(boris) > 39, 10)


def test_files_of_the_record_can_be_downloaded(boris: Page, record: Record) -> None:
    boris.goto(f"/calls/{record.call_id}")
    boris.get_by_text("Скачать").click()
    for label, ending, begins in (
        ("Видео (MP4)", ".mp4", b"ftyp"), ("Звук (M4A)", ".m4a", b"ftyp"), ("Субтитры WebVTT", ".vtt", b"WEBVTT"),
        ("Субтитры SRT", ".srt", b"1\n00:00:"), ("Текст", ".txt", b"[00:00:"),
    ):  # fmt: skip
        with boris.expect_download() as download:
            boris.locator("details a", has_text=re.compile(f"^{re.escape(label)}$")).click()
        assert download.value.suggested_filename.endswith(ending)
        assert begins in Path(download.value.path()).read_bytes()[:64]


def test_sound_that_is_made_after_the_video_is_offered_as_soon_as_it_is_there(boris: Page, record: Record) -> None:
    def not_yet(route: Route) -> None:
        answer = route.fetch()
        body = answer.json()
        if "record" in body:
            body["record"]["sound"]["state"] = "working"
        else:
            body["sound"] = body["downloads"]["sound"] = None
        route.fulfill(response=answer, json=body)

    address = re.compile(f"/api/calls/{record.call_id}/(links/)?$")
    boris.route(address, not_yet)
    boris.goto(f"/calls/{record.call_id}")
    boris.get_by_text("Скачать").click()
    expect(boris.get_by_text("Видео (MP4)")).to_be_visible()
    expect(boris.get_by_text("Звук (M4A)")).to_be_hidden()
    boris.unroute(address)
    expect(boris.get_by_text("Звук (M4A)")).to_be_visible()


def test_one_voice_is_heard_alone_and_the_video_is_silent(boris: Page, record: Record) -> None:
    boris.add_init_script("window.Audio = class extends Audio { constructor(u) { super(u); window.sound = this } }")
    boris.goto(f"/calls/{record.call_id}?t=10")
    video = boris.get_by_test_id("call-video")
    wait_for("the video stands there", lambda: abs(at(boris) - 10) < 0.5)
    boris.get_by_role("button", name="Звук и просмотр").click()
    boris.get_by_text("Только Алиса").click()
    boris.keyboard.press("Escape")
    boris.get_by_role("button", name="Смотреть", exact=True).click()
    apart = "v => v.muted && !sound.paused && Math.abs(v.currentTime - sound.currentTime) < 0.15"
    wait_for("her sound runs with the video", lambda: bool(video.evaluate(apart)))


def test_words_are_found_as_they_are_typed_and_a_line_is_corrected(boris: Page, alice: Page, record: Record) -> None:
    boris.goto(f"/calls/{record.call_id}")
    boris.get_by_test_id("call-search").press_sequentially("велос", delay=60)
    hit = boris.locator(".hits li button").first
    expect(hit.locator("mark")).to_have_text(re.compile("велосипед", re.IGNORECASE))
    hit.click()
    wait_for("it plays there", lambda: not boris.get_by_test_id("call-video").evaluate("v => v.paused"))
    boris.get_by_test_id("call-search").fill("")
    boris.get_by_test_id("call-search").press_sequentially("Сакольн", delay=60)
    expect(boris.locator(".hits mark").first).to_have_text(re.compile("сокольники", re.IGNORECASE))

    alice.goto(f"/calls/{record.call_id}")
    heard = alice.get_by_test_id("transcript-line").first
    expect(heard).to_be_visible()
    boris.get_by_test_id("transcript-line").first.hover()
    boris.get_by_test_id("line-correct").first.click()
    boris.locator("dialog textarea").fill("Здравствуйте, велосипед ещё продаётся?")
    boris.locator("dialog button[type=submit]").click()
    for page in (boris, alice):
        line = page.get_by_test_id("transcript-line").filter(has_text="велосипед ещё продаётся?")
        expect(line).to_contain_text("исправлено")


def test_the_versions_of_a_line_are_shown_also_once_the_original_was_had_back(boris: Page, record: Record) -> None:
    heard = record.boris.get(f"/calls/{record.call_id}/transcript/?limit=10")["items"][3]
    hers, his = (f"{heard['text']} {more}" for more in ("Да.", "Нет."))
    record.alice.put(f"/calls/{record.call_id}/segments/{heard['segment_id']}/correction/", {"text": hers})
    boris.goto(f"/calls/{record.call_id}")
    press = boris.locator(f"[data-segment='{heard['segment_id']}']")
    dialog = boris.get_by_role("dialog", name="Реплика в")
    versions = dialog.get_by_role("listitem")

    def look() -> None:
        press.hover()
        boris.locator(".line", has=press).get_by_test_id("line-correct").click()
        expect(dialog).to_be_visible()

    look()
    expect(versions).to_have_text([re.compile(f"^{re.escape(hers)}.*Алиса, сегодня")])
    dialog.get_by_label("Как было сказано на самом деле").fill(his)
    dialog.get_by_role("button", name="Сохранить").click()
    expect(press).to_contain_text(his)
    look()
    expect(versions).to_have_count(2)
    dialog.get_by_role("button", name="Вернуть исходный текст").click()
    expect(boris.get_by_text("Исходный текст возвращён")).to_be_visible()
    expect(press).not_to_contain_text("исправлено")
    expect(press).not_to_contain_text(his)
    for _ in ("at once", "when one comes again"):
        look()
        expect(dialog.get_by_text(f"Распознано: {heard['text']}")).to_be_visible()
        expect(versions).to_have_text(
            [re.compile(f"^{re.escape(hers)}.*Алиса"), re.compile(f"^{re.escape(his)}.*Вы"),
             re.compile("^исходный текст.*Вы")]
        )  # fmt: skip
        expect(dialog.get_by_role("button", name="Вернуть исходный текст")).to_have_count(0)
        boris.reload()


def test_filters_alone_list_calls_and_days_narrow_them(boris: Page, record: Record) -> None:
    boris.goto("/search")
    boris.get_by_role("button", name="Вопросы").click()
    expect(boris.get_by_test_id("search-result").first).to_contain_text("?")
    boris.get_by_role("button", name="Вопросы").click()
    boris.get_by_role("button", name="Фильтры").click()
    boris.get_by_label("Названа цена от, ₽").fill("12 500")
    boris.get_by_label("Звонки с").fill("2020-01-01")
    boris.get_by_role("button", name="Показать").click()
    result = boris.get_by_test_id("search-result").first
    expect(result).to_contain_text("двенадцать")
    result.click()
    boris.wait_for_url(re.compile(rf"/calls/{record.call_id}\?t="))
    boris.goto("/search?to=2020-01-01")
    expect(boris.get_by_text("Под эти фильтры ничего не подходит")).to_be_visible()


def test_an_export_is_saved_and_a_refused_one_says_why(boris: Page, record: Record) -> None:
    boris.goto("/deals")
    for ending in ("CSV", "XLSX"):
        with boris.expect_download() as download:
            boris.get_by_role("button", name=f"Скачать {ending}").click()
        assert download.value.suggested_filename.endswith(f".{ending.lower()}")
    refusal = {"code": "too_many", "message": "Слишком часто. Повторите через минуту.", "fields": {}}
    boris.route("**/api/negotiations/export/**", lambda route: route.fulfill(status=429, json=refusal))
    boris.get_by_role("button", name="Скачать CSV").click()
    expect(boris.get_by_text("Слишком часто. Повторите через минуту.")).to_be_visible()


def test_both_confirm_and_a_change_asks_both_again(boris: Page, alice: Page, record: Record) -> None:
    boris.goto(f"/calls/{record.call_id}")
    alice.goto(f"/calls/{record.call_id}")
    alice.get_by_role("tab", name="Сделка").click()
    card, hers = (page.get_by_test_id("deal-card") for page in (boris, alice))
    expect(card).to_contain_text("Сокольники")
    boris.get_by_test_id("deal-confirm").click()
    alice.get_by_test_id("deal-confirm").click()
    for each in (card, hers):
        expect(each).to_contain_text("Подтвердили оба")

    alice.get_by_test_id("deal-edit").click()
    boris.get_by_test_id("deal-edit").click()
    boris.get_by_label("Валюта").select_option("USD")
    expect(boris.get_by_label("Цена, $")).to_be_visible()
    boris.get_by_label("Валюта").select_option("RUB")
    boris.locator("dialog input[name=price]").fill("12000")
    boris.locator("dialog button[type=submit]").click()
    expect(boris.locator("dialog[open]")).to_have_count(0)
    alice.locator("dialog input[name=price]").fill("13000")
    alice.locator("dialog button[type=submit]").click()
    expect(alice.locator("dialog[open]")).to_contain_text(re.compile(r"У собеседника: 12.000"))
    expect(alice.locator("dialog input[name=price]")).to_have_value("13000")
    alice.locator("dialog button[type=submit]").click()
    expect(card).to_contain_text(re.compile(r"13.000"))
    expect(card).not_to_contain_text("Подтвердили оба")
    boris.goto("/deals")
    expect(boris.get_by_test_id("deal-row").first).to_contain_text("ждёт вас")
