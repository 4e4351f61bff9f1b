"""An account's life on its pages: a forgotten password, other devices, the end."""

import re
from collections.abc import Callable

from playwright.sync_api import Browser, expect
from tests.e2e.browsers import PASSWORD, User, wait_for
from tests.e2e.conftest import Letters, new_page

OTHER = "another battery staple"


def enter(user: User, password: str) -> None:
    """The login form, filled in and sent."""
    user.page.goto("/login")
    user.page.locator("input[name=login]").fill(user.login)
    user.page.locator("input[name=password]").fill(password)
    user.page.locator("form button[type=submit]").click()


def test_a_forgotten_password_is_replaced_through_the_letter_and_every_device_is_out(
    boris: User, letters: Letters
) -> None:
    aside = boris.page.context.new_page()
    aside.goto("/forgot")
    aside.locator("input[name=email]").fill(boris.email)
    aside.locator("form button[type=submit]").click()
    expect(aside.get_by_text("письмо уже в пути")).to_be_visible()
    aside.goto(f"/reset#{letters(boris.email, 'reset')}")
    aside.locator("input[name=new-password]").fill(OTHER)
    aside.locator("form button[type=submit]").click()
    expect(aside.get_by_text("На всех устройствах нужно войти заново")).to_be_visible()
    # The page that stood open all the while is out as well, by its socket.
    expect(boris.page.get_by_role("link", name="Войти").first).to_be_visible(timeout=10_000)
    enter(boris, PASSWORD)
    expect(boris.page.get_by_text("Логин или пароль не подошли")).to_be_visible()
    enter(boris, OTHER)
    boris.page.wait_for_url(lambda address: "/login" not in address)


def test_a_changed_password_ends_the_other_devices_and_keeps_this_one(
    boris: User, buyer_browser: Browser, base_url: str, confirmation: Callable[[str], str]
) -> None:
    phone = User(new_page(buyer_browser, base_url), "Boris", confirmation)
    phone.login = boris.login
    phone.log_in()
    boris.page.goto("/profile")
    expect(boris.page.get_by_text("Это устройство")).to_be_visible()
    expect(boris.page.get_by_role("button", name="Завершить", exact=True)).to_have_count(1)
    boris.page.get_by_label("Нынешний пароль").fill(PASSWORD)
    boris.page.get_by_label("Новый пароль").fill(OTHER)
    boris.page.get_by_role("button", name="Сменить пароль").click()
    expect(boris.page.get_by_text("На других устройствах нужно войти заново")).to_be_visible()
    expect(phone.page.get_by_role("link", name="Войти").first).to_be_visible(timeout=10_000)
    boris.page.reload()
    expect(boris.page.get_by_label("Нынешний пароль")).to_be_visible()
    phone.page.context.close()


def test_a_profile_is_written_and_another_address_counts_once_its_letter_was_answered(
    boris: User, alice: User, letters: Letters
) -> None:
    page, new = boris.page, f"new-{boris.email}"
    page.goto("/profile")
    page.get_by_label("Город").fill("Тверь")
    page.get_by_label("О себе").fill("Чиню велосипеды")
    page.get_by_label("Часовой пояс").select_option("Asia/Vladivostok")
    page.get_by_role("button", name="Сохранить").first.click()
    expect(page.get_by_text("Сохранено", exact=True)).to_be_visible()
    me = boris.api("GET", "/session/")["me"]
    assert (me["city"], me["about"], me["time_zone"]) == ("Тверь", "Чиню велосипеды", "Asia/Vladivostok")
    alice.page.goto(f"/people/{me['user_id']}")
    expect(alice.page.get_by_role("main")).to_contain_text("Чиню велосипеды")

    page.get_by_role("button", name="Изменить почту").click()
    page.get_by_label("Новая почта").fill(new)
    page.get_by_label("Пароль для подтверждения").first.fill(PASSWORD)
    page.get_by_role("button", name="Изменить почту").click()
    expect(page.locator(".address")).to_have_text(new)
    first = letters(new, "confirm")
    page.get_by_role("button", name="Прислать ещё раз").click()
    wait_for("another letter has come", lambda: letters(new, "confirm") != first)
    page.goto(f"/confirm#{letters(new, 'confirm')}")
    wait_for("the address counts", lambda: bool(boris.api("GET", "/session/")["me"]["email_confirmed"]))
    page.goto("/profile")
    expect(page.locator(".address")).to_have_text(new)
    expect(page.get_by_role("button", name="Прислать ещё раз")).to_have_count(0)


def test_all_other_devices_are_logged_out_at_once_and_then_this_one(
    boris: User, buyer_browser: Browser, base_url: str, confirmation: Callable[[str], str]
) -> None:
    others = [User(new_page(buyer_browser, base_url), "Boris", confirmation) for _ in range(2)]
    for other in others:
        other.login = boris.login
        other.log_in()
    boris.page.goto("/profile")
    boris.page.get_by_role("button", name="Выйти на всех других устройствах").click()
    expect(boris.page.get_by_role("button", name="Завершить", exact=True)).to_have_count(0)
    for other in others:
        expect(other.page.get_by_role("link", name="Войти").first).to_be_visible(timeout=10_000)
        other.page.context.close()
    boris.page.get_by_role("button", name="Выйти", exact=True).click()
    expect(boris.page.get_by_role("link", name="Войти").first).to_be_visible()
    boris.page.goto("/calls")
    boris.page.wait_for_url(lambda address: "/login" in address)


def test_a_closed_account_is_gone_for_its_owner_and_for_others(alice: User, boris: User) -> None:
    seller = alice.api("GET", "/session/")["me"]["user_id"]
    advert = alice.place_advert("Самокат")
    alice.page.goto("/profile")
    alice.page.get_by_role("button", name="Закрыть аккаунт").click()
    dialog = alice.page.get_by_role("dialog")
    dialog.get_by_label("Пароль для подтверждения").fill("not this one at all")
    dialog.get_by_role("button", name="Закрыть навсегда").click()
    expect(dialog.get_by_role("alert").or_(dialog.locator("[aria-invalid=true]")).first).to_be_visible()
    dialog.get_by_label("Пароль для подтверждения").fill(PASSWORD)
    dialog.get_by_role("button", name="Закрыть навсегда").click()
    # A toast says so, and the page that one comes to where the news of the ended session was as quick.
    expect(alice.page.get_by_text("Аккаунт закрыт.").first).to_be_visible()
    enter(alice, PASSWORD)
    expect(alice.page.get_by_text("Логин или пароль не подошли")).to_be_visible()
    for address in (f"/adverts/{advert}", f"/people/{seller}"):
        boris.page.goto(address)
        expect(boris.page.get_by_test_id("call-button")).to_have_count(0)
        expect(boris.page.get_by_role("heading", level=1)).to_have_text(re.compile("не наш|нет", re.IGNORECASE))
