"""A deal that a later call called off, as both see it."""

import re

import psycopg
from playwright.sync_api import expect
from tests.business_api.negotiated import Deal
from tests.e2e.pages.conftest import PHONE, Opened
from tests.e2e.pages.test_deals import Pair, card, negotiate, talker

from lodbic_local.system import System

OFF = """
WITH call AS (UPDATE calls SET end_time = now() WHERE negotiation_id = %s RETURNING call_id)
INSERT INTO facts (call_id, kind, role, value, currency, text, segment_id, user_id, start_ms, end_ms, spoken_at,
                   confidence)
SELECT call_id, 'called_off', '', '', '', 'Извините, я не смогу приехать, отменяем', 0, %s, 61000, 64000, now(), 0.8
  FROM call
"""


def test_both_see_that_a_call_called_off_what_they_agreed_on_until_one_says_how_it_stands(
    system: System, newcomers: Pair, opened: Opened
) -> None:
    alice, boris = newcomers
    [number] = negotiate(system, newcomers, (Deal("Стол"),))
    alice.put(f"/negotiations/{number}/card/", card("Стол", 450_00, place="метро Сокол", confirm=True))
    boris.post(f"/negotiations/{number}/confirm/", {"version": 1})
    with psycopg.connect(system.stores.database_url("lodbic_owner")) as owner:
        owner.execute(OFF, [number, talker(boris).user_id])
    his, hers = opened(boris, **PHONE), opened(alice)
    for page in (his, hers):
        page.goto(f"/deals/{number}")
    note = his.get_by_test_id("called-off")
    expect(note).to_contain_text("Вы: «Извините, я не смогу приехать, отменяем»")
    expect(note.get_by_role("link")).to_have_text("1:01")
    expect(note.get_by_role("link")).to_have_attribute("href", re.compile(r"^/calls/.*t=61"))
    told = hers.get_by_test_id("called-off")
    expect(told).to_contain_text("похоже, передумали. Борис: «Извините")
    expect(hers.get_by_test_id("deal-card")).to_contain_text("Подтвердили оба")
    told.get_by_role("button", name="Всё в силе").click()
    expect(told).to_have_count(0)
    expect(note).to_have_count(0)
    expect(hers.get_by_test_id("deal-card")).to_contain_text("Подтвердили оба")
    with psycopg.connect(system.stores.database_url("lodbic_owner")) as owner:
        owner.execute(OFF, [number, talker(boris).user_id])
    his.reload()
    note.get_by_role("button", name="Не сложилось").click()
    expect(note).to_have_count(0)
    expect(his.get_by_role("button", name="Снова обсуждаем")).to_be_visible()
