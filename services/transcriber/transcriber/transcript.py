"""Makes one conversation of what each person said. No I/O."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from lodbic_contracts.transcript import TranscriptSegment, Word
from lodbic_contracts.written import clean
from transcriber.speech import Passage, SpokenWord
from transcriber.store import Side

PAUSE_SECONDS = 0.7
# Without a pause a breath still ends with a sentence once it is this long, and anyhow at the second figure.
LONG_SECONDS = 8.0
LONGEST_SECONDS = 20.0
SENTENCE_ENDS = (".", "!", "?", "…")
# The model's own signs of guessing and of turning in circles (its published thresholds), and the mean of its word
# probabilities: measured, lines below this had most words wrong, and no line of the shipped dialogues lies below it.
DOUBTFUL_LOG_PROBABILITY = -1.0
DOUBTFUL_COMPRESSION = 2.4
DOUBTFUL_CONFIDENCE = 0.6
MOST_REPEATS = 4
# What the model says when it hears a breath or a chair: the ends of the films that it learned from.
FILM_ENDS = re.compile(
    r"субтитр|dimatorzok|продолжение следует|спасибо за просмотр|подписывайтесь на канал|thanks for watching|subtitles",
    re.IGNORECASE,
)
# A swear word that was not heard surely («ей лет» gave one) must not stand as somebody's: what it was is not known.
UNSURE_SWEARING = 0.6
SWEARING = re.compile(
    r"^(?:(?:на|по|о|до|за|вы|при|от)?ху(?:й|я(?!тл)|ё|е[вслтм]|и(?:ла|ло|ня))"
    r"|(?:за|на|вы|про|у|до|по|\w+ъ)?[её]б(?:а[лнтшм]|л[аио]|ну)"
    r"|\w{0,3}пизд|бля(?:$|т|д)|муда[кч]|пид[оа]р|сук[аи]$|fuck|motherfuck|cunt|shit|bitch)",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Breath:
    """What one person said without a pause; times in seconds from the track's start."""

    words: tuple[SpokenWord, ...]
    confidence: float
    doubtful: bool


def breaths(passages: Iterable[Passage]) -> list[Breath]:
    """Cut passages at pauses, in the order of time."""
    found = [
        _judge(words, passage)
        for passage in passages
        for words in _cut([_unless_sworn(word) for word in passage.words])
    ]
    return sorted(found, key=lambda breath: breath.words[0].start)


def _unless_sworn(word: SpokenWord) -> SpokenWord:
    """The word, or «…» in its place and time where it is a swear word that was hardly heard."""
    if word.confidence >= UNSURE_SWEARING or not SWEARING.match(word.text.strip(" ,.!?…-–—«»\"'")):
        return word
    return replace(word, text=" …")


def _cut(words: Sequence[SpokenWord]) -> list[tuple[SpokenWord, ...]]:
    groups: list[list[SpokenWord]] = []
    for word in words:
        if not groups or _is_new_breath(groups[-1], word):
            groups.append([])
        groups[-1].append(word)
    return [tuple(group) for group in groups]


def _is_new_breath(group: Sequence[SpokenWord], word: SpokenWord) -> bool:
    last, length = group[-1], group[-1].end - group[0].start
    ended = last.text.rstrip().endswith(SENTENCE_ENDS)
    return word.start - last.end > PAUSE_SECONDS or (ended and length > LONG_SECONDS) or length > LONGEST_SECONDS


def _judge(words: tuple[SpokenWord, ...], passage: Passage) -> Breath:
    confidence = sum(word.confidence for word in words) / len(words)
    doubtful = (
        passage.log_probability < DOUBTFUL_LOG_PROBABILITY
        or passage.compression > DOUBTFUL_COMPRESSION
        or confidence < DOUBTFUL_CONFIDENCE
        or _repeats(words)
        or FILM_ENDS.search("".join(word.text for word in words)) is not None
    )
    return Breath(words, confidence, doubtful)


def _repeats(words: Sequence[SpokenWord]) -> bool:
    """Tell whether one word comes many times in a row, as when the model turns in circles."""
    run, last = 1, ""
    for word in words:
        text = word.text.strip(" ,.!?…-").lower()
        run = run + 1 if text == last else 1
        if run > MOST_REPEATS:
            return True
        last = text
    return False


def turns_in_circles(words: Sequence[SpokenWord]) -> bool:
    """Tell whether few words come again and again, as a model that hears too little makes them do.

    Stricter than what is doubtful in a text, where a number may be said figure by figure.
    """
    texts = [word.text.strip(" ,.!?…-").lower() for word in words]
    return any(len(set(texts[at : at + 8])) <= 4 for at in range(len(texts) - 7)) or any(
        len(set(texts[at : at + 3])) == 1 for at in range(len(texts) - 2)
    )


@dataclass(frozen=True)
class Reading:
    """The breaths of one track, whose second 0 is `offset` seconds after the record's."""

    track_id: str
    side: Side
    speaker: str
    offset: float
    breaths: Sequence[Breath]


def merge(readings: Iterable[Reading]) -> list[TranscriptSegment]:
    """Place all tracks on the record's time line and sort what was said by when it began."""
    segments = [_segment(reading, breath) for reading in readings for breath in reading.breaths]
    return sorted((s for s in segments if s.text), key=lambda segment: (segment.start, segment.end))


def _segment(reading: Reading, breath: Breath) -> TranscriptSegment:
    words = [
        Word(
            text=clean(word.text),
            start=_time(reading.offset + word.start),
            end=_time(reading.offset + word.end),
            confidence=round(min(max(word.confidence, 0.0), 1.0), 3),
        )
        for word in breath.words
    ]
    return TranscriptSegment(
        speaker=reading.speaker,
        side=reading.side,
        track_id=reading.track_id,
        start=words[0].start,
        end=max(word.end for word in words),
        text=clean("".join(word.text for word in breath.words)),
        confidence=round(min(max(breath.confidence, 0.0), 1.0), 3),
        doubtful=breath.doubtful,
        words=words,
    )


def _time(seconds: float) -> float:
    return round(max(seconds, 0.0), 3)
