"""Pages of people who are logged in already: no form, no camera; one recorded call serves all.

Making that call takes most of a minute. A test that changes more of it than its own part takes newcomers instead.
"""

import asyncio
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple
from uuid import uuid4

import pytest
from playwright.sync_api import Browser, Page, Playwright, Route
from playwright.sync_api import Error as PlaywrightError
from tests.e2e.browsers import FLAGS, PASSWORD, wait_for

from lodbic_local.browser import chromium
from lodbic_local.demo.call import make_call
from lodbic_local.demo.people import Client, Person

DESK: dict[str, Any] = {"viewport": {"width": 1280, "height": 800}}
PHONE: dict[str, Any] = {"viewport": {"width": 390, "height": 844}, "has_touch": True}
Newcomer = Callable[[str], Client]
Opened = Callable[..., Page]


class Record(NamedTuple):
    """A recorded call about an advert, and its two people."""

    call_id: str
    alice: Client
    boris: Client


@pytest.fixture(scope="session")
def newcomer(base_url: str, mail_folder: Path) -> Newcomer:
    """A name to be shown → a new member."""
    return lambda shown: Client(
        base_url, Person(f"u-{uuid4().hex[:12]}", shown, "Москва", "", ""), PASSWORD, mail_folder
    )


@pytest.fixture(scope="session")
def record(newcomer: Newcomer) -> Record:
    """Alice sells a bicycle to Boris: half past twelve thousand, Sokolniki, tomorrow at six."""
    alice, boris = newcomer("Алиса"), newcomer("Борис")
    advert = alice.post("/adverts/", {"title": "Велосипед", "category": "hobby", "price_minor": 1, "city": "Москва"})
    # In a thread of its own: the driver of the browsers keeps an event loop in this one.
    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, make_call(alice, boris, str(advert["advert_id"]))).result()
    call_id = boris.get("/calls/")["items"][0]["call_id"]
    made = lambda: boris.get(f"/calls/{call_id}/")["record"]["sound"]["state"] == "ready"  # noqa: E731 - asked over and over
    wait_for("the sound is made as well", made, 60)
    return Record(call_id, alice, boris)


@pytest.fixture
def newcomers(newcomer: Newcomer) -> tuple[Client, Client]:
    """Another Alice and another Boris, with nothing behind them."""
    return newcomer("Алиса"), newcomer("Борис")


@pytest.fixture(scope="module")
def browser(playwright: Playwright) -> Iterator[Browser]:
    """One for all: nobody speaks."""
    launched = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
    yield launched
    launched.close()


def enter(browser: Browser, base_url: str, client: Client, **options: Any) -> Page:
    """A page where a person is logged in."""
    page = browser.new_context(base_url=base_url, **{"locale": "ru-RU", **options}).new_page()
    cookies = [{"name": each.name, "value": each.value or "", "url": base_url} for each in client.http.cookies.jar]
    page.context.add_cookies(cookies)  # type: ignore[arg-type]  # the library's own type is too narrow for a list
    return page


@pytest.fixture
def opened(browser: Browser, base_url: str) -> Iterator[Opened]:
    """A person and the page's options → a page where that person is logged in, closed with the test."""
    pages: list[Page] = []

    def come(client: Client, **options: Any) -> Page:
        pages.append(enter(browser, base_url, client, **(options or DESK)))
        return pages[-1]

    yield come
    for page in pages:
        page.context.close()


@pytest.fixture
def boris(opened: Opened, record: Record) -> Page:
    """Boris at a desk."""
    return opened(record.boris, **DESK)


@pytest.fixture
def alice(opened: Opened, record: Record) -> Page:
    """Alice with a phone."""
    return opened(record.alice, **PHONE)


def rewrite(change: Callable[[Any], None]) -> Callable[[Route], None]:
    """For `Page.route`: the server's own answer, changed on its way."""

    def answer(route: Route) -> None:
        # The page may have gone on before it was answered.
        with suppress(PlaywrightError):
            given = route.fetch()
            body = given.json()
            change(body)
            route.fulfill(response=given, json=body)

    return answer


def at(page: Page) -> float:
    """Where the video is, in seconds."""
    return float(page.get_by_test_id("call-video").evaluate("v => v.currentTime"))
