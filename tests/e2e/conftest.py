"""Two people in two browsers, against a whole running system (BASE_URL, or one of our own)."""

import email
import email.policy
import os
import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import psycopg
import pytest
from playwright.sync_api import Browser, Page, Playwright, expect, sync_playwright
from tests.e2e.browsers import PURPOSES, User, film_file, launched, speech_file, wait_for
from tests.e2e.records import Rows

from lodbic_local.system import System

DIALOGUE = Path(__file__).parents[1] / "speech" / "dialogues" / "dev01"


@pytest.fixture(scope="module")
def playwright() -> Iterator[Playwright]:
    """The driver. It keeps an event loop running, which asynchronous tests after these must not find."""
    # Two browsers, two recorders each and the whole system share the machine: slow is not broken.
    expect.set_options(timeout=30_000)
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="session")
def speech(worker_folder: Path) -> dict[str, Path]:
    """What each side's microphone hears."""
    return {side: speech_file(DIALOGUE / f"{side}.opus", worker_folder / f"{side}.wav") for side in ("seller", "buyer")}


@pytest.fixture(scope="session")
def film(worker_folder: Path) -> Path:
    """What a camera sees."""
    return film_file(worker_folder / "film.y4m")


@pytest.fixture(scope="module")
def seller_browser(playwright: Playwright, speech: dict[str, Path], film: Path) -> Iterator[Browser]:
    """Where Alice sits."""
    with launched(playwright, speech["seller"], film) as browser:
        yield browser


@pytest.fixture(scope="module")
def buyer_browser(playwright: Playwright, speech: dict[str, Path], film: Path) -> Iterator[Browser]:
    """Where Boris sits."""
    with launched(playwright, speech["buyer"], film) as browser:
        yield browser


@pytest.fixture(scope="session")
def mail_folder(base_url: str, request: pytest.FixtureRequest) -> Path:
    """Where the system puts the letters it sends."""
    given = os.environ.get("MAIL_FOLDER")
    if given:
        return Path(given)
    if os.environ.get("BASE_URL"):
        pytest.exit("BASE_URL is set: MAIL_FOLDER must name the folder where that system puts its letters.", 1)
    own: System = request.getfixturevalue("_own_system")
    return own.folder / "mail"


Letters = Callable[[str, str], str]


@pytest.fixture(scope="session")
def letters(mail_folder: Path) -> Letters:
    """E-mail address and page (confirm, reset) → the secret of the newest link to that page that was mailed there."""

    return lambda address, page: find_letter(mail_folder, address, page)


@pytest.fixture(scope="session")
def confirmation(letters: Letters) -> Callable[[str], str]:
    """E-mail address → the secret that confirms it."""
    return lambda address: letters(address, "confirm")


def new_page(browser: Browser, base_url: str, **options: object) -> Page:
    """A page of a browser with no cookies yet."""
    context = browser.new_context(base_url=base_url, locale="ru-RU", **options)  # type: ignore[arg-type]  # passed on
    context.set_default_timeout(30_000)
    return context.new_page()


def find_letter(folder: Path, address: str, page: str) -> str:
    """The secret of the newest link to a page (confirm, reset) that was mailed to an address; waits for it."""
    found: list[str] = []

    def look() -> bool:
        for file in sorted(folder.glob("*.eml"), key=lambda each: each.stat().st_mtime_ns):
            message = email.message_from_string(file.read_text(), policy=email.policy.default)
            if message["To"] == address:
                found.extend(re.findall(rf"/{page}#([\w-]+)", str(message.get_content())))
        return bool(found)

    wait_for(f"a letter to {address} in {folder}", look, every=0.1)
    return found[-1]


@pytest.fixture
def arrive(request: pytest.FixtureRequest) -> Callable[[User, str], None]:
    """How people become members: by the forms where a test is marked `by_form`, else without."""
    return User.register if request.node.get_closest_marker("by_form") else User.enter


Somebody = Callable[..., User]
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True}
DESK = {"viewport": {"width": 1280, "height": 800}}


@pytest.fixture
def somebody(
    base_url: str, confirmation: Callable[[str], str], arrive: Callable[[User, str], None]
) -> Iterator[Somebody]:
    """Browser, name, name as others see it, and the page's options → a new member, gone with the test."""
    came: list[User] = []

    def come(browser: Browser, name: str, shown: str, options: dict[str, object]) -> User:
        came.append(User(new_page(browser, base_url, **options), name, confirmation))
        arrive(came[-1], shown)
        return came[-1]

    yield come
    for user in came:
        user.page.context.close()
    assert [user.problems for user in came] == [[]] * len(came)


@pytest.fixture
def alice(seller_browser: Browser, somebody: Somebody) -> User:
    """Sells, by phone."""
    return somebody(seller_browser, "Alice", "Алиса", PHONE)


@pytest.fixture
def boris(buyer_browser: Browser, somebody: Somebody) -> User:
    """Buys, at a desk."""
    return somebody(buyer_browser, "Boris", "Борис", DESK)


@pytest.fixture
def charlie(buyer_browser: Browser, somebody: Somebody) -> User:
    """Somebody else, by phone."""
    return somebody(buyer_browser, "Charlie", "Чарли", PHONE)


@pytest.fixture
def rows(system: System) -> Rows:
    """Look into the system's database, for one call."""

    def asked(query: str, call_id: str) -> list[tuple[Any, ...]]:
        with psycopg.connect(system.stores.database_url("lodbic_owner", "lodbic")) as connection:
            return connection.execute(query, [call_id]).fetchall()

    return asked


@pytest.fixture
def connected(alice: User, boris: User) -> str:
    """Alice and Boris have met in the room, both consenting; the call's id."""
    return connect(alice, boris)


def connect(alice: User, boris: User, purposes: Sequence[str] = PURPOSES) -> str:
    """From Alice's advert into the room, both consenting to these; the call's id."""
    call_id = ring(alice, boris)
    for person in (alice, boris):
        person.join(purposes)
    return call_id


def ring(alice: User, boris: User) -> str:
    """From Alice's advert into the lobby; the call's id."""
    advert = alice.place_advert("Велосипед Стелс")
    boris.page.goto(f"/adverts/{advert}")
    boris.page.get_by_test_id("call-button").first.click()
    alice.page.get_by_test_id("ring-accept").click()
    boris.page.wait_for_url(re.compile(r"/calls/.+/room"))
    alice.page.wait_for_url(re.compile(r"/calls/.+/room"))
    found = re.search(r"/calls/([^/]+)/room", boris.page.url)
    assert found
    return found[1]


def leave(*people: User) -> None:
    """Out of the room, one after another."""
    for person in people:
        person.page.get_by_test_id("leave-button").click()
