"""The parts of a clock time: hours, minutes, the half of the day."""

from dataclasses import dataclass

from business_api.language.numbers import read_numeral
from business_api.language.tables import words
from business_api.language.tokens import Tokens, figure, word_at
from business_api.language.vocabulary import form

DAY, HALF_DAY = 1440, 720
_ONE = {"час": True, "часа": False, "часу": False, "часом": False, "часе": False}
_ORDER_ENDINGS = ("ого", "его")


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the day by its hours, from `start` to `end` (minutes; may run over midnight)."""

    start: int
    end: int

    def choose(self, minutes: int) -> int | None:
        """Which of a half-day time's two readings lies in this part; None when neither does."""
        for reading in (minutes, minutes + HALF_DAY):
            if (reading - self.start) % DAY < (self.end - self.start) % DAY:
                return reading
        return None


MORNING, AFTERNOON, EVENING, NIGHT = Part(180, 720), Part(660, 1080), Part(930, 1470), Part(1260, 360)
AM, PM = Part(0, 720), Part(720, 1439 + 1)
_PARTS = {"утра": MORNING, "дня": AFTERNOON, "вечера": EVENING, "ночи": NIGHT, "пополудни": PM, "полудня": PM,
          "am": AM, "pm": PM}  # fmt: skip
_ENGLISH = {"morning": AM, "afternoon": PM, "evening": PM, "night": Part(1080, 360)}


@dataclass(frozen=True, slots=True)
class Hour:
    """`named`: «часов» or the like stands with it; `clock`: so that it is a time, not a stretch («шесть часов»)."""

    value: int
    last: int
    direct: bool
    named: bool = False
    clock: bool = False
    english: bool = False


@dataclass(frozen=True, slots=True)
class Minute:
    """Minutes behind an hour; `zeros`: said with a nought («ноль пять»)."""

    value: int
    last: int
    direct: bool
    zeros: bool
    named: bool

    @property
    def follows_hour(self) -> bool:
        """Whether it can stand behind an hour without «часов»: «шесть тридцать», «шесть ноль пять»."""
        return self.named or self.zeros or self.value >= 10


def hour_at(tokens: Tokens, at: int) -> Hour | None:
    """An hour from 0 to 24 in words or figures, with its «часов» or «o'clock»."""
    word = word_at(tokens, at)
    if at and at < len(tokens) and tokens[at].figures and tokens[at - 1].figures and tokens[at].gap == ":":
        return None  # minutes
    if word in _ONE:
        return Hour(1, at + 1, _ONE[word])
    if word in words("zero") and word != "o" and at < len(tokens):
        last = at + 1
        named = word_at(tokens, last) in words("hour-name")
        return Hour(0, last + named, word in {"ноль", "нуль", "zero"}, named, named)
    number = read_numeral(tokens, at)
    if number is None or number.order or number.whole is None or number.scale != 1 or number.value > 24:
        return None
    # «С одним тридцать пять»: with one, not at one.
    if word in words("hour-never"):
        return None
    if number.figures and (number.last - number.first > 1 or _figures_go_on(tokens, number.last)):
        return None
    last, english = number.last, not number.figures and word[:1].isascii()
    if word_at(tokens, last) in words("hour-name") and tokens[last].gap.strip() == "":
        return Hour(number.whole, last + 1, number.direct, True, False, english)
    if word_at(tokens, last) == "o" and word_at(tokens, last + 1) == "clock":
        return Hour(number.whole, last + 2, True, True, True, True)
    if word_at(tokens, last) == "oclock":
        return Hour(number.whole, last + 1, True, True, True, True)
    return Hour(number.whole, last, number.direct, False, False, english)


def _figures_go_on(tokens: Tokens, at: int) -> bool:
    """Whether a sign and more figures follow: a date, a fraction, a telephone number."""
    return at < len(tokens) and tokens[at].figures and tokens[at].gap in {".", ",", ":", "-", "/"}


def _begins_other(tokens: Tokens, at: int) -> bool:
    """Whether what is before belongs to the figures here: the hour of «15:00», the thousands of «40 000»."""
    if at >= len(tokens) or not tokens[at].figures:
        return False
    return tokens[at].gap == ":" or (tokens[at].gap == " " and len(tokens[at].word) == 3)


def minute_at(tokens: Tokens, at: int) -> Minute | None:
    """Minutes from 0 to 59: «тридцать», «ноль пять», «ноль ноль», «05»."""
    if at >= len(tokens):
        return None
    if tokens[at].figures:
        value = figure(tokens[at])
        if value is None or len(tokens[at].word) > 2 or value > 59 or _begins_other(tokens, at + 1):
            return None
        return Minute(value, at + 1, True, tokens[at].word[0] == "0", _is_minutes(tokens, at + 1))
    if tokens[at].word in words("zero"):
        behind = form(word_at(tokens, at + 1)) if at + 1 < len(tokens) and tokens[at + 1].joined else None
        if word_at(tokens, at + 1) in words("zero"):
            return Minute(0, at + 2, True, True, _is_minutes(tokens, at + 2))
        if behind is not None and behind.kind == "unit" and not behind.order:
            return Minute(int(behind.value), at + 2, behind.direct, True, _is_minutes(tokens, at + 2))
        return Minute(0, at + 1, True, True, True) if _is_minutes(tokens, at + 1) else None
    number = read_numeral(tokens, at)
    if number is None or number.order or number.whole is None or number.scale != 1 or number.value > 59:
        return None
    return Minute(number.whole, number.last, number.direct, False, _is_minutes(tokens, number.last))


def _is_minutes(tokens: Tokens, at: int) -> bool:
    return word_at(tokens, at) in words("minute-name")


def order_hour(word: str) -> int | None:
    """The hour of «седьмого»: 7; None for what names no hour."""
    found = form(word) if word.endswith(_ORDER_ENDINGS) else None
    if found is None or not found.order or not 1 <= found.value <= 12:
        return None
    return int(found.value)


def read_part(tokens: Tokens, at: int, days: bool) -> tuple[Part | None, int]:
    """The part of the day behind a time, and where it ends; `days`: «дня» may count days here («три дня»)."""
    at += word_at(tokens, at) == "ровно"
    word = word_at(tokens, at)
    if at >= len(tokens) or not tokens[at].joined:
        return None, at
    if word in _PARTS and not (word == "дня" and days):
        return _PARTS[word], at + 1
    if word in {"a", "p"} and word_at(tokens, at + 1) == "m":
        return _PARTS[word + "m"], at + 2
    if word == "in" and word_at(tokens, at + 1) == "the" and (part := _ENGLISH.get(word_at(tokens, at + 2))):
        return part, at + 3
    if word == "at" and word_at(tokens, at + 1) == "night":
        return _ENGLISH["night"], at + 2
    if word == "после" and word_at(tokens, at + 1) == "полудня":
        return PM, at + 2
    return None, at
