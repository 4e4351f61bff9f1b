"""How long a call's video takes to make: `python -m benchmarks.video`. Two moving tracks of 640×480 with sound."""

import argparse
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import numpy as np
from tests.transcriber.recorder import Image, picture_of_second, record_av, tone

from transcriber import film
from transcriber.jobs import Lease
from transcriber.store import Claimed
from transcriber.video import TrackRequest

TARGET_SHARE = 0.2
TARGET_SECONDS = 10.0
RATE = 30


class Figures(NamedTuple):
    """How long the call and the making of its video lasted, in seconds, and the video's size in bytes."""

    call: float
    taken: float
    size: int

    @property
    def target(self) -> float:
        """How long it may take."""
        return TARGET_SHARE * self.call + TARGET_SECONDS


class NoLease(Lease):
    """A lease that nobody contests."""

    def show(self, progress: float) -> None:
        """Nobody looks."""


def measure(seconds: float = 60) -> Figures:
    """Record two tracks, then make their video once."""
    lease = NoLease(Claimed("benchmark", "benchmark", "video", 1, 1, 1))
    with tempfile.TemporaryDirectory(prefix="lodbic-video-") as name:
        requests = []
        for cell in (0, 1):
            path = Path(name) / f"{cell}.webm"
            path.write_bytes(record_av(seconds, _moving(hue=cell), tone(seconds, 300 + 200 * cell), RATE))
            requests.append(_request(path, cell, seconds))
        result = Path(name) / "film.mp4"
        began = time.monotonic()
        made, codes = film.compose(requests, result, lease)
        taken = time.monotonic() - began
        if not made or codes:
            raise RuntimeError(f"no video was made: {codes}")
        return Figures(seconds, taken, result.stat().st_size)


def _request(path: Path, cell: int, seconds: float) -> TrackRequest:
    return {
        "track_id": path.stem,
        "path": str(path),
        "cell": cell,
        "offset": 0.0,
        "announced_seconds": seconds,
        "limit_seconds": 2 * seconds,
    }


def _moving(hue: int) -> Callable[[float], Image]:
    """A picture that moves and is a little noisy, as a hand-held camera's is."""
    draw = picture_of_second(640, 480, hue)
    grain = np.random.default_rng(hue).integers(-3, 4, (480, 640, 3)).astype(np.int16)

    def picture(time: float) -> Image:
        moved = np.roll(draw(time).astype(np.int16), int(time * 40) % 640, axis=1)
        moved += np.roll(grain, int(time * RATE) * 7, axis=1)
        return np.clip(moved, 0, 255).astype(np.uint8)

    return picture


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=60)
    figures = measure(parser.parse_args().seconds)
    print(
        f"video of a call of {figures.call:.0f} s: {figures.taken:.1f} s (target {figures.target:.0f}), "
        f"{figures.taken / figures.call:.2f} s per second, {figures.size / 1e6:.1f} MB"
    )


if __name__ == "__main__":
    main()
