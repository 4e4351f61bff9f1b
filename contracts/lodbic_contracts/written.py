"""A transcript as files for people: WebVTT, SRT, plain text; and as JSON. Pure."""

import html
import unicodedata

from lodbic_contracts.cues import cues
from lodbic_contracts.transcript import Transcript

# Characters that turn the direction of what follows: a name must not rearrange a page.
DIRECTION_MARKS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f")
ANGLES_AND_BRACES = str.maketrans("<>{}", "‹›()")


def clean(text: str) -> str:
    """One line of text that is safe to show: no control characters, no marks that turn its direction."""
    shown = (" " if unicodedata.category(sign) in {"Cc", "Cs", "Zl", "Zp"} else sign for sign in text)
    return " ".join("".join(sign for sign in shown if sign not in DIRECTION_MARKS).split())


def write_json(transcript: Transcript) -> str:
    """The contract's own form."""
    return transcript.model_dump_json()


def write_vtt(transcript: Transcript) -> str:
    """WebVTT with a voice per cue; nothing that was said or called can become a tag or a cue."""
    lines = ["WEBVTT", ""]
    for number, segment in enumerate(cues(transcript), start=1):
        lines += [str(number), f"{_clock(segment.start, '.')} --> {_clock(segment.end, '.')}"]
        lines += [f"<v {_escape(segment.speaker)}>{_escape(segment.text)}", ""]
    return "\n".join(lines)


def write_srt(transcript: Transcript) -> str:
    """SubRip. It has no escapes: brackets that players read as tags become look-alikes."""
    lines = []
    for number, segment in enumerate(cues(transcript), start=1):
        lines += [str(number), f"{_clock(segment.start, ',')} --> {_clock(segment.end, ',')}"]
        lines += [f"{clean(segment.speaker)}: {clean(segment.text)}".translate(ANGLES_AND_BRACES), ""]
    return "\n".join(lines)


def write_text(transcript: Transcript) -> str:
    """Plain text: a line per breath, with the time in front; what the recogniser doubts bears a question mark."""
    lines = []
    for segment in transcript.segments:
        mark = " [?]" if segment.doubtful else ""
        lines.append(f"[{_clock(segment.start, '.')[:8]}] {clean(segment.speaker)}: {clean(segment.text)}{mark}\n")
    return "".join(lines)


def _escape(text: str) -> str:
    return html.escape(clean(text), quote=False)


def _clock(seconds: float, point: str) -> str:
    milliseconds = round(seconds * 1000)
    minutes, rest = divmod(milliseconds, 60_000)
    return f"{minutes // 60:02d}:{minutes % 60:02d}:{rest // 1000:02d}{point}{rest % 1000:03d}"
