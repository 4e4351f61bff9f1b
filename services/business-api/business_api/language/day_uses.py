"""Tells the days and hours at which nobody means to meet: gone by, of something else, said in goodbye."""

from business_api.language.morphology import is_past
from business_api.language.tables import begins, words
from business_api.language.tokens import Tokens, clause_at, sentence_at

_PAST_REACH = 4
# «Купил в пятницу в восемь утра».
_PAST_REACH_OF_HOURS = 6
_CALL_REACH = 4
_NEAR = 7


def is_of_other(tokens: Tokens, at: int) -> bool:
    """«Завтра прививку ставят», «зарплата пятого», «перезвоню в четверг»: no day of the meeting."""
    if _is_of_call(tokens, at):
        return True
    first, last = _part_at(tokens, at)
    if any(begins(token.word, "date-other") for token in tokens[max(first, at - _NEAR) : min(last, at + _NEAR)]):
        return True
    begin, end = sentence_at(tokens, at)
    said = [token.word for token in tokens[begin:end]]
    # «Если дождь, то в пятницу».
    return not words("off-supposed").isdisjoint(said) and any(begins(word, "date-otherwise") for word in said)


def is_beside(tokens: Tokens, at: int, lead: str, known: bool) -> bool:
    """«Магазин работает до десяти», «я там с пяти буду», when an hour is `known`: not the hour of the meeting."""
    first, last = _part_at(tokens, at)
    said = [token.word for token in tokens[first:last]]
    if any(begins(word, "time-other") for word in said) or _is_of_call(tokens, at):
        return True
    if is_gone_by(tokens, at, _PAST_REACH_OF_HOURS):
        return True
    # «Если что, до девяти я дома».
    if known and lead in words("time-end") and not words("time-there").isdisjoint(said):
        return True
    # «Аптека там до девяти?» — «Да, до девяти».
    bare = [token.word for token in tokens[first:at] if token.word not in words("time-end")]
    if known and lead in words("time-end") and words("time-end-beside").issuperset(bare) and at + 2 > last:
        return True
    there = known and lead in words("time-from") and not words("time-there").isdisjoint(said)
    return there and words("time-till").isdisjoint(said)


def _part_at(tokens: Tokens, at: int) -> tuple[int, int]:
    """The clause around a place, cut where it turns: «до обеда занят | поэтому завтра в три»."""
    first, last = clause_at(tokens, at)
    turns = [each for each in range(first, last) if tokens[each].word in words("clause-turn")]
    before = [each for each in turns if each < at]
    behind = [each for each in turns if each > at]
    return (before[-1] if before else first), (behind[0] if behind else last)


def _is_of_call(tokens: Tokens, at: int) -> bool:
    """«Перезвоню в четверг», «завтра в десять наберу», not «в шесть приеду, позвоню»."""
    first, last = _part_at(tokens, at)
    if any(begins(token.word, "meeting-verb") for token in tokens[first:last]):
        return False
    near = tokens[max(first, at - _CALL_REACH) : min(last, at + _CALL_REACH + 1)]
    return any(begins(token.word, "call-verb") for token in near)


def is_farewell(tokens: Tokens, at: int, last: int) -> bool:
    """«До завтра!», «договорились, до пятницы»: with nothing but such words it says goodbye, not when."""
    if not at or tokens[at - 1].word != "до" or not tokens[at].joined:
        return False
    if last < len(tokens) and tokens[last].joined:
        return False
    before = at - 2
    while before >= 0 and tokens[before + 1].joined:
        if tokens[before].word not in words("farewell"):
            return False
        before -= 1
    return True


def is_gone_by(tokens: Tokens, at: int, reach: int = _PAST_REACH) -> bool:
    """«Купил в субботу», «в прошлую пятницу»: no day that is still to come; `reach` in words before it."""
    first = at
    while first and at - first < reach and tokens[first].joined:
        first -= 1
    near = [token.word for token in tokens[first:at]]
    # «Лишь бы забрали до выходных» has not been yet.
    if "бы" in near:
        return False
    return any(word in words("past") or (is_past(word) and word not in words("past-plan")) for word in near)
