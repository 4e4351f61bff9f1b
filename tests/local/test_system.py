"""`make run` as a person meets it: one address, one folder, nothing left running."""

import io
import os
import re
import signal
import ssl
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.request import urlopen

import psycopg
import pytest
from minio import Minio

from lodbic_local.errors import RunError
from lodbic_local.ports import Ports
from lodbic_local.settings import REPOSITORY, Options
from lodbic_local.stores import Stores
from lodbic_local.system import System
from lodbic_local.tls import lan_address

STATELESS = ("business-api", "signalling", "business-worker", "transcriber-live", "nginx")


@dataclass
class Run:
    """A runner in a process of its own."""

    process: subprocess.Popen[str]
    folder: Path
    said: str

    def end(self, number: int) -> tuple[int, str]:
        """Send a signal; the exit code and what was said until then."""
        self.process.send_signal(number)
        rest, _ = self.process.communicate(timeout=60)
        return self.process.returncode, rest

    def children(self) -> set[int]:
        """Ids of all processes that work for this run: they name its folder, or were told of its database."""
        found = set()
        port = f":{Stores(self.folder, in_use=True).ports.get('postgres')}/".encode()
        for folder in Path("/proc").glob("[0-9]*"):
            try:
                told = (folder / "cmdline").read_bytes() + (folder / "environ").read_bytes()
            except (FileNotFoundError, ProcessLookupError, PermissionError):
                continue
            if int(folder.name) != self.process.pid and (str(self.folder).encode() in told or port in told):
                found.add(int(folder.name))
        return found


@contextmanager
def running(folder: Path, port: int, bind: str = "127.0.0.1", until: str = "Lodbic runs") -> Iterator[Run]:
    settings = os.environ | {"DATA": str(folder), "PORT": str(port), "BIND": bind}
    settings |= {"PYTHONPATH": str(REPOSITORY / "deploy/local")}
    argv = [sys.executable, "-m", "lodbic_local", "run"]
    with subprocess.Popen(argv, env=settings, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as process:
        assert process.stdout
        said = ""
        while until not in said:
            line = process.stdout.readline()
            assert line, f"the runner ended:\n{said}"
            said += line
        try:
            yield Run(process, folder, said)
        finally:
            if process.poll() is None:
                process.terminate()
                process.communicate(timeout=60)


@pytest.fixture(scope="module")
def folder(worker_folder: Path) -> Iterator[Path]:
    """A data folder that runs follow one another in."""
    folder = worker_folder / "run"
    yield folder
    Stores(folder).postgres.delete()


@pytest.fixture(scope="module")
def port(worker_folder: Path) -> int:
    return Ports(worker_folder / "run-port").get("nginx")


def media(folder: Path) -> Minio:
    return Stores(folder, in_use=True).storage.client()


def wait_gone(run: Run) -> None:
    """Wait until nothing works for a run any more."""
    deadline = time.monotonic() + 20
    while run.children():
        assert time.monotonic() < deadline, run.children()
        time.sleep(0.2)


@pytest.mark.xdist_group("system")
def test_a_run_says_one_address_and_all_that_it_started_ends_with_it_also_when_it_is_killed(
    folder: Path, port: int
) -> None:
    with running(folder, port) as run:
        assert re.findall(r"https?://\S+", run.said) == [f"http://localhost:{port}"]
        with urlopen(f"http://localhost:{port}/api/session/") as answer:
            assert "Secure" not in str(answer.headers["Set-Cookie"])
        with psycopg.connect(Stores(folder, in_use=True).database_url("lodbic_owner")) as owner:
            owner.execute("CREATE TABLE kept AS SELECT 'слово' AS word")
        media(folder).put_object(bucket_name="media", object_name="kept", data=io.BytesIO(b"x"), length=1)
        assert len(run.children()) > 12
        run.process.kill()
        run.process.wait()
        wait_gone(run)


@pytest.mark.xdist_group("system")
def test_a_run_for_phones_is_served_by_tls_has_what_the_one_before_kept_and_ends_by_ctrl_c(
    folder: Path, port: int
) -> None:
    bind = "0.0.0.0"
    with running(folder, port, bind, until="accept it to go on") as run:
        (address,) = re.findall(r"https?://\S+", run.said)
        assert address == f"https://{lan_address(bind)}:{port}"
        assert run.said.count("█") > 100, "the address for a phone's camera"
        trusted = ssl.create_default_context(cafile=folder / "tls" / "authority.pem")
        with urlopen(f"{address}/api/session/", context=trusted) as answer:
            assert "Secure" in str(answer.headers["Set-Cookie"])
        with urlopen(address, context=trusted) as page:
            assert b"<!doctype html>" in page.read().lower()
        with psycopg.connect(Stores(folder, in_use=True).database_url("lodbic_owner")) as owner:
            assert owner.execute("SELECT word FROM kept").fetchone() == ("слово",)
        assert media(folder).stat_object(bucket_name="media", object_name="kept").size == 1
        code, rest = run.end(signal.SIGINT)
        assert (code, "Everything has ended" in rest) == (0, True), rest
        assert run.children() == set()


@pytest.mark.xdist_group("system")
def test_a_run_that_is_ended_while_it_starts_leaves_nothing_running(folder: Path, port: int) -> None:
    with running(folder, port, until="Starting PostgreSQL") as run:
        deadline = time.monotonic() + 20
        while not run.children():
            assert time.monotonic() < deadline
            time.sleep(0.05)
        code, rest = run.end(signal.SIGTERM)
        assert (code, "Lodbic runs" in rest) == (0, False), rest
        assert run.children() == set()


def test_a_folder_that_cannot_be_made_is_told_in_a_sentence() -> None:
    with pytest.raises(RunError, match=r"Nothing can be kept in /proc/lodbic .*DATA=/some/folder"):
        System(Options(data=Path("/proc/lodbic"))).start()


@pytest.mark.parametrize("name", STATELESS)
def test_a_service_that_dies_is_back_by_itself(system: System, name: str) -> None:
    old = system.processes[name].pid
    system.processes.crash(name)
    system.processes.wait_restarted(name, old)
    with urlopen(f"{system.base_url}/api/health/") as answer:
        assert answer.status == 200
