"""What is said in one breath, cut into pieces that one reads at a glance, each with its own time. Pure."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from lodbic_contracts.transcript import Transcript, TranscriptSegment

LONGEST = 84
"""Characters: two lines of a subtitle."""


def cues(transcript: Transcript) -> Iterator[TranscriptSegment]:
    """The breaths in order; long ones as several, which begin with their words and last until the next begins."""
    for segment in transcript.segments:
        yield from _cut(segment)


def _cut(segment: TranscriptSegment) -> Iterator[TranscriptSegment]:
    if len(segment.text) <= LONGEST:
        yield segment
        return
    words = segment.text.split()
    starts, parts = _starts(segment, words), _parts(words)
    edges = [*(starts[first] for first in parts), segment.end]
    for (start, end), (first, last) in zip(pairwise(edges), pairwise([*parts, len(words)]), strict=True):
        yield segment.model_copy(update={"start": start, "end": end, "text": " ".join(words[first:last]), "words": []})


def _parts(words: Sequence[str]) -> list[int]:
    """The word that each piece begins with: pieces of about one length, parted behind a sentence where one ends."""
    whole = len(" ".join(words))
    wanted = whole / -(-whole // LONGEST)
    firsts, length, ended = [0], 0, False
    for place, word in enumerate(words):
        if length and (ended or length + len(word) > min(LONGEST, wanted + 8)):
            firsts.append(place)
            length = 0
        length += len(word) + 1
        ended = length > wanted * 0.6 and word.endswith((".", "!", "?", "…"))
    return firsts


def _starts(segment: TranscriptSegment, words: Sequence[str]) -> list[float]:
    """When each word begins, in seconds. Nobody knows it of a text that was written over: each takes its share."""
    known = [max(word.start, segment.start) for word in segment.words]
    if len(known) == len(words) and all(one < other for one, other in pairwise([*known, segment.end])):
        return [segment.start, *known[1:]]
    places, at = [], 0
    for word in words:
        places.append(at)
        at += len(word) + 1
    return [round(segment.start + (segment.end - segment.start) * place / at, 3) for place in places]
