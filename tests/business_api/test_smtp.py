"""Letters through a mail server, as SMTP_URL names it."""

import dataclasses
import email
import email.policy
import os
import re
import subprocess
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import quote

import pytest
import trustme
from tests.business_api.conftest import Person
from tests.business_api.smtp_server import mail_server

from lodbic_local.ports import Ports
from lodbic_local.services import MANAGE, Services, answers
from lodbic_local.settings import REPOSITORY
from lodbic_local.supervisor import Supervisor

LOGIN, SECRET = "lodbic@mail.example", "p@ss:w/rd"
Environment = Callable[[str], dict[str, str]]


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


def settings(environment: Environment, authority: trustme.CA, folder: Path, address: str) -> dict[str, str]:
    """business-api's, with a mail server whose certificate it can check."""
    trusted = folder / "authority.pem"
    authority.cert_pem.write_to_path(str(trusted))
    own = {"SMTP_URL": address, "MAIL_FROM": "Лодбик <letters@lodbic.example>", "SSL_CERT_FILE": str(trusted)}
    return environment("business-api") | own


def address_of(scheme: str, port: int, password: str = SECRET) -> str:
    return f"{scheme}://{quote(LOGIN, safe='')}:{quote(password, safe='')}@localhost:{port}"


def test_a_new_account_is_confirmed_by_a_letter_that_a_mail_server_brought(
    services: Services, service_environment: Environment, authority: trustme.CA, tmp_path: Path
) -> None:
    command = next(command for command in services.commands() if command.name == "business-api")
    here = f"127.0.0.1:{Ports(tmp_path / 'port').get('business-api')}"
    argv = [part.replace(f"127.0.0.1:{services.business_api_port}", here) for part in command.argv]
    supervisor = Supervisor(tmp_path / "logs", print)
    with mail_server(authority, LOGIN, SECRET, from_the_start=False) as server:
        environment = settings(service_environment, authority, tmp_path, address_of("smtp", server.port))
        ready = lambda: answers(f"http://{here}/api/health/")  # noqa: E731 - as the command has it
        supervisor.launch([dataclasses.replace(command, argv=argv, ready=ready, environment=environment)])
        try:
            supervisor.wait_ready()
            vera = Person(f"http://{here}", "10.253.0.1", "Vera")
            (letter,) = server.wait_for(1)
            assert (letter.sender, letter.recipient) == ("letters@lodbic.example", vera.email)
            message = email.message_from_string(letter.text, policy=email.policy.default)
            assert (message["To"], message["From"]) == (vera.email, "Лодбик <letters@lodbic.example>")
            assert str(message["Subject"]).strip() == "Подтвердите почту в Lodbic"
            link = re.search(r"/confirm#([\w-]+)", message.get_content())
            assert link
            assert vera.post("/accounts/confirm/", {"token": link[1]}).json()["me"]["email_confirmed"] is True
        finally:
            supervisor.stop()


def send_test(settings: dict[str, str]) -> subprocess.CompletedProcess[str]:
    argv = [*MANAGE, "sendtestemail", "vera@people.example"]
    settings = {"PATH": os.environ["PATH"]} | settings
    return subprocess.run(argv, cwd=REPOSITORY, env=settings, capture_output=True, text=True, check=False)


def test_tls_from_the_start_is_smtps_and_a_wrong_password_sends_nothing(
    service_environment: Environment, authority: trustme.CA, tmp_path: Path
) -> None:
    with mail_server(authority, LOGIN, SECRET, from_the_start=True) as server:
        ways = [
            settings(service_environment, authority, tmp_path, address_of("smtps", server.port, password))
            for password in (SECRET, "guess")
        ]
        with ThreadPoolExecutor(2) as pool:
            sent, refused = pool.map(send_test, ways)
        assert (sent.returncode, refused.returncode != 0) == (0, True), sent.stderr
        assert "SMTPAuthenticationError" in refused.stderr
        (letter,) = server.wait_for(1)
        assert letter.recipient == "vera@people.example"
