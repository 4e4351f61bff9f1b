"""Finds metro stations: behind «метро» and «станция» by likeness, elsewhere by name and a word of place before it."""

from business_api.language.english_streets import is_english_kind
from business_api.language.likeness import cyrillic
from business_api.language.morphology import is_adjective, is_common, is_place_name, part_of_speech
from business_api.language.refusals import unless_refused
from business_api.language.stations import Match, find_station
from business_api.language.tables import begins, words
from business_api.language.tokens import Tokens, word_at
from business_api.language.turns import Find, Turn

_LONGEST_NAME = 4
# How alike the name must sound: behind «метро» anything near, elsewhere the name itself.
_BEHIND_METRO, _BEHIND_STATION, _ELSEWHERE = 76.0, 84.0, 96.0
_BEFORE_METRO = 94.0
_SHORT = 5
_NEAR_METRO = 7
_SHORTEST_JOINED = 8
_SHORT_LEAST = 86.0
# A word that people use anyway («стоянка», "station") was not misheard for a station («Строгино», «Стадион»).
_COMMON_LEAST = 96.0


def read_metro(turns: list[Turn], city: str) -> list[tuple[Turn, Find]]:
    """The stations named in a conversation."""
    return [(turn, find) for at, turn in enumerate(turns) for find in _in_turn(turn, city, _is_asked(turns, at))]


def _is_asked(turns: list[Turn], at: int) -> bool:
    """Whether the other has just asked for the station: «Метро какое?»"""
    return at > 0 and not words("metro-word").isdisjoint(turns[at - 1].last_words(_NEAR_METRO))


def _in_turn(turn: Turn, city: str, asked: bool) -> list[Find]:
    finds: list[Find] = []
    tokens, at = turn.tokens, 0
    while at < len(tokens):
        find = _named(tokens, at, city) or _behind_place(tokens, at, city, asked)
        if find is None or not turn.free(find.first, find.last):
            at += 1
            continue
        turn.take(find.first, find.last)
        finds.append(unless_refused(tokens, find))
        at = find.last
    return finds


def _named(tokens: Tokens, at: int, city: str) -> Find | None:
    """«Метро Сокольники», «станция метро — Сокольники», «Сокольники, метро», "Sokolniki metro station"."""
    word = tokens[at].word
    if word in words("metro-word") or (word == "м" and at + 1 < len(tokens) and tokens[at + 1].gap.startswith(".")):
        least = _BEHIND_METRO
    elif word in words("station-word"):
        if at and tokens[at].joined and begins(tokens[at - 1].word, "no-station-before"):
            return None
        least = _BEHIND_STATION
    elif word.startswith("метро") and len(word) > _SHORTEST_JOINED and word not in words("no-metro"):
        return _found(tokens, at, at, _longest(tokens, at, city, _BEHIND_METRO, head=word.removeprefix("метро")))
    else:
        return None
    name = at + 1
    while name < len(tokens) and name < at + 4 and tokens[name].word in words("metro-filler"):
        name += 1
    before, behind = _before(tokens, at, city), _found(tokens, at, name, _longest(tokens, name, city, least))
    # In English the name stands before the word, and what is behind it begins something else.
    return before or behind if word.isascii() else behind or before


def _found(tokens: Tokens, at: int, name: int, found: tuple[Match, int] | None) -> Find | None:
    if found is None:
        return None
    match, last = found
    first = at - 1 if at and tokens[at - 1].word in words("metro-before") and tokens[at].joined else at
    sure = 0.55 + 0.4 * max(match.likeness - _BEHIND_METRO, 0) / (100 - _BEHIND_METRO)
    return Find("metro", match.station.name, first, max(last, name + 1), sure)


def _before(tokens: Tokens, at: int, city: str) -> Find | None:
    """«Сокольники, метро», "Sokolniki metro station": the name before the word, as it is on the sign."""
    behind = at + 1
    behind += behind < len(tokens) and tokens[behind].joined and tokens[behind].word in words("station-word")
    for first in range(max(at - _LONGEST_NAME, 0), at):
        if any(token.begins_sentence for token in tokens[first + 1 : at + 1]):
            continue
        match = find_station(tuple(token.word for token in tokens[first:at]), city, _BEFORE_METRO)
        if match is not None and match.station.words == at - first:
            return Find("metro", match.station.name, first, behind, 0.7)
    return None


def _longest(tokens: Tokens, at: int, city: str, least: float, head: str = "") -> tuple[Match, int] | None:
    """The best match among the one to four words from a place on; `head` stands for the first, cut from «метро»."""
    best: tuple[Match, int] | None = None
    for last in range(at + 1, min(at + _LONGEST_NAME, len(tokens)) + 1):
        if last > at + 1 and (tokens[last - 1].begins_sentence or "," in tokens[last - 1].gap):
            break
        said = [head or tokens[at].word, *(token.word for token in tokens[at + 1 : last])]
        if not words("metro-no-name").isdisjoint(said):
            break
        needed = max(least, _SHORT_LEAST) if sum(map(len, said)) <= _SHORT else least
        needed = max(needed, _COMMON_LEAST) if all(map(_is_everyday, said)) else needed
        match = find_station(tuple(said), city, needed)
        if match is not None and (best is None or match.likeness >= best[0].likeness):
            best = match, last
    return best


def _is_everyday(word: str) -> bool:
    """Whether a word may be said of anything: one of the dictionary, or one in Latin letters, which may be English."""
    return word.isascii() or is_common(word)


def _behind_place(tokens: Tokens, at: int, city: str, asked: bool) -> Find | None:
    """«На Таганской», «у Сокольников»: a capital letter, a word of place, and nothing that makes it a street."""
    led = at > 0 and tokens[at - 1].word in words("metro-place") and tokens[at].joined
    if not led and not _opens_by_metro(tokens, at, asked):
        return None
    found = _longest(tokens, at, city, _ELSEWHERE)
    if found is None:
        return None
    # In small letters, as a recogniser may write it: two words («на теплом стане»), or no other word.
    if not (tokens[at].raw[0].isupper() or found[1] - at > 1 or is_place_name(tokens[at].word)):
        return None
    match, last = found
    if (city and match.station.city != city) or _is_common(tokens, at, last) or _is_street(tokens, last):
        return None
    if last - at > 1 and any(token.word in words("street-form") for token in tokens[at:last]):
        return None
    named, sign = last, words("metro-word") | words("station-word")
    while last < len(tokens) and tokens[last].joined and tokens[last].word in sign:
        last += 1
    return Find("metro", match.station.name, at - led, last, 0.9 if last > named else 0.6)


def _opens_by_metro(tokens: Tokens, at: int, asked: bool) -> bool:
    """«Крылатское, у выхода из метро»: a name with a capital letter opens a sentence that speaks of the metro."""
    if not tokens[at].raw[0].isupper() or not (at == 0 or tokens[at].begins_sentence):
        return False
    if asked:
        return True
    for token in tokens[at + 1 : at + _NEAR_METRO]:
        if token.begins_sentence:
            return False
        if token.word in words("metro-word"):
            return True
    return False


def _is_common(tokens: Tokens, at: int, last: int) -> bool:
    """Names that are ordinary words too, unless they are adjectives, which stand alone only as stations."""
    if last - at > 1:
        return False
    return cyrillic(tokens[at].word) in words("metro-ambiguous")


def _is_street(tokens: Tokens, last: int) -> bool:
    """«На Лесной улице», «на Пушкинской, дом три», «на Ленинской десять», "on Tverskaya street"."""
    word = word_at(tokens, last)
    if word in words("house") or is_english_kind(word):
        return True
    if word in words("street-form"):
        return is_adjective(tokens[last - 1].word) or tokens[last - 1].raw[0].isupper()
    if last < len(tokens) and tokens[last].joined and is_adjective(tokens[last - 1].word):
        return part_of_speech(word) == "NOUN" or tokens[last].figures or part_of_speech(word) == "NUMR"
    return last < len(tokens) and tokens[last].figures
