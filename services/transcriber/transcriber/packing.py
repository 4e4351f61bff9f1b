"""Packs what was spoken into half-minute clips for the recogniser, and maps its times back.

The model reads 30 s at the price of 3 s, and in a conversation each person is silent half of the time. So the stretches
of speech of a track are put one after the other, whole utterances together, with a short breath between.
"""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np

from transcriber.audio import RATE, Samples

CLIP_SECONDS = 29.5
BREATH_SECONDS = 0.2
# Speech this long without a word was passed over by the model: it ends a clip early now and then.
MISSED_SECONDS = 1.5
# A word says that it lasts up to here; what it claims beyond was stretched over something unread.
LONGEST_WORD_SECONDS = 1.2

Span = tuple[float, float]


@dataclass
class Clip:
    """Stretches of speech one after the other. `starts` are their places in the clip, in seconds."""

    spans: list[Span] = field(default_factory=list)
    starts: list[float] = field(default_factory=list)
    seconds: float = 0.0

    def add(self, span: Span) -> None:
        """Append a stretch after a breath."""
        place = self.seconds + (BREATH_SECONDS if self.spans else 0.0)
        self.spans.append(span)
        self.starts.append(place)
        self.seconds = place + span[1] - span[0]

    def fits(self, span: Span) -> bool:
        """Tell whether a stretch has room."""
        return not self.spans or self.seconds + BREATH_SECONDS + span[1] - span[0] <= CLIP_SECONDS

    def original(self, start: float, end: float) -> Span:
        """Where a word of this clip was in the track: inside the stretch that holds its middle."""
        which = max(bisect_right(self.starts, (start + end) / 2) - 1, 0)
        begin, finish = self.spans[which]
        shift = begin - self.starts[which]
        first = min(max(start + shift, begin), finish)
        return first, min(max(end + shift, first), finish)

    def samples(self, of: Samples) -> Samples:
        """The clip's sound, cut out of the track's."""
        breath = np.zeros(int(BREATH_SECONDS * RATE), dtype=np.float32)
        pieces: list[Samples] = []
        for start, end in self.spans:
            pieces += [breath] if pieces else []
            pieces.append(of[int(start * RATE) : int(end * RATE)])
        return np.concatenate(pieces)


def pack(spans: Sequence[Span]) -> list[Clip]:
    """Pack stretches of speech, in order, into clips of at most half a minute."""
    clips: list[Clip] = []
    for span in _short_enough(spans):
        if not clips or not clips[-1].fits(span):
            clips.append(Clip())
        clips[-1].add(span)
    return clips


def missed(spans: Sequence[Span], words: Sequence[Span]) -> list[Span]:
    """The stretches of speech in which no word was read."""
    found: list[Span] = []
    read = sorted((start, min(end, start + LONGEST_WORD_SECONDS)) for start, end in words)
    for start, end in spans:
        inside = [(first, last) for first, last in read if last > start and first < end]
        edges = [(start, start), *inside, (end, end)]
        found += [(a[1], b[0]) for a, b in pairwise(edges) if b[0] - a[1] >= MISSED_SECONDS]
    return found


def _short_enough(spans: Sequence[Span]) -> list[Span]:
    """Cut what is longer than a clip."""
    cut: list[Span] = []
    for start, end in spans:
        pieces = int((end - start) // CLIP_SECONDS) + 1
        edges = [start + (end - start) * number / pieces for number in range(pieces + 1)]
        cut += list(pairwise(edges))
    return cut
