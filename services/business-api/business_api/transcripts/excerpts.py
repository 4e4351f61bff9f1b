"""What was found, with the found words marked, and which other words were found for those that were typed."""

import re
from collections.abc import Sequence
from typing import Any

from business_api.language import read_terms
from business_api.transcripts.lexemes import stems_of
from business_api.transcripts.query import Query
from business_api.transcripts.telephones import endings_of, written_in

# Signs that no text can hold (they are refused on input and never recognised) mark what was found.
FOUND_FROM, FOUND_TO = "\x02", "\x03"
WORDS = re.compile(r"\w+")
# Longer numbers are dictated; each run of words is read.
MOST_WORDS = 8
IN_FIGURES = re.compile(r"\d{1,3}(?:[ \u00a0]\d{3})+")
MARKS = re.compile(f"{FOUND_FROM}([^{FOUND_TO}]*){FOUND_TO}")


def cut_excerpt(marked: str, query: Query, meant: Sequence[str] = ()) -> list[dict[str, Any]]:
    """Runs of text, found or not: the words that the database marked, and the numbers that were searched for.

    `meant`: words that stand for a number that was searched for.
    """
    text, spans = "", []
    for part in re.split(f"({FOUND_FROM}[^{FOUND_TO}]*{FOUND_TO})", marked):
        if part.startswith(FOUND_FROM):
            spans.append((len(text), len(text) + len(part) - 2))
        text += part.strip(FOUND_FROM + FOUND_TO)
    if query.tokens or query.starts:
        spans += _numbers(text, query)
    spans += [(text.index(words), text.index(words) + len(words)) for words in meant if words in text]
    return _runs(text, sorted(spans))


def _numbers(text: str, query: Query) -> list[tuple[int, int]]:
    """Where the numbers stand that were searched for, or the words of longer ones that were found by them."""
    terms = read_terms(text)
    whole = [(term.start, term.end) for term in terms if query.marks(term.token)]
    whole += [(each.start, each.end) for each in written_in(text) if any(map(query.marks, endings_of(each.figures)))]
    others = {(term.start, term.end) for term in terms} - {*whole}
    return whole + [span for start, end in sorted(others) for span in _parts(text, start, end, query)]


def _parts(text: str, start: int, end: int, query: Query) -> list[tuple[int, int]]:
    """The words within a number that make one that was searched for: «двенадцать» of «двенадцать пятьсот»."""
    words = [match.span() for match in WORDS.finditer(text, start, end)][:MOST_WORDS]
    found = []
    for first, (begin, _) in enumerate(words):
        for last_begin, last_end in words[first:]:
            last = text[last_begin:last_end].lower()
            endings = [last, *(each for each in query.lasts if last.startswith(each))]
            if any(_is_sought(text[begin:last_begin] + ending, query) for ending in endings):
                found.append((begin, last_end))
    # The «13» of «13 000» is no number of its own.
    return [(start, end)] if found and IN_FIGURES.fullmatch(text, start, end) else found


def _is_sought(said: str, query: Query) -> bool:
    return any(query.marks(term.token) for term in read_terms(said) if (term.start, term.end) == (0, len(said)))


def _runs(text: str, spans: Sequence[tuple[int, int]]) -> list[dict[str, Any]]:
    runs: list[dict[str, Any]] = []
    at = 0
    for start, end in spans:
        if end <= at:
            continue
        begin = max(start, at)
        runs += [{"text": text[at:begin], "found": False}, {"text": text[begin:end], "found": True}]
        at = end
    runs.append({"text": text[at:], "found": False})
    return [run for run in runs if run["text"]]


def understood(query: Query, marked: Sequence[str]) -> list[dict[str, Any]]:
    """For typed words that others were found for: those words, as they were said in what was found.

    Only from one's own results: what other people say is nobody's to learn from a search.
    """
    if not any(word.alike for word in query.words):
        return []
    said = sorted({word.lower() for text in marked for word in MARKS.findall(text)})
    lexemes = dict(zip(said, stems_of(said), strict=True))
    shown = []
    for word in query.words:
        others = [each for each in said if set(lexemes[each]) & set(word.alike) - {*word.lexemes, *word.forms}]
        if others:
            shown.append({"said": word.typed, "as": others[:4]})
    return shown
