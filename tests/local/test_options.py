"""What goes wrong before anything starts is said in one sentence that tells what to do."""

import subprocess
import sys
from pathlib import Path

import pytest

from lodbic_local.errors import RunError
from lodbic_local.ports import Ports, is_free
from lodbic_local.settings import REPOSITORY, Options, read_options
from lodbic_local.system import System

BOOTSTRAP = REPOSITORY / "deploy" / "local" / "bootstrap.py"


@pytest.mark.parametrize(
    ("name", "value"),
    [("PORT", "0"), ("PORT", "65536"), ("PORT", "http"), ("PORT", "-1"), ("BIND", "everywhere"), ("BIND", "::1")],
)
def test_a_bad_setting_is_named_with_an_example(name: str, value: str) -> None:
    with pytest.raises(RunError, match=rf"{name} is «{value}».*make run {name}="):
        read_options({name: value})


def test_nothing_set_means_loopback_on_port_8080_in_the_repository() -> None:
    options = read_options({"SMTP_URL": "smtp://mail", "AWS_SECRET": "not ours", "WHISPER_MODEL": "small"})
    assert (options.bind, options.port, options.is_loopback) == ("127.0.0.1", 8080, True)
    assert options.data == REPOSITORY / ".lodbic" / "data"
    assert options.handed_on == {"SMTP_URL": "smtp://mail", "WHISPER_MODEL": "small"}


def test_a_taken_port_is_said_before_anything_is_started(tmp_path: Path, taken_port: int) -> None:
    with pytest.raises(RunError, match=rf"Port {taken_port} is taken.*make run PORT="):
        System(Options(data=tmp_path / "data", port=taken_port)).start()
    assert not (tmp_path / "data" / "postgres").exists()


def test_two_systems_never_share_a_folder(tmp_path: Path, free_port: int) -> None:
    first = System(Options(data=tmp_path, port=free_port))
    first._take_lock()
    try:
        with pytest.raises(RunError, match=r"already runs from .* \(process \d+\)"):
            System(Options(data=tmp_path, port=free_port)).start()
    finally:
        first.stop()


def test_an_old_python_is_refused_in_one_sentence() -> None:
    script = (
        f"import runpy, sys; sys.version_info = (3, 10, 2); runpy.run_path({str(BOOTSTRAP)!r}, run_name='__main__')"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr == "Python 3.10 is too old: install Python 3.11 or newer, then run: make run PYTHON=python3.11\n"


def test_a_remembered_port_is_kept_unless_another_program_took_it(tmp_path: Path, taken_port: int) -> None:
    file = tmp_path / "ports.json"
    port = Ports(file).get("api")
    assert Ports(file).get("api") == port
    file.write_text(f'{{"api": {taken_port}}}')
    found = Ports(file).get("api")
    assert found != taken_port
    assert is_free("127.0.0.1", found)
    assert Ports(file).get("api") == found
