"""Negotiations: finding and making them, and what their lists show."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Case, Count, Exists, F, Max, OuterRef, Q, QuerySet, Value, When
from django.db.models.functions import Now

from business_api.accounts.models import User
from business_api.adverts.models import Advert
from business_api.calls.models import Call, CallSide
from business_api.core.errors import NotFound
from business_api.deals.models import Negotiation, NegotiationNote, Outcome
from business_api.deals.wording import with_words

TALKING, AGREED = "talking", "agreed"


def negotiation_of(advert: Advert | None, caller: User, callee: User) -> Negotiation:
    """The negotiation that a call between these two belongs to. Without an advert whoever is called first sells."""
    seller, buyer = (caller, callee) if advert and advert.seller_id == caller.pk else (callee, caller)
    if advert is None:
        known = Negotiation.objects.filter(advert=None, seller=caller, buyer=callee).first()
        if known is not None:
            return known
    negotiation, _ = Negotiation.objects.get_or_create(
        advert=advert, seller=seller, buyer=buyer, defaults={"name": advert.title if advert else ""}
    )
    return negotiation


def own_negotiations(user: User) -> QuerySet[Negotiation]:
    """Those of a person in which people have talked."""
    talked = Call.objects.filter(negotiation=OuterRef("pk"), start_time__isnull=False)
    return Negotiation.objects.filter(Q(seller=user) | Q(buyer=user)).filter(Exists(talked))


def access_negotiation(user: User, negotiation_id: UUID) -> Negotiation:
    """One's own negotiation. NotFound for everybody else."""
    found = own_negotiations(user).filter(pk=negotiation_id).first()
    if found is None:
        raise NotFound()
    return found


def state_of(negotiation: Negotiation) -> str:
    """talking, agreed, met or fell_through."""
    return negotiation.outcome or (TALKING if negotiation.agreed_version is None else AGREED)


def other_id(negotiation: Negotiation, user: User) -> UUID:
    """The other person's account, which nobody outside is told."""
    return negotiation.buyer_id if negotiation.seller_id == user.pk else negotiation.seller_id


def others_of(negotiation_ids: Sequence[UUID], user: User) -> dict[UUID, CallSide]:
    """The other person of each as they were shown in the newest call: people may go by another name in each."""
    sides = (
        CallSide.objects.filter(call__negotiation__in=negotiation_ids)
        .exclude(user=user)
        .select_related("call")
        .order_by("call__negotiation_id", "-call_id")
        .distinct("call__negotiation_id")
    )
    return {side.call.negotiation_id: side for side in sides if side.call.negotiation_id}


def find_negotiations(user: User, wanted: dict[str, Any]) -> QuerySet[Negotiation]:
    """Own negotiations by words, state and role; sort `recent`, `price` (dear first, roubles before other money,
    none last) or `meeting` (soonest first)."""
    rows = with_words(own_negotiations(user), user, wanted["q"]).filter(**_state(wanted["state"]))
    if wanted["role"]:
        rows = rows.filter(**{wanted["role"]: user})
    orders: dict[str, list[Any]] = {
        "recent": [F("changed_at").desc()],
        "price": _dearest(),
        "meeting": _soonest(),
    }
    return rows.order_by(*orders[wanted["sort"]], "-negotiation_id")


def _state(state: str) -> dict[str, Any]:
    if state == TALKING:
        return {"outcome": "", "agreed_version__isnull": True}
    if state == AGREED:
        return {"outcome": "", "agreed_version__isnull": False}
    return {"outcome": state} if state else {}


def _dearest() -> list[Any]:
    """Roubles, then other money, then those without a price; the dearest first."""
    kinds = Case(When(price_minor__isnull=True, then=Value(2)), When(currency="RUB", then=Value(0)), default=Value(1))
    return [kinds, F("price_minor").desc()]


def _soonest() -> list[Any]:
    """Meetings to come, the soonest first; then those past or called off, the latest first; then the rest."""
    to_come = Q(meet_at__gte=Now()) & ~Q(outcome=Outcome.FELL_THROUGH)
    return [
        Case(When(to_come, then=Value(0)), When(meet_at__isnull=False, then=Value(1)), default=Value(2)),
        Case(When(to_come, then=F("meet_at"))).asc(nulls_last=True),
        F("meet_at").desc(nulls_last=True),
    ]


def next_steps(user: User, negotiation_ids: list[UUID]) -> dict[UUID, str]:
    """One's own notes."""
    rows = NegotiationNote.objects.filter(user=user, negotiation__in=negotiation_ids)
    return dict(rows.values_list("negotiation_id", "next_step"))


def calls_of(negotiation_ids: list[UUID]) -> dict[UUID, tuple[int, datetime | None]]:
    """{negotiation: (connected calls, when the last began)}."""
    rows = (
        Negotiation.objects.filter(pk__in=negotiation_ids, calls__start_time__isnull=False)
        .values("pk")
        .annotate(count=Count("calls"), last=Max("calls__start_time"))
        .values_list("pk", "count", "last")
    )
    return {pk: (count, last) for pk, count, last in rows}
