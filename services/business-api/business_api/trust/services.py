"""Blocking and reporting."""

from typing import Any
from uuid import UUID

from business_api.accounts.models import User
from business_api.accounts.selectors import access_person
from business_api.adverts.selectors import access_advert
from business_api.calls.models import Side
from business_api.calls.selectors import access_call, other_side
from business_api.core import limits
from business_api.core.errors import ApiError
from business_api.core.language import Text
from business_api.trust.models import Block, Complaint

ONESELF = Text("Это вы сами.", "This is yourself.")
NOBODY = Text("Укажите человека или звонок.", "Name a person or a call.")
NOT_IN_CALL = Text("Этого человека не было в этом звонке.", "This person was not in that call.")


def block_person(blocker: User, user_id: UUID) -> None:
    """Neither can call the other from now on. Twice is as once."""
    if user_id == blocker.pk:
        raise ApiError(ONESELF, code="oneself")
    blocked = access_person(blocker, user_id)
    Block.objects.get_or_create(blocker=blocker, blocked=blocked)
    Block.objects.filter(blocker=blocker, blocked=blocked, call__isnull=False).update(call=None)


def unblock_person(blocker: User, user_id: UUID) -> None:
    """Take one's own block back."""
    Block.objects.filter(blocker=blocker, blocked_id=user_id).delete()


def block_other(blocker: User, call_id: UUID) -> None:
    """Block the other person of one's call. Of somebody who called, one learns no more by it than the call showed."""
    side = access_call(blocker, call_id)
    met = None if side.side == Side.CALLER else side.call
    Block.objects.get_or_create(blocker=blocker, blocked_id=other_side(side).user_id, defaults={"call": met})


def unblock_other(blocker: User, call_id: UUID) -> None:
    """Take the block of one's call's other person back."""
    unblock_person(blocker, other_side(access_call(blocker, call_id)).user_id)


def complain(reporter: User, fields: dict[str, Any]) -> Complaint:
    """Report a person, about an advert or a call that the reporter may see. At most twenty a day."""
    subject_id, advert_id, call_id = (fields.get(name) for name in ("subject_id", "advert_id", "call_id"))
    if subject_id == reporter.pk:
        raise ApiError(ONESELF, code="oneself", fields={"subject_id": ONESELF})
    side = access_call(reporter, call_id) if call_id else None
    other_id = other_side(side).user_id if side else None
    if other_id and subject_id not in {None, other_id}:
        raise ApiError(NOT_IN_CALL, fields={"subject_id": NOT_IN_CALL})
    # Whoever was in the call is reported whatever has become of their account.
    reported_id = other_id or (subject_id and access_person(reporter, subject_id).pk)
    if reported_id is None:
        raise ApiError(NOBODY, fields={"subject_id": NOBODY})
    limits.take("complaint", str(reporter.pk), 20, 86_400)
    return Complaint.objects.create(
        reporter=reporter,
        subject_id=reported_id,
        advert=access_advert(reporter, advert_id) if advert_id else None,
        call=side.call if side else None,
        reason=fields["reason"],
        text=fields["text"],
    )
