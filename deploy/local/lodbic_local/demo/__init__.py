"""Demo people, their adverts and one call between them that really went through the API and the whole pipeline.

`introduce` gives the lines to print under the address; `prepare` makes whatever of it is not there yet.
"""

import asyncio
from collections.abc import Iterable

from lodbic_local.demo.adverts import ADVERTS, Advert
from lodbic_local.demo.call import make_call
from lodbic_local.demo.people import PEOPLE, Client
from lodbic_local.demo.pictures import draw
from lodbic_local.system import System

DONE = "demo-is-made"


def introduce(system: System) -> Iterable[str]:
    """Who can be logged in as, and whether their call is still being made."""
    password = _password(system)
    yield "Demo people (log in with any of them):"
    for person in PEOPLE:
        yield f"  {person.login:<8} {password}   {person.name}, {person.about_en}"
    if not (system.folder / DONE).exists():
        yield "Their adverts and a recorded call appear within a minute: log in as anna, «Звонки»."
    yield ""


def prepare(system: System) -> None:
    """Make people, adverts and the call through the API; what is there already stays as it is."""
    if (system.folder / DONE).exists():
        return
    mail = system.folder / "mail"
    clients = {person.login: Client(system.base_url, person, _password(system), mail) for person in PEOPLE}
    try:
        adverts = {advert.key: _place(clients[advert.seller], advert) for advert in ADVERTS}
        # One that was broken off half-way has no text and video: another is made.
        if not any(call["has_text"] and call["has_video"] for call in clients["anna"].get("/calls/")["items"]):
            asyncio.run(make_call(clients["aleksey"], clients["anna"], adverts["bicycle"]))
    finally:
        for client in clients.values():
            client.close()
    (system.folder / DONE).touch()


def _password(system: System) -> str:
    return system.stores.secrets.get("demo-password")[:12]


def _place(seller: Client, advert: Advert) -> str:
    mine = seller.get("/adverts/?seller=me")["items"]
    there = next((item for item in mine if item["title"] == advert.fields["title"]), None)
    placed = there or seller.post("/adverts/", advert.fields)
    if not placed["pictures"]:
        for view in range(advert.views):
            seller.upload(f"/adverts/{placed['advert_id']}/pictures/", draw(advert.key, view))
    return str(placed["advert_id"])
