"""Blocking and reporting."""

from typing import Any
from uuid import UUID

from business_api.accounts.models import User
from business_api.accounts.selectors import access_person
from business_api.adverts.selectors import access_advert
from business_api.calls.selectors import access_call, other_side
from business_api.core import limits
from business_api.core.errors import ApiError
from business_api.core.language import Text
from business_api.trust.models import Block, CallBlock, Complaint

ONESELF = Text("Это вы сами.", "This is yourself.")
NOBODY = Text("Укажите человека или звонок.", "Name a person or a call.")
BY_CALL = Text("Здесь хватит звонка: номер человека не нужен.", "The call is enough here: leave the person's id out.")


def block_person(blocker: User, user_id: UUID) -> None:
    """Neither can call the other from now on. Twice is as once."""
    if user_id == blocker.pk:
        raise ApiError(ONESELF, code="oneself")
    Block.objects.get_or_create(blocker=blocker, blocked=access_person(blocker, user_id))


def unblock_person(blocker: User, user_id: UUID) -> None:
    """Take one's own block back."""
    Block.objects.filter(blocker=blocker, blocked_id=user_id).delete()


def block_other(blocker: User, call_id: UUID) -> None:
    """Block the other person of one's call: by name where it is known, else by the call, which tells no name."""
    side = access_call(blocker, call_id)
    blocked_id = other_side(side).user_id
    if side.knows_other:
        Block.objects.get_or_create(blocker=blocker, blocked_id=blocked_id)
    else:
        CallBlock.objects.get_or_create(blocker=blocker, call=side.call, defaults={"blocked_id": blocked_id})


def unblock_other(blocker: User, call_id: UUID) -> None:
    """Take the block of one's call's other person back, of the kind that `block_other` makes."""
    side = access_call(blocker, call_id)
    if side.knows_other:
        unblock_person(blocker, other_side(side).user_id)
    else:
        CallBlock.objects.filter(blocker=blocker, call=side.call).delete()


def complain(reporter: User, fields: dict[str, Any]) -> Complaint:
    """Report a person, about an advert or a call that the reporter may see. At most twenty a day."""
    subject_id, advert_id, call_id = (fields.get(name) for name in ("subject_id", "advert_id", "call_id"))
    if subject_id == reporter.pk:
        raise ApiError(ONESELF, code="oneself", fields={"subject_id": ONESELF})
    limits.take("complaint", str(reporter.pk), 20, 86_400)
    side = access_call(reporter, call_id) if call_id else None
    other_id = other_side(side).user_id if side else None
    # Of who called, no guess is answered.
    if side and subject_id and not (side.knows_other and subject_id == other_id):
        raise ApiError(BY_CALL, fields={"subject_id": BY_CALL})
    # Whoever was in the call is reported whatever has become of their account.
    reported_id = other_id or (subject_id and access_person(reporter, subject_id).pk)
    if reported_id is None:
        raise ApiError(NOBODY, fields={"subject_id": NOBODY})
    return Complaint.objects.create(
        reporter=reporter,
        subject_id=reported_id,
        advert=access_advert(reporter, advert_id) if advert_id else None,
        call=side.call if side else None,
        reason=fields["reason"],
        text=fields["text"],
    )
