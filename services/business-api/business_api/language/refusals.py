"""Tells that a day, an hour or a place was named only to be refused: «в субботу не могу», «на Киевской неудобно»."""

from dataclasses import replace

from business_api.language.tables import begins, words
from business_api.language.tokens import Tokens, word_at
from business_api.language.turns import Find

REFUSED = 0.4

_BEHIND, _BEFORE = 4, 2


def is_refused(tokens: Tokens, first: int, last: int) -> bool:
    """Whether what stands in `tokens[first:last]` is refused by the words behind it, or by «не» before it."""
    for at in range(last, min(last + _BEHIND, len(tokens))):
        if tokens[at].begins_sentence or _turns(tokens, at):
            break
        if begins(tokens[at].word, "refusal"):
            if _is_of_part(tokens, at, last) or _is_another_there(tokens, at):
                return False
            # «В девять не поздно?»
            return not (tokens[at].word == "не" and begins(word_at(tokens, at + 1), "refusal"))
    before = [token.word for token in tokens[max(first - _BEFORE, 0) : first]]
    return before[-1:] == ["не"] or (
        len(before) == _BEFORE and before[0] in words("refusal-before") and tokens[first].joined
    )


def _is_another_there(tokens: Tokens, at: int) -> bool:
    """«В два меня не будет, будет муж»: the meeting stands."""
    if (word_at(tokens, at), word_at(tokens, at + 1)) != ("не", "будет"):
        return False
    behind = [token.word for token in tokens[at + 2 : at + 2 + _BEHIND]]
    return "будет" in behind or not words("another-there").isdisjoint(behind)


def _is_of_part(tokens: Tokens, at: int, last: int) -> bool:
    """«Завтра утром не получится, в три могу», «завтра только не утром»: the day may do.

    `last`: where the day or hour ends, whose own words («в восемь утра») do not count.
    """
    return (at > last and word_at(tokens, at - 1) in words("day-part")) or word_at(tokens, at + 1) in words("day-part")


def unless_refused(tokens: Tokens, find: Find) -> Find:
    """A find, much less sure where it is refused."""
    return replace(find, sure=find.sure * REFUSED) if is_refused(tokens, find.first, find.last) else find


def _turns(tokens: Tokens, at: int) -> bool:
    """«…, а», «…, но», «…, давайте»: what follows is about another one."""
    return tokens[at].word in words("refusal-end")
