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
from transcriber.audio import CUT_WITHIN_SECONDS, RATE, Samples, Sound, quiet_moment
from transcriber.pipeline import PIECE_SECONDS
from transcriber.speech import Recogniser, speech_in
from transcriber.windows import cuts

TARGET_REAL_TIME_FACTOR = 0.05
SLICE = 4 * RATE
FIRST_CUTS, FIRST_CUT_WITHIN = (0, 15, 25, 35), 8


class Figures(NamedTuple):
    """Word errors by condition, processor seconds per second of a track, and the most memory in MB."""

    errors: dict[str, Errors]
    kept_aside: Errors
    told: Errors
    """The same, told the advert's words."""
    told_aside: Errors
    joined: Errors
    """All dialogues one after the other as one long track of each person, read along while it grows by slices."""
    whole: list[Errors]
    """The same long tracks, read after their end; each time its clips begin elsewhere: what it depends on chance."""
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
    long_tracks = [_long_track(person) for person in ("seller", "buyer")]
    joined = dialogues.total([dialogues.errors(said, _text(recogniser, _along(sound))) for said, sound in long_tracks])
    whole = [
        dialogues.total(
            [dialogues.errors(said, _text(recogniser, _after(sound, first))) for said, sound in long_tracks]
        )
        for first in FIRST_CUTS
    ]
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    errors = {condition: dialogues.total(each) for condition, each in parts.items()}
    all_told = dialogues.total(list(told.values()))
    factor = spent / seconds
    return Figures(errors, dialogues.total(aside), all_told, told_aside, joined, whole, factor, seconds, memory)


def _long_track(person: str) -> tuple[str, Samples]:
    """What a person says in all dialogues, one after the other, and its sound: tails of calls weigh as in long ones."""
    tracks = [track for track in dialogues.tracks() if track.name.endswith(person)]
    sounds = [window.samples for track in tracks for window in Sound(track.path, 3600, lambda: None).windows()]
    return " ".join(track.said for track in tracks), np.concatenate(sounds)


def _text(recogniser: Recogniser, windows: Iterator[tuple[float, Samples]]) -> str:
    """What is read in windows, each with where it begins, in the order of time."""
    words = sorted(
        (start + word.start, word.text)
        for start, samples in windows
        for passage in recogniser.read(samples).passages
        for word in passage.words
    )
    return "".join(text for _, text in words)


def _along(samples: Samples) -> Iterator[tuple[float, Samples]]:
    """The windows of a track that is read along; the last one is what is left at the end."""
    read = 0
    for end in range(SLICE, len(samples), SLICE):
        piece, first = samples[read:end], 0
        for cut in cuts(piece, speech_in(piece)):
            last = round(cut * RATE)
            yield (read + first) / RATE, piece[first:last]
            first = last
        read += first
    yield read / RATE, samples[read:]


def _after(samples: Samples, first: int) -> Iterator[tuple[float, Samples]]:
    """The windows in which a whole track is read, when its first `first` seconds or so are read apart."""
    read = quiet_moment(samples[: first * RATE], FIRST_CUT_WITHIN) if first else 0
    if read:
        yield 0.0, samples[:read]
    while len(samples) - read > PIECE_SECONDS * RATE:
        last = read + quiet_moment(samples[read : read + PIECE_SECONDS * RATE], CUT_WITHIN_SECONDS)
        yield read / RATE, samples[read:last]
        read = last
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
    print(f"joined windows: {figures.joined}, whole: {', '.join(map(str, figures.whole))}")
    print(
        f"real-time factor on one core: {figures.real_time_factor:.3f} (target {TARGET_REAL_TIME_FACTOR}) "
        f"over {figures.seconds:.0f} s of tracks; at most {figures.megabytes} MB"
    )


if __name__ == "__main__":
    main()
