"""The recogniser: the only importer of faster-whisper. Samples in, words with their times and doubts out.

One model per process, loaded after the fork, one thread, one job at a time. Silence never reaches the model: voice
activity detection picks what does, and that is what keeps it from inventing text.
"""

from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from faster_whisper import BatchedInferencePipeline, WhisperModel  # type: ignore[import-untyped]  # no types shipped
from faster_whisper.vad import VadOptions, get_speech_timestamps  # type: ignore[import-untyped]  # no types shipped
from numpy.typing import NDArray

from transcriber.audio import RATE, Samples
from transcriber.packing import CLIP_SECONDS, Clip, Span, missed, pack
from transcriber.settings import settings

BATCH = 8
BEAM = 5
FIGURE_SIGNS = "%$№€₽"
# Above this a text repeats itself: the model turned in circles, and what it passed over is read again.
TURNING_COMPRESSION = 2.4
FIRST_TRY: Mapping[str, object] = {"beam_size": BEAM}
# No five tokens twice: out of the circle.
SECOND_TRY: Mapping[str, object] = {"beam_size": BEAM, "no_repeat_ngram_size": 5}
DRAFT: Mapping[str, object] = {"beam_size": 1, "no_repeat_ngram_size": 5}
# A second of silence behind the speech is enough for the encoder (100 frames a second).
PADDING_FRAMES = 100
ANY_LANGUAGE = "ru"
# The model goes on in the manner of what it was told: likely words as a bare list made it worse, a sentence better.
SENTENCES = {"ru": "Объявление: {}.", "en": "Advert: {}."}
# A segment begins where its clip does; rounding may put it a little before.
CLOSE = 0.01
# A word that lasts no longer was not heard where it stands.
NO_SECONDS = 0.02
# Both together mean that the model heard no speech and guessed: such text is dropped, not marked. The voice detector
# lets a cough or a song through, and a guess that is only grey would still stand in the text, the search and the files.
NO_SPEECH_SHARE = 0.6
GUESS_LOG_PROBABILITY = -1.0

Features = NDArray[np.float32]


@dataclass(frozen=True)
class SpokenWord:
    """A word; times in seconds from the start of the samples."""

    text: str
    start: float
    end: float
    confidence: float


@dataclass(frozen=True)
class Passage:
    """Up to half a minute of speech as the model read it at once, with what it says about its own reading."""

    words: tuple[SpokenWord, ...]
    log_probability: float
    compression: float
    """How many times smaller the text gets when compressed: high when it repeats itself."""
    spans: tuple[Span, ...] = ()
    """The stretches of speech that it was read from."""


class Heard(NamedTuple):
    """What was read in one sound, and in which language; None when nobody spoke."""

    passages: list[Passage]
    language: str | None


class _Model(WhisperModel):  # type: ignore[misc]  # no types shipped
    """The encoder at the price of what there is to hear, and which language each clip is in."""

    heard: list[str] | None = None
    """Where languages are to be noted, clip by clip."""

    def encode(self, features: Features) -> Any:
        """Encode clips without most of the padding to half a minute that they came with."""
        length = int(np.flatnonzero(features.any(axis=tuple(range(features.ndim - 1)))).max(initial=0)) + PADDING_FRAMES
        wanted = -(-length // PADDING_FRAMES) * PADDING_FRAMES
        output = super().encode(np.ascontiguousarray(features[..., :wanted]))
        if self.heard is not None:
            self.heard += [found[0][0].strip("<|>") for found in self.model.detect_language(output)]
        return output


class Recogniser:
    """A loaded model."""

    def __init__(self, model: str, language: str | None) -> None:
        self.name = Path(model).name
        self.language = language
        self._model = _Model(
            model, compute_type="int8", cpu_threads=1, num_workers=1, local_files_only=Path(model).is_dir()
        )
        self._pipeline = BatchedInferencePipeline(self._model)
        self._unwanted = [-1, *_figures(self._model.hf_tokenizer)]

    def read(self, samples: Samples, told: Callable[[float], None] | None = None, hot: str = "") -> Heard:
        """Read up to ten minutes of mono sound at 16 kHz."""
        (reading,) = self.read_all([samples], told, hot)
        return reading

    def read_all(
        self, sources: Sequence[Samples], told: Callable[[float], None] | None = None, hot: str = ""
    ) -> list[Heard]:
        """Read several sounds at once, which is cheaper than one after the other; each is read for itself.

        Speech in which the model read nothing, or turned in circles, is read a second time. `told` hears which share is
        read; what it raises stops the reading. `hot`: words that are likely to be said.
        """
        spans = [speech_in(samples) for samples in sources]
        sentence = SENTENCES.get(self.language or ANY_LANGUAGE) if hot else None
        first = self._read_spans(sources, spans, {**FIRST_TRY, "hotwords": sentence and sentence.format(hot)}, told)
        left = [unread(*pair) for pair in zip(spans, first, strict=True)]
        again = self._read_spans(sources, left, SECOND_TRY, None)
        return [
            Heard(
                [passage for passage in one.passages if passage.compression <= TURNING_COMPRESSION] + other.passages,
                one.language or other.language,
            )
            for one, other in zip(first, again, strict=True)
        ]

    def draft(self, samples: Samples) -> list[Passage]:
        """Read half a minute at most as quickly as can be: the likeliest word each time, and no second look."""
        (reading,) = self._read_spans([samples], [speech_in(samples)], DRAFT, None)
        return reading.passages

    def _read_spans(
        self,
        sources: Sequence[Samples],
        spans: Sequence[Sequence[Span]],
        options: Mapping[str, object],
        told: Callable[[float], None] | None,
    ) -> list[Heard]:
        # Clips of like length share a batch: each is as dear as the longest beside it.
        clips = sorted(
            ((source, clip) for source, found in enumerate(spans) for clip in pack(found)),
            key=lambda each: -each[1].seconds,
        )
        found: list[list[Passage]] = [[] for _ in sources]
        self._model.heard = [] if self.language is None else None
        for done, (which, passage) in enumerate(self._passages(sources, clips, options), start=1):
            if told:
                told(min(done / len(clips), 1.0))
            if passage.words:
                found[which].append(passage)
        languages: Sequence[str | None] = self._model.heard or [self.language] * len(clips)
        heard = [
            Counter(tongue for tongue, (which, _) in zip(languages, clips, strict=True) if which == source)
            for source in range(len(sources))
        ]
        return [
            Heard(passages, counted.most_common(1)[0][0] if counted else None)
            for passages, counted in zip(found, heard, strict=True)
        ]

    def _passages(
        self, sources: Sequence[Samples], clips: Sequence[tuple[int, Clip]], options: Mapping[str, object]
    ) -> Iterator[tuple[int, Passage]]:
        """Each clip's passages with the place of its source; without words where nobody was heard."""
        if not clips:
            return
        pieces = [clip.samples(sources[source]) for source, clip in clips]
        ends = np.cumsum([len(piece) for piece in pieces]) / RATE
        starts = [0.0, *ends[:-1]]
        segments, _ = self._pipeline.transcribe(
            np.concatenate(pieces),
            clip_timestamps=[{"start": start, "end": end} for start, end in zip(starts, ends, strict=True)],
            # With none set, each clip's own is found; the one named here is not used then.
            language=self.language or ANY_LANGUAGE,
            multilingual=self.language is None,
            batch_size=BATCH,
            word_timestamps=True,
            condition_on_previous_text=False,
            suppress_tokens=self._unwanted,
            **options,
        )
        for segment in segments:
            which = max(bisect_right(starts, segment.start + CLOSE) - 1, 0)
            source, clip = clips[which]
            guessed = segment.no_speech_prob > NO_SPEECH_SHARE and segment.avg_logprob < GUESS_LOG_PROBABILITY
            words = () if guessed else tuple(_place(word, clip, starts[which]) for word in segment.words or ())
            yield (
                source,
                Passage(
                    without_echo(words), float(segment.avg_logprob), float(segment.compression_ratio), tuple(clip.spans)
                ),
            )


def without_echo(words: Sequence[SpokenWord]) -> tuple[SpokenWord, ...]:
    """Words but for what the model wrote once more at the end of a clip: words said before, that now take no time."""
    texts = [word.text.strip(" ,.!?…-").lower() for word in words]
    first = len(words)
    while first and words[first - 1].end - words[first - 1].start < NO_SECONDS:
        first -= 1
    echo = texts[first:]
    said = any(texts[at : at + len(echo)] == echo for at in range(first - len(echo) + 1))
    return tuple(words[:first] if len(echo) > 1 and said else words)


def unread(spans: Sequence[Span], reading: Heard) -> list[Span]:
    """The speech to be read again: where the model turned in circles, or read nothing."""
    turned = {span for p in reading.passages if p.compression > TURNING_COMPRESSION for span in p.spans}
    words = [(word.start, word.end) for p in reading.passages if not turned & set(p.spans) for word in p.words]
    return sorted(turned | set(missed([span for span in spans if span not in turned], words)))


def speech_in(samples: Samples) -> list[Span]:
    """Where somebody speaks, in seconds, with some tenths around."""
    found = get_speech_timestamps(samples, VadOptions(min_silence_duration_ms=500, max_speech_duration_s=CLIP_SECONDS))
    return [(span["start"] / RATE, span["end"] / RATE) for span in found]


def _place(word: Any, clip: Clip, clip_start: float) -> SpokenWord:
    start, end = clip.original(word.start - clip_start, word.end - clip_start)
    # numpy's numbers would go on as its own kind of truth, which JSON and the contracts refuse.
    return SpokenWord(word.word, float(start), float(end), float(word.probability))


def _figures(tokenizer: Any) -> list[int]:
    """The tokens that write a number in figures or by a sign.

    Numbers are wanted as they were said: in figures the model writes «двенадцать с половиной» as «12, 5», and words are
    what the search finds and the facts are read from.
    """
    texts = ((number, tokenizer.decode([number])) for number in range(tokenizer.token_to_id("<|endoftext|>")))
    return [number for number, text in texts if any(sign.isdigit() or sign in FIGURE_SIGNS for sign in text)]


@cache
def recogniser() -> Recogniser:
    """The process's own recogniser, loaded at the first use."""
    return Recogniser(settings().whisper_model, settings().whisper_language)
