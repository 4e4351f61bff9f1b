"""Each side's consents, and whether a call may be recorded: only while both let it."""

from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from business_api.calls.consent_texts import TEXTS
from business_api.calls.models import Call, CallSide, Consent
from business_api.calls.selectors import consents_in_force
from business_api.core import live
from business_api.core.errors import ApiError, Conflict
from business_api.core.language import Text
from business_api.core.locks import lock
from lodbic_contracts.events import ConsentChanged, Purpose

TOLERANCE = timedelta(seconds=2)
"""How far a browser's reckoning of the server's clock may be off."""


def both_consent(call_id: UUID, purpose: Purpose) -> bool:
    """Whether both people consent to `purpose` now."""
    return sum(consent.purpose == purpose for consent in consents_in_force(call_id)) == 2


def set_consents(side: CallSide, wanted: dict[Purpose, bool], text_version: str) -> None:
    """Give or withdraw a person's own consents; both sides are told. Purposes not named stay as they are."""
    if side.call.end_time is not None:
        raise Conflict(Text("Звонок уже закончился.", "The call is over already."), code="call_ended")
    if text_version not in TEXTS or text_version != settings.CONSENT_VERSION:
        raise ApiError(
            Text("Текст согласия обновился. Прочитайте его заново.", "The consent's text has changed. Read it anew."),
            code="text_outdated",
        )
    with transaction.atomic():
        lock(f"consents {side.call_id}")
        mine = Consent.objects.filter(call=side.call, user=side.user, withdrawn_at__isnull=True)
        given = {Purpose(row.purpose) for row in mine}
        for purpose, wish in wanted.items():
            if wish and purpose not in given:
                Consent.objects.create(
                    call=side.call, user_id=side.user_id, purpose=purpose.value, text_version=text_version
                )
            elif not wish and purpose in given:
                mine.filter(purpose=purpose.value).update(withdrawn_at=timezone.now())
        recording = both_consent(side.call_id, Purpose.RECORD)
        live.tell_call(
            str(side.call_id), "consent.changed", ConsentChanged(call_id=str(side.call_id), recording=recording)
        )


def was_recordable(call: Call, moment: datetime) -> bool:
    """Whether both people's consent to be recorded was in force at `moment`, within the clocks' tolerance."""
    rows = Consent.objects.filter(call=call, purpose=Purpose.RECORD.value)
    people = {
        row.user_id
        for row in rows
        if row.given_at - TOLERANCE <= moment and (row.withdrawn_at is None or moment <= row.withdrawn_at + TOLERANCE)
    }
    return len(people) == 2
