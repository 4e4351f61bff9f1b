"""Reading calls. A call is seen by its two people and nobody else."""

from collections.abc import Iterable
from functools import cache
from uuid import UUID

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import JSONObject
from django.utils import timezone

from business_api.accounts.models import User
from business_api.calls.models import Call, CallSide, Consent, Message, Side
from business_api.core.errors import NotFound
from lodbic_contracts.events import RingState

MISSED = (RingState.UNANSWERED, RingState.CANCELLED, RingState.BUSY)


@cache  # to build it takes longer than the database does with it
def summaries() -> QuerySet[CallSide]:
    """Sides with what a list shows of the call and of the other person."""
    other = JSONObject(user_id="user_id", participant_id="participant_id", name="name", image_url="image_url")
    others = CallSide.objects.filter(call=OuterRef("call")).exclude(user=OuterRef("user")).values(shown=other)
    return CallSide.objects.select_related("call__ring").annotate(other=Subquery(others))


def list_calls(user: User, text: str, missed: bool) -> QuerySet[CallSide]:
    """The person's sides of their calls, newest first; by words in the advert's title or the other's name."""
    rows = summaries().filter(user=user)
    for word in text.split()[:8]:
        named = CallSide.objects.filter(name__icontains=word).exclude(user=user).values("call")
        rows = rows.filter(Q(call__name__icontains=word) | Q(call__in=named))
    if missed:
        ran_out = Q(call__ring__state=RingState.RINGING, call__ring__expires_at__lte=timezone.now())
        rows = rows.filter(Q(call__ring__state__in=MISSED) | ran_out, side=Side.CALLEE)
    return rows.order_by("-call_id")


def ring_state(side: CallSide) -> str:
    """Where the ring of a side's call stands. One that ran out is over before signalling has written that down."""
    ring = side.call.ring
    if ring.state != RingState.RINGING or ring.expires_at > timezone.now():
        return ring.state
    return RingState.UNANSWERED if side.open else RingState.BUSY


def access_call(user: User, call_id: UUID) -> CallSide:
    """The person's side of a call, with the call. NotFound for everybody else."""
    rows = summaries().select_related("call__advert", "call__record")
    side = rows.prefetch_related("call__sides").filter(user=user, call_id=call_id).first()
    if side is None:
        raise NotFound()
    return side


def other_side(side: CallSide) -> CallSide:
    """The other person's side of the same call."""
    return next(other for other in side.call.sides.all() if other.user_id != side.user_id)


def seller_of(call: Call, sides: Iterable[CallSide]) -> UUID:
    """Who sells in a call: the advert's seller, whoever called whom; without an advert, whoever was called."""
    people = {side.side: side.user_id for side in sides}
    advert_seller = call.advert.seller_id if call.advert else None
    return people[Side.CALLER] if people[Side.CALLER] == advert_seller else people[Side.CALLEE]


def consents_in_force(call_id: UUID) -> list[Consent]:
    """Every consent of a call that is not withdrawn."""
    return list(Consent.objects.filter(call_id=call_id, withdrawn_at__isnull=True))


def list_messages(call: Call) -> QuerySet[Message]:
    """A call's chat, oldest first."""
    return Message.objects.filter(call=call).order_by("message_id")
