"""Telephone numbers as they are dictated: groups of words joined to the digits that they most probably mean.

«Девятьсот двадцать пять» is 925, but nothing in the words forbids 900 20 5: of all ways to join them the cheapest that
gives a telephone number is taken. Joining over a comma and parting what belongs together cost.
"""

from dataclasses import replace
from typing import NamedTuple

from business_api.language.tables import rows, words
from business_api.language.tokens import Tokens, word_at
from business_api.language.turns import Find, Turn
from business_api.language.types import SURE
from business_api.language.vocabulary import form

_SLOTS = {"hundred": 3, "ten": 2, "teen": 2, "unit": 1}
_DIGITS_MOST = 15
# A slip of the tongue is corrected so soon.
_CORRECTION_REACH = 8
PART_COST, JOIN_COST = 2, 1


class Atom(NamedTuple):
    """One word or run of figures: its digits if it stands alone, and its value and slot if it can join others."""

    digits: str
    value: int
    slot: int
    teen: bool
    first: int
    last: int
    comma: bool
    """A comma or the like stands before it."""
    apart: bool = False
    """A sentence ended before it."""


class Joined(NamedTuple):
    """The digits of atoms and what it cost to join them so."""

    cost: int
    digits: str


def atom_at(tokens: Tokens, at: int) -> Atom | None:
    """The atom at a place: «девятьсот», «05», «два нуля», «три семёрки»; None if no digit is said there."""
    if at >= len(tokens):
        return None
    token = tokens[at]
    comma = not token.joined
    apart = token.begins_sentence
    if token.figures:
        return Atom(token.word, 0, 0, False, at, at + 1, comma, apart) if len(token.word) <= _DIGITS_MOST else None
    found = form(token.word)
    if found is None or found.order:
        return None
    repeated = _repeated_digit(word_at(tokens, at + 1)) if found.kind == "unit" and found.value > 1 else ""
    if repeated:
        return Atom(repeated * int(found.value), 0, 0, False, at, at + 2, comma, apart)
    if found.kind == "zero":
        return Atom("0", 0, 0, False, at, at + 1, comma, apart)
    slot = _SLOTS.get(found.kind)
    if slot is None:
        return None
    return Atom(str(int(found.value)), int(found.value), slot, found.kind == "teen", at, at + 1, comma, apart)


def _repeated_digit(word: str) -> str:
    return next((row[1] for row in rows("digits.tsv") if word in row[2].split()), "")


def join(atoms: list[Atom], lengths: frozenset[int]) -> dict[int, list[Joined]]:
    """For each wanted number of digits, the cheapest ways to read all atoms as that many, best first."""
    most = max(lengths)
    states: list[dict[int, list[Joined]]] = [{0: [Joined(0, "")]}] + [{} for _ in atoms]
    for at in range(len(atoms)):
        for last, digits, cost in _groups(atoms, at):
            for length, ways in states[at].items():
                if length + len(digits) <= most:
                    kept = states[last].setdefault(length + len(digits), [])
                    kept += [Joined(way.cost + cost, way.digits + digits) for way in ways]
        for length, ways in states[at + 1].items():
            states[at + 1][length] = sorted(set(ways))[:3]
    return {length: ways for length, ways in states[-1].items() if length in lengths}


def _groups(atoms: list[Atom], at: int) -> list[tuple[int, str, int]]:
    """The groups that begin at an atom: where each ends, its digits, its cost."""
    atom = atoms[at]
    split = PART_COST if _composes(atoms, at) and not atoms[at + 1].comma else 0
    found = [(at + 1, atom.digits, split)]
    value, last, cost = atom.value, at + 1, 0
    while last < len(atoms) and _composes(atoms, last - 1):
        value, cost = value + atoms[last].value, cost + JOIN_COST * atoms[last].comma
        split = PART_COST if _composes(atoms, last) and not atoms[last + 1].comma else 0
        found.append((last + 1, str(value), cost + split))
        last += 1
    return found


def _composes(atoms: list[Atom], at: int) -> bool:
    """Whether the next atom can be a smaller part of the same number: «двадцать» «пять»."""
    if at + 1 >= len(atoms):
        return False
    one, two = atoms[at], atoms[at + 1]
    return one.slot > two.slot > 0 and not one.teen


def beginnings(atoms: list[Atom], at: int) -> list[str]:
    """The digits that a number may begin with at an atom: «триста семьдесят пять» 300, 370, 375."""
    return [digits for _, digits, _ in _groups(atoms, at)]


def corrected(turn: Turn, find: Find, last: int) -> Find:
    """«Ой, не шестьдесят семь, а шестьдесят восемь»: the number with these digits for those, where they stand once."""
    tokens = turn.tokens
    for at in range(last, min(last + _CORRECTION_REACH, len(tokens) - 2)):
        if tokens[at].word not in words("phone-wrong"):
            continue
        wrong, behind = _digits(tokens, at + 1)
        right, end = _digits(tokens, behind + (word_at(tokens, behind) in words("phone-right")))
        if not wrong or len(wrong) != len(right):
            continue
        if find.value.endswith(wrong):
            value = find.value[: -len(wrong)] + right
        elif find.value.count(wrong) == 1:
            value = find.value.replace(wrong, right)
        else:
            # Nobody knows which: the number is wrong as it stands.
            return replace(find, sure=min(find.sure, SURE - 0.05))
        turn.take(at, end)
        return replace(find, value=value)
    return find


def _digits(tokens: Tokens, at: int) -> tuple[str, int]:
    """The digits of one stretch of words, tens joined to what follows them, and where they end."""
    atoms: list[Atom] = []
    while (atom := atom_at(tokens, at)) is not None and (not atoms or not atom.comma):
        atoms.append(atom)
        at = atom.last
    digits, place = "", 0
    while place < len(atoms):
        place, group, _ = _groups(atoms, place)[-1]
        digits += group
    return digits, at
