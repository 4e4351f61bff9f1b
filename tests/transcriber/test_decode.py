"""The child that decodes strangers' files: what it may not do, and that its sound keeps the file's own time line."""

import contextlib
import io
import json
import os
import random
import subprocess
import sys
import time
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest
from av.audio.frame import AudioFrame
from tests.transcriber.recorder import record_audio, record_mp4, silence, tone

from lodbic_contracts.transcript import TrackCode
from transcriber import audio, sandbox
from transcriber.audio import RATE, Sound
from transcriber.sandbox import Limits


def read(path: Path, limit_seconds: float = 3600, **options: int) -> tuple[Sound, list[audio.Window]]:
    """Decode a whole file."""
    sound = Sound(path, limit_seconds, lambda: None, **options)
    return sound, list(sound.windows())


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Where a test puts its file."""
    return tmp_path / "track.media"


def test_sound_comes_as_windows_of_at_most_so_long_cut_where_it_is_quiet(file: Path) -> None:
    quiet_from = 50.0
    sound = np.concatenate([tone(quiet_from), silence(1), tone(25)])
    file.write_bytes(record_audio(sound))
    whole, windows = read(file, longest_seconds=60)
    assert whole.code is None
    assert whole.seconds == pytest.approx(76, abs=0.1)
    assert [window.start for window in windows] == pytest.approx([0, quiet_from + 0.5], abs=0.5)
    assert sum(len(window.samples) for window in windows) == pytest.approx(whole.seconds * RATE, abs=1)


def test_what_is_missing_inside_is_silence_of_the_same_length(file: Path) -> None:
    """Frames at 0 to 2 s and at 7 to 8 s, as when a slice was lost."""
    body = io.BytesIO()
    with av.open(body, "w", format="webm", options={"live": "1"}) as container:
        stream = container.add_stream("libopus", rate=48_000, layout="mono")
        for begin, seconds in ((0, 2), (7, 1)):
            for start in range(0, seconds * 48_000, 960):
                piece = tone(8)[begin * 48_000 + start :][:960]
                frame = AudioFrame.from_ndarray(piece[np.newaxis], format="flt", layout="mono")
                frame.sample_rate, frame.time_base = 48_000, Fraction(1, 48_000)
                frame.pts = begin * 48_000 + start
                container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    file.write_bytes(body.getvalue())
    whole, (window,) = read(file)
    loud = np.abs(window.samples).reshape(-1)[: int(7.9 * RATE)].reshape(-1, RATE // 10).max(axis=1) > 0.1
    assert whole.seconds == pytest.approx(8, abs=0.1)
    assert loud[:19].all()
    assert not loud[22:69].any()
    assert loud[72:].all()


def test_timestamps_that_claim_days_end_at_the_limit(file: Path) -> None:
    body = io.BytesIO()
    with av.open(body, "w", format="webm", options={"live": "1"}) as container:
        stream = container.add_stream("libopus", rate=48_000, layout="mono")
        for start in (0, 48_000 * 86_400 * 3):
            frame = AudioFrame.from_ndarray(tone(0.02)[np.newaxis], format="flt", layout="mono")
            frame.sample_rate, frame.pts, frame.time_base = 48_000, start, Fraction(1, 48_000)
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    file.write_bytes(body.getvalue())
    whole, _ = read(file, limit_seconds=30)
    assert whole.seconds <= 30


def test_a_track_longer_than_its_limit_is_read_up_to_it(file: Path) -> None:
    file.write_bytes(record_audio(tone(20)))
    assert read(file, limit_seconds=5)[0].seconds == pytest.approx(5, abs=0.01)


def test_damage_in_the_middle_gives_what_can_be_decoded_and_a_code(file: Path) -> None:
    media = bytearray(record_mp4(tone(20)))
    file.write_bytes(media)
    assert read(file)[0].code is None
    sound = media.index(b"mdat", len(media) // 2) + 60
    media[sound : sound + 600] = random.Random(5).randbytes(600)
    file.write_bytes(media)
    whole, (window,) = read(file)
    assert whole.code == TrackCode.DECODER_FAILED
    assert whole.seconds == pytest.approx(20, abs=0.5)
    loud = np.abs(window.samples[: 19 * RATE]).reshape(19, RATE).max(axis=1) > 0.1
    assert np.count_nonzero(loud) >= 18


def test_damage_that_webm_passes_over_stays_where_it_was(file: Path) -> None:
    # Nothing of it is told by the decoder: the ledger knows the slice by its hash.
    media = bytearray(record_audio(tone(20)))
    middle = len(media) // 2
    media[middle : middle + 3000] = random.Random(5).randbytes(3000)
    file.write_bytes(media)
    whole, (window,) = read(file)
    assert whole.seconds == pytest.approx(20, abs=0.1)
    loud = np.abs(window.samples[: 19 * RATE]).reshape(-1, RATE // 10).max(axis=1) > 0.1
    assert loud[:90].all()
    assert loud[115:].all()
    assert np.count_nonzero(~loud) >= 5


def test_a_decoder_that_dies_gives_a_code(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(audio, "MEMORY_BYTES", 60 << 20)
    file.write_bytes(record_audio(tone(5)))
    assert read(file)[0].code == TrackCode.DECODER_FAILED


def test_a_lost_lease_ends_the_decoder_at_once(file: Path) -> None:
    file.write_bytes(record_audio(tone(300)))

    meanwhile: list[str] = []

    def lost() -> None:
        meanwhile.append(_children())
        raise TimeoutError

    sound = Sound(file, 3600, lost)
    with pytest.raises(TimeoutError):
        list(sound.windows())
    assert "transcriber.decode" in meanwhile[0]
    assert "transcriber.decode" not in _children()


def _children() -> str:
    """The command lines of this process's children."""
    found = ""
    for process in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(FileNotFoundError, ProcessLookupError):  # gone meanwhile
            parent = (process / "stat").read_text().rpartition(")")[2].split()[1]
            if parent == str(os.getpid()):
                found += (process / "cmdline").read_bytes().decode().replace("\0", " ") + "\n"
    return found


# --- the sandbox ------------------------------------------------------------------------------------------------------

PROBE = """
import json, os, sys
from transcriber import sandbox

def work(request):
    {body}
    return 0

sys.exit(sandbox.enter(work))
"""


def probe(folder: Path, body: str, monkeypatch: pytest.MonkeyPatch, **limits: int) -> tuple[int, str]:
    """Run a piece of code as a limited child; returns its exit code and output."""
    (folder / "lodbic_probe.py").write_text(PROBE.format(body=body))
    monkeypatch.setattr(sys, "path", [*sys.path, str(folder)])
    chosen = Limits(**({"memory_bytes": 1 << 30, "cpu_seconds": 10, "file_bytes": 1000} | limits))
    child = sandbox.start("lodbic_probe", {}, chosen, folder)
    output, _ = child.communicate(timeout=60)
    return child.returncode, output.decode()


def test_a_child_knows_no_secret(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STORAGE_SECRET_KEY", "s3cret")
    code, output = probe(tmp_path, "print(json.dumps(dict(os.environ)))", monkeypatch)
    assert code == 0
    assert "s3cret" not in output
    assert "PYTHONPATH" in json.loads(output)


@pytest.mark.parametrize(
    ("body", "limits"),
    [
        ("x = bytearray(600 << 20)", {"memory_bytes": 500 << 20}),
        ("[0 for _ in iter(int, 1)]", {"cpu_seconds": 1}),
        ("open('big', 'wb', 0).write(bytes(5000)); open('big', 'ab', 0).write(b'x')", {}),
    ],
    ids=["memory", "processor time", "file size"],
)
def test_a_child_is_stopped_at_its_limit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, body: str, limits: dict[str, int]
) -> None:
    assert probe(tmp_path, body, monkeypatch, **limits)[0] != 0


def test_a_child_dies_with_its_parent(tmp_path: Path) -> None:
    (tmp_path / "lodbic_probe.py").write_text(
        PROBE.format(body="import time; print(os.getpid(), flush=True); time.sleep(60)")
    )
    parent = (
        "import sys; from pathlib import Path; from transcriber import sandbox\n"
        f"sys.path.append({str(tmp_path)!r})\n"
        f"child = sandbox.start('lodbic_probe', {{}}, sandbox.Limits(1 << 30, 10, 0), Path({str(tmp_path)!r}))\n"
        "print(child.stdout.readline().decode(), flush=True)\n"
        "import os; os.kill(os.getpid(), 9)\n"
    )
    paths = os.pathsep.join(path for path in sys.path if path)
    argv, environment = [sys.executable, "-c", parent], {"PYTHONPATH": paths}
    done = subprocess.run(argv, capture_output=True, text=True, env=environment, timeout=60, check=False)
    child = int(done.stdout)
    deadline = time.monotonic() + 5
    while is_alive(child):
        assert time.monotonic() < deadline, "it outlived its parent"
        time.sleep(0.05)


def test_a_child_whose_parent_died_before_it_could_look_does_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Where its parent was, it finds another process: the one that takes orphans in.
    monkeypatch.setattr("transcriber.sandbox.os.getpid", lambda: 1)
    status, told = probe(tmp_path, "print('at work', flush=True)", monkeypatch)
    assert status != 0
    assert "at work" not in told


def is_alive(pid: int) -> bool:
    """Whether a process runs; one that nobody has waited for does not."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"
