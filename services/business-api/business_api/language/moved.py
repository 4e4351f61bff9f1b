"""Tells that a place to meet was given up for another: «У Таганской?» — «Нет, лучше у Курской» — «Хорошо»."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from business_api.language.answers import answer
from business_api.language.refusals import REFUSED
from business_api.language.tables import begins, words
from business_api.language.tokens import Tokens, clause_at, sentence_at
from business_api.language.turns import Find, Turn

WHERE = ("metro", "address", "place")
# Who answers later than so many turns speaks of something else.
_REACH = 4
# As many places before and behind one matter to it.
_NEAR = 20
# «А на Курской?»: so few words beside a place propose it.
_FEW_BESIDE = 1
_SHORT_ANSWER = 2
# So many words of a turn answer the one before.
_ANSWER = 60
_OTHER_REACH = 2


@dataclass(slots=True, eq=False)
class _Named:
    """A place named in turn `at`; `gone`: another was taken instead, or it was turned down."""

    at: int
    turn: Turn
    find: Find
    gone: bool = False


def without_given_up(turns: Sequence[Turn], finds: Sequence[tuple[Turn, Find]]) -> list[tuple[Turn, Find]]:
    """The finds; a place that was given up for another of its kind is as unsure as one that was refused.

    With it goes what was said of it in the same turn. A station, a street and a landmark of one place stand together.
    """
    order = {id(turn): at for at, turn in enumerate(turns)}
    named = [_Named(order[id(turn)], turn, find) for turn, find in finds if find.kind in WHERE]
    named.sort(key=lambda each: (each.at, each.find.first))
    for place, each in enumerate(named):
        near = named[max(place - _NEAR, 0) : place + _NEAR]
        former = next(
            (one for one in reversed(near[: near.index(each)]) if not one.gone and _is_other(one, each)), None
        )
        if former is not None and _proposes(each, former):
            _settle(turns, near, former, each)
        elif any(not one.gone and not _is_same(one.find, each.find) for one in near[: near.index(each)]):
            # «На Сокольниках» — «Живу на Комсомольской, но приеду».
            each.gone = _is_of_other(each)
    gone = {id(each.find) for each in named if each.gone}
    return [(turn, replace(find, sure=find.sure * REFUSED) if id(find) in gone else find) for turn, find in finds]


def _is_other(one: _Named, two: _Named) -> bool:
    """Whether two are of one kind, near each other in the talk, and not the same."""
    near = two.at - one.at <= _REACH
    alike = one.find.kind == two.find.kind or _is_rather(two)
    return near and alike and not _is_same(one.find, two.find)


def _is_rather(named: _Named) -> bool:
    """«…, 3. Лучше у метро Курская»: a place of another kind is meant instead as well, where it is said so."""
    tokens, find = named.turn.tokens, named.find
    first, _ = sentence_at(tokens, find.first)
    said = [token.word for token in tokens[first : find.last]]
    led = not words("place-lead").isdisjoint(said[max(find.first - first - 1, 0) :])
    return led and not words("place-rather").isdisjoint(said[: find.first - first])


def _settle(turns: Sequence[Turn], near: list[_Named], former: _Named, newer: _Named) -> None:
    """Give up one of two places by what the other side answers; a question that nobody answers changes nothing."""
    reply = turns[newer.at + 1] if newer.at + 1 < len(turns) else None
    said = (
        answer(reply, 0, min(len(reply.tokens), _ANSWER)) if reply is not None and reply.side != newer.turn.side else ""
    )
    again = any(each.at == newer.at + 1 and _is_same(each.find, newer.find) for each in near)
    if said == "no" and not again:
        newer.gone = True
    elif again or said or not _is_question(newer):
        moved = former.at != newer.at and not _corrects(former.find, newer.find)
        for each in near:
            with_it = moved and each.at == former.at and not _is_same(each.find, newer.find)
            each.gone = each.gone or each is former or with_it


def _proposes(newer: _Named, former: _Named) -> bool:
    """Whether the words beside a place propose it instead of the former."""
    tokens, find = newer.turn.tokens, newer.find
    if any(token.word in words("place-from") for token in tokens[max(find.first - 1, 0) : find.last]):
        return False
    if former.at == newer.at:
        between = tokens[former.find.last : find.first]
        own = clause_at(tokens, former.find.first)
        other = any(begins(token.word, "place-of-other") for token in tokens[slice(*own)])
        # «На Таганской работаю, но встречу на Соколе».
        turned = other and not words("place-turn").isdisjoint(token.word for token in between)
        return turned or any(begins(token.word, "place-instead") for token in between)
    first, last = sentence_at(tokens, find.first)
    beside = [
        token.word for token in [*_short_answer(newer.turn), *tokens[first : find.first], *tokens[find.last : last]]
    ]
    if any(begins(word, "place-of-other") for word in beside):
        return False
    if any(begins(word, "place-instead") for word in beside):
        return True
    alone = last - first - (find.last - find.first) <= _FEW_BESIDE and _is_question(newer)
    return find.kind != "place" and (alone or any(begins(word, "place-proposal") for word in beside))


def _is_of_other(named: _Named) -> bool:
    """Whether somebody only lives or works there."""
    tokens, find = named.turn.tokens, named.find
    first, _ = clause_at(tokens, find.first)
    near = tokens[max(first, find.first - _OTHER_REACH) : find.first]
    return any(begins(token.word, "place-of-other") for token in near)


def _short_answer(turn: Turn) -> Tokens:
    """«Нет.», «Лучше нет.»: the words that a turn begins with, if they are a sentence of their own."""
    _, last = sentence_at(turn.tokens, 0)
    return turn.tokens[:last] if last <= _SHORT_ANSWER else []


def _is_question(named: _Named) -> bool:
    tokens = named.turn.tokens
    _, last = sentence_at(tokens, named.find.first)
    end = tokens[last - 1].end
    return named.turn.text[end : end + 1] == "?"


def _is_same(one: Find, two: Find) -> bool:
    """Whether one names no more than the other: «Лесная улица», «Лесная улица 3»."""
    first, second = _words(one), _words(two)
    return first <= second or second <= first


def _corrects(one: Find, two: Find) -> bool:
    """Whether two addresses have one street: then only the house is another."""
    return one.kind == "address" and len(_words(one) & _words(two)) > 1


def _words(find: Find) -> set[str]:
    return set(find.value.lower().replace("ё", "е").split())
