"""What the reader of spoken language takes and gives. Times in milliseconds of the record, places in characters."""

from dataclasses import dataclass
from datetime import datetime

# A word heard less surely is shown grey, by the page too.
GREY = 0.5
# From this confidence on a fact may stand on a deal card; one whose value rests on a grey word stays below.
SURE = GREY


@dataclass(frozen=True, slots=True)
class Term:
    """A number or a clock time said in a text, as a search finds it, and where: `text[start:end]`.

    `token` is `n12500`, `n0_5`, `t1830`. Terms whose places overlap are readings of the same words: any will do.
    """

    token: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Word:
    """A word as it was recognised; `confidence` from 0 to 1."""

    text: str
    start_ms: int
    end_ms: int
    confidence: float


@dataclass(frozen=True, slots=True)
class Line:
    """What one person said in one breath. `side` is `seller` or `buyer`; doubtful lines never give facts."""

    line_id: int
    side: str
    start_ms: int
    end_ms: int
    text: str
    words: tuple[Word, ...]
    doubtful: bool


@dataclass(frozen=True, slots=True)
class Setting:
    """What is known before a word is said: when (aware, in the call's own time zone), and the advert."""

    recorded_at: datetime
    title: str
    description: str
    price: int | None
    """The advert's, in whole units of its currency."""
    currency: str
    city: str
    address: str


@dataclass(frozen=True, slots=True)
class Fact:
    """Something said that matters: what, where in the line (`text == line.text[start:end]`), and how sure (0 to 1).

    | kind | value |
    |---|---|
    | item | the advert's title, or the thing in the nominative |
    | price | whole units of `currency`: `12500`; `role`: asked offered agreed delivery deposit other |
    | date, time | `2026-11-24`, `18:00` |
    | metro, address, place | `Сокольники`, `Лесная улица 3`, `торговый центр Июнь` |
    | phone, link | `+79161234567`; `avito-pay.ru`, `@nick` |
    | flag | what is suspicious: courier_link card_data code messenger prepayment pressure … |
    | called_off | empty: the words say that nothing comes of it, and nobody has taken them back in this talk |
    """

    kind: str
    value: str
    role: str
    currency: str
    text: str
    line_id: int
    start: int
    end: int
    start_ms: int
    end_ms: int
    side: str
    confidence: float
