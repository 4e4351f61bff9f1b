"""What calls say that the people of a card could not know when they last settled it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from business_api.calls.models import Call
from business_api.calls.serializers import made_at
from business_api.deals.drafts import CALLED_OFF, FIELDS, Draft, draft_of, is_called_off, on_card
from business_api.deals.models import DealCard, Negotiation
from business_api.language import SURE
from business_api.transcripts.models import Correction, Fact

Yes = Mapping[UUID, datetime]
"""{account: when it said yes to the newest card}."""
BOTH = 2
MOST_CALLS = 20
MEETING = ("date", "time", "metro", "address", "place")
BESIDE = ("delivery", "deposit", "other")
# What is on a card, by the kinds of facts that tell it.
TOLD = {
    "item": ("item",),
    "price": ("price_minor", "currency"),
    "metro": ("place",), "address": ("place",), "place": ("place",),
    "date": ("meet_at", "time_zone"), "time": ("meet_at", "time_zone"),
}  # fmt: skip


def suggestion(newest: DealCard | None, yes: Yes) -> dict[str, Any] | None:
    """A card with what calls say otherwise since it was written and both confirmed it; None when they say nothing else.

    New is what was said in a call that ended later, and what lines say that were corrected later. Of an older call that
    nobody corrected nothing is new: whoever wrote the card knew it.
    """
    if newest is None:
        return None
    card = draft = on_card(newest)
    news: set[str] = set()
    for call in _ended_calls(newest):
        if is_called_off(call):
            draft, news = card, set()
            continue
        news |= _news(call, newest, yes)
        said = draft_of(call, draft) if news else None
        if said is not None:
            draft = _with(draft, said, news)
    return draft.fields if draft.fields != card.fields else None


def called_off(negotiation: Negotiation, newest: DealCard | None, yes: Yes) -> Fact | None:
    """Who said last, and in what words, that nothing comes of what is on the card.

    None when a later call speaks of meeting or takes a price, and when since then somebody wrote a card, both confirmed
    it, or somebody marked how it stands.
    """
    if newest is None or negotiation.outcome or _is_empty(newest):
        return None
    said = Fact.objects.filter(call__negotiation=negotiation, call__end_time__isnull=False, confidence__gte=SURE)
    fact = said.filter(kind=CALLED_OFF).select_related("call").order_by("-call_id", "-fact_id").first()
    if fact is None or fact.call.end_time is None:
        return None
    known_at = made_at(fact.pk)
    settled = [newest.created_at > (known_at if fact.corrected else fact.call.end_time)]
    settled.append(len(yes) == BOTH and min(yes.values()) > known_at)
    settled.append(negotiation.marks.filter(marked_at__gt=known_at).exists())
    again = said.filter(Q(kind__in=MEETING) | Q(kind="price", role="agreed"), call_id__gt=fact.call_id)
    return None if any(settled) or again.exists() else fact


def _is_empty(card: DealCard) -> bool:
    """Whether nothing was read onto it but what it is about."""
    return card.author_id is None and card.price_minor is None and not card.place and card.meet_at is None


def _ended_calls(card: DealCard) -> list[Call]:
    """Those with facts, in their order, from the first on that ended or was corrected after the card was written."""
    corrected = Correction.objects.filter(call=OuterRef("pk"), created_at__gte=card.created_at)
    told = Exists(Fact.objects.filter(call=OuterRef("pk")))
    calls = Call.objects.filter(told, negotiation=card.negotiation_id, end_time__isnull=False).order_by("call_id")
    first = calls.filter(Q(end_time__gte=card.created_at) | Q(Exists(corrected))).values_list("pk", flat=True).first()
    if first is None:
        return []
    return list(calls.filter(pk__gte=first).select_related("advert").reverse()[:MOST_CALLS])[::-1]


def _news(call: Call, card: DealCard, yes: Yes) -> set[str]:
    """The fields of which a call says what nobody knew who wrote the card or who confirmed it."""
    if (since := _known_until(call, card, yes)) is None:
        return set()
    facts = Fact.objects.filter(call=call, kind__in=TOLD).exclude(role__in=BESIDE)
    kinds = {kind for fact_id, kind in facts.values_list("fact_id", "kind") if made_at(fact_id) > since}
    return {name for kind in kinds for name in TOLD[kind]}


def _known_until(call: Call, card: DealCard, yes: Yes) -> datetime | None:
    """The moment from which on what is read of a call is new; None when nothing of it can be."""
    if call.end_time is None:
        return None
    agreed_at = min(yes.values()) if len(yes) == BOTH else card.created_at
    if call.end_time >= card.created_at:
        return agreed_at
    corrected = Correction.objects.filter(call=call, created_at__gte=card.created_at).exists()
    return max(agreed_at, card.created_at) if corrected else None


def _with(draft: Draft, said: Draft, names: set[str]) -> Draft:
    """A draft with some fields of another."""
    fields = {name: (said if name in names else draft).fields[name] for name in FIELDS}
    return draft._replace(fields=fields, taken=said.taken if "price_minor" in names else draft.taken)
