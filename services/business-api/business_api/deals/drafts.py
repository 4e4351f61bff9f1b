"""What a call's facts say that was agreed: the first draft of a deal card."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, time
from datetime import date as Date
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from business_api.calls.models import Call, CallSide
from business_api.calls.selectors import seller_of
from business_api.deals.models import DealCard
from business_api.transcripts.models import Fact

AGREED = "agreed"
BARGAINING = ("asked", "offered", "agreed")
PLACES = ("address", "metro", "place")
SURE = 0.5
# What is said of one meeting is said together.
TOGETHER_MS = 30_000


class Draft(NamedTuple):
    """The fields of a card, and where each was said."""

    fields: dict[str, Any]
    sources: dict[str, Any]


def draft_of(call: Call, before: DealCard | None) -> Draft | None:
    """The draft that a call gives, over what stood there before; None when nothing was agreed in it."""
    facts = [fact for fact in Fact.objects.filter(call=call).order_by("start_ms") if fact.confidence >= SURE]
    zone = _zone_of(call)
    found = {"price": _price(facts), "place": _places(facts), "meet_at": _meeting(facts)}
    if not any(found.values()):
        return None
    fields: dict[str, Any] = {
        "item": before.item if before else call.name,
        "price_minor": before.price_minor if before else None,
        "currency": before.currency if before else (call.advert.currency if call.advert else "RUB"),
        "place": before.place if before else "",
        "meet_at": before.meet_at if before else None,
        "time_zone": zone,
    }
    if price := found["price"]:
        fields["price_minor"], fields["currency"] = price[0].amount_minor, price[0].currency or fields["currency"]
    if places := found["place"]:
        fields["place"] = ", ".join(dict.fromkeys(_place_name(fact) for fact in places))[:300]
    if meeting := found["meet_at"]:
        fields["meet_at"] = _moment(meeting, zone)
    sources = dict(before.sources) if before else {}
    sources |= {name: _source(said) for name, said in found.items() if said}
    return Draft(fields, sources)


def bargaining(facts: Iterable[Fact]) -> list[Fact]:
    """The bargaining as a line: what was asked, offered and agreed, in order; what is only repeated is left out."""
    line: list[Fact] = []
    for fact in facts:
        if fact.role not in BARGAINING or fact.amount_minor is None or fact.confidence < SURE:
            continue
        if line and (line[-1].role, line[-1].amount_minor) == (fact.role, fact.amount_minor):
            continue
        line.append(fact)
    return line


def _zone_of(call: Call) -> str:
    sides = list(CallSide.objects.filter(call=call).select_related("user__profile"))
    seller = seller_of(call, sides)
    return next(side.user.profile.time_zone for side in sides if side.user_id == seller)


def _price(facts: Sequence[Fact]) -> list[Fact]:
    agreed = [fact for fact in facts if fact.kind == "price" and fact.role == AGREED and fact.amount_minor is not None]
    return agreed[-1:]


def _places(facts: Sequence[Fact]) -> list[Fact]:
    """The last place, with what was said around it: the station and the house."""
    places = [fact for fact in facts if fact.kind in PLACES]
    if not places:
        return []
    together = [fact for fact in places if places[-1].start_ms - fact.start_ms <= TOGETHER_MS]
    last_by_kind = {fact.kind: fact for fact in together}
    return [last_by_kind[kind] for kind in ("metro", "address", "place") if kind in last_by_kind]


def _meeting(facts: Sequence[Fact]) -> list[Fact]:
    """The last day and the hour that goes with it; an hour alone is no meeting."""
    days = [fact for fact in facts if fact.kind == "date"]
    hours = [fact for fact in facts if fact.kind == "time"]
    if not days or not hours:
        return []
    hour = hours[-1]
    day = min(reversed(days), key=lambda fact: abs(fact.start_ms - hour.start_ms))
    return [day, hour]


def _moment(meeting: Sequence[Fact], zone: str) -> datetime | None:
    day, hour = meeting
    try:
        moment = datetime.combine(Date.fromisoformat(day.value), time.fromisoformat(hour.value), ZoneInfo(zone))
    except ValueError:
        return None
    return moment.astimezone(UTC)


def _place_name(fact: Fact) -> str:
    return f"метро {fact.value}" if fact.kind == "metro" else fact.value


def _source(said: Sequence[Fact]) -> dict[str, Any]:
    first = said[0]
    return {"call_id": str(first.call_id), "start_ms": first.start_ms, "text": " … ".join(f.text for f in said)[:300]}
