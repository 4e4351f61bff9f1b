"""Blocking and reporting."""

from typing import Any
from uuid import UUID

from business_api.accounts.models import User
from business_api.accounts.selectors import access_person
from business_api.adverts.selectors import access_advert
from business_api.calls.selectors import access_call
from business_api.core import limits
from business_api.core.errors import ApiError
from business_api.core.language import Text
from business_api.trust.models import Block, Complaint

ONESELF = Text("Это вы сами.", "This is yourself.")


def block_person(blocker: User, user_id: UUID) -> None:
    """Neither can call the other from now on. Twice is as once."""
    if user_id == blocker.pk:
        raise ApiError(ONESELF, code="oneself")
    Block.objects.get_or_create(blocker=blocker, blocked=access_person(blocker, user_id))


def unblock_person(blocker: User, user_id: UUID) -> None:
    """Take one's own block back."""
    Block.objects.filter(blocker=blocker, blocked_id=user_id).delete()


def complain(reporter: User, fields: dict[str, Any]) -> Complaint:
    """Report a person, about an advert or a call that the reporter may see. At most twenty a day."""
    if fields["subject_id"] == reporter.pk:
        raise ApiError(ONESELF, code="oneself", fields={"subject_id": ONESELF})
    limits.take("complaint", str(reporter.pk), 20, 86_400)
    advert_id, call_id = fields.get("advert_id"), fields.get("call_id")
    return Complaint.objects.create(
        reporter=reporter,
        subject=access_person(reporter, fields["subject_id"]),
        advert=access_advert(reporter, advert_id) if advert_id else None,
        call=access_call(reporter, call_id).call if call_id else None,
        reason=fields["reason"],
        text=fields["text"],
    )
