"""What a call's facts say that was agreed: the first draft of a deal card, and the bargaining as a line."""

from collections.abc import Iterable
from datetime import UTC, datetime, time
from datetime import date as Date
from typing import Any, NamedTuple, TypeGuard
from uuid import UUID
from zoneinfo import ZoneInfo

from business_api import language
from business_api.calls.models import Call, CallSide
from business_api.calls.selectors import seller_of
from business_api.deals.models import LARGEST_MINOR, DealCard
from business_api.transcripts.models import Fact

MINOR = 100
CALLED_OFF = "called_off"
FIELDS = ("item", "price_minor", "currency", "place", "meet_at", "time_zone")


class Draft(NamedTuple):
    """The fields of a card, and where each was said. `taken`: its price was not only asked."""

    fields: dict[str, Any]
    sources: dict[str, Any]
    taken: bool = False


def draft_of_calls(calls: Iterable[Call]) -> tuple[Call, Draft] | None:
    """What calls give, the later over the earlier, and the last that gave something; None when none of them does.

    Of what stood before a call that called it off nothing is left.
    """
    found: tuple[Call, Draft] | None = None
    for call in calls:
        found = None if is_called_off(call) else found
        draft = draft_of(call, found[1] if found else None)
        found = (call, draft) if draft else found
    return found


def is_called_off(call: Call) -> bool:
    """Whether a call says that nothing comes of the deal, and nothing was agreed anew in it."""
    return Fact.objects.filter(call=call, kind=CALLED_OFF, confidence__gte=language.SURE).exists()


def draft_of(call: Call, before: Draft | None) -> Draft | None:
    """The draft that a call gives, over what stood there before; None when nothing was agreed in it."""
    sides = list(CallSide.objects.filter(call=call).select_related("user__profile"))
    seller = seller_of(call, sides)
    zone = next(side.user.profile.time_zone for side in sides if side.user_id == seller)
    said = language.agreement([_spoken(fact, seller) for fact in Fact.objects.filter(call=call).order_by("start_ms")])
    sources: dict[str, Any] = {}
    fields = (before or nothing_said(call, zone)).fields | {"time_zone": zone}
    taken = before is not None and before.taken
    if _is_sure(said.price) and int(said.price.value) * MINOR <= LARGEST_MINOR and _outweighs(said.price, taken):
        taken = said.price.fact.role == "agreed"
        fields["price_minor"] = int(said.price.value) * MINOR
        fields["currency"] = said.price.fact.currency or fields["currency"]
        sources["price"] = _source(call, said.price)
    moved = False
    if _is_sure(said.place):
        place = _place_name(said.place)[:300]
        moved = place != fields["place"]
        fields["place"], sources["place"] = place, _source(call, said.place)
    moment, told = _meeting(said, fields["meet_at"], zone)
    if moment is not None and told is not None:
        fields["meet_at"], sources["meet_at"] = moment, _source(call, told)
    elif moved and (said.date or said.time):
        # They meet elsewhere, and it was not heard when: the place of one call and the hour of another nobody said.
        fields["meet_at"] = None
    if not sources:
        return None
    if not fields["item"] and _is_sure(said.item):
        fields["item"] = said.item.value[:200]
        sources["item"] = _source(call, said.item)
    kept = before.sources if before else {}
    told_at = {name: at for name, at in {**kept, **sources}.items() if name != "meet_at" or fields[name]}
    return Draft(fields, told_at, taken)


def _outweighs(price: language.Settled, taken: bool) -> bool:
    """Whether it replaces the price that stood: one that is only asked says nothing against one that was taken."""
    return price.fact.role == "agreed" or not taken


def _meeting(
    said: language.Agreement, before: datetime | None, zone: str
) -> tuple[datetime | None, language.Settled | None]:
    """When they meet, and what tells it: a call that moves the hour or the day alone leaves the other as it was.

    An hour without its day is no meeting.
    """
    stood = before.astimezone(ZoneInfo(zone)) if before else None
    day = said.date.value if _is_sure(said.date) else str(stood.date()) if stood and not said.date else None
    hour = said.time.value if _is_sure(said.time) else f"{stood:%H:%M}" if stood and not said.time else None
    told = said.time if _is_sure(said.time) else said.date
    return (_moment(day, hour, zone) if told and day and hour else None), told


def nothing_said(call: Call, zone: str) -> Draft:
    """A card with nothing but its thing."""
    currency = call.advert.currency if call.advert else "RUB"
    fields = {"item": call.name, "price_minor": None, "currency": currency, "place": "", "meet_at": None}
    return Draft(fields | {"time_zone": zone}, {})


def on_card(card: DealCard) -> Draft:
    """What stands on a card."""
    return Draft({name: getattr(card, name) for name in FIELDS}, card.sources, card.price_minor is not None)


def bargaining(facts: Iterable[Fact], sellers: dict[UUID, UUID]) -> list[tuple[str, Fact]]:
    """The bargaining as (role, fact), in order and without repetitions; `sellers` by call."""
    sure = [fact for fact in facts if fact.confidence >= language.SURE and fact.amount_minor is not None]
    spoken = [_spoken(fact, sellers.get(fact.call_id)) for fact in sure]
    rows = {id(each): fact for each, fact in zip(spoken, sure, strict=True)}
    return [(step.role, rows[id(step.fact)]) for step in language.bargaining(spoken)]


def _spoken(fact: Fact, seller: UUID | None) -> language.Fact:
    return language.Fact(
        kind=fact.kind,
        value=fact.value,
        role=fact.role,
        currency=fact.currency,
        text=fact.text,
        line_id=fact.segment_id,
        start=0,
        end=0,
        start_ms=fact.start_ms,
        end_ms=fact.end_ms,
        side="seller" if fact.user_id == seller else "buyer",
        confidence=fact.confidence,
    )


def _is_sure(settled: language.Settled | None) -> TypeGuard[language.Settled]:
    return settled is not None and settled.confidence >= language.SURE


def _place_name(place: language.Settled) -> str:
    """A station alone is called one."""
    alone = place.fact.kind == "metro" and place.value == place.fact.value
    return f"метро {place.value}" if alone else place.value


def _moment(day: str, hour: str, zone: str) -> datetime | None:
    try:
        moment = datetime.combine(Date.fromisoformat(day), time.fromisoformat(hour), ZoneInfo(zone))
    except ValueError:
        return None
    return moment.astimezone(UTC)


def _source(call: Call, settled: language.Settled) -> dict[str, Any]:
    told = settled.fact
    corrected = Fact.objects.filter(call=call, segment_id=told.line_id, corrected=True).exists()
    source = {"call_id": str(call.pk), "start_ms": told.start_ms, "text": told.text[:300]}
    return source | ({"corrected": True} if corrected else {})
