"""What people do with their own: change and hide an advert, show a face, end a login elsewhere; and find by filters."""

import re
from pathlib import Path
from uuid import uuid4

import pytest
from playwright.sync_api import Browser, expect
from tests.e2e.browsers import PASSWORD, picture_file
from tests.e2e.conftest import new_page
from tests.e2e.pages.conftest import PHONE, Newcomer, Opened
from tests.e2e.pages.test_deals import Pair

from lodbic_local.demo.people import Client


def place(client: Client, title: str, price: int, city: str, category: str = "hobby") -> str:
    """An advert; its id."""
    fields = {"title": title, "category": category, "price_minor": price * 100, "city": city}
    return str(client.post("/adverts/", fields)["advert_id"])


def test_an_advert_is_changed_hidden_from_others_and_shown_again(newcomers: Pair, opened: Opened) -> None:
    advert = place(newcomers[0], "Стол", 5000, "Тула")
    page, other = opened(newcomers[0], **PHONE), opened(newcomers[1])
    page.goto("/my/adverts")
    page.get_by_role("link", name="Изменить").click()
    page.wait_for_url(f"**/adverts/{advert}/edit")
    expect(page.get_by_label("Название")).to_have_value("Стол")
    page.get_by_label("Цена, ₽").fill("много")
    page.get_by_role("button", name="Сохранить").click()
    expect(page.get_by_text("Укажите цену числом")).to_be_visible()
    page.get_by_label("Название").fill("Стол письменный")
    page.get_by_label("Цена, ₽").fill("4 500,50")
    page.get_by_label("Категория").select_option("Дом и дача")
    page.get_by_label("Описание").fill("Дуб.")
    page.get_by_role("button", name="Сохранить").click()
    page.wait_for_url(f"**/adverts/{advert}")
    other.goto(f"/adverts/{advert}")
    for part in (other.get_by_role("heading", name="Стол письменный"), other.get_by_text(re.compile(r"4.500,50"))):
        expect(part).to_be_visible()
    expect(other.get_by_role("link", name="Дом и дача")).to_be_visible()
    expect(other.get_by_text("Дуб.")).to_be_visible()

    page.goto("/my/adverts")
    page.get_by_role("button", name="Скрыть").click()
    expect(page.get_by_text("Скрыто").first).to_be_visible()
    other.reload()
    expect(other.get_by_role("heading", level=1)).to_have_text("Такой страницы нет")
    page.get_by_role("link", name="Стол письменный").click()
    expect(page.get_by_text("Объявление скрыто: его видите только вы")).to_be_visible()
    page.go_back()
    page.get_by_role("button", name="Вернуть в продажу").click()
    expect(page.get_by_text("Активно").first).to_be_visible()
    other.reload()
    expect(other.get_by_test_id("call-button").first).to_be_visible()
    other.goto(f"/adverts/{advert}/edit")
    expect(other.get_by_text("Такой страницы нет")).to_be_visible()


def test_pictures_of_an_advert_are_put_in_order_and_taken_away(newcomers: Pair, opened: Opened, tmp_path: Path) -> None:
    alice = newcomers[0]
    advert, page = place(alice, "Стол", 5000, "Тула"), opened(alice)

    def kept() -> list[tuple[int, int]]:
        return [(each["width"], each["height"]) for each in alice.get(f"/adverts/{advert}/")["pictures"]]

    page.goto(f"/adverts/{advert}/edit")
    files = [picture_file(tmp_path / "wide.png", 300, 200), picture_file(tmp_path / "tall.png", 200, 300)]
    page.locator("input[type=file]").set_input_files(files)
    page.get_by_role("button", name="Передвинуть раньше").nth(1).click()
    page.get_by_role("button", name="Сохранить").click()
    page.wait_for_url(f"**/adverts/{advert}")
    assert kept() == [(200, 300), (300, 200)]
    page.goto(f"/adverts/{advert}/edit")
    page.get_by_role("button", name="Удалить фото").first.click()
    page.get_by_role("button", name="Сохранить").click()
    page.wait_for_url(f"**/adverts/{advert}")
    assert kept() == [(300, 200)]


def test_adverts_are_narrowed_by_category_price_and_city_ordered_and_shown_on(newcomers: Pair, opened: Opened) -> None:
    city = f"Город {uuid4().hex[:6]}"
    for number in range(23):
        place(newcomers[0], f"Вещь {number}", 1000 + number, city)
    place(newcomers[0], "Кресло", 1010, city, "home")
    page = opened(newcomers[1])
    titles = page.get_by_role("main").locator("h2")

    def narrow(fields: dict[str, str], category: str = "Любая категория") -> None:
        page.get_by_role("button", name=re.compile("^Фильтры")).click()
        dialog = page.get_by_role("dialog", name="Фильтры")
        dialog.get_by_label("Категория").select_option(category)
        for label, value in fields.items():
            dialog.get_by_label(label).fill(value)
        dialog.get_by_role("button", name="Показать").click()
        expect(dialog).to_be_hidden()

    page.goto("/adverts")
    narrow({"Город": city})
    expect(titles).to_have_text(["Кресло", *(f"Вещь {number}" for number in range(22, 3, -1))])
    page.get_by_role("button", name="Показать ещё").click()
    expect(titles).to_have_count(24)
    expect(page.get_by_role("button", name="Показать ещё")).to_have_count(0)
    narrow({"Цена от, ₽": "1 009", "до, ₽": "1011,50"})
    expect(titles).to_have_text(["Кресло", "Вещь 11", "Вещь 10", "Вещь 9"])
    expect(page.get_by_role("button", name="Фильтры: 3")).to_be_visible()
    narrow({}, "Хобби и спорт")
    expect(titles).to_have_text(["Вещь 11", "Вещь 10", "Вещь 9"])
    page.get_by_label("Порядок").select_option("Сначала дешёвые")
    expect(titles).to_have_text(["Вещь 9", "Вещь 10", "Вещь 11"])
    page.reload()
    expect(titles).to_have_text(["Вещь 9", "Вещь 10", "Вещь 11"])
    page.go_back()
    expect(titles).to_have_text(["Вещь 11", "Вещь 10", "Вещь 9"])
    expect(page.get_by_label("Порядок")).to_have_value("new")


def test_a_face_is_shown_to_others_and_taken_away(newcomers: Pair, opened: Opened, tmp_path: Path) -> None:
    page, other = opened(newcomers[0], **PHONE), opened(newcomers[1])
    page.goto("/profile")
    field, remove = page.locator("input[type=file]"), page.get_by_role("button", name="Удалить фото")
    fake = tmp_path / "face.gif"
    fake.write_bytes(b"GIF89a")
    field.set_input_files(fake)
    expect(page.get_by_text("«face.gif» — не JPEG, PNG или WebP.")).to_be_visible()
    expect(remove).to_have_count(0)
    field.set_input_files(picture_file(tmp_path / "face.png", 500, 700))
    expect(remove).to_be_visible()
    address = f"/people/{newcomers[0].get('/session/')['me']['user_id']}"
    other.goto(address)
    face = other.get_by_role("main").locator("img").first
    assert face.evaluate("image => image.decode().then(() => image.naturalHeight)") > 0
    box = face.bounding_box()
    assert box
    assert box["width"] == pytest.approx(box["height"]), "a tall picture fills its circle and no more"
    remove.click()
    expect(remove).to_have_count(0)
    other.goto(address)
    expect(other.get_by_role("heading", level=1)).to_have_text("Алиса")
    expect(face).to_have_count(0)


def test_clocks_are_chosen_by_the_names_of_their_places(newcomers: Pair, opened: Opened) -> None:
    page = opened(newcomers[0])
    page.goto("/profile")
    page.get_by_label("Часовой пояс").select_option(label="Владивосток, GMT+10 (Vladivostok)")
    page.get_by_role("button", name="Сохранить").first.click()
    expect(page.get_by_text("Сохранено").first).to_be_visible()
    assert newcomers[0].get("/session/")["me"]["time_zone"] == "Asia/Vladivostok"


IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Safari/604.1"


def test_one_login_elsewhere_is_ended_and_the_others_go_on(
    newcomer: Newcomer, opened: Opened, browser: Browser, base_url: str, mail_folder: Path
) -> None:
    here = newcomer("Борис")
    another = Client(base_url, here.person, PASSWORD, mail_folder)
    phone = new_page(browser, base_url, user_agent=IPHONE)
    phone.goto("/login?next=/calls")
    phone.locator("input[name=login]").fill(here.person.login)
    phone.locator("input[name=password]").fill(PASSWORD)
    phone.locator("form button[type=submit]").click()
    expect(phone.get_by_role("heading", name="Звонков пока нет")).to_be_visible()
    page = opened(here)
    page.goto("/profile")
    end = page.get_by_role("button", name="Завершить", exact=True)
    expect(end).to_have_count(2)
    page.get_by_role("listitem").filter(has_text="Safari, iPhone").get_by_role("button", name="Завершить").click()
    expect(end).to_have_count(1)
    expect(page.get_by_text("Safari, iPhone")).to_have_count(0)
    expect(phone.get_by_role("link", name="Войти").first).to_be_visible(timeout=10_000)
    assert another.get("/session/")["me"]
    expect(page.get_by_text("Это устройство")).to_be_visible()
    phone.context.close()
