"""Demo people, their adverts and one call between them that really went through the API and the whole pipeline.

`introduce` gives the lines to print under the address; `prepare` makes whatever of it is not there yet.
"""

import asyncio
from collections.abc import Iterable, Mapping

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
        asyncio.run(_fill(clients, adverts))
    finally:
        for client in clients.values():
            client.close()
    (system.folder / DONE).touch()


def _password(system: System) -> str:
    return system.stores.secrets.get("demo-password")[:12]


async def _fill(clients: Mapping[str, Client], adverts: Mapping[str, str]) -> None:
    """Make the call, whose record takes longest, and give the adverts their pictures meanwhile."""
    drawing = asyncio.create_task(asyncio.to_thread(_show, clients, adverts))
    # One that was broken off half-way has no text and video: another is made.
    calls = await asyncio.to_thread(clients["anna"].get, "/calls/")
    if not any(call["has_text"] and call["has_video"] for call in calls["items"]):
        await make_call(clients["aleksey"], clients["anna"], adverts["bicycle"])
    await drawing


def _place(seller: Client, advert: Advert) -> str:
    mine = seller.get("/adverts/?seller=me")["items"]
    there = next((item for item in mine if item["title"] == advert.fields["title"]), None)
    return str((there or seller.post("/adverts/", advert.fields))["advert_id"])


def _show(clients: Mapping[str, Client], adverts: Mapping[str, str]) -> None:
    for advert in ADVERTS:
        seller, path = clients[advert.seller], f"/adverts/{adverts[advert.key]}/"
        if not seller.get(path)["pictures"]:
            for view in range(advert.views):
                seller.upload(f"{path}pictures/", draw(advert.key, view))
