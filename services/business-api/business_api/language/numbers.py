"""Reads one number as it is said or written, in words, figures or both: «двенадцать с половиной тысяч», «12,5 тыс».

What only some would mean by it («двенадцать пятьсот», «миллион двести» for 1 200 000) is read in `colloquial.py`.
"""

from dataclasses import dataclass
from decimal import Decimal

from business_api.language.figures import begins_clock, read_figures
from business_api.language.tables import words
from business_api.language.tokens import Tokens, word_at
from business_api.language.vocabulary import Form, form

THOUSAND, MILLION = Decimal(1000), Decimal(1_000_000)
_HALF = Decimal("0.5")
# Ordinals end a number; behind thousands they are years: «две тысячи семнадцатого».
_YEARS = {Decimal(1000), Decimal(2000)}
_SLOTS = {"hundred": 3, "ten": 2, "teen": 2, "unit": 1}
_PARTS = {"десят": Decimal(10), "сот": Decimal(100), "тысячн": Decimal(1000)}
_FRACTIONS = {"половиной": _HALF, "половинкой": _HALF, "половинои": _HALF, "четвертью": Decimal("0.25")}
# Endings of scales that stand before what counts them: «тысяч пять».
_MANY = ("ч", "чь", "щ", "ов")
# «Тысяч за двадцать», «тысяч до двадцати»: whether the number behind such a word is in the genitive.
_LEADS = {"за": False, "по": False, "на": False, "в": False, "до": True, "от": True}


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number in `tokens[first:last]`.

    `scale` is the greatest multiplier, 1 if none; `implied`: it was meant, not said; `tail` is what follows it.
    """

    value: Decimal
    first: int
    last: int
    order: bool = False
    direct: bool = True
    scale: Decimal = Decimal(1)
    tail: Decimal = Decimal(0)
    figures: bool = False
    implied: bool = False

    @property
    def whole(self) -> int | None:
        """The value as an integer; None for a fraction."""
        return int(self.value) if self.value == self.value.to_integral_value() else None


def read_numeral(tokens: Tokens, at: int) -> Numeral | None:
    """The longest number that begins at a token; None if none does."""
    part = _part(tokens, at)
    if part is None:
        return _scale_first(tokens, at)
    scale = _scale(tokens, part.last)
    if scale is None or part.order:
        return None if _is_other_word(tokens, part) else part
    return _sum(tokens, Numeral(part.value * scale.value, at, part.last + 1, scale.order, part.direct, scale.value))


def _multiplied(tokens: Tokens, number: Numeral) -> Numeral:
    """«Тысяча миллиардов»: a greater multiplier behind all that was said."""
    scale = _scale(tokens, number.last) if not number.order else None
    if scale is None or scale.value < number.scale or scale.order:
        return number
    value = number.value * scale.value
    return Numeral(value, number.first, number.last + 1, direct=number.direct, scale=scale.value)


def _sum(tokens: Tokens, number: Numeral) -> Numeral:
    """Add what follows a multiplied part: smaller multiplied parts, then the rest below a thousand."""
    least = number.scale
    while not number.order and least > 1 and number.value == number.value.to_integral_value():
        part = _part(tokens, number.last)
        if part is None or _stands_apart(tokens, part) or part.value >= least or part.value == 0:
            bare = _bare_thousand(tokens, number, least)
            if bare is None:
                return _multiplied(tokens, number)
            number, least = bare, THOUSAND
            continue
        scale = _scale(tokens, part.last)
        if scale is None or part.order:
            if part.order and number.value not in _YEARS:
                return number
            if part.whole is None and not part.figures:
                return number
            return Numeral(
                number.value + part.value, number.first, part.last, part.order, number.direct, number.scale, part.value
            )
        if scale.value >= least:
            return number
        value = number.value + part.value * scale.value
        number = Numeral(value, number.first, part.last + 1, scale.order, number.direct, number.scale)
        least = scale.value
    return number


def _stands_apart(tokens: Tokens, part: Numeral) -> bool:
    """Whether it begins something else: behind a sign, or the hour of «2к 18:30»."""
    return not tokens[part.first].joined or begins_clock(tokens, part.first)


def _bare_thousand(tokens: Tokens, number: Numeral, least: Decimal) -> Numeral | None:
    """«Миллион тысяча …»: a thousand that nothing counts, behind millions."""
    scale = _scale(tokens, number.last)
    if scale is None or scale.value != THOUSAND or least <= THOUSAND:
        return None
    return Numeral(number.value + THOUSAND, number.first, number.last + 1, scale.order, number.direct, number.scale)


def _part(tokens: Tokens, at: int) -> Numeral | None:
    """A number without multipliers: figures, below a thousand in words, or with a half."""
    if at >= len(tokens):
        return None
    if tokens[at].figures:
        read = read_figures(tokens, at)
        if read is None:
            return None
        return _with_fraction(tokens, Numeral(read.value, at, read.last, read.order, figures=True))
    found = form(tokens[at].word)
    if found is not None and found.kind in {"half", "whole"}:
        return Numeral(found.value, at, at + 1, direct=found.direct)
    return _half_of(tokens, at) or _words(tokens, at, found)


def _words(tokens: Tokens, at: int, found: Form | None) -> Numeral | None:
    if found is None or found.kind == "scale":
        return None
    if found.kind == "zero":
        return _with_fraction(tokens, Numeral(found.value, at, at + 1, found.order, found.direct))
    value, slot, last, order, direct = Decimal(0), 4, at, False, found.direct
    while found is not None and not order and (last == at or tokens[last].joined):
        if _SLOTS.get(found.kind, 9) >= slot or (not found.order and last > at and found.direct != direct):
            break
        if found.order and last > at and not direct:
            break
        value, order, last = value + found.value, found.order, last + 1
        slot = 1 if found.kind == "teen" else _SLOTS[found.kind]
        if (
            value < 100
            and not order
            and word_at(tokens, last) in words("number-hundred-counted")
            and tokens[last].joined
        ):
            value, slot, last = value * 100, 3, last + 1
            last += word_at(tokens, last) == "and" and _is_small(tokens, last + 1)
        found = form(tokens[last].word) if last < len(tokens) and not tokens[last].figures else None
    if last == at:
        return None
    number = Numeral(value, at, last, order, direct)
    return number if order else _with_fraction(tokens, number)


def _with_fraction(tokens: Tokens, number: Numeral) -> Numeral:
    """«С половиной», «and a half», «целых пять десятых», «точка пять»."""
    at = number.last
    first, second, third = (word_at(tokens, at + step) for step in range(3))
    if number.order or at >= len(tokens) or not tokens[at].joined:
        return number
    if first in {"с", "со"} and second in _FRACTIONS:
        return _plus(number, _FRACTIONS[second], at + 2)
    if (first, second, third) == ("and", "a", "half"):
        return _plus(number, _HALF, at + 3)
    if first.startswith("цел") and first in {"целых", "целая", "целую", "целой"}:
        return _tenths(tokens, number, at + 1 + (second == "и"))
    if first in {"запятая", "точка", "point"} and not number.figures:
        return _tenths(tokens, number, at + 1)
    if first == "и":
        return _tenths(tokens, number, at + 1, named=True)
    if number.value == 0 and number.last - number.first == 1 and not _after_number(tokens, number.first):
        return _tenths(tokens, number, at)
    return number


def _tenths(tokens: Tokens, number: Numeral, at: int, named: bool = False) -> Numeral:
    """What stands behind the point: «пять», «пять десятых», «двадцать пять сотых»."""
    part = _part(tokens, at) if at < len(tokens) and tokens[at].joined else None
    if part is None or part.order or part.whole is None or part.figures:
        return number
    name = word_at(tokens, part.last)
    over = next((over for stem, over in _PARTS.items() if name.startswith(stem) and name != "сот"), None)
    if over is not None and part.value < over:
        return _plus(number, part.value / over, part.last + 1)
    if named or part.value == 0 or part.value >= 100:
        return number
    return _plus(number, part.value / (10 if part.value < 10 else 100), part.last)


def _plus(number: Numeral, value: Decimal, last: int) -> Numeral:
    return Numeral(number.value + value, number.first, last, False, number.direct, figures=number.figures)


def _after_number(tokens: Tokens, at: int) -> bool:
    before = tokens[at - 1] if at else None
    return before is not None and tokens[at].joined and (before.figures or form(before.word) is not None)


def _half_of(tokens: Tokens, at: int) -> Numeral | None:
    """«Пол миллиона», «half a million», and a bare «a thousand» in English."""
    first, second = word_at(tokens, at), word_at(tokens, at + 1)
    if first == "пол" and _scale(tokens, at + 1) is not None:
        return Numeral(_HALF, at, at + 1)
    if first == "half" and second == "a" and _scale(tokens, at + 2) is not None:
        return Numeral(_HALF, at, at + 2)
    if first in {"a", "an"} and _scale(tokens, at + 1) is not None:
        return Numeral(Decimal(1), at, at + 1)
    if first == "a" and second == "hundred":
        rest = _part(tokens, at + 2 + (word_at(tokens, at + 2) == "and")) if _is_small(tokens, at + 2) else None
        return Numeral(Decimal(100) + (rest.value if rest else Decimal(0)), at, rest.last if rest else at + 2)
    return None


def _is_small(tokens: Tokens, at: int) -> bool:
    """Whether a number below a hundred stands here, «and» before it or not."""
    at += word_at(tokens, at) == "and"
    found = form(tokens[at].word) if at < len(tokens) and tokens[at].joined and not tokens[at].figures else None
    return (
        found is not None
        and found.kind in {"unit", "teen", "ten"}
        and word_at(tokens, at + 1) not in words("number-hundred-counted")
    )


def _scale(tokens: Tokens, at: int) -> Form | None:
    """The multiplier at a place, joined to what stands before it."""
    if at >= len(tokens) or tokens[at].figures:
        return None
    token = tokens[at]
    written = at > 0 and tokens[at - 1].figures
    if written and token.gap in {"", " "} and token.word in {"к", "k", "т", "тр"}:
        return Form("scale", THOUSAND, True, False) if _is_thousand_sign(tokens, at) else None
    found = form(token.word) if token.joined else None
    return found if found is not None and found.kind == "scale" else None


def _is_thousand_sign(tokens: Tokens, at: int) -> bool:
    """«12к», «12 т.р.», but not «12 к вам»."""
    word, gap = tokens[at].word, tokens[at].gap
    return gap == "" or word == "тр" or (word == "т" and word_at(tokens, at + 1) in {"р", "руб"})


def _scale_first(tokens: Tokens, at: int) -> Numeral | None:
    """A multiplier without a count («тысяча двести»), or before it («тысяч пять», «тысячи три»)."""
    scale = form(tokens[at].word) if at < len(tokens) and not tokens[at].figures else None
    if scale is None or scale.kind != "scale" or tokens[at].word in words("number-scale-never-alone"):
        return None
    counted = _counted_behind(tokens, at, scale)
    if counted is not None:
        return counted
    many = scale.direct and tokens[at].word.endswith(_MANY)
    if scale.order or many or tokens[at].word in words("number-scale-counted"):
        return None
    return _sum(tokens, Numeral(scale.value, at, at + 1, False, scale.direct, scale.value))


def _counted_behind(tokens: Tokens, at: int, scale: Form) -> Numeral | None:
    """«Тысяч пять» is about 5 000; «тысячи три» too, but «тысячи трёх» is 1 003 in the genitive."""
    word = tokens[at].word
    if not word.endswith((*_MANY, "чи", "на", "щи", "ща")) or word in {"тысяча", "тыща"}:
        return None
    lead = word_at(tokens, at + 1) if word_at(tokens, at + 1) in _LEADS else ""
    first = at + 1 + bool(lead)
    part = _part(tokens, first) if first < len(tokens) and tokens[first].joined and tokens[at + 1].joined else None
    if part is None or part.order or part.figures or part.direct == _LEADS.get(lead, False):
        return None
    if lead and word_at(tokens, part.last) in words("number-measure"):
        return None
    if not word.endswith(_MANY) and part.value >= 5:
        return None
    if _scale(tokens, part.last) is not None or part.value == 0 or part.value >= 1000:
        return None
    return Numeral(part.value * scale.value, at, part.last, False, True, scale.value)


def _is_other_word(tokens: Tokens, number: Numeral) -> bool:
    """«Семью» is mostly the family: seven only beside «с», a noun in the same case, or with nothing around."""
    if number.last - number.first != 1 or tokens[number.first].word != "семью":
        return False
    following = word_at(tokens, number.last)
    alone = len(tokens) == 1
    return not (alone or word_at(tokens, number.first - 1) in {"с", "между"} or following.endswith(("ами", "ями")))
