"""Reading blocks."""

from django.db.models import QuerySet

from business_api.accounts.models import User
from business_api.trust.models import Block


def blocks_of(blocker: User) -> QuerySet[Block]:
    """Whom a person has blocked, newest first."""
    rows = Block.objects.filter(blocker=blocker).select_related("blocked__profile", "call")
    return rows.prefetch_related("call__sides").order_by("-created_at", "-blocked_id")
