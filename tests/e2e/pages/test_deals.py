"""The history of negotiations and one of them, as their page shows them."""

import re
from typing import Any, NamedTuple

import psycopg
from playwright.sync_api import Locator, Page, Route, expect
from tests.business_api.negotiated import Deal, negotiated
from tests.e2e.pages.conftest import DESK, Newcomer, Opened

from lodbic_local.demo.people import Client
from lodbic_local.system import System

Pair = tuple[Client, Client]
FEW = (
    Deal("Стол дубовый", 500_00, days=2), Deal("Лампа", None, days=-1), Deal("Шкаф", 900_00),
    Deal("Стул", 100_00, days=1), Deal("Ковёр", 500_00, days=-3),
)  # fmt: skip


class Talker(NamedTuple):
    """Who has an account."""

    user_id: str
    name: str


def talker(client: Client) -> Talker:
    me = client.get("/session/")["me"]
    return Talker(me["user_id"], me["name"])


def negotiate(system: System, people: Pair, deals: tuple[Deal, ...]) -> list[str]:
    """Boris has talked with Alice about these; the ids, the newest last."""
    alice, boris = (talker(client) for client in people)
    with psycopg.connect(system.stores.database_url("lodbic_owner")) as owner:
        return negotiated(owner, boris, alice, deals)


def card(item: str, price_minor: int, base: int = 0, **more: Any) -> dict[str, Any]:
    """What a deal's card is written with."""
    empty = {"place": "", "meet_at": None, "time_zone": "Europe/Moscow", "currency": "RUB"}
    return {"base_version": base, "item": item, "price_minor": price_minor, **empty, **more}


def titles(page: Page) -> Locator:
    return page.get_by_test_id("deal-row").locator("a.title")


def test_a_long_history_goes_on_also_after_a_failure(system: System, newcomers: Pair, opened: Opened) -> None:
    negotiate(system, newcomers, tuple(Deal(f"Вещь {number}") for number in range(23)))
    page = opened(newcomers[1])
    page.goto("/deals")
    expect(titles(page)).to_have_text([f"Вещь {number}" for number in range(22, 2, -1)])
    page.route(re.compile(r"/api/negotiations/\?.*page=2"), lambda route: route.fulfill(status=500, json={}))
    page.get_by_role("button", name="Показать ещё").click()
    expect(page.get_by_text("Сервер не смог ответить")).to_be_visible()
    expect(titles(page)).to_have_count(20)
    page.unroute_all()
    page.get_by_role("button", name="Повторить").click()
    expect(titles(page)).to_have_text([f"Вещь {number}" for number in range(22, -1, -1)])
    expect(page.get_by_role("button", name="Показать ещё")).to_have_count(0)


def test_a_history_keeps_its_length_and_its_place_when_a_deal_of_it_changes(
    system: System, newcomers: Pair, opened: Opened
) -> None:
    made = negotiate(system, newcomers, tuple(Deal(f"Вещь {number}") for number in range(43)))
    page = opened(newcomers[1])
    page.goto("/deals")
    page.get_by_role("button", name="Показать ещё").click()
    expect(titles(page)).to_have_count(40)
    place = "() => [document.documentElement.scrollTop, document.documentElement.scrollHeight]"
    page.evaluate("scrollTo(0, 2000)")
    before = page.evaluate(place)
    # The ninth from the end comes first; what it was moved past is not shown twice.
    newcomers[0].put(f"/negotiations/{made[8]}/card/", card("Стол", 450_00))
    expect(titles(page).first).to_have_text("Вещь 8")
    expect(titles(page)).to_have_count(40)
    scrolled, height = page.evaluate(place)
    assert abs(scrolled - before[0]) < 200
    assert abs(height - before[1]) < 200
    page.get_by_role("button", name="Показать ещё").click()
    expect(titles(page)).to_have_text([f"Вещь {number}" for number in (8, *range(42, 8, -1), *range(7, -1, -1))])


def test_the_history_is_sorted_narrowed_and_searched_and_the_address_keeps_it(
    system: System, newcomers: Pair, opened: Opened
) -> None:
    made = negotiate(system, newcomers, FEW)
    newcomers[1].patch(f"/negotiations/{made[3]}/", {"state": "met"})
    page = opened(newcomers[1])
    page.goto("/deals")
    expect(titles(page)).to_have_text(["Стул", "Ковёр", "Шкаф", "Лампа", "Стол дубовый"])
    order, state = page.get_by_label("Порядок"), page.get_by_label("Состояние")
    order.select_option("Сначала дорогие")
    expect(titles(page)).to_have_text(["Шкаф", "Ковёр", "Стол дубовый", "Стул", "Лампа"])
    order.select_option("Сначала ближайшие встречи")
    expect(titles(page)).to_have_text(["Стул", "Стол дубовый", "Лампа", "Ковёр", "Шкаф"])
    state.select_option("Встретились")
    expect(titles(page)).to_have_text(["Стул"])
    expect(page.get_by_test_id("deal-row")).to_contain_text("Встретились")
    state.select_option("Все сделки")
    search = page.get_by_label("Поиск по сделкам")
    search.fill("дубовый")
    search.press("Enter")
    expect(titles(page)).to_have_text(["Стол дубовый"])
    page.get_by_label("Моя роль").select_option("Продаю")
    expect(page.get_by_role("heading", name="Ничего не нашлось")).to_be_visible()
    expect(page.get_by_text("Попробуйте одно слово")).to_be_visible()
    page.reload()
    expect(search).to_have_value("дубовый")
    expect(order).to_have_value("meeting")
    expect(page.get_by_label("Моя роль")).to_have_value("seller")
    page.go_back()
    expect(titles(page)).to_have_text(["Стол дубовый"])
    page.get_by_label("Моя роль").select_option("Продаю")
    page.get_by_role("link", name="Все сделки").click()
    expect(titles(page)).to_have_count(5)


def test_one_negotiation_shows_its_versions_calls_and_ones_own_note_and_end(
    system: System, newcomers: Pair, opened: Opened, newcomer: Newcomer
) -> None:
    alice, boris = newcomers
    [number] = negotiate(system, newcomers, (Deal("Стол", 500_00),))
    alice.put(f"/negotiations/{number}/card/", card("Стол", 500_00))
    boris.put(f"/negotiations/{number}/card/", card("Стол и два стула", 700_00, base=1))
    page = opened(boris)
    page.goto("/deals")
    titles(page).click()
    page.wait_for_url(f"**/deals/{number}")
    expect(page.get_by_role("heading", level=1)).to_have_text("Стол")
    expect(page.get_by_text("Алиса · Покупаю")).to_be_visible()
    expect(page.get_by_test_id("deal-card")).to_contain_text("Стол и два стула")
    page.get_by_text("Все версии: 2").click()
    for version in ("Версия 2, вы", "Версия 1, собеседник"):
        expect(page.get_by_text(version)).to_be_visible()
    page.get_by_label("Следующий шаг").fill("Взять рулетку")
    page.get_by_label("Следующий шаг").press("Enter")
    expect(page.get_by_text("Сохранено").first).to_be_visible()
    page.get_by_role("button", name="Встретились").click()
    expect(page.get_by_role("button", name="Снова обсуждаем")).to_be_visible()
    page.reload()
    expect(page.get_by_label("Следующий шаг")).to_have_value("Взять рулетку")
    expect(page.locator(".heading")).to_contain_text("Встретились")
    page.get_by_role("button", name="Снова обсуждаем").click()
    expect(page.get_by_role("button", name="Не сложилось")).to_be_visible()
    [call] = boris.get(f"/negotiations/{number}/")["call_list"]
    expect(page.locator(f"a[href='/calls/{call['call_id']}']")).to_be_visible()
    other = opened(alice)
    other.goto(f"/deals/{number}")
    expect(other.get_by_text("Борис · Продаю")).to_be_visible()
    expect(other.get_by_label("Следующий шаг")).to_have_value("")
    marks = other.get_by_role("list", name="Кто что отметил").get_by_role("listitem")
    expect(marks).to_have_text([re.compile("«Снова обсуждаем» — Борис, "), re.compile("«Встретились» — Борис, ")])
    stranger = opened(newcomer("Чарли"))
    stranger.goto(f"/deals/{number}")
    expect(stranger.get_by_text("Такой сделки нет или она не ваша")).to_be_visible()


def said_yes(system: System, negotiation: str, version: int, times: dict[str, str]) -> None:
    """Both have confirmed a version, each at a time of their own: {account: when}."""
    with psycopg.connect(system.stores.database_url("lodbic_owner")) as owner:
        for user_id, when in times.items():
            changed = owner.execute(
                "UPDATE deal_confirmations SET confirmed_at = %s WHERE negotiation_id = %s AND version = %s"
                " AND user_id = %s",
                [when, negotiation, version, user_id],
            )
            assert changed.rowcount == 1


def test_what_both_confirmed_keeps_both_times_under_a_change_and_after_a_fall_through(
    system: System, newcomers: Pair, opened: Opened
) -> None:
    alice, boris = newcomers
    [number] = negotiate(system, newcomers, (Deal("Стол"),))
    alice.put(f"/negotiations/{number}/card/", card("Стол", 450_00, confirm=True))
    boris.post(f"/negotiations/{number}/confirm/", {"version": 1})
    hers, his = talker(alice).user_id, talker(boris).user_id
    said_yes(system, number, 1, {hers: "2020-11-20T09:15Z", his: "2020-11-21T10:40Z"})
    page = opened(boris, **DESK, timezone_id="Europe/Moscow")
    page.goto(f"/deals/{number}")
    newest = page.get_by_role("list", name="Подтверждения", exact=True).get_by_role("listitem")
    before = page.get_by_role("list", name="Подтверждения прежней карточки").get_by_role("listitem")
    both = [re.compile(r"Вы — 21 ноября.*13:40"), re.compile(r"Алиса — 20 ноября.*12:15")]
    expect(newest).to_have_text(both)
    expect(before).to_have_count(0)
    page.get_by_role("button", name="Не сложилось").click()
    expect(page.get_by_role("button", name="Снова обсуждаем")).to_be_visible()
    expect(newest).to_have_text(both)
    page.get_by_role("button", name="Снова обсуждаем").click()

    alice.put(f"/negotiations/{number}/card/", card("Стол", 480_00, base=1, confirm=True))
    expect(page.get_by_text("Пока действует то, что подтвердили оба")).to_contain_text("450")
    expect(before).to_have_text(both)
    said_yes(system, number, 2, {hers: "2020-11-22T06:05Z"})
    page.reload()
    expect(before).to_have_text(both)
    expect(newest).to_have_text(["Вы — пока нет", re.compile(r"Алиса — 22 ноября.*09:05")])
    page.get_by_role("button", name="Не сложилось").click()
    expect(page.get_by_text("До последней правки оба подтвердили")).to_contain_text("450")
    expect(before).to_have_text(both)
    expect(newest).to_have_count(0)


def test_a_change_of_the_other_is_seen_at_once_and_asks_for_ones_word(
    system: System, newcomers: Pair, opened: Opened
) -> None:
    alice, boris = newcomers
    [number] = negotiate(system, newcomers, (Deal("Стол"),))
    page = opened(boris)
    page.goto(f"/deals/{number}")
    expect(page.get_by_text("Пока ничего не записано")).to_be_visible()
    expect(page.get_by_test_id("deal-confirm")).to_have_count(0)
    alice.put(f"/negotiations/{number}/card/", card("Стол с ящиком", 450_00, confirm=True))
    expect(page.get_by_test_id("deal-card")).to_contain_text("Стол с ящиком")
    expect(page.get_by_text("Проверьте и подтвердите")).to_be_visible()

    def later(route: Route) -> None:
        # While one reads, the other writes another price.
        alice.put(f"/negotiations/{number}/card/", card("Стол с ящиком", 480_00, base=1, confirm=True))
        route.continue_()

    page.route("**/confirm/", later, times=1)
    page.get_by_test_id("deal-confirm").click()
    expect(page.get_by_text("Карточка только что изменилась")).to_be_visible()
    expect(page.get_by_test_id("deal-card")).to_contain_text("480")
    expect(page.get_by_text("Подтвердили оба", exact=True)).to_have_count(0)
    page.get_by_test_id("deal-confirm").click()
    expect(page.get_by_text("Подтвердили оба", exact=True)).to_be_visible()


def test_what_changed_while_nobody_could_be_told_is_there_once_the_page_is_connected_again(
    system: System, newcomers: Pair, opened: Opened
) -> None:
    alice, boris = newcomers
    [number] = negotiate(system, newcomers, (Deal("Стол"),))
    page = opened(boris)
    page.goto(f"/deals/{number}")
    shown = page.get_by_test_id("deal-card")
    expect(page.get_by_text("Пока ничего не записано")).to_be_visible()
    alice.put(f"/negotiations/{number}/card/", card("Стол с ящиком", 450_00, confirm=True))
    expect(shown).to_contain_text("450")
    system.processes.kill("signalling")
    alice.put(f"/negotiations/{number}/card/", card("Стол с ящиком", 480_00, base=1, confirm=True))
    expect(shown).to_contain_text("450")
    system.processes.start("signalling")
    expect(shown).to_contain_text("480")


def test_a_zone_that_the_browser_does_not_know_hides_no_deal(system: System, newcomers: Pair, opened: Opened) -> None:
    [number] = negotiate(system, newcomers, (Deal("Стол"),))
    newcomers[0].put(f"/negotiations/{number}/card/", card("Стол", 450_00, meet_at="2099-11-24T15:00Z"))
    with psycopg.connect(system.stores.database_url("lodbic_owner")) as owner:
        # As a system would hold them that was asked before it knew better.
        owner.execute("UPDATE negotiations SET time_zone = 'localtime' WHERE negotiation_id = %s", [number])
        owner.execute("UPDATE deal_cards SET time_zone = 'localtime' WHERE negotiation_id = %s", [number])
    page = opened(newcomers[1], **DESK, timezone_id="Asia/Omsk")
    page.goto("/deals")
    expect(page.get_by_test_id("deal-row")).to_contain_text("24 ноября 2099")
    titles(page).click()
    expect(page.get_by_test_id("deal-card")).to_contain_text("21:00")
    page.get_by_test_id("deal-edit").click()
    expect(page.get_by_label("Время")).to_have_value("21:00")


def test_nobody_confirms_terms_that_came_under_their_finger(system: System, newcomers: Pair, opened: Opened) -> None:
    (made,) = negotiate(system, newcomers, (Deal("Шкаф", 900_00),))
    newcomers[0].put(f"/negotiations/{made}/card/", card("Шкаф", 900_00))
    page = opened(newcomers[1])
    page.goto(f"/deals/{made}")
    button, terms = page.get_by_test_id("deal-confirm"), page.get_by_test_id("deal-card")
    expect(terms).to_contain_text("900")
    expect(button).to_be_enabled()
    newcomers[0].put(f"/negotiations/{made}/card/", card("Шкаф", 1_300_00, base=1, confirm=True))
    expect(terms).to_contain_text("1 300")
    expect(terms).to_contain_text("вместо: 900 ₽")
    expect(terms).to_contain_text("Условия только что изменили")
    expect(button).to_be_disabled()
    button.dispatch_event("click")
    expect(button).to_be_enabled()
    state = newcomers[1].get(f"/negotiations/{made}/")
    assert (state["state"], state["card"]["confirmed"]["mine"]) == ("talking", None), "a press at once says no yes"
    button.click()
    expect(terms).to_contain_text("Подтвердили оба")
    expect(terms).not_to_contain_text("вместо")
