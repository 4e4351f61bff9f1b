"""Tells that what was agreed was called off: «ой, муж уже продал», «нет, я передумала», "actually no, forget it".

A price or a meeting that does not stand must come onto no card: it is far worse than an empty one.
"""

from collections.abc import Sequence
from dataclasses import replace

from business_api.language.answers import answer
from business_api.language.morphology import lemma, part_of_speech
from business_api.language.patterns import Match, find_patterns
from business_api.language.refusals import REFUSED
from business_api.language.tables import words
from business_api.language.tokens import Tokens, clause_at, sentences, word_at
from business_api.language.turns import Find, Turn
from business_api.language.types import SURE

_TABLE = "calling_off.tsv"
_SURE = 0.8
_MEETING = frozenset({"date", "time", "metro", "address", "place"})
# So many words of the other's turn tell that something small was offered: «могу чек дать» — «тогда не надо».
_OFFERED = 12
_THING_REACH = 3


def called_off_at(turns: Sequence[Turn]) -> int:
    """The turn that last called everything off, -1 if none did or it was taken back in a later one."""
    last = -1
    for place in range(len(turns)):
        if _calls_off(turns, place):
            last = place
        elif last >= 0 and _takes_back(turns[place]):
            last = -1
    return last


def without_called_off(finds: Sequence[tuple[Turn, Find]], turns: Sequence[Turn], at: int) -> list[tuple[Turn, Find]]:
    """The finds; a meeting spoken of up to the turn that called it off is as unsure as one that was refused."""
    gone = {id(turn) for turn in turns[: at + 1]}
    return [
        (turn, replace(find, sure=find.sure * REFUSED) if id(turn) in gone and find.kind in _MEETING else find)
        for turn, find in finds
    ]


def find_called_off(turns: Sequence[Turn], finds: Sequence[tuple[Turn, Find]], at: int) -> list[tuple[Turn, Find]]:
    """The sentence of the turn `at` that calls everything off, from its telling line on; none for -1, or when they
    agreed anew behind it.

    Anew are a price that was taken, or a day with its hour: «а завтра?» alone is only asked.
    """
    if at < 0 or _is_agreed_anew(turns[at + 1 :], finds):
        return []
    turn = turns[at]
    first, last = next(each for each in sentences(turn.tokens) if _in_sentence(turns, at, *each))
    off = next(match for match in find_patterns(turn.tokens[first:last], _TABLE) if match.name != "back")
    line = turn.line_of(first + off.first)
    begin = next(place for place in range(first, last) if turn.line_of(place) is line)
    return [(turn, Find("called_off", "", begin, last, _SURE))]


def _is_agreed_anew(behind: Sequence[Turn], finds: Sequence[tuple[Turn, Find]]) -> bool:
    later = {id(turn) for turn in behind}
    sure = [find for turn, find in finds if id(turn) in later and find.sure >= SURE]
    priced = any(find.kind == "price" and find.role == "agreed" for find in sure)
    return priced or {"date", "time"} <= {find.kind for find in sure}


def _calls_off(turns: Sequence[Turn], place: int) -> bool:
    turn = turns[place]
    return any(_in_sentence(turns, place, first, last) for first, last in sentences(turn.tokens))


def _in_sentence(turns: Sequence[Turn], place: int, first: int, last: int) -> bool:
    turn = turns[place]
    tokens = turn.tokens[first:last]
    found = [match for match in find_patterns(tokens, _TABLE) if match.name != "back"]
    if not found or turn.text[tokens[-1].end :].lstrip()[:1] == "?" or _is_supposed(tokens):
        return False
    for match in found:
        if word_at(tokens, match.first - 1) in {"не", "not", "never"} or any(turn.dated[first + match.last :]):
            # «Я передумал, лучше завтра» moves it.
            continue
        if _is_of_other(turns, place, tokens[: match.first]):
            continue
        if match.name == "off" or (_is_late(tokens, match) and not _is_offered(turns, place)):
            return True
    return False


def _is_of_other(turns: Sequence[Turn], place: int, before: Tokens) -> bool:
    """«А зарядка есть?» — «Зарядку не продаю»: of a thing that nobody spoke of before that question."""
    if not place or turns[place - 1].side == turns[place].side:
        return False
    things = {lemma(token.word) for token in before[-_THING_REACH:] if part_of_speech(token.word) == "NOUN"}
    things &= {lemma(word) for word in turns[place - 1].words()}
    return bool(things) and all(things.isdisjoint(lemma(word) for word in turn.words()) for turn in turns[: place - 1])


def _is_supposed(tokens: Tokens) -> bool:
    return any(token.word in words("off-supposed") for token in tokens)


def _is_late(tokens: Tokens, match: Match) -> bool:
    """«Тогда не надо, мне с дисками нужна», «хотя нет, не надо»: nothing else in its clause or sentence."""
    return any(
        not words("off-turn").isdisjoint(beside) and words("off-beside").issuperset(beside)
        for first, last in (clause_at(tokens, match.first), (0, len(tokens)))
        if (beside := [token.word for token in [*tokens[first : match.first], *tokens[match.last : last]]])
    )


def _is_offered(turns: Sequence[Turn], place: int) -> bool:
    """Whether it answers a question, an offer or a proposal of the other's."""
    if not place or turns[place - 1].side == turns[place].side:
        return False
    before = turns[place - 1]
    offered = not words("off-offer").isdisjoint(before.last_words(_OFFERED))
    proposed = any(before.dated) and answer(before, 0, len(before.tokens)) != "yes"
    return offered or proposed or before.text.rstrip().endswith("?")


def _takes_back(turn: Turn) -> bool:
    tokens = turn.tokens
    return any(
        match.name == "back"
        and word_at(tokens, match.first - 1) not in {"не", "мы", "как"}
        and not _is_supposed(tokens)
        for match in find_patterns(tokens, _TABLE)
    )
