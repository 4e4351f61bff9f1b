"""Deal cards: drafted from what was said, edited by either side, agreed once both confirmed the same version."""

from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone

from business_api.accounts.models import User
from business_api.calls.models import Call
from business_api.core import limits, live
from business_api.core.errors import ApiError, Conflict
from business_api.core.language import Text
from business_api.deals.drafts import FIELDS, draft_of_calls, nothing_said
from business_api.deals.heard import called_off
from business_api.deals.models import DealCard, DealConfirmation, Negotiation, NegotiationMark, NegotiationNote, Outcome
from lodbic_contracts.events import CallChanged

MEETING = ("place", "meet_at", "time_zone", "item")
CHANGES_PER_HOUR = 120


def note_what_was_said(call: Call) -> None:
    """Draft a card from a call's facts; a card that a person wrote or confirmed is left as it is."""
    if call.negotiation_id is None:
        return
    with transaction.atomic():
        negotiation = _locked(call.negotiation_id)
        # A text that is read again is no news.
        negotiation.changed_at = max(negotiation.changed_at, call.end_time or call.start_time or timezone.now())
        negotiation.save(update_fields=["changed_at"])
        newest = card_of(negotiation, negotiation.version)
        if newest is not None and (newest.author_id is not None or _confirmed_by(negotiation, newest.version)):
            return
        # Lines of any of its calls may have been corrected: nothing that was read before counts any more.
        said = draft_of_calls(negotiation.calls.select_related("advert").order_by("call_id"))
        if said is None:
            if newest is None:
                return
            said = call, nothing_said(call, newest.time_zone)
        source, draft = said
        if newest is None or _differs(draft.fields, newest):
            _write_card(negotiation, draft.fields, author=None, call=source, sources=draft.sources)


def edit_card(user: User, negotiation: Negotiation, base_version: int, fields: dict[str, Any], confirm: bool) -> None:
    """Write a new version over `base_version`; both are asked again. Conflict (`card_changed`) over an older one.

    Conflict (`fell_through`) when it is over; ApiError (`invalid`, on `meet_at`) when they would have met days ago.
    """
    limits.take("deal", str(user.pk), CHANGES_PER_HOUR, 3600)
    with transaction.atomic():
        negotiation = _locked(negotiation.pk)
        _refuse_what_is_over(negotiation)
        _refuse_stale(negotiation, base_version)
        newest = card_of(negotiation, base_version)
        _refuse_past(fields, newest)
        if newest is None or _differs(fields, newest):
            sources = {
                name: at for name, at in (newest.sources if newest else {}).items() if _same(fields, newest, name)
            }
            _write_card(negotiation, fields, author=user, call=None, sources=sources)
        if confirm:
            _confirm(user, negotiation)
        _tell(negotiation)


def confirm_card(user: User, negotiation: Negotiation, version: int) -> None:
    """Say yes to exactly this version. Conflict (`card_changed`) when it is not the newest, or there is none; Conflict
    (`fell_through`) when it is over.
    """
    limits.take("deal", str(user.pk), CHANGES_PER_HOUR, 3600)
    with transaction.atomic():
        negotiation = _locked(negotiation.pk)
        _refuse_what_is_over(negotiation)
        _refuse_stale(negotiation, version)
        _confirm(user, negotiation)
        _tell(negotiation)


def set_outcome(user: User, negotiation: Negotiation, outcome: str) -> None:
    """Say how it ended; empty opens it again, or says that it stands though it was called off. Who said so is kept."""
    limits.take("deal", str(user.pk), CHANGES_PER_HOUR, 3600)
    with transaction.atomic():
        negotiation = _locked(negotiation.pk)
        if negotiation.outcome == outcome and not _is_called_off(negotiation):
            return
        # A meeting that is called off, or on again, is a change to whoever has it in a calendar.
        negotiation.sequence += negotiation.outcome != outcome
        negotiation.outcome, negotiation.changed_at = outcome, timezone.now()
        negotiation.save(update_fields=["outcome", "changed_at", "sequence"])
        NegotiationMark.objects.create(negotiation=negotiation, user=user, outcome=outcome)
        _tell(negotiation)


def set_next_step(user: User, negotiation: Negotiation, text: str) -> None:
    """Keep one's own note."""
    NegotiationNote.objects.update_or_create(negotiation=negotiation, user=user, defaults={"next_step": text})


def card_of(negotiation: Negotiation, version: int | None) -> DealCard | None:
    """A version of the card."""
    return negotiation.cards.filter(version=version).first() if version else None


def _locked(negotiation_id: Any) -> Negotiation:
    return Negotiation.objects.select_for_update(of=("self",)).get(pk=negotiation_id)


def _refuse_what_is_over(negotiation: Negotiation) -> None:
    """Nobody agrees on what was called off: whoever took it up again would find it agreed behind their back."""
    if negotiation.outcome == Outcome.FELL_THROUGH:
        raise Conflict(
            Text(
                "Отмечено, что сделка не сложилась. Чтобы договариваться дальше, отметьте «Снова обсуждаем».",
                "The deal is marked as fallen through. To go on, mark it as talked about again.",
            ),
            code="fell_through",
        )


def _refuse_stale(negotiation: Negotiation, version: int) -> None:
    if negotiation.version != version:
        raise Conflict(
            Text(
                "Карточку только что изменили. Посмотрите, что в ней теперь, и решите снова.",
                "The card has just been changed. See what it says now and decide again.",
            ),
            code="card_changed",
        )


def _refuse_past(fields: dict[str, Any], newest: DealCard | None) -> None:
    """No meeting is set on a day before yesterday; one that has long stood there may stay."""
    meet_at = fields["meet_at"]
    if meet_at is None or (newest is not None and newest.meet_at == meet_at):
        return
    zone = ZoneInfo(fields["time_zone"])
    if meet_at.astimezone(zone).date() < timezone.now().astimezone(zone).date() - timedelta(days=1):
        text = Text("Этот день уже прошёл. Проверьте дату встречи.", "That day is over. Check the date of the meeting.")
        raise ApiError(fields={"meet_at": text})


def _write_card(
    negotiation: Negotiation, fields: dict[str, Any], *, author: User | None, call: Call | None, sources: dict[str, Any]
) -> None:
    version = negotiation.version + 1
    DealCard.objects.create(
        negotiation=negotiation, version=version, author=author, call=call, sources=sources,
        **{name: fields[name] for name in FIELDS},
    )  # fmt: skip
    negotiation.version, negotiation.changed_at = version, timezone.now()
    if negotiation.agreed_version is None:
        _show(negotiation, fields)
    negotiation.save(update_fields=["version", "changed_at", *FIELDS])


def _confirm(user: User, negotiation: Negotiation) -> None:
    card = card_of(negotiation, negotiation.version)
    if card is None or (card.author_id is None and card.price_minor is None and not card.place and not card.meet_at):
        raise Conflict(Text("Подтверждать пока нечего.", "There is nothing to confirm yet."), code="card_changed")
    DealConfirmation.objects.get_or_create(negotiation=negotiation, version=card.version, user=user)
    both = {negotiation.seller_id, negotiation.buyer_id} <= _confirmed_by(negotiation, card.version)
    if not both or negotiation.agreed_version == card.version:
        return
    before = card_of(negotiation, negotiation.agreed_version)
    if before is None or any(getattr(before, name) != getattr(card, name) for name in MEETING):
        negotiation.sequence += 1 if before is not None else 0
    negotiation.agreed_version, negotiation.changed_at = card.version, timezone.now()
    _show(negotiation, {name: getattr(card, name) for name in FIELDS})
    negotiation.save(update_fields=["agreed_version", "changed_at", "sequence", *FIELDS])


def _confirmed_by(negotiation: Negotiation, version: int) -> set[Any]:
    return set(negotiation.confirmations.filter(version=version).values_list("user_id", flat=True))


def _is_called_off(negotiation: Negotiation) -> bool:
    said_yes = negotiation.confirmations.filter(version=negotiation.version).values_list("user_id", "confirmed_at")
    return called_off(negotiation, card_of(negotiation, negotiation.version), dict(said_yes)) is not None


def _show(negotiation: Negotiation, fields: dict[str, Any]) -> None:
    for name in FIELDS:
        setattr(negotiation, name, fields[name])


def _differs(fields: dict[str, Any], card: DealCard) -> bool:
    return any(fields[name] != getattr(card, name) for name in FIELDS)


def _same(fields: dict[str, Any], card: DealCard | None, source: str) -> bool:
    name = {"price": "price_minor"}.get(source, source)
    return card is not None and fields[name] == getattr(card, name)


def _tell(negotiation: Negotiation) -> None:
    call = negotiation.calls.order_by("-call_id").first()
    if call is None:
        return
    for user_id in (negotiation.seller_id, negotiation.buyer_id):
        live.tell_user(str(user_id), "call.changed", CallChanged(call_id=str(call.pk), what="deal"))
