"""Reads the facts of a conversation: who said what of item, price, meeting, contact, and at which second."""

from collections.abc import Sequence
from decimal import Decimal

from business_api.language.addresses import read_addresses
from business_api.language.called_off import called_off_at, find_called_off, without_called_off
from business_api.language.dates import read_dates
from business_api.language.delays import read_delays
from business_api.language.flags import read_flags
from business_api.language.items import read_items
from business_api.language.links import read_links
from business_api.language.mention import NO_PRICE, Mention
from business_api.language.mentions import find_mentions
from business_api.language.metro import read_metro
from business_api.language.minor_roles import tell_minor
from business_api.language.moved import without_given_up
from business_api.language.phones import read_phones
from business_api.language.places import read_places
from business_api.language.roles import tell_roles
from business_api.language.scale import is_placeholder, listed_price, settle
from business_api.language.shifts import read_shifts
from business_api.language.times import read_times
from business_api.language.turns import Find, Turn, make_fact, make_turns
from business_api.language.types import Fact, Line, Setting


def read_facts(lines: Sequence[Line], setting: Setting) -> list[Fact]:
    """The facts in the order in which they were said.

    Doubtful lines give none and are not looked at. Facts that contradict each other all stand: what was agreed is
    told by `agreement`. The kinds are read one after another, the surest first; words that became a fact are not
    read as another one.
    """
    turns = make_turns(lines)
    finds: list[tuple[Turn, Find]] = []
    for turn in turns:
        finds += [(turn, find) for find in read_links(turn)]
    finds += read_phones(turns)
    finds += read_metro(turns, setting.city)
    finds += read_addresses(turns)
    finds += read_delays(turns, setting.recorded_at)
    finds += read_times(turns, setting.recorded_at)
    finds += read_shifts(turns, finds)
    for place, turn in enumerate(turns):
        found = [*read_dates(turns, place, setting.recorded_at.date()), *read_places(turn)]
        finds += [(turn, find) for find in found]
    for turn in turns:
        turn.dated = bytes(turn.taken)
    finds = without_given_up(turns, finds)
    ended = called_off_at(turns)
    finds = without_called_off(finds, turns, ended)
    finds += _prices(turns, setting, ended)
    finds += read_items(turns, setting.title)
    finds += read_flags(turns)
    finds += find_called_off(turns, finds, ended)
    facts = [make_fact(turn, find) for turn, find in finds]
    return sorted(facts, key=lambda fact: (fact.start_ms, fact.line_id, fact.start, fact.kind))


def _prices(turns: list[Turn], setting: Setting, ended: int) -> list[tuple[Turn, Find]]:
    own = setting.currency or "RUB"
    known = None if setting.price is None or is_placeholder(setting.price, own) else setting.price
    mentions = find_mentions(turns, known)
    tell_minor(mentions, turns)
    listed = listed_price(mentions, known, own)
    settle(mentions, turns, listed, setting.title, own)
    tell_roles(mentions, turns, listed, ended)
    return [
        (mention.turn, Find("price", str(whole), mention.first, mention.last, mention.sure, mention.role,
                            _currency(mention, own)))
        for mention in mentions
        if mention.role != NO_PRICE and (whole := _whole(mention.value)) > 0
    ]  # fmt: skip


def _whole(value: Decimal) -> int:
    return int(value.to_integral_value())


def _currency(mention: Mention, own: str) -> str:
    """The currency said, else the advert's. «Рублей» are roubles of the advert's country."""
    if not mention.currency or (mention.currency == "RUB" and own in {"BYN", "RUB"}):
        return own
    return mention.currency
