"""The conversation as a file, made of the database: with what people corrected, whatever became of the objects."""

from collections.abc import Callable

from business_api.calls.models import CallSide
from business_api.core.errors import NotFound
from business_api.transcripts.corrections import author_names
from business_api.transcripts.models import Segment
from business_api.transcripts.selectors import segments_of
from lodbic_contracts.transcript import Transcript, TranscriptSegment, Word
from lodbic_contracts.written import write_srt, write_text, write_vtt

WRITERS: dict[str, tuple[str, Callable[[Transcript], str]]] = {
    "vtt": ("text/vtt; charset=utf-8", write_vtt),
    "srt": ("application/x-subrip; charset=utf-8", write_srt),
    "txt": ("text/plain; charset=utf-8", write_text),
}


def write_file(side: CallSide, ending: str) -> tuple[str, str]:
    """(content type, content) of a call's text. NotFound for other endings, and before there is a text."""
    if ending not in WRITERS or not side.call.text_url:
        raise NotFound()
    content_type, write = WRITERS[ending]
    names = author_names(side)
    lines = [_line(segment, names[segment.user_id]) for segment in segments_of(side.call, 0)]
    made = Transcript(
        call_id=str(side.call_id), revision=0, language="", model="", origin=0, duration=0, segments=lines, tracks=[]
    )
    return content_type, write(made)


def _line(segment: Segment, name: str) -> TranscriptSegment:
    return TranscriptSegment(
        speaker=name,
        side="caller" if segment.side == "caller" else "callee",
        track_id=str(segment.track_id),
        start=segment.start_ms / 1000,
        end=segment.end_ms / 1000,
        text=segment.shown,
        confidence=segment.confidence,
        doubtful=segment.doubted,
        words=[] if segment.corrected else [_word(*word) for word in segment.words],
    )


def _word(text: str, start_ms: int, end_ms: int, confidence: float) -> Word:
    return Word(text=text, start=start_ms / 1000, end=end_ms / 1000, confidence=confidence)
