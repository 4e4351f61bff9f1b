"""Finds telephone numbers, written or dictated in groups, over several turns too. Only importer of phonenumbers."""

from typing import NamedTuple

from business_api.language.phone_atoms import PART_COST, Atom, atom_at, beginnings, corrected, join
from business_api.language.tables import words
from business_api.language.tokens import Tokens, word_at
from business_api.language.turns import Find, Turn
from business_api.language.types import SURE

_LENGTHS = frozenset({10, 11, 12})
_LENGTHS_ABROAD = frozenset({10, 11, 12, 13})
_MOST_ATOMS = 40
# Digit by digit, with a country code of three.
_MOST_GROUPS = 12
_FEWEST_DIGITS = 9
# The cost up to which groups may be joined otherwise than they were said.
_MOST_COST = 5
_LEFT_COST = 2
# Prices that two people name by turns («девятьсот сорок» — «девятьсот тридцать») must not be joined to one.
_MOST_COST_IN_PIECES = 2
_BEGINNINGS = ("7", "8", "9", "375", "998")
# A search takes for a telephone number what is surely one.
_SEARCHED = 0.7
# No such number is given to anybody, or digits were left over, or what belongs together was parted to read it.
_DOUBTED = SURE - 0.05
# A number dictated in pieces: how many turns may lie between them, and how many words the other may say meanwhile.
_PIECE_TURNS, _PIECE_WORDS = 3, 6
_MOST_PIECES = 6
_FEWEST_BEGUN = 3


class _Read(NamedTuple):
    value: str
    sure: float
    cost: int = 0


def read_phones(turns: list[Turn]) -> list[tuple[Turn, Find]]:
    """The telephone numbers of a conversation, each in the turn where it begins."""
    finds: list[tuple[Turn, Find]] = []
    for turn in turns:
        for run in _runs(turn):
            found = _in_run(run, _follows_plus(turn.tokens, run[0].first))
            if found is not None:
                turn.take(found.first, run[-1].last)
                found = corrected(turn, found, run[-1].last)
                turn.phoned = True
                finds.append((turn, found))
    for place, turn in enumerate(turns):
        pieces = _in_pieces(turns, place)
        if pieces is not None:
            finds.append((turn, pieces))
    return finds


def _runs(turn: Turn) -> list[list[Atom]]:
    """Stretches of digits with nothing but signs and «плюс», «тире», «дальше» between them."""
    runs: list[list[Atom]] = []
    at, run = 0, list[Atom]()
    tokens = turn.tokens
    while at < len(tokens):
        atom = atom_at(tokens, at) if turn.free(at, at + 1) else None
        if atom is not None and len(run) < _MOST_ATOMS:
            run.append(atom)
            at = atom.last
        elif run and word_at(tokens, at) in words("phone-between"):
            at += 1
        else:
            if run:
                runs.append(run)
            run = [atom] if atom is not None else []
            at = atom.last if atom is not None else at + 1
    return [*runs, run] if run else runs


def _follows_plus(tokens: Tokens, at: int) -> bool:
    """Whether a number begins with the code of a country."""
    return word_at(tokens, at - 1) in words("phone-plus") or "+" in tokens[at].gap


def _in_run(run: list[Atom], plus: bool) -> Find | None:
    """The first telephone number within a run; numbers before and behind it are something else."""
    if plus and (best := _cheapest(run, 0, foreign=True)) is not None:
        return _found(run, 0, best)
    for first in range(len(run)):
        if sum(len(atom.digits) for atom in run[first:]) < _FEWEST_DIGITS:
            return None
        if not any(digits.startswith(_BEGINNINGS) for digits in beginnings(run, first)):
            continue
        best = _cheapest(run, first)
        if best is not None:
            return _found(run, first, best)
        if plus:
            # A number of another country that nobody has: no part of it is one of this country.
            return None
    return None


def _found(run: list[Atom], first: int, best: tuple[_Read, int]) -> Find:
    read, last = best
    # «… шестьдесят семь, восемь»: a digit too many, somewhere.
    over = last < len(run) and not run[last].apart
    sure = min(read.sure, _DOUBTED) if over else read.sure
    return Find("phone", read.value, run[first].first, run[last - 1].last, sure)


def _cheapest(run: list[Atom], first: int, foreign: bool = False) -> tuple[_Read, int] | None:
    """The number that begins at an atom and the atom where it ends; what is left of the run over costs too."""
    found: list[tuple[_Read, int]] = []
    for last in range(min(len(run), first + _MOST_GROUPS), first, -1):
        read = _read(run[first:last], foreign)
        if read is not None:
            found.append((read, last))
    return min(found, key=lambda each: each[0].cost + _LEFT_COST * (len(run) - each[1]), default=None)


def _read(atoms: list[Atom], foreign: bool = False) -> _Read | None:
    """The telephone number that atoms say, by the cheapest way to join them that gives one."""
    found = [
        (way.cost, -length, read)
        for length, ways in join(atoms, _LENGTHS_ABROAD if foreign else _LENGTHS).items()
        for way in ways
        if way.cost <= _MOST_COST and (read := (_abroad if foreign else _checked)(way.digits)) is not None
    ]
    if not found:
        return None
    cost, _, read = min(found, key=lambda each: each[:2])
    # A number that was read by parting what belongs together may as well lack a digit.
    sure = read.sure - 0.05 * cost
    return _Read(read.value, min(sure, _DOUBTED) if cost >= PART_COST else sure, cost)


def _checked(digits: str) -> _Read | None:
    """A number of Russia or its neighbours, in its international form; None if it can be none."""
    if len(digits) == 11 and digits[0] == "8":
        digits = "7" + digits[1:]
    elif len(digits) == 10 and digits[0] == "9":
        digits = "7" + digits
    elif not (digits[0] == "7" and len(digits) == 11) and not (digits.startswith(("375", "998")) and len(digits) == 12):
        return None
    return _abroad(digits) or (_Read("+" + digits, _DOUBTED) if digits.startswith("79") else None)


def _abroad(digits: str) -> _Read | None:
    """A number of any country, with its code; None if it can be none."""
    import phonenumbers  # noqa: PLC0415 - loaded when first needed

    try:
        number = phonenumbers.parse("+" + digits)
    except phonenumbers.NumberParseException:
        return None
    return _Read("+" + digits, 0.97) if phonenumbers.is_valid_number(number) else None


def _in_pieces(turns: list[Turn], place: int) -> Find | None:
    """A number dictated group by group while the other says «ага»: the turns of one side, each ending in digits."""
    turn = turns[place]
    tail = _tail(turn)
    begun = "".join(atom.digits for atom in tail)
    if not begun.startswith(_BEGINNINGS) or (len(begun) < _FEWEST_BEGUN and begun not in {"7", "8"}):
        return None
    pieces, taken, at = list(tail), [(turn, tail[0].first, tail[-1].last)], place
    best: _Read | None = None
    for _ in range(_MOST_PIECES):
        following = _next_piece(turns, at)
        if following is None:
            break
        at, run = following
        pieces += [run[0]._replace(comma=True), *run[1:]]
        taken.append((turns[at], run[0].first, run[-1].last))
        read = _read(pieces)
        if read is not None and read.cost <= _MOST_COST_IN_PIECES and (best is None or read.cost < best.cost):
            best = read
        if best is not None and not best.cost:
            break
    if best is None:
        return None
    for each, first, last in taken:
        each.take(first, last)
        each.phoned = True
    return Find("phone", best.value, tail[0].first, tail[-1].last, best.sure - 0.1)


def _tail(turn: Turn) -> list[Atom]:
    """The digits at a turn's end."""
    runs = _runs(turn)
    return runs[-1] if runs and runs[-1][-1].last == len(turn.tokens) else []


def _next_piece(turns: list[Turn], place: int) -> tuple[int, list[Atom]] | None:
    """The next turn of the same side if it is all digits, with little said by the other in between."""
    for at in range(place + 1, min(place + _PIECE_TURNS, len(turns))):
        turn = turns[at]
        if turn.side != turns[place].side:
            if len(turn.tokens) > _PIECE_WORDS or not _listens(turn):
                return None
            continue
        runs = _runs(turn)
        if not runs or runs[0][0].first > 1:
            return None
        return at, runs[0]
    return None


def _listens(turn: Turn) -> bool:
    """Whether somebody only says that they hear, or the digits again: no «тридцать шесть?» of a bargaining."""
    if not words("phone-heard").isdisjoint(turn.words()):
        return True
    runs = _runs(turn)
    echoed = bool(runs) and runs[0][0].first == 0 and runs[0][-1].last == len(turn.tokens)
    return echoed and not turn.text.rstrip().endswith("?")


class Phone(NamedTuple):
    """A telephone number in its international form, and the token where it ends (exclusive)."""

    value: str
    last: int


def read_phone(tokens: Tokens, at: int) -> Phone | None:
    """The telephone number that begins at a token of any text; for search."""
    atoms: list[Atom] = []
    while at < len(tokens) and len(atoms) < _MOST_GROUPS and (atom := atom_at(tokens, at)) is not None:
        atoms.append(atom)
        at = atom.last
    if not atoms or not atoms[0].digits.startswith(_BEGINNINGS):
        return None
    for last in range(len(atoms), 0, -1):
        if sum(len(atom.digits) for atom in atoms[:last]) < _FEWEST_DIGITS:
            return None
        read = _read(atoms[:last])
        if read is not None and read.sure > _SEARCHED:
            return Phone(read.value, atoms[last - 1].last)
    return None
