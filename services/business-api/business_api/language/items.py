"""Finds what the talk is about: the advert's own words where each side first says them, or «насчёт велосипеда»."""

from business_api.language.morphology import lemmas, nominative, part_of_speech
from business_api.language.tables import words
from business_api.language.tokens import cut, word_at
from business_api.language.turns import Find, Turn

_MOST_WORDS = 4
_FIRST_TURNS = 8


def read_items(turns: list[Turn], title: str) -> list[tuple[Turn, Find]]:
    """The item, once for each side that names it."""
    finds: list[tuple[Turn, Find]] = []
    telling = [lemmas(token.word) for token in cut(title) if _tells(token.word)]
    sides: set[str] = set()
    for turn in turns:
        if turn.side in sides:
            continue
        find = _by_title(turn, telling, title)
        if find is not None:
            sides.add(turn.side)
            finds.append((turn, find))
    return finds or _by_words(turns[:_FIRST_TURNS])


def _tells(word: str) -> bool:
    return not word.isdigit() and len(word) > 2 and part_of_speech(word) in {"NOUN", "", "LATN"}


def _by_title(turn: Turn, telling: list[frozenset[str]], title: str) -> Find | None:
    for at, token in enumerate(turn.tokens):
        if turn.taken[at] or token.figures or not any(lemmas(token.word) & names for names in telling):
            continue
        last = at + 1
        while last < len(turn.tokens) and turn.tokens[last].joined and not turn.taken[last]:
            if not any(lemmas(turn.tokens[last].word) & names for names in telling):
                break
            last += 1
        return Find("item", title.strip(), at, last, 0.9)
    return None


def _by_words(turns: list[Turn]) -> list[tuple[Turn, Find]]:
    """«Насчёт велосипеда Стелс», «вы коляску продаёте», when the advert's words were not said."""
    for turn in turns:
        for at, token in enumerate(turn.tokens):
            if token.word in words("item-lead"):
                first, last = at + 1, at + 1
                while last < len(turn.tokens) and last - first < _MOST_WORDS and _is_thing(turn, last, first):
                    last += 1
                if any(part_of_speech(each.word) == "NOUN" for each in turn.tokens[first:last]):
                    parts = [nominative(each.word) for each in turn.tokens[first:last]]
                    return [(turn, Find("item", " ".join(parts), first, last, 0.6))]
    return []


def _is_thing(turn: Turn, at: int, first: int) -> bool:
    token = turn.tokens[at]
    if (at > first and not token.joined) or turn.taken[at] or word_at(turn.tokens, at) in words("item-no-thing"):
        return False
    return part_of_speech(token.word) in {"NOUN", "ADJF"} and len(token.word) > 2
