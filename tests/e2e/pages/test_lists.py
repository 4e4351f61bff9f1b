"""Lists that fail, lists that are empty, and the interface in English."""

import re
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest
from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import Page, Route, expect
from tests.e2e.pages.conftest import Newcomer, Opened, Record

# A page, the requests that its list is read by, and what is seen once it is there.
LISTS = (
    ("/", r"/api/adverts/\?", "h3 a[href^='/adverts/']"),
    ("/adverts", r"/api/adverts/\?", "a[href^='/adverts/'][href*='-']"),
    ("/people", r"/api/people/\?", "a[href^='/people/']"),
    ("/calls", r"/api/calls/\?", "a[href^='/calls/']"),
    ("/deals", r"/api/negotiations/\?", "[data-testid=deal-row]"),
    ("/my/adverts", r"/api/adverts/\?", "a[href$='/edit']"),
    ("/search?q=велосипед", r"/api/search/\?", "[data-testid=search-result]"),
    ("/profile", r"/api/me/sessions/", "text=Это устройство"),
    ("/profile/blocked", r"/api/me/(call-)?blocks/", "a[href^='/people/']"),
)


@pytest.fixture(scope="module")
def avoided(record: Record, newcomer: Newcomer) -> None:
    """Alice keeps somebody away."""
    somebody = newcomer("Чарли").get("/session/")["me"]["user_id"]
    record.alice.put(f"/people/{somebody}/block/", {})


@pytest.mark.parametrize(("path", "request_", "shown"), LISTS, ids=[path for path, _, _ in LISTS])
def test_a_list_that_could_not_be_read_says_so_and_comes_when_asked_again(
    alice: Page, avoided: None, path: str, request_: str, shown: str
) -> None:
    alice.route(re.compile(request_), lambda route: route.fulfill(status=500, json={}))
    alice.goto(path)
    failed = alice.get_by_role("main").get_by_role("alert")
    expect(failed).to_contain_text("Не получилось загрузить")
    expect(failed).to_contain_text("Сервер не смог ответить. Повторите через минуту.")
    expect(alice.locator("main [aria-busy=true]")).to_have_count(0)
    alice.unroute_all()
    failed.get_by_role("button", name="Повторить").click()
    expect(alice.get_by_role("main").locator(shown).first).to_be_visible()
    expect(failed).to_have_count(0)


# A page of somebody with nothing yet, what it says, and the way on.
EMPTY = (
    ("/calls", "Звонков пока нет", "Смотреть объявления", "/adverts"),
    ("/calls?missed=1", "Пропущенных звонков нет", "Все", "/calls"),
    ("/calls?q=никто", "Ничего не нашлось", "Все", "/calls"),
    ("/deals", "Сделок пока нет", "Смотреть объявления", "/adverts"),
    ("/my/adverts", "У вас пока нет объявлений", "Разместить объявление", "/adverts/new"),
    ("/profile/blocked", "Никто не заблокирован", "Профиль", "/profile"),
    ("/adverts?q=ъъъъъъ", "Ничего не нашлось", "Сбросить всё", "/adverts"),
    ("/people?q=ъъъъъъ", "Никого не нашли", "Сбросить всё", "/people"),
    ("/search", "Найдите любое слово из своих разговоров", "Звонки", "/calls"),
    ("/search?q=ъъъъъъ", "Искать пока не в чем", "Смотреть объявления", "/adverts"),
)


def test_somebody_new_is_told_on_each_page_what_comes_there_and_how(newcomer: Newcomer, opened: Opened) -> None:
    page = opened(newcomer("Борис"))
    for path, says, way, leads in EMPTY:
        page.goto(path)
        expect(page.get_by_role("heading", level=2, name=says)).to_be_visible()
        expect(page.get_by_role("main").get_by_role("link", name=way, exact=True).last).to_have_attribute("href", leads)


def in_english(route: Route) -> None:
    """What people wrote has no Russian letter, and the account is an English one: the rest is the interface's own."""
    # The page may have gone on before it was answered.
    with suppress(PlaywrightError):
        answer = route.fetch()
        if "json" not in answer.headers.get("content-type", ""):
            route.fulfill(response=answer)
            return
        body = _latin(answer.json())
        if "/api/session/" in route.request.url and body.get("me"):
            body["me"]["language"] = "en"
        route.fulfill(response=answer, json=body)


def _latin(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: each if name == "message" else _latin(each) for name, each in value.items()}
    if isinstance(value, list):
        return [_latin(each) for each in value]
    return re.sub("[А-Яа-яЁё]", "x", value) if isinstance(value, str) else value


# All texts of the page, also those that only a screen reader tells or that stand in a field.
TEXTS = """() => {
    const names = ['aria-label', 'aria-valuetext', 'title', 'placeholder', 'alt'];
    const all = [...document.querySelectorAll('body *')];
    const told = all.flatMap((each) => names.map((name) => each.getAttribute(name)));
    return [document.title, document.body.textContent, ...told].filter(Boolean);
}"""
OWN = ("/", "/adverts", "/adverts/new", "/people", "/calls", "/deals", "/search", "/search?q=велосипед", "/profile",
       "/profile/blocked", "/my/adverts", "/no/such/page")  # fmt: skip
ANYBODYS = ("/login?next=/calls", "/register", "/forgot", "/reset#x", "/reset", "/confirm#x", "/adverts?q=qqqqqq")


def russian(page: Page) -> list[str]:
    """What is said in Russian letters; the name of the other language is in its own."""
    texts = (re.sub("Русский|₽", "", text) for text in page.evaluate(TEXTS))
    return [found for text in texts for found in re.findall("[^.\n]*[А-Яа-яЁё][^.\n]*", text)]


def walk(page: Page, paths: tuple[str, ...], also: Callable[[Page], None] = lambda _: None) -> None:
    page.add_init_script("localStorage.setItem('lodbic.language', 'en')")
    page.route("**/api/**", in_english)
    for path in paths:
        page.goto(path)
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        expect(page.locator("[aria-busy=true]")).to_have_count(0)
        assert russian(page) == [], path
        also(page)


def test_no_page_in_english_says_anything_in_russian(opened: Opened, record: Record, newcomer: Newcomer) -> None:
    [deal] = record.boris.get("/negotiations/")["items"]
    seller = record.alice.get("/session/")["me"]["user_id"]
    call = f"/calls/{record.call_id}"

    def look_closer(page: Page) -> None:
        if not page.url.endswith(call):
            return
        expect(page.get_by_test_id("transcript-line").first).to_be_visible()
        for tab in ("Facts", "Chat", "Text"):
            page.get_by_role("tab", name=tab).click()
        page.get_by_test_id("transcript-line").first.hover()
        page.get_by_test_id("line-correct").first.click()
        expect(page.get_by_role("dialog")).to_be_visible()
        page.keyboard.press("Escape")
        expect(page.get_by_role("dialog")).to_be_hidden()
        page.keyboard.press("?")
        expect(page.get_by_role("dialog")).to_be_visible()
        assert russian(page) == [], "closer"

    english = {"locale": "en-US", "viewport": {"width": 1280, "height": 800}}
    theirs = (call, f"/deals/{deal['negotiation_id']}", f"/adverts/{deal['advert_id']}", f"/people/{seller}")
    walk(opened(record.boris, **english), OWN + theirs, look_closer)
    walk(opened(newcomer("Новый"), **english), ("/calls", "/deals", "/my/adverts", "/search?q=qqqqqq"))


def test_no_page_for_anybody_says_anything_in_russian_in_english(browser: Any, base_url: str) -> None:
    page = browser.new_context(base_url=base_url, locale="en-US").new_page()
    walk(page, ANYBODYS)
    page.goto("/login")
    page.locator("form button[type=submit]").click()
    expect(page.locator("[aria-invalid=true]").first).to_be_visible()
    page.locator("input[name=login]").fill("nobody")
    page.locator("input[name=password]").fill("not this one at all")
    page.locator("form button[type=submit]").click()
    expect(page.get_by_text("did not fit")).to_be_visible()
    assert russian(page) == []
    page.context.close()
