"""More than the machine can follow: calls going on beside a long one to be finished. `python -m benchmarks.crowd`.

A call of twenty minutes, of which nothing could be read while it went on, is finished while several people talk in real
time; in the middle the worker that finishes is killed. Every text must come whole, the live calls' in their time.
"""

import asyncio
import sys
import time
from typing import Any, NamedTuple

from benchmarks.live import a_system
from benchmarks.replay import SLICE_SECONDS, Material, Replay, make_material
from benchmarks.rows import Row
from lodbic_local.demo.people import Person
from lodbic_local.system import System

LIVE_CALLS = 3
LIVE_SECONDS = 120.0
LONG_MINUTES = 20
KILLED_AFTER_SECONDS = 40.0
# How much may be silent at the end of a whole text: the longest that both people of a dialogue say nothing.
MOST_SILENT_SECONDS = 20.0


class Figures(NamedTuple):
    """Seconds from hanging up to the text: of each live call, of the long one; and what was foretold for the long one.

    `foretold`: (seconds since its end, seconds that its page said it would still take).
    """

    live: list[float]
    long: float
    foretold: list[tuple[float, int]]
    cut: int


def _people(number: int) -> tuple[Person, Person]:
    seller, buyer = (Person(f"{side}-{number}", f"{side} {number}", "Москва", "", "") for side in ("seller", "buyer"))
    return seller, buyer


async def _unread(system: System, material: Material) -> Replay:
    """A call that is over, with nothing read: the worker that reads along came back after its end."""
    replay = Replay(system, material, _people(0))
    system.processes.kill("transcriber-live")
    await replay.begin()
    for upload in [*replay.audio, *replay.av]:
        while not upload.is_sent:
            await asyncio.to_thread(upload.send_next, 20)
    await replay.hang_up()
    system.processes.start("transcriber-live")
    return replay


async def _talk(replay: Replay) -> float:
    """A call in real time; seconds from its end to its text."""
    await replay.begin()
    for number in range(len(replay.audio[0].slices) - 1):
        await asyncio.sleep(max(replay.audio[0].began + (number + 1) * SLICE_SECONDS - time.time(), 0))
        for upload in [*replay.audio, *replay.av]:
            await asyncio.to_thread(upload.send_next)
    since = time.monotonic()
    await replay.hang_up()
    return await asyncio.to_thread(replay.wait_for, "text", since, 1200)


async def _watch(replay: Replay, since: float) -> tuple[float, list[tuple[float, int]]]:
    """When the long call's text came, and what its page foretold every ten seconds."""
    foretold: list[tuple[float, int]] = []
    while (text := (await asyncio.to_thread(_text, replay)))["state"] != "ready":
        if text["state"] == "failed":
            raise RuntimeError(f"the long call's text failed: {text['code']}")
        if text["seconds_left"] is not None:
            foretold.append((time.monotonic() - since, int(text["seconds_left"])))
        await asyncio.sleep(10)
    return time.monotonic() - since, foretold


def _text(replay: Replay) -> Any:
    return replay.buyer.get(f"/calls/{replay.call_id}/")["record"]["text"]


async def _kill(system: System) -> None:
    await asyncio.sleep(KILLED_AFTER_SECONDS)
    system.processes.crash("transcriber-final")


def _is_cut_short(replay: Replay) -> bool:
    """Tell whether a text does not reach the end of its call."""
    after = int((replay.material.seconds - MOST_SILENT_SECONDS) * 1000)
    return not replay.buyer.get(f"/calls/{replay.call_id}/transcript/?after_ms={after}&limit=1")["items"]


def measure(system: System) -> Figures:
    """All of them at once."""
    short, long = make_material(LIVE_SECONDS), make_material(LONG_MINUTES * 60)

    async def run() -> Figures:
        unread = await _unread(system, long)
        since = time.monotonic()
        live = [Replay(system, short, _people(number)) for number in range(1, LIVE_CALLS + 1)]
        async with asyncio.TaskGroup() as together:
            watched = together.create_task(_watch(unread, since))
            talks = [together.create_task(_talk(replay)) for replay in live]
            together.create_task(_kill(system))
        taken, foretold = watched.result()
        cut = sum(map(_is_cut_short, [unread, *live]))
        return Figures([talk.result() for talk in talks], taken, foretold, cut)

    return asyncio.run(run())


def rows() -> list[Row]:
    """Lines of the table."""
    with a_system(drafts=False) as system:
        figures = measure(system)
    each = ", ".join(f"{seconds:.1f}" for seconds in sorted(figures.live))
    what = f"text of {LIVE_CALLS} calls that end at once, beside a long one being finished whose worker is killed"
    return [
        Row(what, f"{each} s", "none waits for the long one", max(figures.live) < figures.long - LIVE_SECONDS),
        Row(
            f"the long one's text ({LONG_MINUTES} min, nothing read along, killed at {KILLED_AFTER_SECONDS:.0f} s)",
            f"{figures.long:.0f} s; {figures.cut} of all {LIVE_CALLS + 1} texts cut short",
            "all whole",
            not figures.cut,
        ),
    ]


def main() -> None:
    """Print the figures."""
    with a_system(drafts=False) as system:
        figures = measure(system)
    print(figures)
    sys.exit(bool(figures.cut))


if __name__ == "__main__":
    main()
