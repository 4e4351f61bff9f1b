"""The words of one call, and which of them may be meant by a word that is typed, whole or still being typed."""

from collections.abc import Iterable
from typing import NamedTuple
from uuid import UUID

from django.db import connection
from rapidfuzz.distance import DamerauLevenshtein

SHORTEST_ALIKE = 4
MOST_BEGUN = 24
# An ending of the language is so long at most: «встретимся» is kept as «встрет».
LONGEST_ENDING = 4
SAID = """
    SELECT k.lexeme, k.sound FROM known_words k WHERE k.lexeme IN (
        SELECT unnest(tsvector_to_array(search)) FROM segments WHERE call_id = %(call)s)
    AND EXISTS (SELECT FROM call_sides WHERE call_id = %(call)s AND user_id = %(user)s)
"""


class Spelling(NamedTuple):
    """A way to write what was typed: its letters, how it sounds, and the lexemes of the whole."""

    letters: str
    sound: str
    lexemes: list[str]


def said_in(call_id: UUID, user_id: UUID) -> dict[str, str]:
    """{word: how it sounds} of a call of one's own: empty for anybody else's."""
    with connection.cursor() as cursor:
        cursor.execute(SAID, {"call": call_id, "user": user_id})
        return dict(cursor.fetchall())


def begun_with(typed: Spelling, others: Iterable[Spelling], said: dict[str, str]) -> list[str]:
    """Words that what was typed may become: as it is written or sounds, else otherwise spelt, else mistyped."""
    return (_alike([typed], said) or _alike(others, said) or _mistyped(typed, said))[:MOST_BEGUN]


def _alike(spellings: Iterable[Spelling], said: dict[str, str]) -> list[str]:
    found = []
    for letters, sound, lexemes in spellings:
        by_sound = len(letters) >= SHORTEST_ALIKE
        found += [
            word
            for word, sounds in said.items()
            if word in lexemes or word.startswith(letters) or (by_sound and sounds.startswith(sound))
        ]
    return found


def _mistyped(typed: Spelling, said: dict[str, str]) -> list[str]:
    letters = typed.letters
    if len(letters) < SHORTEST_ALIKE:
        return []
    ended = [
        word
        for word, sounds in said.items()
        if len(word) >= SHORTEST_ALIKE and typed.sound.startswith(sounds) and len(letters) <= len(word) + LONGEST_ENDING
    ]
    return ended or nearest(letters, said, begun=True)


def nearest(typed: str, said: Iterable[str], *, begun: bool = False) -> list[str]:
    """The words with the fewest wrong letters: one in a short word, two in a long one. `begun`: they may go on."""
    most = 1 if len(typed) < 6 else 2
    if len(typed) < SHORTEST_ALIKE + begun:
        return []
    far = {word: _distance(typed, word, most, begun=begun) for word in said}
    least = min(far.values(), default=most + 1)
    return [word for word, distance in far.items() if distance == least <= most]


def _distance(typed: str, word: str, most: int, *, begun: bool) -> int:
    # Nobody mistypes the first letter and looks for that word: it would find too many others.
    if word[:1] != typed[:1]:
        return most + 1
    lengths = range(len(typed) - 1, len(typed) + 2) if begun else (len(word),)
    parts = {word[:length] for length in lengths}
    return min(int(DamerauLevenshtein.distance(typed, part, score_cutoff=most)) for part in parts)
