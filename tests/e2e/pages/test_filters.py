"""Filters of a search, pressed one after the other: what is asked for, what is shown, and how each is taken off."""

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import Page, Response, Route, expect
from tests.e2e.pages.conftest import Record, rewrite

SEARCH = re.compile(r"/api/search/\?")
Press = Callable[[Page], None]
Fits = Callable[[dict[str, Any]], bool]


def asked(answer: Response) -> dict[str, str]:
    """The filters of a search."""
    query = {name: values[0] for name, values in parse_qs(urlsplit(answer.url).query).items()}
    return {name: value for name, value in query.items() if name not in {"q", "limit", "per_call", "call_id", "typing"}}


def found(page: Page, press: Press) -> tuple[dict[str, str], list[dict[str, Any]]]:
    """What is asked for after something was pressed, and what has come: the page shows all of it."""
    with page.expect_response(SEARCH) as answer:
        press(page)
    items = answer.value.json()["items"]
    expect(page.get_by_test_id("search-result")).to_have_count(len(items))
    return asked(answer.value), items


def choose(group: str, option: str) -> Press:
    """Press one of a few."""
    return lambda page: page.get_by_role("group", name=group).get_by_text(option, exact=True).click()


def fill(label: str, text: str) -> Press:
    """Fill a field."""
    return lambda page: page.get_by_label(label, exact=True).fill(text)


def is_mine(item: dict[str, Any]) -> bool:
    return bool(item["mine"])


def is_others(item: dict[str, Any]) -> bool:
    return not item["mine"]


def is_any(item: dict[str, Any]) -> bool:
    return True


# A field of the sheet, what it asks for, which lines may come (None: none at all) and the button that takes it off.
SHEET: tuple[tuple[Press, dict[str, str], Fits | None, str], ...] = (
    (choose("Чья сторона", "Покупатель"), {"side": "buyer"}, is_mine, "Говорит покупатель"),
    (choose("Чья сторона", "Продавец"), {"side": "seller"}, is_others, "Говорит продавец"),
    (fill("Имя собеседника", "алис"), {"person": "алис"}, is_any, "С кем: алис"),
    (fill("Имя собеседника", "Никто"), {"person": "Никто"}, None, "С кем: Никто"),
    (fill("по", "2020-01-01"), {"to": "2020-01-01"}, None, "По 1 января 2020"),
    (fill("до, ₽", "1"), {"price_max": "100"}, None, "До 1"),
)


def test_each_field_of_the_sheet_is_asked_for_and_taken_off(boris: Page, record: Record) -> None:
    boris.goto("/search")
    for field, wanted, fits, button in SHEET:
        boris.get_by_role("button", name="Фильтры", exact=True).click()
        field(boris)
        query, items = found(boris, lambda page: page.get_by_role("button", name="Показать", exact=True).click())
        assert query == wanted
        assert bool(items) == (fits is not None), wanted
        assert fits is None or all(fits(item) for item in items), wanted
        boris.get_by_role("button", name=f"Убрать фильтр «{button}").click()
        expect(boris.get_by_text("Найдите любое слово из своих разговоров")).to_be_visible()
        assert urlsplit(boris.url).query == ""


def test_what_is_pressed_in_the_row_and_in_the_sheet_is_one(boris: Page, record: Record) -> None:
    [deal] = record.boris.get("/negotiations/")["items"]
    boris.goto("/search?q=велосипед")
    expect(boris.get_by_test_id("search-result").first).to_be_visible()
    mine, other, agreed = (
        boris.get_by_role("button", name=name, exact=True) for name in ("От вас", "От собеседника", "Договорились")
    )
    query, items = found(boris, lambda _: mine.click())
    assert query == {"by": "me"}
    assert all(map(is_mine, items))
    query, items = found(boris, lambda _: other.click())
    assert query == {"by": "other"}
    assert all(map(is_others, items))
    expect(mine).to_have_attribute("aria-pressed", "false")
    expect(other).to_have_attribute("aria-pressed", "true")

    boris.get_by_role("button", name=re.compile("Фильтры")).click()
    expect(boris.get_by_role("radio", name="Собеседник")).to_be_checked()
    choose("Кто сказал", "Любой")(boris)
    choose("Чем кончилось", "Договорились")(boris)
    query, items = found(boris, lambda page: page.get_by_role("button", name="Показать", exact=True).click())
    assert query == {"agreed": "1"}
    expect(agreed).to_have_attribute("aria-pressed", "true")
    has_agreed = deal["state"] == "agreed"
    assert bool(items) == has_agreed
    boris.get_by_role("button", name=re.compile("Фильтры")).click()
    choose("Чем кончилось", "Нет")(boris)
    query, items = found(boris, lambda page: page.get_by_role("button", name="Показать", exact=True).click())
    assert query == {"agreed": "0"}
    assert bool(items) == (not has_agreed)


def test_an_advert_behind_the_newest_talks_is_found_by_its_words(boris: Page, record: Record) -> None:
    def as_if_behind(body: dict[str, Any]) -> None:
        body.update(items=[], has_more=True)

    [deal] = record.boris.get("/negotiations/")["items"]
    boris.route(re.compile(r"/api/negotiations/$"), rewrite(as_if_behind))
    boris.goto("/search")
    boris.get_by_role("button", name="Фильтры", exact=True).click()
    options = boris.get_by_label("Объявление", exact=True).locator("option")
    expect(options).to_have_text(["Любое"])
    boris.get_by_label("Найти объявление").press_sequentially("велос", delay=30)
    expect(options).to_have_text(["Любое", deal["title"]])
    boris.get_by_label("Объявление", exact=True).select_option(deal["title"])
    query, items = found(boris, lambda page: page.get_by_role("button", name="Показать", exact=True).click())
    assert query == {"advert_id": deal["advert_id"]}
    assert {item["call_id"] for item in items} == {record.call_id}
    expect(boris.get_by_role("button", name=f"Убрать фильтр «{deal['title']}»")).to_be_visible()


def one_at_a_time(route: Route) -> None:
    """Pages of one hit: so few are said in a short call."""
    route.continue_(url=route.request.url.replace("limit=50", "limit=1"))


def test_hits_in_a_call_are_narrowed_and_those_before_them_are_fetched(boris: Page, record: Record) -> None:
    every = record.boris.get(f"/search/?q=велосипед&call_id={record.call_id}&limit=50")["items"]
    in_order = sorted(every, key=lambda item: item["start_ms"])
    assert len(in_order) > 1
    assert {item["mine"] for item in in_order} == {True, False}
    boris.route(SEARCH, one_at_a_time)
    boris.goto(f"/calls/{record.call_id}")
    boris.get_by_test_id("call-search").fill("велосипед")
    hits, earlier = boris.locator(".hits li button"), boris.get_by_role("button", name="Показать, что было раньше")
    for count in range(1, len(in_order) + 1):
        expect(hits).to_have_count(count)
        if count < len(in_order):
            earlier.click()
    for hit, item in zip(hits.all(), in_order, strict=True):
        expect(hit).to_contain_text("Вы:" if item["mine"] else f"{item['name']}:")
    expect(earlier).to_have_count(0)

    boris.unroute_all()
    for name, wanted, fits in (
        ("От вас", {"by": "me"}, is_mine),
        ("От собеседника", {"by": "other"}, is_others),
        ("Вопросы", {"by": "other", "question": "1"}, is_others),
    ):
        chip = boris.get_by_role("group", name="Фильтры").get_by_role("button", name=name)
        with boris.expect_response(SEARCH) as answer:
            chip.click()
        items = answer.value.json()["items"]
        assert asked(answer.value) == wanted
        assert all(map(fits, items))
        expect(chip).to_have_attribute("aria-pressed", "true")
        expect(hits).to_have_count(len(items))
