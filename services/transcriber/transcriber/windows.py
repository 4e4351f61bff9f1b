"""Where a growing recording is cut into windows: in silence, as much speech in each as the model reads at once.

The model reads half a minute of speech best and at the lowest price: windows of ten to twenty-five seconds of a
conversation, in which one is silent half of the time, had a third more words wrong. No I/O.
"""

from collections.abc import Sequence
from itertools import accumulate

from transcriber.audio import RATE, Samples
from transcriber.packing import BREATH_SECONDS, CLIP_SECONDS, Span

# Who says little has a window after so long all the same: what is not read yet is decoded again with each slice.
# With a minute 163 words of 1,494 were wrong in the windows of the shipped dialogues, with this 154 (decision 0014).
LONGEST_SECONDS = 90.0
# What came last may still be cut through, or a word's beginning; the next slice has the rest.
UNSURE_SECONDS = 0.5
# A draft is of the newest speech: what is before it was drafted before.
DRAFT_SECONDS = 12.0


def cuts(samples: Samples, spans: Sequence[Span]) -> list[float]:
    """The ends of all windows that can be read already, in seconds. `spans` are the stretches of speech."""
    found: list[float] = []
    sure = len(samples) / RATE - UNSURE_SECONDS
    while True:
        begin = found[-1] if found else 0.0
        cut = _next_cut([span for span in spans if span[0] >= begin], begin, sure)
        if cut is None:
            return found
        found.append(cut)


def _next_cut(spans: Sequence[Span], begin: float, sure: float) -> float | None:
    filled = list(accumulate(end - start + BREATH_SECONDS for start, end in spans))
    for number in range(1, len(spans)):
        if filled[number] - BREATH_SECONDS > CLIP_SECONDS or spans[number][1] > begin + LONGEST_SECONDS:
            return _between(spans[number - 1][1], spans[number][0])
    if sure - begin < LONGEST_SECONDS:
        return None
    # Nobody has spoken for some time, or one person without a pause.
    return _newest_silence(spans, sure)


def newest_cut(samples: Samples, spans: Sequence[Span]) -> float | None:
    """Where all that is sure could end, in seconds; None while one person has not paused yet."""
    return _newest_silence(spans, len(samples) / RATE - UNSURE_SECONDS)


def _newest_silence(spans: Sequence[Span], sure: float) -> float | None:
    if not spans or spans[-1][1] < sure:
        return round(sure, 3)
    return _between(spans[-2][1], spans[-1][0]) if len(spans) > 1 else None


def _between(start: float, end: float) -> float:
    """A moment of silence, in whole milliseconds."""
    return round((start + end) / 2, 3)


def newest(spans: Sequence[Span]) -> list[Span]:
    """The latest stretches of speech, a draft's worth of them, one at least."""
    filled = accumulate(end - start for start, end in reversed(spans))
    count = sum(seconds <= DRAFT_SECONDS for seconds in filled)
    return list(spans[-max(count, 1) :])
