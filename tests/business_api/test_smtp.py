"""Letters through a mail server, as SMTP_URL names it."""

import email
import email.policy
import os
import re
import subprocess
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import quote

import pytest
import trustme
from tests.business_api.smtp_server import SmtpServer, mail_server

from lodbic_local.ports import Ports
from lodbic_local.services import MANAGE
from lodbic_local.settings import REPOSITORY

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


VERA = """
from datetime import timedelta
from django.utils import timezone
from business_api.accounts import mail
from business_api.accounts.models import Letter, MailPurpose, MailToken, Profile, User

vera = User.objects.get_or_create(login="vera", email="vera@people.example")[0]
Profile.objects.get_or_create(user=vera, name="Vera")
"""
ORDERED = 'mail.order_letter(vera, MailPurpose.CONFIRM_EMAIL, "https://lodbic.example")'
SENT = "mail.send_letters(); print(list(Letter.objects.values_list('tries', flat=True)), MailToken.objects.count())"
LATER = "Letter.objects.update(due_at=timezone.now())"


def run(settings: dict[str, str], *lines: str) -> str:
    """Python in business-api, with what it printed."""
    argv = [*MANAGE, "shell", "--no-imports", "-c", "\n".join([VERA, *lines])]
    settings = {"PATH": os.environ["PATH"]} | settings
    done = subprocess.run(argv, cwd=REPOSITORY, env=settings, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


@pytest.fixture
def server(authority: trustme.CA) -> Iterator[SmtpServer]:
    """A mail server that begins in the clear, as most do, and goes over to TLS."""
    with mail_server(authority, LOGIN, SECRET, from_the_start=False) as running:
        yield running


@pytest.fixture
def own(
    service_environment: Environment,
    fresh_database_url: Callable[[str], str],
    authority: trustme.CA,
    tmp_path: Path,
    server: SmtpServer,
) -> dict[str, str]:
    """business-api's settings with that server, and a database where nothing waits."""
    found = settings(service_environment, authority, tmp_path, address_of("smtp", server.port))
    return found | {"DATABASE_URL": fresh_database_url("lodbic_api")}


def test_a_letter_waits_for_a_mail_server_that_is_away_and_is_then_brought_once(
    own: dict[str, str], server: SmtpServer, tmp_path: Path
) -> None:
    away = own | {"SMTP_URL": address_of("smtp", Ports(tmp_path / "port").get("nobody"))}
    assert run(away, ORDERED, SENT) == "[1] 1"
    assert run(own, SENT) == "[1] 1", "for half a minute nothing is tried"
    assert run(own, LATER, SENT, SENT) == "[] 2\n[] 2"
    (letter,) = server.wait_for(1)
    assert (letter.sender, letter.recipient) == ("letters@lodbic.example", "vera@people.example")
    message = email.message_from_string(letter.text, policy=email.policy.default)
    assert (message["To"], message["From"]) == ("vera@people.example", "Лодбик <letters@lodbic.example>")
    assert str(message["Subject"]).strip() == "Подтвердите почту в Lodbic"
    assert re.search(r"https://lodbic.example/confirm#([\w-]+)", message.get_content())


OTHERS = """
for name in ("gone", "later"):
    user = User.objects.create(login=name, email=f"{name}@people.example")
    Profile.objects.create(user=user, name=name)
    mail.order_letter(user, MailPurpose.CONFIRM_EMAIL, "https://lodbic.example")
"""


def test_an_address_that_is_refused_for_good_is_given_up_one_for_now_tried_again_and_others_get_theirs(
    own: dict[str, str], server: SmtpServer
) -> None:
    waiting = "print(list(Letter.objects.values_list('email', flat=True)))"
    assert run(own, OTHERS, ORDERED, SENT, waiting) == "[1] 3\n['later@people.example']"
    assert [letter.recipient for letter in server.wait_for(1)] == ["vera@people.example"]


@pytest.mark.parametrize(
    "change",
    [
        "User.objects.update(email='other@people.example')",
        "User.objects.update(effective_to=timezone.now())",
        "Letter.objects.all().delete(); Letter.objects.create(user=vera, purpose='confirm_email', email=vera.email,"
        " ordered_at=timezone.now() - timedelta(days=8))",
    ],
)
def test_a_letter_that_nobody_wants_any_more_is_not_sent(
    service_environment: Environment, fresh_database_url: Callable[[str], str], tmp_path: Path, change: str
) -> None:
    folder = tmp_path / "mail"
    own = service_environment("business-api") | {"DATABASE_URL": fresh_database_url("lodbic_api")}
    assert run(own | {"MAIL_FOLDER": str(folder)}, ORDERED, change, SENT) == "[] 0"
    assert not folder.exists()


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
