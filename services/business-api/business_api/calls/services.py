"""Making calls, and writing in their chat."""

import secrets
from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone

from business_api.accounts.models import Status, User
from business_api.adverts.models import Advert, AdvertState
from business_api.calls.models import Call, CallRing, CallSide, Message, Side
from business_api.calls.selectors import other_side, ring_state
from business_api.core import limits, live
from business_api.core.errors import ApiError, Conflict, Forbidden, NotFound
from business_api.core.language import Text
from business_api.deals.negotiations import negotiation_of
from business_api.trust.selectors import has_blocked_other, is_refused
from lodbic_contracts.control import RingStarted
from lodbic_contracts.errors import ErrorCode
from lodbic_contracts.events import ChatMessage, RingState


def _refuse(caller: User, callee: User | None, advert: Advert | None) -> User:
    """The callee, when the caller may call them."""
    if callee is not None and callee.pk == caller.pk:
        raise ApiError(Text("Себе позвонить нельзя.", "You cannot call yourself."), code="call_to_oneself")
    if callee is None or callee.effective_to is not None or callee.profile.status != Status.ACTIVE:
        raise Conflict(
            Text("Этому человеку больше нельзя позвонить: аккаунт закрыт.", "This account is closed: no calls to it."),
            code="account_closed",
        )
    if advert is not None and advert.state != AdvertState.ACTIVE:
        raise Conflict(Text("Объявление уже не активно.", "The advert is no longer active."), code="advert_not_active")
    if is_refused(caller.pk, callee.pk):
        raise _blocked()
    return callee


def _blocked() -> Forbidden:
    text = Text("Позвонить не получится: один из вас заблокировал другого.", "One of you has blocked the other.")
    return Forbidden(text, code="blocked")


def call_seller(caller: User, advert: Advert) -> Call:
    """Ring the advert's seller."""
    return _start(caller, advert.seller, advert)


def call_person(caller: User, user_id: UUID) -> Call:
    """Ring a person."""
    callee = User.objects.select_related("profile").filter(pk=user_id).first()
    if callee is None:
        raise NotFound()
    return _start(caller, callee, None)


def call_back(side: CallSide) -> Call:
    """Ring the other person of a call, about the same advert if it is still active. Nobody is made known by it."""
    if has_blocked_other(side):
        raise _blocked()
    callee = User.objects.select_related("profile").get(pk=other_side(side).user_id)
    advert = side.call.advert
    about = advert if advert and advert.state == AdvertState.ACTIVE else None
    return _start(side.user, callee, about, knows_other=side.knows_other)


def _start(caller: User, callee: User | None, advert: Advert | None, *, knows_other: bool = True) -> Call:
    callee = _refuse(caller, callee, advert)
    limits.take("call", str(caller.pk), settings.CALLS_PER_HOUR, 3600)
    try:
        return _make(caller, callee, advert, knows_other=knows_other, open=True)
    except IntegrityError as error:
        if "call_sides_one_open_call" not in str(error):
            raise
    if CallSide.objects.filter(user=caller, open=True).exists():
        raise Conflict(
            Text(
                "У вас уже идёт звонок. Завершите его и позвоните снова.", "You are in a call. End it and call again."
            ),
            code="caller_busy",
        )
    _make(caller, callee, advert, knows_other=knows_other, open=False)
    raise Conflict(
        Text(
            "Человек сейчас разговаривает. Он увидит пропущенный звонок.",
            "They are in a call now. They will see that they missed yours.",
        ),
        code="callee_busy",
    )


def _make(caller: User, callee: User, advert: Advert | None, *, knows_other: bool, open: bool) -> Call:
    """A call that rings. One that is not `open` rings nowhere: signalling makes it `busy` at once."""
    seconds = settings.RING_SECONDS if open else 0
    with transaction.atomic():
        negotiation = negotiation_of(advert, caller, callee)
        call = Call.objects.create(advert=advert, name=advert.title if advert else "", negotiation=negotiation)
        for user, side in ((caller, Side.CALLER), (callee, Side.CALLEE)):
            CallSide.objects.create(
                call=call,
                user=user,
                side=side,
                participant_id=secrets.token_urlsafe(9),
                name=user.profile.name,
                image_url=f"/api/{user.image_url}" if user.image_url else None,
                open=open,
                knows_other=knows_other and side == Side.CALLER,
            )
        CallRing.objects.create(
            call=call, caller=caller, callee=callee, expires_at=timezone.now() + timedelta(seconds=seconds)
        )
        live.order(RingStarted(call_id=str(call.pk)))
    return call


def refuse_unless_going_on(side: CallSide) -> None:
    """Conflict while a call rings (`call_not_accepted`), and once it is over (`call_ended`)."""
    state = ring_state(side)
    if side.call.end_time is not None or state not in {RingState.RINGING, RingState.ACCEPTED}:
        raise Conflict(Text("Этот звонок уже закончился.", "This call is over already."), code=ErrorCode.CALL_ENDED)
    if state == RingState.RINGING:
        raise Conflict(Text("На звонок ещё не ответили.", "The call was not accepted yet."), code="call_not_accepted")


def send_message(side: CallSide, client_id: UUID, text: str) -> Message:
    """Write in the call's chat, which nobody is in before the call was accepted.

    Sending the same `client_id` again gives the line that stands.
    """
    limits.take("message", str(side.user_id), settings.MESSAGES_PER_MINUTE, 60)
    refuse_unless_going_on(side)
    with transaction.atomic():
        message, new = Message.objects.get_or_create(
            call=side.call, user_id=side.user_id, client_id=client_id, defaults={"text": text}
        )
        message.refresh_from_db()
        if new:
            shown = ChatMessage(
                call_id=str(side.call_id),
                message_id=str(message.pk),
                participant_id=side.participant_id,
                text=message.text,
                sent_at=int(message.sent_at.timestamp() * 1000),
            )
            live.tell_call(str(side.call_id), "chat.message", shown)
    return message
