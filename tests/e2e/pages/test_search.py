"""What the search page shows of what was found, and what it says where nothing was."""

import re
from itertools import pairwise

from playwright.sync_api import Page, expect
from tests.e2e.pages.conftest import Record

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
