"""Where a growing recording is cut into windows of speech to be read: in silence, 10 to 25 seconds apart. No I/O."""

from collections.abc import Sequence

from transcriber.audio import RATE, Samples, quiet_moment
from transcriber.packing import Span

SHORTEST_SECONDS = 10.0
LONGEST_SECONDS = 25.0
# A pause as long as this is as good as any longer one; of several the latest is taken.
GOOD_PAUSE_SECONDS = 1.0
# What came last may still be cut through: the decoder gives the rest with the next slice.
UNSURE_SECONDS = 0.3


def next_cut(samples: Samples, spans: Sequence[Span]) -> float | None:
    """The second at which the first window ends; None while too little is there.

    `spans` are the stretches of speech in the samples. Where nobody pauses, the quietest moment has to do.
    """
    seconds = len(samples) / RATE - UNSURE_SECONDS
    if seconds < LONGEST_SECONDS:
        return None
    edges = [0.0, *(edge for span in spans for edge in span), seconds]
    pauses = [
        (max(start, SHORTEST_SECONDS), min(end, LONGEST_SECONDS))
        for start, end in zip(edges[::2], edges[1::2], strict=True)
        if end >= SHORTEST_SECONDS and start <= LONGEST_SECONDS
    ]
    if not pauses:
        return quiet_moment(samples[: int(LONGEST_SECONDS * RATE)], LONGEST_SECONDS - SHORTEST_SECONDS) / RATE
    start, end = max(pauses, key=lambda pause: (min(pause[1] - pause[0], GOOD_PAUSE_SECONDS), pause[1]))
    return round(end if end == LONGEST_SECONDS else (start + end) / 2, 3)


def cuts(samples: Samples, spans: Sequence[Span]) -> list[float]:
    """The ends of all windows that can be read already, in seconds."""
    found: list[float] = []
    while True:
        begin = found[-1] if found else 0.0
        rest = [(max(start - begin, 0.0), end - begin) for start, end in spans if end > begin]
        cut = next_cut(samples[int(begin * RATE) :], rest)
        if cut is None:
            return found
        found.append(round(begin + cut, 3))
