"""Tells what each price of a conversation is: asked, offered, agreed, delivery, deposit or another.

What is no part of the bargaining was told before (`minor_roles.py`). The rest is the bargaining itself: who named which
price after which, and whether the other then took it (`outcome.py`).
"""

from collections import defaultdict, deque
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from business_api.language.answers import answer, refuses
from business_api.language.lots import goes_on, names_lot
from business_api.language.mention import NO_PRICE, Mention
from business_api.language.minor_roles import is_total, refuses_reduction
from business_api.language.outcome import Table, hear, mark
from business_api.language.price_refusals import is_refused_price
from business_api.language.reopened import is_priced, reopens
from business_api.language.tables import begins, words
from business_api.language.turns import Turn

_MINOR = {"delivery", "deposit", "discount", "other"}
# People remember so many prices of a talk.
_REMEMBERED = 24
_MOST_PIECES = 500
_REACH = 5
# So many words behind a price tell how it is taken.
_ANSWER = 60
_FAR = 6
_CUT_REACH = 2


def _memory() -> deque[Decimal]:
    return deque(maxlen=_REMEMBERED)


@dataclass
class _Bargain:
    """What is known of the bargaining so far. `open`: somebody has asked for less, or offered it."""

    turns: list[Turn]
    asked: deque[Decimal] = field(default_factory=_memory)
    countered: deque[Decimal] = field(default_factory=_memory)
    offered: deque[Decimal] = field(default_factory=_memory)
    reductions: deque[Decimal] = field(default_factory=_memory)
    extras: deque[Decimal] = field(default_factory=_memory)
    sums: deque[Decimal] = field(default_factory=_memory)
    compared: deque[Decimal] = field(default_factory=_memory)
    main: list[Mention] = field(default_factory=list)
    cuts: list[Mention] = field(default_factory=list)
    open: bool = False
    other_at: int = -1
    cut_at: int = -_FAR
    lot: Mention | None = None
    seen: int = -1

    def hear(self, place: int) -> None:
        """Take in what was said up to a turn."""
        for turn in self.turns[self.seen + 1 : place + 1]:
            said = turn.words()
            many = turn.side == "buyer" and "если" in said and not words("wholesale").isdisjoint(said)
            self.open = self.open or many or any(begins(word, "bargain") for word in said)
        self.seen = max(self.seen, place)

    def note(self, mention: Mention) -> None:
        """Remember a price whose role is known."""
        if mention.role in _MINOR:
            self._note_minor(mention)
            return
        if mention.role == NO_PRICE:
            return
        if mention.role == "asked":
            self.asked.append(mention.value)
        else:
            (self.countered if mention.turn.side == "seller" else self.offered).append(mention.value)
            self.open = True
        self.main.append(mention)

    def last_place(self) -> int:
        """The turn in which a price that is bargained about was named last, -1 if none was."""
        return self.main[-1].place if self.main else -1

    def _note_minor(self, mention: Mention) -> None:
        if mention.role == "discount":
            self.reductions.append(mention.value)
            self.open, self.cut_at = True, mention.place
            mention.role, mention.reduces = "other", not refuses_reduction(mention)
            self.cuts += [mention] if mention.reduces else []
        elif mention.role == "other":
            self.sums.append(mention.value)
            self.other_at = mention.place
            if mention.turn.side == "buyer":
                self.compared.append(mention.value)
            self.open = self.open or mention.turn.side == "buyer"
        else:
            self.extras.append(mention.value)


def tell_roles(mentions: list[Mention], turns: list[Turn], listed: int | None, ended: int) -> None:
    """Set the role of every mention whose value is settled; `listed`: the advert's price; `ended`: the turn that called
    the deal off, -1 if none did."""
    bargain, table = _Bargain(turns), Table(listed=Decimal(listed) if listed else None)
    if listed:
        bargain.asked.append(Decimal(listed))
    by_place = defaultdict(list)
    for mention in mentions:
        by_place[mention.place].append(mention)
    for place in range(min(by_place, default=0), len(turns)):
        known, cut = len(bargain.main), len(bargain.cuts)
        for mention in by_place.get(place, []):
            bargain.hear(place)
            taken = table.taken_before(mention, bargain.main[known:])
            if taken is not None and not reopens(mention, taken, turns):
                mention.role = "other" if is_priced(mention) else NO_PRICE
                bargain.note(mention)
            else:
                _tell(mention, bargain)
        named = sorted([*bargain.main[known:], *bargain.cuts[cut:]], key=lambda each: each.first)
        hear(table, turns[place], place, named)
        if place == ended:
            table.call_off()
    mark(bargain.main, table)


def _tell(mention: Mention, bargain: _Bargain) -> None:
    """The role of one price after those before it."""
    if mention.role == "demand":
        # «Переведите восемь тысяч» may be all of it.
        mention.role = "" if mention.value in {*bargain.asked, *bargain.sums} else "deposit"
    if mention.role not in _MINOR:
        if _is_cut(mention, bargain):
            mention.role = "discount"
            bargain.note(mention)
            return
        lot = _is_lot(mention, bargain)
        apart = not lot and (_is_sum(mention, bargain) or _is_far(mention, bargain))
        told = _told_of_lot if lot else _told_by_course
        mention.role = "other" if apart else told(mention, bargain)
        mention.declined = not apart and (mention.declined or is_refused_price(mention))
    if mention.declined and not _keeps_role(mention, bargain):
        # Nobody's price: it says no more than that they bargain.
        mention.role, bargain.open = "other", True
        return
    bargain.note(mention)


def _keeps_role(mention: Mention, bargain: _Bargain) -> bool:
    """Whether a price that is refused in the words that name it is the other's, who asks or offers it still."""
    mention.refused = True
    others = bargain.offered if mention.turn.side == "seller" else [*bargain.asked, *bargain.countered]
    if mention.value not in others:
        return False
    mention.role = "asked" if mention.role == "asked" else "offered"
    return True


def _told_by_course(mention: Mention, bargain: _Bargain) -> str:
    return (_said_by_seller if mention.turn.side == "seller" else _said_by_buyer)(mention, bargain)


def _is_sum(mention: Mention, bargain: _Bargain) -> bool:
    """«Семь тысяч за оба?»: more than any price asked, reckoned aloud or said again."""
    buys = mention.turn.side == "buyer"
    proposes = "за" in mention.before[-1:] if buys else _names_own(mention)
    if proposes:
        return False
    total = is_total(mention)
    if not buys and bargain.compared and mention.value == bargain.compared[-1]:
        # «По восемьсот там утопленники»: what the buyer said that others take.
        return not (_names_own(mention) or any(begins(word, "counter") for word in mention.before))
    if not bargain.asked or mention.value <= max(bargain.asked):
        return total and buys and not bargain.asked
    named = [*bargain.asked, *bargain.countered]
    if not buys and bargain.open and bargain.other_at == mention.place - 1 != bargain.last_place():
        return True
    if max([*bargain.countered, *bargain.offered], default=Decimal(0)) > max(bargain.asked):
        return mention.value in bargain.sums
    return total or mention.value in bargain.sums or (buys and _adds_up(mention.value, named, bargain.extras))


def _is_far(mention: Mention, bargain: _Bargain) -> bool:
    """Whether a price is too far from those that are bargained about to be one of them."""
    named = [*bargain.asked, *bargain.countered, *bargain.offered]
    if not (named and bargain.open):
        return False
    return mention.value * _FAR < min(named) or mention.value > _FAR * max(named)


def _is_lot(mention: Mention, bargain: _Bargain) -> bool:
    """Whether it is the price of several pieces together, and a proposal of its own."""
    if bargain.lot is not None and goes_on(mention, bargain.lot.value):
        return True
    named = [*bargain.asked, *bargain.countered, *bargain.offered]
    if mention.turn.side != "buyer" or not named:
        return False
    if names_lot(mention, named):
        return True
    whole = is_total(mention) and mention.before[-2:-1] == ["за"] and not mention.asks
    return whole and not _adds_up(mention.value, [max(named)], [*named, *bargain.extras])


def _told_of_lot(mention: Mention, bargain: _Bargain) -> str:
    before, bargain.lot = bargain.lot, mention
    if before is not None and before.turn.side != mention.turn.side and before.value == mention.value:
        return _echo(mention) if not mention.asks else "agreed"
    return "offered"


def _is_cut(mention: Mention, bargain: _Bargain) -> bool:
    """«Тысячу не скину, пятьсот могу»: as little as was spoken of before."""
    near = mention.place - bargain.cut_at <= _CUT_REACH and bool(bargain.reductions)
    return near and mention.value <= 2 * bargain.reductions[-1] and _is_far(mention, bargain)


def _names_own(mention: Mention) -> bool:
    """«Давайте две с половиной за всё», «вместе за десять отдам»."""
    return any(begins(word, "own-price") for word in [*mention.before[-3:], *mention.after[:2]])


def _adds_up(value: Decimal, named: list[Decimal], extras: Iterable[Decimal]) -> bool:
    """Whether it is some pieces of one price, two prices, or a price with its delivery."""
    pieces = any(value % each == 0 and 1 < value / each <= _MOST_PIECES for each in named)
    return pieces or any(value - each in named or value - each in extras for each in named)


def _said_by_seller(mention: Mention, bargain: _Bargain) -> str:
    value = mention.value
    if bargain.offered and value == bargain.offered[-1] and value not in bargain.asked:
        return _echo(mention)
    if not bargain.asked or value in bargain.asked:
        return "asked"
    if not bargain.open and not _comes_down(mention, bargain):
        return "asked"
    # «Четырнадцать… ну, пусть четырнадцать пятьсот»: the other's price was only weighed.
    for each in reversed(bargain.main):
        if each.place != mention.place:
            break
        if each.role == "agreed":
            each.role, each.refused = "offered", True
    return "offered"


def _comes_down(mention: Mention, bargain: _Bargain) -> bool:
    """«Ладно, отдам за восемь», before anybody asked for less; in one breath with the price: «если …, за восемь»."""
    near = [*mention.before, *mention.after]
    if mention.value > max(bargain.asked):
        return False
    if bargain.main and bargain.main[-1].place == mention.place:
        return "если" in near and words("role-beside").isdisjoint(near)
    return any(begins(word, "counter") for word in near)


def _said_by_buyer(mention: Mention, bargain: _Bargain) -> str:
    value = mention.value
    if value in bargain.asked:
        return "asked"
    reduced = {asked - each for asked in bargain.asked for each in bargain.reductions}
    if (bargain.countered and value == bargain.countered[-1]) or value in reduced:
        return _echo(mention) if not mention.asks else "agreed"
    offers = any(begins(word, "offer") for word in [*mention.before[-_REACH:], *mention.after[:4]])
    asks = any(begins(word, "asks") for word in [*mention.before, *mention.after[:3]])
    if not offers and _quotes_advert(mention):
        return "asked"
    if not bargain.asked and (not offers or (asks and "за" not in mention.before[-1:])):
        return "asked"
    if asks and not offers and value >= min(bargain.asked, default=value):
        return "asked"
    # Nobody offers more than is asked: it is the price of something else.
    most = max([*bargain.asked, *bargain.sums, *bargain.countered], default=value)
    return "offered" if value <= most else "other"


def _quotes_advert(mention: Mention) -> bool:
    """«В объявлении написано восемь»: what the seller asks there, whatever the advert says by now."""
    near = [*mention.before, *mention.after[:4]]
    others = any(begins(word, "role-other-buyer") for word in near)
    return not others and any(begins(word, "advert-quoted") for word in near)


def _echo(mention: Mention) -> str:
    """The other's price, said again: taken, or said only to be refused («Нет, двенадцать — мало»)."""
    tokens, first = mention.turn.tokens, max(mention.first - len(mention.before), 0)
    led = answer(mention.turn, first, mention.first) if first < mention.first and not is_refused_price(mention) else ""
    # «Договорились, восемь. А семь точно никак?»: what comes after a yes to it refuses something else.
    said = "yes" if led == "yes" else answer(mention.turn, mention.last, min(mention.last + _ANSWER, len(tokens)))
    denied = said == "no" or (said != "yes" and refuses(tokens[first : mention.first]))
    mention.refused = denied or (said != "yes" and mention.asks)
    mention.declined = denied and mention.turn.side == "seller"
    return "offered" if mention.refused else "agreed"
