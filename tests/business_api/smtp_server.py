"""A mail server for a test: takes letters from whoever comes by TLS and knows the password."""

import base64
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from socketserver import StreamRequestHandler, ThreadingTCPServer
from typing import NamedTuple

import trustme

REFUSED = {"gone": "550 nobody of that name", "later": "450 come again"}
"""Boxes that take no letter, and what is said of them."""


class Letter(NamedTuple):
    """A letter as it came: the envelope's two addresses, and the text with its heads."""

    sender: str
    recipient: str
    text: str


class SmtpServer(ThreadingTCPServer):
    """Listens on a free port of this machine; `from_the_start`: TLS before the first word, not by STARTTLS."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self, authority: trustme.CA, login: str, password: str, from_the_start: bool) -> None:
        super().__init__(("127.0.0.1", 0), _Talk)
        self.tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        authority.issue_cert("localhost").configure_cert(self.tls)
        self.secret = base64.b64encode(f"\0{login}\0{password}".encode()).decode()
        self.from_the_start = from_the_start
        self.port = int(self.server_address[1])
        self.letters: list[Letter] = []
        self.came = threading.Condition()

    def wait_for(self, count: int) -> list[Letter]:
        """All letters, once there are so many."""
        with self.came:
            assert self.came.wait_for(lambda: len(self.letters) >= count, 20), self.letters
            return list(self.letters)


class _Talk(StreamRequestHandler):
    server: SmtpServer
    known = secure = False
    sender = recipient = ""

    def say(self, *lines: str) -> None:
        self.wfile.write("".join(f"{line}\r\n" for line in lines).encode())

    def go_secure(self) -> None:
        self.connection = self.server.tls.wrap_socket(self.connection, server_side=True)
        self.rfile, self.wfile = self.connection.makefile("rb"), self.connection.makefile("wb", 0)
        self.secure = True

    def handle(self) -> None:
        if self.server.from_the_start:
            self.go_secure()
        self.say("220 localhost")
        while line := self.rfile.readline().decode().strip():
            verb, _, rest = line.partition(" ")
            if not self.answer(verb.upper(), rest):
                return

    def answer(self, verb: str, rest: str) -> bool:
        if verb == "EHLO":
            self.say("250-localhost", "250-AUTH PLAIN" if self.secure else "250-STARTTLS", "250 8BITMIME")
        elif verb == "STARTTLS" and not self.secure:
            self.say("220 go on")
            self.go_secure()
        elif verb == "AUTH" and self.secure:
            self.known = rest == f"PLAIN {self.server.secret}"
            self.say("235 welcome" if self.known else "535 no")
        elif verb in {"RSET", "NOOP"}:
            self.say("250 done")
        elif verb == "QUIT":
            self.say("221 bye")
            return False
        elif not self.known:
            self.say("530 who are you")
        else:
            self.take(verb, rest)
        return True

    def take(self, verb: str, rest: str) -> None:
        address = rest.partition("<")[2].partition(">")[0]
        said = "250 done"
        if verb == "MAIL":
            self.sender = address
        elif verb == "RCPT":
            self.recipient = address
            said = REFUSED.get(address.partition("@")[0], said)
        elif verb == "DATA":
            self.say("354 go on")
            lines = iter(lambda: self.rfile.readline().decode(), ".\r\n")
            with self.server.came:
                self.server.letters.append(Letter(self.sender, self.recipient, "".join(lines)))
                self.server.came.notify_all()
        self.say(said)


@contextmanager
def mail_server(authority: trustme.CA, login: str, password: str, from_the_start: bool) -> Iterator[SmtpServer]:
    """One that listens until the end."""
    with SmtpServer(authority, login, password, from_the_start) as server:
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        yield server
        server.shutdown()
