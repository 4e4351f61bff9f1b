"""Selling and finding on the pages: an advert with its pictures, words with mistakes, whom to keep away from."""

import re
from pathlib import Path

from playwright.sync_api import expect
from tests.e2e.browsers import User, picture_file


def test_an_advert_is_placed_found_by_misspelt_words_and_sold(alice: User, boris: User, tmp_path: Path) -> None:
    mark = alice.login[-6:]
    page = alice.page
    page.goto("/adverts/new")
    page.get_by_label("Название").fill(f"Синтезатор Ямаха {mark}")
    page.get_by_label("Цена, ₽").fill("15 500,50")
    page.get_by_label("Город").fill("Казань")
    page.get_by_role("button", name="Разместить").click()
    expect(page.get_by_label("Категория")).to_be_focused()
    page.get_by_label("Категория").select_option("Хобби и спорт")
    page.get_by_label("Описание").fill("Клавиши мягкие, всё играет.")
    page.locator("input[type=file]").set_input_files(
        [picture_file(tmp_path / "one.jpg", 1200, 900), picture_file(tmp_path / "two.png", 600, 900)]
    )
    page.get_by_role("button", name="Разместить").click()
    page.wait_for_url(re.compile(r"/adverts/[0-9a-f-]{36}$"))
    address = page.url
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Синтезатор Ямаха {mark}")
    # \u00a0 and its narrow kin part the digits of a price.
    expect(page.get_by_text(re.compile(r"15.500,50"))).to_be_visible()
    shown = page.locator("img").first
    assert shown.evaluate("image => image.decode().then(() => image.naturalWidth)") > 0

    boris.page.goto("/adverts")
    boris.page.get_by_label("Поиск по объявлениям").fill(f"синтизатор {mark}")
    boris.page.get_by_label("Поиск по объявлениям").press("Enter")
    boris.page.get_by_role("link", name=re.compile(f"Ямаха {mark}")).first.click()
    boris.page.wait_for_url(address)
    expect(boris.page.get_by_test_id("call-button").first).to_be_visible()

    page.goto("/my/adverts")
    page.get_by_role("button", name="Отметить проданным").click()
    expect(page.get_by_text("Продано").first).to_be_visible()
    boris.page.reload()
    expect(boris.page.get_by_text("Товар продан")).to_be_visible()
    expect(boris.page.get_by_test_id("call-button")).to_have_count(0)


def test_what_is_no_picture_is_said_and_the_rest_of_the_form_is_kept(alice: User, tmp_path: Path) -> None:
    fake = tmp_path / "cat.jpg"
    fake.write_bytes(b"<svg onload=alert(1)>")
    page = alice.page
    page.goto("/adverts/new")
    page.get_by_label("Название").fill("Котёнок")
    page.get_by_label("Цена, ₽").fill("1")
    page.get_by_label("Город").fill("Уфа")
    page.get_by_label("Категория").select_option("Животные")
    page.locator("input[type=file]").set_input_files(fake)
    page.get_by_role("button", name="Разместить").click()
    expect(page.get_by_text("часть фото не загрузилась")).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_have_text("Котёнок")


def test_a_person_is_found_reported_and_kept_away(alice: User, boris: User) -> None:
    name = f"Алиса {alice.login[-6:]}"
    alice.api("PATCH", "/me/", {"name": name})
    page = boris.page
    page.goto("/people")
    page.get_by_role("searchbox").fill(name)
    page.get_by_role("searchbox").press("Enter")
    page.get_by_role("link", name=re.compile(name)).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(name)
    expect(page.get_by_text("В сети").first).to_be_visible()
    page.get_by_role("button", name="Пожаловаться").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("textbox").fill("Просит перевести деньги до осмотра.")
    dialog.get_by_role("button", name="Отправить").click()
    expect(dialog).to_be_hidden()
    page.get_by_role("button", name="Заблокировать").click()
    page.get_by_role("dialog").get_by_role("button", name="Заблокировать").click()
    expect(page.get_by_test_id("call-button")).to_have_count(0)
    # And the other way round: she cannot ring him either.
    me = boris.api("GET", "/session/")["me"]["user_id"]
    alice.page.goto(f"/people/{me}")
    alice.page.get_by_test_id("call-button").first.click()
    expect(alice.page.get_by_text("Позвонить не получится")).to_be_visible()
    page.goto("/profile/blocked")
    page.get_by_role("button", name="Разблокировать").click()
    expect(page.get_by_text(name)).to_have_count(0)
