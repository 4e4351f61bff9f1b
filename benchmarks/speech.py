"""How well and how fast speech is read, on one core, over all shipped dialogues: `python -m benchmarks.speech`.

Decoding is in the figures: what a worker does with a track from its file to its words.
"""

import resource
from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from tests.transcriber import dialogues
from tests.transcriber.dialogues import CONDITIONS, KEPT_ASIDE, TARGET_WORD_ERRORS, Errors

from lodbic_local.settings import WEIGHTS
from transcriber.audio import RATE, Samples, Sound
from transcriber.speech import Recogniser, speech_in
from transcriber.windows import cuts

TARGET_REAL_TIME_FACTOR = 0.05
SLICE = 4 * RATE


class Figures(NamedTuple):
    """Word errors by condition, processor seconds per second of a track, and the most memory in MB."""

    errors: dict[str, Errors]
    kept_aside: Errors
    told: Errors
    """The same, told the advert's words."""
    told_aside: Errors
    joined: Errors
    """Read along in windows while the track grows by slices, and joined."""
    real_time_factor: float
    seconds: float
    megabytes: int

    @property
    def word_error_rate(self) -> float:
        """Over all conditions."""
        return dialogues.total(list(self.errors.values())).rate


def measure() -> Figures:
    """Read every track, and read it again told the advert's words."""
    recogniser = Recogniser(str(WEIGHTS), "ru")
    parts: dict[str, list[Errors]] = defaultdict(list)
    aside: list[Errors] = []
    before, seconds = _processor_seconds(), 0.0
    for track in dialogues.tracks():
        text, lasts = dialogues.read(recogniser, track)
        seconds += lasts
        found = dialogues.errors(track.said, text)
        parts[track.condition].append(found)
        aside += [found] if track.name.startswith(KEPT_ASIDE) else []
    spent = _processor_seconds() - before
    told = {
        track.name: dialogues.errors(track.said, dialogues.read(recogniser, track, track.advert)[0])
        for track in dialogues.tracks()
    }
    told_aside = dialogues.total([each for name, each in told.items() if name.startswith(KEPT_ASIDE)])
    joined = dialogues.total([dialogues.errors(track.said, _joined(recogniser, track)) for track in dialogues.tracks()])
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    errors = {condition: dialogues.total(each) for condition, each in parts.items()}
    all_told = dialogues.total(list(told.values()))
    return Figures(errors, dialogues.total(aside), all_told, told_aside, joined, spent / seconds, seconds, memory)


def _joined(recogniser: Recogniser, track: dialogues.Track) -> str:
    """What is kept of a track that is read along as it grows."""
    words = sorted(
        (start + word.start, word.text)
        for start, samples in _windows(track)
        for passage in recogniser.read(samples).passages
        for word in passage.words
    )
    return "".join(text for _, text in words)


def _windows(track: dialogues.Track) -> Iterator[tuple[float, Samples]]:
    """Where each window begins, and its sound; the last one is what is left at the end."""
    samples = np.concatenate([window.samples for window in Sound(track.path, 3600, lambda: None).windows()])
    read = 0
    for end in range(SLICE, len(samples), SLICE):
        piece, first = samples[read:end], 0
        for cut in cuts(piece, speech_in(piece)):
            last = round(cut * RATE)
            yield (read + first) / RATE, piece[first:last]
            first = last
        read += first
    yield read / RATE, samples[read:]


def _processor_seconds() -> float:
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(usage.ru_utime + usage.ru_stime for usage in used)


def main() -> None:
    """Print the figures."""
    figures = measure()
    print(f"word error rate: {figures.word_error_rate:.1%} (target {TARGET_WORD_ERRORS:.0%})")
    for condition, errors in sorted(figures.errors.items()):
        print(f"  {CONDITIONS[condition]}: {errors.rate:.1%} of {errors.words} words")
    print(f"  the four kept aside: {figures.kept_aside.rate:.1%} of {figures.kept_aside.words} words")
    print(
        f"real-time factor on one core: {figures.real_time_factor:.3f} (target {TARGET_REAL_TIME_FACTOR}) "
        f"over {figures.seconds:.0f} s of tracks; at most {figures.megabytes} MB"
    )


if __name__ == "__main__":
    main()
