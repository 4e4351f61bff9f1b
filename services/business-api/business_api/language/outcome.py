"""Finds the price that a bargaining ended with, and tells its mentions from mere asking and offering.

A price lies on the table until the other says yes to it, repeats it, or goes on to where and when to meet.
"""

from dataclasses import dataclass, field
from decimal import Decimal

from business_api.language.answers import answer
from business_api.language.mention import Mention
from business_api.language.morphology import lemma, lemmas, part_of_speech
from business_api.language.tables import begins, words
from business_api.language.tokens import sentence_at
from business_api.language.turns import RESTS_ON_GREY, Turn
from business_api.language.types import SURE

# A yes comes within so many turns, or the talk has gone elsewhere.
_LOOK_AHEAD = 4
# «Хорошо, тринадцать?»: a new price so soon behind the yes is no yes.
_COUNTER_REACH = 6
# A price that was asked and is as sure as this comes onto no card.
UNSURE_DRAFT = 0.7
# One that the other said yes to in so many words does.
SURE_DRAFT = 0.85
# So many words before a number tell whether the one before it was taken.
_ANSWER = 60
# A reduction leaves half of the price or more.
_LEAST_LEFT = 2
_OTHER_SIDE = {"seller": "buyer", "buyer": "seller"}


@dataclass(slots=True)
class Table:
    """What lies on the table of a bargaining, turn by turn.

    `offer` lies there since `place`, for `answers` to take; `ask` is what the seller stands by; `closed`: a price was
    taken, and none was named since; `gone`: what was called off, or cannot be reckoned; `listed`: the advert's price;
    `answered`: it was taken by a yes; `doubted`: that was not heard surely; `vague`: less is promised, not how much;
    `choices`: what the seller asks for each of several things, by its dictionary form.
    """

    offer: Mention | None = None
    ask: Mention | None = None
    answers: str = ""
    place: int = 0
    haggled: bool = False
    taken: Mention | None = None
    taken_at: int = 0
    closed: bool = False
    gone: Mention | None = None
    listed: Decimal | None = None
    doubted: bool = False
    answered: bool = False
    vague: bool = False
    choices: dict[str, Mention] = field(default_factory=dict)

    def call_off(self) -> None:
        """Nothing stands any more."""
        self.gone = self.taken or self.offer or self.ask
        self.taken = self.offer = self.ask = None
        self.closed = False

    def take(self, mention: Mention, place: int, *, doubted: bool = False, answered: bool = False) -> None:
        """A price is taken; so may be a reduction of nobody knows what, and then there is none."""
        known = mention.price is not None and not (self.vague and mention is self.ask)
        self.taken, self.taken_at = mention if known else None, place
        self.gone, self.doubted, self.answered = None if known else mention, doubted, answered
        self.offer, self.closed = None, known

    def cut(self, mention: Mention) -> None:
        """Somebody says by how much less: of what was taken, of what the seller asks, or of the advert's price."""
        base = self.taken if self.closed else self.ask
        whole = base.price if base is not None else self.listed
        if self.closed and base is not None and base.reduces and base.value == mention.value:
            # «Минус пятьсот так минус пятьсот»: the same one again.
            return
        if whole is not None and mention.value >= whole:
            return
        again = self.offer is not None and self.offer.reduces and self.offer.value == mention.value
        doubtful = "еще" in mention.before and not self.closed
        sure = whole is not None and mention.value * _LEAST_LEFT <= whole and not doubtful
        mention.reduced = whole - mention.value if whole is not None and sure else None
        if not (again and mention.turn.side == self.answers):
            self.offer, self.answers, self.place = mention, _OTHER_SIDE[mention.turn.side], mention.place
            self.closed = False

    def taken_before(self, mention: Mention, named: list[Mention]) -> Mention | None:
        """The price that was taken when a number is said: in turns before, or in its own before it, `named` there."""
        if self.closed:
            return self.taken
        offer, turn = self.offer, mention.turn
        if offer is not None and turn.side == self.answers and mention.place > self.place:
            first, _ = sentence_at(turn.tokens, mention.first)
            if (
                all(each.value == offer.value for each in named)
                and answer(turn, max(first - _ANSWER, 0), first) == "yes"
            ):
                return offer
        return next((each for each in named if each.role == "agreed" and not each.asks), None)

    def put(self, mention: Mention) -> None:
        """A price is named: the seller's own, or the buyer's offer, which may be what is asked."""
        asked = mention.role == "asked" and (mention.asks or mention.turn.side == "seller")
        owner = "seller" if asked else mention.turn.side
        self.closed = self.closed and self.taken is not None and self.taken.price == mention.value
        if mention.role == "offered":
            if not self.haggled:
                self.taken = None
            self.haggled = True
        if owner == "seller":
            self.ask = mention
        self.offer, self.answers, self.place = mention, _OTHER_SIDE[owner], mention.place

    def refuse(self, turn: Turn, place: int) -> None:
        """Take the offer away. What the seller asked for still stands, and the buyer may come back to it."""
        sells = turn.side == "seller"
        self.offer, self.answers, self.place = (self.ask if sells else None), ("buyer" if sells else ""), place


def hear(table: Table, turn: Turn, place: int, named: list[Mention]) -> None:
    """One turn of the bargaining: does it take what lies on the table, and what does it put there?"""
    offer = table.offer
    if table.taken is not None and any(each.declined and each.value == table.taken.price for each in named):
        table.taken = None
    if offer is not None and turn.side == table.answers and place > table.place:
        if place - table.place > _LOOK_AHEAD:
            table.offer = None
        elif named:
            _answer_with_price(table, turn, place, named)
        else:
            _answer(table, turn, place)
    table.choices = _choices(turn, named) if named else table.choices
    for mention in named:
        if mention.reduces:
            table.cut(mention)
            continue
        if mention.refused or mention is table.taken:
            continue
        back = table.taken is not None and mention.role == "asked" and _takes(mention)
        if back or (mention.role == "agreed" and not mention.asks):
            table.take(mention, place)
        elif table.taken is None or table.taken_at != place or mention.value != table.taken.price:
            table.put(mention)
    if named:
        table.vague = False
    elif turn.side == "seller" and table.taken is None and _promises_less(turn):
        table.vague = True


def _answer(table: Table, turn: Turn, place: int) -> None:
    said = answer(turn, 0, len(turn.tokens)) or ("on" if any(turn.dated) else "")
    if table.offer is None or _asks_for_less(turn):
        return
    if said == "yes" or (said == "on" and table.haggled and not table.offer.reduces):
        yes = said == "yes"
        if table.offer in table.choices.values():
            _choose(table, turn, place)
            return
        table.take(table.offer, place, doubted=yes and not _is_heard(turn), answered=yes)
    elif said == "no":
        table.refuse(turn, place)


def _choose(table: Table, turn: Turn, place: int) -> None:
    """«Мальчик тридцать, девочка сорок» — «Возьму мальчика»; of whoever does not say which nobody knows the price."""
    said = {form for word in turn.words() for form in lemmas(word)}
    chosen = next((mention for thing, mention in table.choices.items() if thing in said), None)
    if chosen is not None:
        table.take(chosen, place, answered=True)
    elif table.offer is not None:
        table.gone, table.offer, table.ask = table.offer, None, None


def _choices(turn: Turn, named: list[Mention]) -> dict[str, Mention]:
    """The prices of several things that the seller names one after the other: «мальчик тридцать, девочка сорок»."""
    asked = [each for each in named if each.role == "asked" and not each.refused and each.before]
    things = {lemma(each.before[-1]): each for each in asked if part_of_speech(each.before[-1]) in {"NOUN", "ADJF"}}
    several = turn.side == "seller" and len(things) == len(asked) > 1
    return things if several and len({each.value for each in asked}) == len(asked) else {}


def _promises_less(turn: Turn) -> bool:
    """«Одну сброшу», «ну, скину немного»: nobody knows how much."""
    said = turn.words()
    return any(word in words("promise-less") and "не" not in said[max(at - 2, 0) : at] for at, word in enumerate(said))


def _is_heard(turn: Turn) -> bool:
    """Whether the yes of a turn stands in words that were heard surely."""
    return answer(turn, 0, len(turn.tokens), heard=True) == "yes"


def _asks_for_less(turn: Turn) -> bool:
    """«Угу. А уступите?», «если возьму шесть, подешевле будет?»: whatever else is said, it takes no price."""
    return any(begins(word, "bargain") for word in turn.words()) and turn.text.rstrip().endswith("?")


def _answer_with_price(table: Table, turn: Turn, place: int, named: list[Mention]) -> None:
    offer = table.offer
    if offer is None:
        return
    if any(mention.declined for mention in named):
        table.refuse(turn, place)
        return
    same = next((mention for mention in named if _says_again(offer, mention)), None)
    if same is not None:
        same.reduced = offer.reduced
        grey = not turn.grey.isdisjoint(range(same.first, same.last))
        if not same.asks or answer(turn, same.last, len(turn.tokens)) == "yes":
            table.take(same, place, doubted=grey and not _is_heard(turn))
        return
    first = sentence_at(turn.tokens, named[0].first)[0] if named[0].reduces else named[0].first
    if (first > _COUNTER_REACH or named[0].reduces) and answer(turn, 0, first) == "yes":
        table.take(offer, place)


def _says_again(offer: Mention, mention: Mention) -> bool:
    """Whether a price, or by how much less, is what the other said before."""
    same = mention.value == (offer.value if mention.reduces else offer.price)
    return same and not mention.refused and (offer.reduces or not mention.reduces)


def mark(main: list[Mention], table: Table) -> None:
    """Set «agreed» on the mentions of the price that was taken at last; what was taken before it was an offer."""
    taken = table.taken
    if taken is not None and taken.reduced is not None:
        taken.value, taken.role = taken.reduced, "agreed"
    value = taken.value if taken is not None else None
    for mention in main:
        if mention.role == "agreed" and mention.value != value:
            mention.role = "offered"
    if taken is not None:
        _mark_taken(main, table, taken)
    elif table.vague or table.gone is not None or (table.offer is not None and table.offer.reduces):
        for mention in main:
            # An asked price alone would be the draft of a card.
            mention.sure = min(mention.sure, UNSURE_DRAFT if mention.role == "asked" else 1)


def _mark_taken(main: list[Mention], table: Table, taken: Mention) -> None:
    opened = next((at for at, each in enumerate(main) if each.role in {"offered", "agreed"}), len(main))
    sold = False
    for at, mention in enumerate(main):
        if mention.value != taken.value or mention.refused:
            continue
        if mention.role == "asked" and (at < opened or not table.haggled):
            mention.role = "agreed" if sold and not table.haggled and _takes(mention) else "asked"
            sold = True
        elif mention.turn.side == "seller" or sold or mention.place > table.taken_at:
            mention.role, sold = "agreed", True
    alone = not any(mention.role == "agreed" for mention in main)
    if taken.role == "asked" and _takes(taken):
        # «Беру за девятьсот» — «Отлично»: the advert asks it, and both have said yes.
        both = table.taken_at > taken.place or (table.haggled and alone)
        taken.role = "agreed" if both else "asked"
    elif taken.role == "offered" and alone:
        taken.role = "agreed"
    elif table.answered and taken.role == "asked" and not table.haggled and taken.sure >= SURE:
        taken.sure = max(taken.sure, SURE_DRAFT)
    for mention in [*main, taken] if table.doubted else ():
        # A yes that was not heard surely makes no sure deal.
        mention.sure = min(mention.sure, RESTS_ON_GREY) if mention.role == "agreed" else mention.sure


def _takes(mention: Mention) -> bool:
    """«Хорошо, беру за пятнадцать»: the buyer takes the price in the words that name it."""
    if mention.turn.side != "buyer" or mention.asks:
        return False
    first, last = mention.first - len(mention.before), min(mention.last + len(mention.after), len(mention.turn.tokens))
    return answer(mention.turn, max(first, 0), last) == "yes"
