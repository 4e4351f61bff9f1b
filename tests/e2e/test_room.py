"""What people do in the room and around it: write, mute, miss a call and call back."""

from playwright.sync_api import expect
from tests.e2e.browsers import User, wait_moving


def test_chat_mute_and_camera_reach_the_other_and_the_chat_stays(alice: User, boris: User, connected: str) -> None:
    wait_moving(boris.page, "remote-video")
    alice.page.get_by_test_id("chat-button").click()
    alice.page.get_by_test_id("chat-input").fill("Рама 18 дюймов <b>точно</b>")
    alice.page.get_by_test_id("chat-input").press("Enter")
    boris.page.get_by_test_id("chat-button").click()
    expect(boris.page.get_by_text("Рама 18 дюймов <b>точно</b>")).to_be_visible()
    alice.page.get_by_role("button", name="Закрыть панель").click()
    alice.page.get_by_role("button", name="Выключить микрофон").click()
    expect(boris.page.get_by_text("Микрофон выключен")).to_be_visible()
    alice.page.get_by_role("button", name="Выключить камеру").click()
    expect(boris.page.get_by_text("Алиса: камера выключена")).to_be_visible()
    alice.page.get_by_role("button", name="Включить камеру").click()
    wait_moving(boris.page, "remote-video")
    for person in (alice, boris):
        person.page.get_by_test_id("leave-button").click()
        expect(person.page.get_by_test_id("leave-button")).to_be_hidden()
    boris.page.goto(f"/calls/{connected}")
    boris.page.get_by_role("tab", name="Чат").click()
    expect(boris.page.get_by_text("Рама 18 дюймов <b>точно</b>")).to_be_visible()


def test_a_missed_call_is_called_back(alice: User, boris: User) -> None:
    advert = alice.place_advert("Велосипед Стелс")
    boris.page.goto(f"/adverts/{advert}")
    boris.page.get_by_test_id("call-button").first.click()
    expect(alice.page.get_by_test_id("ring-accept")).to_be_visible()
    boris.page.get_by_test_id("ring-cancel").click()
    expect(alice.page.get_by_test_id("ring-accept")).to_be_hidden()
    alice.page.goto("/calls")
    alice.page.get_by_test_id("call-back-button").click()
    boris.page.get_by_test_id("ring-accept").click()
    for person in (alice, boris):
        person.join(consent=False)
    wait_moving(alice.page, "remote-video")
    expect(alice.page.get_by_test_id("recording-indicator")).to_have_attribute("data-recording", "false")
