"""`make bench`: measure everything and write docs/benchmarks.md. `ARGS="search lists"` measures only those."""

import logging
import os
import platform
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from benchmarks import crowd, ends, facts, lists, live, product, relay, search, speech, video, watching
from benchmarks.rows import Row

MOST_WORD_ERRORS = 0.14
PAGE = Path(__file__).parents[1] / "docs" / "benchmarks.md"
HEAD = """# Figures

Made by `make bench` on {day}, on {machine}. Each benchmark stands in `benchmarks/`; none is a test.

| what | measured | target | holds |
|---|---|---|---|
"""


def _relay() -> list[Row]:
    figures = relay.measure(2_000, 15, 100)
    measured = f"{figures.p99:.1f} ms (p50 {figures.p50:.1f}, p95 {figures.p95:.1f}; {figures.core:.0%} of a core)"
    return [
        Row("relay through signalling at 2 000 messages/s, p99", measured, "< 10 ms", figures.p99 < relay.TARGET_P99_MS)
    ]


def _speech() -> list[Row]:
    figures = speech.measure()
    rate, factor = figures.word_error_rate, figures.real_time_factor
    aside, told, told_aside = figures.kept_aside, figures.told, figures.told_aside
    wrong = sorted(errors.wrong for errors in figures.whole)
    each = ", ".join(f"{name} {errors.rate:.1%}" for name, errors in sorted(figures.errors.items()))
    return [
        Row("word error rate, shipped dialogues", f"{rate:.1%} ({each})", "≤ 14 %", rate <= MOST_WORD_ERRORS),
        Row("the same, told the advert's words (its thing, and a street where nobody meets)", f"{told.rate:.1%}",
            "≤ 14 %", told.rate <= MOST_WORD_ERRORS),
        Row("word error rate, the four dialogues kept aside", f"{aside.rate:.1%} of {aside.words} words", "≤ 14 %",
            aside.rate <= MOST_WORD_ERRORS),
        Row("the same, told the advert's words", f"{told_aside.rate:.1%}", "≤ 14 %",
            told_aside.rate <= MOST_WORD_ERRORS),
        Row("word error rate of windows read along and joined, all dialogues as one long call",
            f"{figures.joined.rate:.1%} ({figures.joined.wrong} of {figures.joined.words} words)",
            f"{wrong[0]} to {wrong[-1]} of the whole tracks, by where their clips begin",
            figures.joined.wrong <= wrong[-1]),
        Row("recogniser, one core, per second of a track", f"{factor:.3f} s", "≤ 0.05 s",
            factor <= speech.TARGET_REAL_TIME_FACTOR),
    ]  # fmt: skip


def _video() -> list[Row]:
    figures = video.measure(60)
    what = f"video of a call of {figures.call:.0f} s, one process"
    return [Row(what, f"{figures.taken:.1f} s", f"≤ {figures.target:.0f} s", figures.taken <= figures.target)]


BENCHMARKS: dict[str, Callable[[], list[Row]]] = {
    "product": product.rows,
    "ends": ends.rows,
    "speech": _speech,
    "live": live.rows,
    "crowd": crowd.rows,
    "facts": facts.rows,
    "video": _video,
    "watching": watching.rows,
    "relay": _relay,
    "lists": lists.rows,
    "search": search.rows,
}


def machine() -> str:
    """The machine in a few words."""
    model = next(
        (line.split(":")[1].strip() for line in Path("/proc/cpuinfo").read_text().splitlines() if "model name" in line),
        platform.machine(),
    )
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    system = f"{platform.system()} {platform.release().split('-')[0]}, Python {platform.python_version()}"
    return f"{os.cpu_count()} cores ({model}), {memory:.0f} GiB, {system}"


def _measured(name: str) -> list[Row]:
    """The rows of a benchmark; one that breaks says so in its place, and the others are measured all the same."""
    try:
        return BENCHMARKS[name]()
    except Exception as error:  # the edge of a benchmark: hours of others may follow
        logging.exception("%s could not be measured", name)
        return [Row(name, f"not measured: {type(error).__name__}", "to be measured", holds=False)]


def _page(lines: list[str], old: str) -> str:
    """The page with a new table; what is said under it, in chapters, stays."""
    head = HEAD.format(day=f"{datetime.now(UTC):%Y-%m-%d}", machine=machine())
    _, chapter, said = old.partition("\n## ")
    return head + "\n".join(lines) + "\n" + chapter + said


def main() -> None:
    """Measure what is named on the command line, or everything; only everything is written down."""
    names = sys.argv[1:] or list(BENCHMARKS)
    rows: list[Row] = []
    for name in names:
        print(f"· {name}", flush=True)
        for row in _measured(name):
            rows.append(row)
            print(
                f"  {row.what}: {row.measured} (target {row.target}) {'holds' if row.holds else 'MISSED'}", flush=True
            )
    if not sys.argv[1:]:
        lines = [f"| {row.what} | {row.measured} | {row.target} | {'yes' if row.holds else '**no**'} |" for row in rows]
        PAGE.write_text(_page(lines, PAGE.read_text()))
        print(f"written: {PAGE.name}")


if __name__ == "__main__":
    main()
