"""Finds clock times in a conversation and settles the half of the day by what was said around them."""

from datetime import datetime

from business_api.language.asked_hours import answered_hour, asks_hour
from business_api.language.clock import Clock, read_clock, read_weak_clock
from business_api.language.clock_parts import DAY, MORNING
from business_api.language.colloquial import read_short
from business_api.language.day_parts import part_around, part_told
from business_api.language.day_uses import is_beside
from business_api.language.english_streets import street_follows
from business_api.language.morphology import counted, parts_of_speech
from business_api.language.numbers import Numeral, read_numeral
from business_api.language.refusals import REFUSED, is_refused
from business_api.language.tables import begins, words
from business_api.language.tokens import clause_at, sentence_at, word_at
from business_api.language.turns import Find, Turn

_SURE, _HINTED, _GUESSED = 0.96, 0.86, 0.7
# Hours that people mean when they say no more: a meeting is by day. Minutes on the dial; eight and nine are settled by
# whether something begins («с восьми») or ends («до девяти») then.
_FIRST_MORNING = 8 * 60 + 45
_FIRST_LATE_END = 10 * 60
_EARLIEST = 5 * 60
_ASKED = 8
_RATE_REACH = 4
_BOUGHT_REACH = 4
_SHORT_TURN = 6
_OTHER_END = {"с": frozenset({"до"}), "до": frozenset({"с"}), "from": frozenset({"till", "until"}),
              "till": frozenset({"from"}), "until": frozenset({"from"}),
              "to": frozenset({"from", "between"})}  # fmt: skip
_BEGINS, _ENDS = frozenset({"с", "from", "between"}), frozenset({"до", "till", "until", "to"})
# How many words before and behind its sentence may tell the half of the day.
_NEAR = 30


def read_times(turns: list[Turn], recorded_at: datetime) -> list[tuple[Turn, Find]]:
    """The times of a conversation; `recorded_at`: when it began, on the clocks of its own zone."""
    found = [(place, clock) for place, turn in enumerate(turns) for clock in _clocks(turns, place)]
    settled = {clock.readings[0] for _, clock in found if len(clock.readings) == 1}
    finds: list[tuple[Turn, Find]] = []
    for at, (place, clock) in enumerate(found):
        turn = turns[place]
        start = found[at - 1][1] if at and found[at - 1][0] == place else None
        ended = _end_of(turn, start, clock) if start is not None else None
        minutes, sure = _settle(turns, place, clock, settled) if ended is None else (ended, _HINTED)
        if sure == _HINTED and ended is None:
            # «Утром, в восемь» — «Лучше в пятницу» — «В пятницу в восемь».
            settled = (settled - set(clock.readings)) | {minutes}
        minutes = _still_to_come(turn, clock, minutes, recorded_at)
        first = clock.first - _lead_words(turn, clock)
        value = f"{minutes // 60:02d}:{minutes % 60:02d}"
        earlier = {find.value for _, find in finds}
        beside = is_beside(turn.tokens, clock.first, clock.lead, bool(earlier - {value}))
        sure *= REFUSED if beside or is_refused(turn.tokens, first, clock.last) else 1
        find = Find("time", value, first, clock.last, sure)
        finds.append((turn, find))
    return finds


def _clocks(turns: list[Turn], place: int) -> list[Clock]:
    turn, found = turns[place], list[Clock]()
    at = 0
    while at < len(turn.tokens):
        clock = None if turn.taken[at] else read_clock(turn.tokens, at)
        if clock is None and not turn.taken[at]:
            clock = _beside_day(turns, place, at) or answered_hour(turns, place, at)
        if clock is None or not turn.free(at, clock.last) or not _is_time(turns, place, clock):
            # «Сорок пять двенадцать» holds no «пять двенадцать».
            number = None if clock is not None else read_numeral(turn.tokens, at)
            at = number.last if number is not None else at + 1
            continue
        turn.take(at, clock.last)
        found.append(clock)
        at = clock.last
    return found


def _is_time(turns: list[Turn], place: int, clock: Clock) -> bool:
    """Whether a number that may be a time is one here."""
    turn, tokens = turns[place], turns[place].tokens
    following = tokens[clock.last] if clock.last < len(tokens) and tokens[clock.last].joined else None
    if clock.first and tokens[clock.first - 1].word in words("no-time-before"):
        return False
    if clock.lead == "между" and _is_nominative(turn, clock):
        return False
    if clock.decimal:
        return (bool(clock.lead) and following is None) or clock.lead in {"в", "к", "до", "с", "at"}
    if following is not None and (following.word in words("clock-counted") or following.word in words("money-unit")):
        return False
    if clock.bare and turn.free(clock.last, clock.last + 1) and street_follows(tokens, clock.last):
        return False
    if not clock.bare:
        if (not clock.lead or _is_bought_at(turns, place, clock)) and (
            _measures(turns, place, clock.first) or _is_short_price(turns, place, clock)
        ):
            return False
        return not (clock.last - clock.first == 2 and not clock.lead and _is_priced(turns, place, clock.first))
    if following is not None and (counted(following.word) and parts_of_speech(following.word) <= {"NOUN", "ADJF"}):
        return False
    if clock.lead in {"часов", "часа"} and _asks_how_long(turns, place):
        return False
    if clock.lead in {"в", "во", "at", "часов", "часа", "часам", "часиков", "часу"}:
        return clock.lead != "в" or _is_accusative(turn, clock)
    if clock.lead in {"к", "ко", "by"}:
        return not _is_priced(turns, place, clock.first)
    return _speaks_of_time(turns, place, clock) and not _is_priced(turns, place, clock.first)


def _is_short_price(turns: list[Turn], place: int, clock: Clock) -> bool:
    """ "Two seventy", "five fifty?": an hour only where people speak of when."""
    tokens = turns[place].tokens
    short = read_short(tokens, clock.first)
    if short is None or short.last != clock.last:
        return False
    if _answers_price(turns, place, short):
        return True
    first, last = sentence_at(tokens, clock.first)
    said = [token.word for token in tokens[first:last]]
    asked = turns[place - 1].last_words(_NEAR) if place else []
    when = words("time-context") | words("time-day") | words("time-question") | words("clock-lead")
    return when.isdisjoint([*said, *asked]) or _is_priced(turns, place, clock.first)


def _answers_price(turns: list[Turn], place: int, short: Numeral) -> bool:
    """ "Two forty" — "Two thirty and I come today": the turns around name such prices and nothing else."""
    for near in (place - 1, place + 1):
        turn = turns[near] if 0 <= near < len(turns) else None
        if turn is None or turn.side == turns[place].side or len(turn.tokens) > _SHORT_TURN:
            continue
        for at in range(len(turn.tokens)):
            other = read_short(turn.tokens, at)
            if other is not None and other.value < 2 * short.value and short.value < 2 * other.value:
                return not turn.taken[at] or near > place
    return False


def _asks_how_long(turns: list[Turn], place: int) -> bool:
    """«Сколько держит?» — «Часа три»: no time of day. «Во сколько?» asks for one."""
    asked = turns[place - 1].last_words(8) if place and turns[place - 1].side != turns[place].side else []
    at = asked.index("сколько") if "сколько" in asked else 0
    return "сколько" in asked and (not at or asked[at - 1] not in {"во", "ко", "до"})


def _measures(turns: list[Turn], place: int, at: int) -> bool:
    """«Два двадцать на метр шестьдесят»: sizes, not times."""
    turn = turns[place]
    first, last = sentence_at(turn.tokens, at)
    asked = turns[place - 1].last_words(6) if place else []
    return any(begins(word, "no-time-talk") for word in [*(token.word for token in turn.tokens[first:last]), *asked])


def _is_accusative(turn: Turn, clock: Clock) -> bool:
    """«В шесть» is a time, «в шести» is not."""
    if word_at(turn.tokens, clock.first) in {"час", "часу"}:
        if _is_rate(turn, clock.first - 1):
            return False
        return word_at(turn.tokens, clock.last) != "пик" and word_at(turn.tokens, clock.first - 2) not in words("speed")
    number = read_numeral(turn.tokens, clock.first)
    return number is None or number.figures or number.direct


def _is_bought_at(turns: list[Turn], place: int, clock: Clock) -> bool:
    """ "I'll take it at three fifty": a price where it is bought."""
    first, _ = sentence_at(turns[place].tokens, clock.first)
    said = [token.word for token in turns[place].tokens[first : clock.first]]
    return clock.lead == "at" and not words("bought-at").isdisjoint(said[-_BOUGHT_REACH:])


def _is_nominative(turn: Turn, clock: Clock) -> bool:
    """«Между восемнадцать и двадцать» is said of prices; of hours «между шестью и семью»."""
    number = read_numeral(turn.tokens, clock.first)
    return number is not None and number.direct and not number.figures


def _is_rate(turn: Turn, at: int) -> bool:
    """«По пятьсот в час», «восемьсот рублей в час»: what an hour costs."""
    tokens = turn.tokens
    if at > 0 and tokens[at].joined and tokens[at - 1].word in words("money-unit"):
        return True
    return any(
        (number := read_numeral(tokens, first)) is not None and number.last == at and not number.order
        for first in range(max(at - _RATE_REACH, 0), at)
    )


def _speaks_of_time(turns: list[Turn], place: int, clock: Clock) -> bool:
    """«С», «до», «после», «около» stand before any number: the sentence must speak of when."""
    turn = turns[place]
    first, last = sentence_at(turn.tokens, clock.first)
    said = {token.word for token in turn.tokens[first:last]}
    before = turns[place - 1].words() if place else []
    asked = any(
        word in words("time-question") and not (word.startswith("сколь") and counted("".join(following)))
        for word, *following in zip(before[-8:], [*before[-7:], ""], strict=False)
    )
    return not words("time-context").isdisjoint(said) or asked or _has_other_clock(turn, clock, first, last)


def _has_other_clock(turn: Turn, clock: Clock, first: int, last: int) -> bool:
    """«С двух до пяти»; "from two to five" may as well be sizes, "from two pm to five" not."""
    other = _OTHER_END.get(clock.lead, frozenset())
    around = [at for at in range(first, last) if turn.tokens[at].word in other]
    clocks = (read_clock(turn.tokens, at + 1) for at in around)
    return any(each is not None and not (clock.lead == "to" and each.bare) for each in clocks)


def _is_priced(turns: list[Turn], place: int, at: int) -> bool:
    """Whether money is spoken of where a number stands; between commas, if the day is spoken of there."""
    tokens = turns[place].tokens
    first, last = sentence_at(tokens, at)
    begin, end = clause_at(tokens, at)
    if not words("time-day").isdisjoint(token.word for token in tokens[begin:end]):
        first, last = begin, end
    said = [token.word for token in tokens[first:last]]
    return not words("money-context").isdisjoint(said) or any(begins(word, "bargain") for word in said)


def _beside_day(turns: list[Turn], place: int, at: int) -> Clock | None:
    """«Завтра 18-30», «в субботу, восемнадцать часов»: behind a day, or with nothing else between two signs."""
    turn = turns[place]
    clock = read_weak_clock(turn.tokens, at)
    if clock is None:
        return None
    first, last = sentence_at(turn.tokens, at)
    said = [token.word for token in (*turn.tokens[first:at], *turn.tokens[clock.last : last])]
    asked = turns[place - 1].last_words(_ASKED) if place else []
    if any(begins(word, "lasts") for word in [*asked, *said]) or _asks_how_long(turns, place):
        return None
    near = {*asked, *(token.word for token in turn.tokens[max(first - _ASKED, 0) : first]), *said}
    if (words("time-context") | words("time-day") | words("time-question")).isdisjoint(near):
        return None
    begin, end = clause_at(turn.tokens, at)
    before, behind = turn.tokens[begin:at], turn.tokens[clock.last : end]
    around = [token.word for token in (*before, *behind)]
    alone = any(words(name).issuperset(around) for name in ("time-context", "time-day"))
    by_day = bool(before) and before[-1].word in words("time-day")
    return clock if (alone or by_day) and not _is_priced(turns, place, at) else None


def _lead_words(turn: Turn, clock: Clock) -> int:
    """How many words before a time belong to it in a person's eyes: «часа в два», «в шесть»."""
    count = 0
    while clock.first - count > 0 and turn.tokens[clock.first - count].joined and count < 2:
        word = turn.tokens[clock.first - count - 1].word
        if word not in words("clock-lead") or turn.taken[clock.first - count - 1]:
            break
        count += 1
    return count


def _settle(turns: list[Turn], place: int, clock: Clock, settled: set[int]) -> tuple[int, float]:
    """One reading of a time and how sure it is."""
    if len(clock.readings) == 1:
        return clock.readings[0], _SURE
    turn = turns[place]
    first, last = sentence_at(turn.tokens, clock.first)
    hint = part_told(turn.tokens[first:last]) or part_told(turn.tokens[max(first - _NEAR, 0) : last + _NEAR])
    hint = hint or part_around(turns, place, asks_hour(turns, place))
    if hint is None and len(both := settled & set(clock.readings)) == 1:
        return both.pop(), _HINTED
    if hint is None and place:
        hint = part_told(turns[place - 1].tokens[-12:])
    if hint is MORNING and clock.readings[0] < _EARLIEST:
        # «До обеда занят, давайте в три»: nobody meets at three in the morning.
        hint = None
    if hint is not None and (chosen := hint.choose(clock.readings[0])) is not None:
        return chosen, _HINTED
    return _by_day(clock), _GUESSED - (0.05 if clock.bare else 0)


def _still_to_come(turn: Turn, clock: Clock, minutes: int, recorded_at: datetime) -> int:
    """«Сегодня в девять», said at half past eight in the evening: no hour of today that has gone by."""
    now = recorded_at.hour * 60 + recorded_at.minute
    first, last = sentence_at(turn.tokens, clock.first)
    today = any(token.word in words("today") for token in turn.tokens[first:last])
    later = [each for each in clock.readings if each > now]
    return later[0] if today and minutes <= now and len(later) == 1 else minutes


def _end_of(turn: Turn, start: Clock, end: Clock) -> int | None:
    """«С десяти утра до шести»: what ends comes soon after what has begun, whatever half of the day was said of it."""
    apart = any(token.begins_sentence for token in turn.tokens[start.last : end.first])
    if apart or len(start.readings) > 1 or start.lead not in _BEGINS or end.lead not in _ENDS:
        return None
    return min(end.readings, key=lambda minutes: (minutes - start.readings[0] - 1) % DAY)


def _by_day(clock: Clock) -> int:
    """The reading that people mean who say no more."""
    early, late = clock.readings
    ends = clock.lead in {*_ENDS, "после", "after", "before", "by"}
    if early < 60:
        return late
    if clock.lead in {"с", "from"} and early >= 7 * 60:
        return early
    if early >= (_FIRST_LATE_END + 60 if ends else _FIRST_MORNING):
        return early
    return late
