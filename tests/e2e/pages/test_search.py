"""What the search page shows of what was found, and what it says where nothing was."""

import re
from itertools import pairwise
from typing import Any

from playwright.sync_api import Page, expect
from tests.e2e.pages.conftest import Record, rewrite

SEARCH = re.compile(r"/api/search/\?")


def test_lines_of_one_call_run_forwards(boris: Page, record: Record) -> None:
    boris.goto("/search?q=велосипед")
    results = boris.get_by_test_id("search-result")
    expect(results.first).to_be_visible()
    starts = [int(each.get_attribute("data-start-ms") or 0) for each in results.all()]
    assert len(starts) > 1
    assert all(one < next_one for one, next_one in pairwise(starts)), starts


def test_nothing_found_says_what_missed(boris: Page, record: Record) -> None:
    for path, told in (
        ("?q=ъъъъъъ", "Таких слов не нашлось"),
        ("?q=велосипед&to=2020-01-01", "С этими фильтрами таких слов не нашлось"),
        ("?to=2020-01-01", "Под эти фильтры ничего не подходит"),
    ):
        boris.goto(f"/search{path}")
        expect(boris.get_by_role("heading", level=2, name=told)).to_be_visible()


def test_calls_where_the_words_fell_in_different_lines_stand_behind_a_sentence(boris: Page, record: Record) -> None:
    together = boris.get_by_test_id("apart")

    def some_apart(answer: Any) -> None:
        for item in answer["items"]:
            item["apart"] = False
        older = [{**item, "call_id": "older", "apart": True} for item in answer["items"][:2]]
        answer["items"] += older

    def all_apart(answer: Any) -> None:
        for item in answer["items"]:
            item["apart"] = True

    boris.route(SEARCH, rewrite(some_apart))
    boris.goto("/search?q=велосипед")
    expect(together).to_have_text("А в этих разговорах слова прозвучали в разных репликах.")
    expect(boris.locator("section.group")).to_have_count(2)
    expect(boris.locator("section.group + [data-testid=apart] + section.group")).to_have_count(1)
    boris.unroute(SEARCH)
    boris.route(SEARCH, rewrite(all_apart))
    boris.reload()
    expect(together).to_have_text(re.compile("Всё сразу не прозвучало ни в одной реплике"))
    expect(boris.locator("section.group")).to_have_count(1)
    boris.goto(f"/calls/{record.call_id}")
    boris.get_by_test_id("call-search").fill("велосипед")
    expect(together).to_have_text("Всё сразу не прозвучало: вот реплики с каждым из слов.")


def test_on_a_phone_the_hits_in_a_call_take_the_texts_place_until_one_is_pressed(alice: Page, record: Record) -> None:
    alice.goto(f"/calls/{record.call_id}")
    lines = alice.get_by_test_id("transcript-line")
    expect(lines.first).to_be_visible()
    alice.get_by_test_id("call-search").fill("велосипед")
    hits = alice.locator(".hits .list button")
    expect(hits.nth(1)).to_be_in_viewport(ratio=1)
    expect(lines.first).to_be_hidden()
    hits.nth(1).click()
    expect(hits).to_have_count(0)
    expect(alice.locator("[data-testid=transcript-line][aria-current=true]")).to_be_in_viewport()
    alice.get_by_role("button", name="К найденному").click()
    expect(hits.first).to_be_visible()
    alice.get_by_role("button", name="К тексту").click()
    expect(lines.first).to_be_visible()
