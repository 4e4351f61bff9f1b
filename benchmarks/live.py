"""How soon text and sound are there after hanging up, and captions before: `python -m benchmarks.live [minutes …]`.

Calls of several lengths go through the whole system: real storage, database, queues and workers. Longer ones are sent
faster than they last, as fast as the live worker reads along. No browser runs beside, and the video is made meanwhile.
"""

import asyncio
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from benchmarks.replay import SLICE_SECONDS, Material, Replay, Said, make_material
from benchmarks.rows import Row, percentile
from lodbic_local.ports import Ports
from lodbic_local.settings import Options
from lodbic_local.system import System

MINUTES = (1, 10, 60)
MOST_TEXT_SECONDS = 10.0
MOST_SOUND_SECONDS = 30.0
MOST_CAPTION_SECONDS = 8.0
CAPTIONED_SECONDS = 150.0
# The recogniser says that a word ends up to so much before it does.
EARLY_SECONDS = 0.5


class Figures(NamedTuple):
    """Seconds from hanging up to text and sound, and the share of the call that had been read along by then."""

    text: float
    sound: float
    read_along: float


@contextmanager
def a_system(drafts: bool) -> Iterator[System]:
    """A whole system, gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="lodbic-bench-") as name:
        folder = Path(name)
        folder.chmod(0o711)
        settings = {"CAPTION_DRAFTS": "1" if drafts else "0"}
        port = Ports(folder / "ports").get("nginx")
        system = System(Options(data=folder / "data", port=port, fast=True, handed_on=settings))
        system.start()
        try:
            yield system
        finally:
            system.stop()
            system.stores.postgres.delete()


def measure_call(system: System, material: Material) -> Figures:
    """One call from its ring to its text."""

    async def run() -> Figures:
        replay = Replay(system, material)
        await replay.begin()
        await asyncio.to_thread(replay.send_all_but_the_end)
        read = [replay.read_upto(upload) / material.seconds for upload in replay.audio]
        since = time.monotonic()
        await replay.hang_up()
        text = replay.wait_for("text", since, 1200)
        sound = replay.wait_for("sound", since, 1200)
        return Figures(text, sound, sum(read) / len(read))

    return asyncio.run(run())


def measure_captions(system: System, material: Material) -> tuple[list[float], float]:
    """In real time: seconds from each line's last word to the caption that reaches it, and from the end to the text."""
    shown: dict[str, list[tuple[float, float]]] = {}

    async def run() -> tuple[list[float], float]:
        replay = Replay(system, material)

        def listen(event: str, payload: Any) -> None:
            if event == "caption" and payload["breaths"]:
                reached = max(breath["ended_at"] for breath in payload["breaths"]) / 1000
                shown.setdefault(payload["participant_id"], []).append((time.time(), reached))

        await replay.begin(listen)
        for number in range(len(replay.audio[0].slices)):
            for upload in replay.audio:
                due = upload.began + (number + 1) * SLICE_SECONDS
                await asyncio.sleep(max(due - time.time(), 0))
                await asyncio.to_thread(upload.send_next)
        await asyncio.sleep(MOST_CAPTION_SECONDS)
        began = {"callee": replay.audio[0].began, "caller": replay.audio[1].began}
        speakers = await asyncio.to_thread(replay.participants)
        since = time.monotonic()
        await replay.hang_up()
        text = await asyncio.to_thread(replay.wait_for, "text", since, 1200)
        # What is said while the last slice is recorded may come after the end.
        lines = [line for line in material.lines if line.end < material.seconds - SLICE_SECONDS]
        return [_delay(line, began[line.side], shown.get(speakers[line.side], [])) for line in lines], text

    return asyncio.run(run())


def _delay(line: Said, began: float, shown: list[tuple[float, float]]) -> float:
    end = began + line.end
    return next((at - end for at, reached in shown if reached >= end - EARLY_SECONDS), 60.0)


def rows() -> list[Row]:
    """Lines of the table."""
    made = _text_rows(MINUTES)
    with a_system(drafts=True) as system:
        delays, text = measure_captions(system, make_material(CAPTIONED_SECONDS))
    half, most = percentile(delays, 0.5), percentile(delays, 0.95)
    return [
        *made,
        Row(
            "caption after a line's last word, p95",
            f"{most:.1f} s (p50 {half:.1f} s, the latest {max(delays):.1f} s, {len(delays)} lines)",
            f"≤ {MOST_CAPTION_SECONDS:.0f} s",
            most <= MOST_CAPTION_SECONDS,
        ),
        Row(
            f"text after hanging up, call of {CAPTIONED_SECONDS:.0f} s in real time with captions",
            f"{text:.1f} s",
            f"≤ {MOST_TEXT_SECONDS:.0f} s",
            text <= MOST_TEXT_SECONDS,
        ),
    ]


def _text_rows(lengths: tuple[int, ...]) -> list[Row]:
    made = []
    with a_system(drafts=False) as system:
        for minutes in lengths:
            figures = measure_call(system, make_material(minutes * 60))
            what = f"after hanging up, call of {minutes} min with its video made meanwhile"
            along = f"{figures.text:.1f} s ({figures.read_along:.0%} read along)"
            made += [
                Row(f"text {what}", along, f"≤ {MOST_TEXT_SECONDS:.0f} s", figures.text <= MOST_TEXT_SECONDS),
                Row(
                    f"sound {what}",
                    f"{figures.sound:.1f} s",
                    f"≤ {MOST_SOUND_SECONDS:.0f} s",
                    figures.sound <= MOST_SOUND_SECONDS,
                ),
            ]
            _let_the_video_go(system)
    return made


def _let_the_video_go(system: System) -> None:
    """The next call begins on a machine with nothing to do: this video has been in its text's way for long enough."""
    for name in ("transcriber-media", "transcriber-media-long"):
        system.processes.kill(name)
        system.processes.start(name)


def main() -> None:
    """Print the figures."""
    lengths = tuple(int(each) for each in sys.argv[1:])
    for row in _text_rows(lengths) if lengths else rows():
        print(f"{row.what}: {row.measured} (target {row.target})")


if __name__ == "__main__":
    main()
