"""The TURN relay of a run on one machine, by a real browser: a call passes where nothing direct may."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import Page, sync_playwright

from lodbic_local.browser import chromium
from lodbic_local.coturn import Coturn, find_turnserver
from lodbic_local.ports import Ports
from lodbic_local.supervisor import Supervisor

# Two ends in one page, both allowed to use the relay alone; says which kind of candidate carried the message.
CALL = """
async (iceServers) => {
  const settings = { iceServers, iceTransportPolicy: 'relay' };
  const [a, b] = [new RTCPeerConnection(settings), new RTCPeerConnection(settings)];
  a.onicecandidate = (e) => e.candidate && b.addIceCandidate(e.candidate);
  b.onicecandidate = (e) => e.candidate && a.addIceCandidate(e.candidate);
  const channel = a.createDataChannel('x');
  const heard = new Promise((done) => { b.ondatachannel = (e) => { e.channel.onmessage = (m) => done(m.data); }; });
  channel.onopen = () => channel.send('привет');
  await a.setLocalDescription(await a.createOffer());
  await b.setRemoteDescription(a.localDescription);
  await b.setLocalDescription(await b.createAnswer());
  await a.setRemoteDescription(b.localDescription);
  const said = await Promise.race([heard, new Promise((done) => setTimeout(() => done('nothing came'), 10000))]);
  const kinds = new Set();
  (await a.getStats()).forEach((s) => { if (s.type === 'local-candidate') kinds.add(s.candidateType); });
  return [said, [...kinds]];
}
"""


@pytest.fixture(scope="module")
def relay(worker_folder: Path) -> Iterator[dict[str, str]]:
    program = find_turnserver()
    assert program, "The tests need coturn: install it (Debian: apt-get install coturn)"
    secret = uuid4().hex
    folder = worker_folder / "relay"
    folder.mkdir()
    coturn = Coturn(folder / "coturn", "127.0.0.1", Ports(folder / "port").get("coturn"), secret)
    supervisor = Supervisor(folder / "logs", print)
    supervisor.launch([coturn.command(program)])
    supervisor.wait_ready()
    yield coturn.environment
    supervisor.stop()


@pytest.fixture(scope="module")
def page() -> Iterator[Page]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox"])
        yield browser.new_page()
        browser.close()


def servers(relay: dict[str, str], transport: str, **changes: int) -> list[dict[str, Any]]:
    """What business-api gives with a call's ticket, where its settings name this relay."""
    from django.test import override_settings

    from business_api.calls.tickets import ice_servers

    urls = [url for url in relay["TURN_URLS"].split(",") if url.endswith(transport)]
    with override_settings(TURN_URLS=urls, TURN_SECRET=relay["TURN_SECRET"], STUN_URLS=[], **changes):
        return ice_servers("participant-1")


@pytest.mark.parametrize("transport", ["udp", "tcp"])
def test_a_call_passes_through_the_relay_by_what_business_api_gives(
    page: Page, relay: dict[str, str], business_api_here: None, transport: str
) -> None:
    assert page.evaluate(CALL, servers(relay, transport)) == ["привет", ["relay"]]


def test_the_relay_serves_nobody_whose_time_ran_out(page: Page, relay: dict[str, str], business_api_here: None) -> None:
    assert page.evaluate(CALL, servers(relay, "udp", TURN_SECONDS=-600)) == ["nothing came", []]
