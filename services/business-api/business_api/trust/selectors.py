"""Reading blocks."""

from uuid import UUID

from django.db.models import Q, QuerySet

from business_api.accounts.models import User
from business_api.calls.models import CallSide
from business_api.trust.models import Block, CallBlock


def call_blocks_of(blocker: User) -> QuerySet[CallBlock]:
    """The calls whose other person the blocker has blocked, newest first."""
    rows = CallBlock.objects.filter(blocker=blocker).select_related("call").prefetch_related("call__sides")
    return rows.order_by("-created_at", "-call_id")


def has_blocked_other(side: CallSide) -> bool:
    """Whether the person has blocked the other of this call, in the way they know them."""
    if side.knows_other:
        return Block.objects.filter(blocker=side.user_id, blocked__sides__call=side.call_id).exists()
    return CallBlock.objects.filter(blocker=side.user_id, call=side.call_id).exists()


def is_refused(caller: UUID, callee: UUID) -> bool:
    """Whether a block stands between two people; one by a call stops only the one who was blocked."""
    by_name = Q(blocker_id=caller, blocked_id=callee) | Q(blocker_id=callee, blocked_id=caller)
    by_call = CallBlock.objects.filter(blocker_id=callee, blocked_id=caller)
    return Block.objects.filter(by_name).exists() or by_call.exists()
