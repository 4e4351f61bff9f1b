"""Negotiations as their two people see them."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from business_api.accounts.models import User
from business_api.calls.selectors import summaries
from business_api.calls.serializers import show_summary
from business_api.deals.calendar import links_to
from business_api.deals.drafts import FIELDS, bargaining
from business_api.deals.heard import called_off, suggestion
from business_api.deals.models import DealCard, DealConfirmation, Negotiation
from business_api.deals.negotiations import TALKING, calls_of, next_steps, other_id, others_of, state_of
from business_api.deals.services import card_of
from business_api.transcripts.models import Fact

Confirmations = dict[tuple[UUID, int], dict[UUID, Any]]
MOST_VERSIONS = 50
MOST_CALLS = 100
MOST_MARKS = 20


def _fields(row: Negotiation | DealCard) -> dict[str, Any]:
    return {name: getattr(row, name) for name in FIELDS}


def confirmations_of(negotiation_ids: Sequence[UUID]) -> Confirmations:
    """{(negotiation, version): {account: when}}."""
    found: Confirmations = {}
    for row in DealConfirmation.objects.filter(negotiation__in=negotiation_ids):
        found.setdefault((row.negotiation_id, row.version), {})[row.user_id] = row.confirmed_at
    return found


def prices_of(negotiation_ids: Sequence[UUID], user: User) -> dict[UUID, list[dict[str, Any]]]:
    """The bargaining of each negotiation, over all its calls."""
    facts = Fact.objects.filter(call__negotiation__in=negotiation_ids, kind="price").select_related("call__negotiation")
    by_negotiation: dict[UUID, list[Fact]] = {}
    for fact in facts.order_by("spoken_at", "start_ms"):
        if fact.call.negotiation_id:
            by_negotiation.setdefault(fact.call.negotiation_id, []).append(fact)
    return {key: show_prices(found, user) for key, found in by_negotiation.items()}


def show_prices(facts: Sequence[Fact], user: User) -> list[dict[str, Any]]:
    """PriceSerializer's shape, as a line; each fact's call comes with its negotiation."""
    sellers = {fact.call_id: fact.call.negotiation.seller_id for fact in facts if fact.call.negotiation}
    return [
        {
            "role": role,
            "amount_minor": fact.amount_minor,
            "currency": fact.currency,
            "mine": fact.user_id == user.pk,
            "call_id": str(fact.call_id),
            "start_ms": fact.start_ms,
            "said_at": fact.spoken_at,
        }
        for role, fact in bargaining(facts, sellers)
    ]


def show_negotiations(user: User, rows: Sequence[Negotiation]) -> list[dict[str, Any]]:
    """NegotiationSummarySerializer's shape of several: a constant number of queries."""
    ids = [row.pk for row in rows]
    steps, calls, prices, confirmed = next_steps(user, ids), calls_of(ids), prices_of(ids, user), confirmations_of(ids)
    others = others_of(ids, user)
    shown = []
    for row in rows:
        other = others[row.pk]
        count, last = calls.get(row.pk, (0, None))
        shown.append(
            {
                "negotiation_id": str(row.pk),
                "advert_id": row.advert_id and str(row.advert_id),
                "title": row.name,
                "role": "seller" if row.seller_id == user.pk else "buyer",
                "other": {"name": other.name, "image_url": other.image_url},
                "state": state_of(row),
                "change_pending": row.agreed_version is not None and row.version > row.agreed_version,
                "waits_for": waits_for(row, confirmed.get((row.pk, row.version), {}), user),
                "prices": prices.get(row.pk, []),
                "next_step": steps.get(row.pk, ""),
                "calls": count,
                "last_call_at": last,
                **_fields(row),
            }
        )
    return shown


def waits_for(negotiation: Negotiation, confirmed: dict[UUID, Any], user: User) -> str:
    """Whose yes to the newest card is missing: me, other, both; empty when nobody's is, or nothing stands there."""
    stands = negotiation.price_minor is not None or negotiation.place or negotiation.meet_at or confirmed
    if negotiation.outcome or not negotiation.version or not stands:
        return ""
    me, other = user.pk in confirmed, other_id(negotiation, user) in confirmed
    return {(True, True): "", (True, False): "other", (False, True): "me", (False, False): "both"}[me, other]


def show_card(card: DealCard, confirmed: Confirmations, user: User) -> dict[str, Any]:
    """CardSerializer's shape."""
    yes = confirmed.get((card.negotiation_id, card.version), {})
    author = "call" if card.author_id is None else "me" if card.author_id == user.pk else "other"
    return {
        **_fields(card),
        "version": card.version,
        "author": author,
        "created_at": card.created_at,
        "call_id": card.call_id and str(card.call_id),
        "sources": card.sources,
        "confirmed": {
            "mine": yes.get(user.pk),
            "other": next((when for who, when in yes.items() if who != user.pk), None),
        },
    }


def show_called_off(fact: Fact | None, user: User) -> dict[str, Any] | None:
    """CalledOffSerializer's shape."""
    if fact is None:
        return None
    return {
        "call_id": str(fact.call_id),
        "start_ms": fact.start_ms,
        "text": fact.text[:300],
        "corrected": fact.corrected,
        "mine": fact.user_id == user.pk,
    }


def show_negotiation(user: User, row: Negotiation) -> dict[str, Any]:
    """NegotiationSerializer's shape."""
    confirmed = confirmations_of([row.pk])
    versions = list(row.cards.order_by("-version")[:MOST_VERSIONS])
    newest = versions[0] if versions else None
    agreed = card_of(row, row.agreed_version)
    yes = confirmed.get((row.pk, row.version), {})
    sides = summaries().filter(user=user, call__negotiation=row).order_by("-call_id")[:MOST_CALLS]
    return {
        **show_negotiations(user, [row])[0],
        "card": show_card(newest, confirmed, user) if newest else None,
        "agreed": show_card(agreed, confirmed, user) if agreed else None,
        "suggestion": suggestion(newest, yes),
        "called_off": show_called_off(called_off(row, newest, yes), user),
        "call_list": [show_summary(side) for side in sides],
        "versions": [show_card(card, confirmed, user) for card in versions],
        "marks": [
            {"state": mark.outcome or TALKING, "mine": mark.user_id == user.pk, "marked_at": mark.marked_at}
            for mark in row.marks.order_by("-mark_id")[:MOST_MARKS]
        ],
        "calendar": links_to(row, user.profile.time_zone),
    }
