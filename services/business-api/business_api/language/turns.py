"""What one person said until the other spoke or was silent, as one text, and the way back to the lines it came from.

A recogniser cuts lines at pauses, in the middle of a number or a telephone too; facts are read over the cuts.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from business_api.language.tokens import Token, cut
from business_api.language.types import GREY, SURE, Fact, Line, Word

# A longer silence ends a turn.
_SILENCE_MS = 3000
_LONGEST = 20_000
# A value that rests on a grey word is no sure fact, however sure the words beside it.
RESTS_ON_GREY = SURE - 0.01
_WARNINGS = frozenset({"flag", "called_off"})
# «В», «на», "at": that such a word was not heard surely changes no value.
_LITTLE = 2


@dataclass(slots=True)
class Turn:
    """`taken[i]`: token i already belongs to a fact; `phoned`: a telephone number was dictated in it.

    `dated[i]`: token i belongs to a fact of a meeting, such as a day, an hour or a place. `grey`: the places of the
    tokens that were not heard surely.
    """

    side: str
    lines: list[Line]
    text: str = ""
    starts: list[int] = field(default_factory=list)
    tokens: list[Token] = field(default_factory=list)
    taken: bytearray = field(default_factory=bytearray)
    phoned: bool = False
    dated: bytes = b""
    grey: frozenset[int] = frozenset()

    def free(self, first: int, last: int) -> bool:
        """Whether no token of a stretch is taken."""
        return not any(self.taken[first:last])

    def take(self, first: int, last: int) -> None:
        """Keep a stretch from being read as anything else."""
        self.taken[first:last] = b"\x01" * (last - first)

    def line_of(self, at: int) -> Line:
        """The line in which a token begins."""
        return self.lines[bisect_right(self.starts, self.tokens[at].start) - 1]

    def is_priced(self, last: int = 0) -> bool:
        """Whether a price was found in it, or in its last words: what is taken and belongs to no meeting."""
        return any(one and not other for one, other in zip(self.taken[-last:], self.dated[-last:], strict=True))

    def last_words(self, count: int) -> list[str]:
        """Its last words."""
        return [token.word for token in self.tokens[-count:]]

    def words(self) -> list[str]:
        """All its words."""
        return [token.word for token in self.tokens]


@dataclass(frozen=True, slots=True)
class Find:
    """A fact found in `tokens[first:last]` of a turn; `sure` is the rule's own confidence, 0 to 1."""

    kind: str
    value: str
    first: int
    last: int
    sure: float
    role: str = ""
    currency: str = ""


def make_turns(lines: Sequence[Line]) -> list[Turn]:
    """Turns in the order of time, of the lines that are not in doubt."""
    turns: list[Turn] = []
    for line in sorted(lines, key=lambda line: (line.start_ms, line.end_ms)):
        if line.doubtful or not line.text.strip():
            continue
        last = turns[-1] if turns else None
        if last is None or last.side != line.side or _is_apart(last, line):
            turns.append(Turn(line.side, [line]))
        else:
            last.lines.append(line)
    for turn in turns:
        _fill(turn)
    return turns


def _is_apart(turn: Turn, line: Line) -> bool:
    length = sum(len(each.text) for each in turn.lines)
    return line.start_ms - turn.lines[-1].end_ms > _SILENCE_MS or length + len(line.text) > _LONGEST


def _fill(turn: Turn) -> None:
    at = 0
    for line in turn.lines:
        turn.starts.append(at)
        at += len(line.text) + 1
    turn.text = " ".join(line.text for line in turn.lines)
    turn.tokens = cut(turn.text)
    turn.taken = bytearray(len(turn.tokens))
    turn.dated = bytes(turn.taken)
    turn.grey = frozenset(_grey(turn))


def _grey(turn: Turn) -> Iterator[int]:
    """The places of tokens that a grey word holds."""
    for line, start in zip(turn.lines, turn.starts, strict=True):
        if all(word.confidence >= GREY for word in line.words):
            continue
        at = 0
        for word in line.words:
            place = line.text.find(word.text.strip(), at)
            if place < 0 or not word.text.strip():
                continue
            at = place + len(word.text.strip())
            if word.confidence < GREY:
                first = bisect_left(turn.tokens, start + place, key=lambda token: token.start)
                yield from range(first, bisect_left(turn.tokens, start + at, key=lambda token: token.start))


def make_fact(turn: Turn, find: Find) -> Fact:
    """A fact in the line where it begins; what runs on into the next line is cut off at the line's end."""
    begin, finish = turn.tokens[find.first].start, turn.tokens[find.last - 1].end
    which = bisect_right(turn.starts, begin) - 1
    line, offset = turn.lines[which], turn.starts[which]
    start, end = begin - offset, min(finish - offset, len(line.text))
    start_ms, end_ms, said = _when(line, start, end)
    for number in range(which + 1, bisect_left(turn.starts, finish)):
        said = [*said, *_when(turn.lines[number], 0, finish - turn.starts[number])[2]]
    told = [word for word in said if _tells(word)] or said
    confidence = find.sure * _heard(told)
    # A warning is told by many words, as a sign of fraud is: one of them in doubt does not silence it.
    if find.kind not in _WARNINGS and any(word.confidence < GREY for word in told):
        confidence = min(confidence, RESTS_ON_GREY)
    return Fact(
        kind=find.kind, value=find.value, role=find.role, currency=find.currency, text=line.text[start:end],
        line_id=line.line_id, start=start, end=end, start_ms=start_ms, end_ms=end_ms, side=line.side,
        confidence=round(confidence, 3),
    )  # fmt: skip


def _heard(said: Sequence[Word]) -> float:
    """How surely words were recognised; sure where nothing is known of them, as in a corrected line."""
    return min(max(sum(word.confidence for word in said) / len(said), 0.0), 1.0) if said else 1.0


def _tells(word: Word) -> bool:
    letters = "".join(sign for sign in word.text if sign.isalnum())
    return len(letters) > _LITTLE or letters.isdigit()


def _when(line: Line, start: int, end: int) -> tuple[int, int, list[Word]]:
    """When the characters were said, and the words that they are of."""
    at, said = 0, []
    for word in line.words:
        shown = word.text.strip()
        place = line.text.find(shown, at)
        if not shown or place < 0:
            continue
        at = place + len(shown)
        if place < end and at > start:
            said.append(word)
    if said:
        return said[0].start_ms, said[-1].end_ms, said
    length, lasts = max(len(line.text), 1), line.end_ms - line.start_ms
    return line.start_ms + lasts * start // length, line.start_ms + lasts * end // length, said
