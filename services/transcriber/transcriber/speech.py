"""The recogniser: the only importer of faster-whisper. Samples in, words with their times and doubts out.

One model per process, loaded after the fork, one thread, one job at a time. Silence never reaches the model: voice
activity detection picks what does, and that is what keeps it from inventing text.
"""

from bisect import bisect_right
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from faster_whisper import BatchedInferencePipeline, WhisperModel  # type: ignore[import-untyped]  # no types shipped
from faster_whisper.vad import VadOptions, get_speech_timestamps  # type: ignore[import-untyped]  # no types shipped

from transcriber.audio import RATE, Samples
from transcriber.packing import CLIP_SECONDS, Clip, Span, missed, pack
from transcriber.settings import settings

BATCH = 8
BEAM = 5
FIGURE_SIGNS = "%$№€₽"
# Above this a text repeats itself: the model turned in circles, and what it passed over is read again.
TURNING_COMPRESSION = 2.4
FIRST_TRY: Mapping[str, object] = {}
# No five tokens twice: out of the circle.
SECOND_TRY: Mapping[str, object] = {"no_repeat_ngram_size": 5}
# A segment begins where its clip does; rounding may put it a little before.
CLOSE = 0.01
# Both together mean that the model heard no speech and guessed: such text is dropped, not marked.
NO_SPEECH_SHARE = 0.6
GUESS_LOG_PROBABILITY = -1.0


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


class Recogniser:
    """A loaded model."""

    def __init__(self, model: str, language: str | None) -> None:
        self.name = Path(model).name
        self.language = language
        self._model = WhisperModel(
            model, compute_type="int8", cpu_threads=1, num_workers=1, local_files_only=Path(model).is_dir()
        )
        self._pipeline = BatchedInferencePipeline(self._model)
        self._unwanted = [-1, *_figures(self._model.hf_tokenizer)]

    def read(
        self, samples: Samples, language: str | None = None, told: Callable[[float], None] | None = None
    ) -> tuple[list[Passage], str | None]:
        """Read up to ten minutes of mono sound at 16 kHz; returns passages and the language, None when nobody spoke.

        Speech in which the model read nothing, or turned in circles, is read a second time.

        `language` is the one found in an earlier window; else the setting's; else it is detected. `told` hears which
        share is read; what it raises stops the reading.
        """
        spans = _speech(samples)
        passages, language = self._read_spans(samples, spans, language or self.language, FIRST_TRY, told)
        turned = [passage for passage in passages if passage.compression > TURNING_COMPRESSION]
        good = [passage for passage in passages if passage not in turned]
        unread = {span for passage in turned for span in passage.spans}
        words = [(word.start, word.end) for passage in good for word in passage.words]
        unread |= set(missed([span for span in spans if span not in unread], words))
        again, language = self._read_spans(samples, sorted(unread), language, SECOND_TRY, None)
        return good + again, language

    def _read_spans(
        self,
        samples: Samples,
        spans: list[Span],
        language: str | None,
        options: Mapping[str, object],
        told: Callable[[float], None] | None,
    ) -> tuple[list[Passage], str | None]:
        clips = pack(spans)
        if not clips:
            return [], language
        pieces = [clip.samples(samples) for clip in clips]
        ends = np.cumsum([len(piece) for piece in pieces]) / RATE
        starts = [0.0, *ends[:-1]]
        segments, info = self._pipeline.transcribe(
            np.concatenate(pieces),
            language=language,
            beam_size=BEAM,
            batch_size=BATCH,
            clip_timestamps=[{"start": start, "end": end} for start, end in zip(starts, ends, strict=True)],
            word_timestamps=True,
            condition_on_previous_text=False,
            suppress_tokens=self._unwanted,
            **options,
        )
        passages = []
        for segment in segments:
            which = max(bisect_right(starts, segment.start + CLOSE) - 1, 0)
            if told:
                told((which + 1) / len(clips))
            if segment.no_speech_prob > NO_SPEECH_SHARE and segment.avg_logprob < GUESS_LOG_PROBABILITY:
                continue
            spans_read = tuple(clips[which].spans)
            words = [_place(word, clips[which], starts[which]) for word in segment.words or ()]
            if words:
                passages.append(Passage(tuple(words), segment.avg_logprob, segment.compression_ratio, spans_read))
        return passages, info.language


def _speech(samples: Samples) -> list[Span]:
    found = get_speech_timestamps(samples, VadOptions(min_silence_duration_ms=500, max_speech_duration_s=CLIP_SECONDS))
    return [(span["start"] / RATE, span["end"] / RATE) for span in found]


def _place(word: Any, clip: Clip, clip_start: float) -> SpokenWord:
    start, end = clip.original(word.start - clip_start, word.end - clip_start)
    return SpokenWord(word.word, start, end, word.probability)


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
