"""REST: calls, their tickets, consents and chat."""

from uuid import UUID

from django.conf import settings
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from business_api.adverts.selectors import access_advert
from business_api.calls import services
from business_api.calls.consents import set_consents
from business_api.calls.models import CallSide
from business_api.calls.selectors import access_call, list_calls, list_messages
from business_api.calls.serializers import (
    CallSerializer,
    CallSummarySerializer,
    CallTicketSerializer,
    ConsentsSerializer,
    ListCallsSerializer,
    MessageSerializer,
    MessagesSerializer,
    SendMessageSerializer,
    SetConsentsSerializer,
    StartCallSerializer,
    TicketSerializer,
    show_call,
    show_consents,
    show_message,
    show_summary,
)
from business_api.calls.tickets import call_ticket, ice_servers, presence_ticket
from business_api.core import limits
from business_api.core.paging import page_of, query, take_page
from business_api.core.views import body, confirmed_person, person
from lodbic_contracts.events import Purpose
from lodbic_contracts.tickets import TICKET_SECONDS


def _session_key(request: Request) -> str:
    key = request._request.session.session_key
    assert key
    return key


class CallsView(APIView):
    """One's own calls."""

    @extend_schema(
        operation_id="list_calls",
        parameters=[ListCallsSerializer],
        responses=page_of(CallSummarySerializer, "CallsPage"),
    )
    def get(self, request: Request) -> Response:
        """Newest first."""
        wanted = query(ListCallsSerializer, request)
        page = take_page(list_calls(person(request), wanted["q"], wanted["missed"]), wanted["page"])
        return Response(page.body(show_summary))

    @extend_schema(operation_id="start_call", request=StartCallSerializer, responses={201: CallSerializer})
    def post(self, request: Request) -> Response:
        """Ring an advert's seller or a person."""
        caller, wanted = confirmed_person(request), body(StartCallSerializer, request)
        if "advert_id" in wanted:
            call = services.call_seller(caller, access_advert(caller, wanted["advert_id"]))
        else:
            call = services.call_person(caller, wanted["user_id"])
        return Response(show_call(access_call(caller, call.pk)), status=201)


class CallView(APIView):
    """One call."""

    @extend_schema(operation_id="read_call", responses=CallSerializer)
    def get(self, request: Request, call_id: UUID) -> Response:
        """The call as one's own side sees it."""
        return Response(show_call(access_call(person(request), call_id)))


class CallBackView(APIView):
    """Calling back."""

    @extend_schema(operation_id="call_back", request=None, responses={201: CallSerializer})
    def post(self, request: Request, call_id: UUID) -> Response:
        """Ring the other person of this call."""
        caller = confirmed_person(request)
        call = services.call_back(access_call(caller, call_id))
        return Response(show_call(access_call(caller, call.pk)), status=201)


class PresenceTicketView(APIView):
    """Tickets for presence sockets."""

    @extend_schema(operation_id="make_presence_ticket", request=None, responses=TicketSerializer)
    def post(self, request: Request) -> Response:
        """A new ticket."""
        user = person(request)
        limits.take("ticket", str(user.pk), settings.TICKETS_PER_MINUTE, 60)
        return Response({"ticket": presence_ticket(user, _session_key(request)), "expires_in": TICKET_SECONDS})


class CallTicketView(APIView):
    """Tickets for call sockets."""

    @extend_schema(operation_id="make_call_ticket", request=None, responses=CallTicketSerializer)
    def post(self, request: Request, call_id: UUID) -> Response:
        """A new ticket into a call that was accepted and is not over."""
        user = person(request)
        side = access_call(user, call_id)
        limits.take("ticket", str(user.pk), settings.TICKETS_PER_MINUTE, 60)
        services.refuse_unless_going_on(side)
        return Response(
            {
                "ticket": call_ticket(user, _session_key(request), side),
                "expires_in": TICKET_SECONDS,
                "ice_servers": ice_servers(side.participant_id),
            }
        )


class ConsentsView(APIView):
    """The consents of a call."""

    @extend_schema(operation_id="read_consents", responses=ConsentsSerializer)
    def get(self, request: Request, call_id: UUID) -> Response:
        """Both sides', with the texts."""
        return Response(show_consents(access_call(person(request), call_id)))

    @extend_schema(operation_id="set_consents", request=SetConsentsSerializer, responses=ConsentsSerializer)
    def put(self, request: Request, call_id: UUID) -> Response:
        """Give or withdraw one's own."""
        side, wanted = access_call(person(request), call_id), body(SetConsentsSerializer, request)
        purposes = {Purpose(name): wish for name, wish in wanted["purposes"].items()}
        set_consents(side, purposes, wanted["text_version"])
        return Response(show_consents(side))


def _participants(side: CallSide) -> dict[UUID, str]:
    return {each.user_id: each.participant_id for each in side.call.sides.all()}


class MessagesView(APIView):
    """The chat of a call."""

    @extend_schema(operation_id="list_messages", responses=MessagesSerializer)
    def get(self, request: Request, call_id: UUID) -> Response:
        """All of it, oldest first."""
        side = access_call(person(request), call_id)
        return Response({"items": [show_message(row, _participants(side)) for row in list_messages(side.call)[:2000]]})

    @extend_schema(operation_id="send_message", request=SendMessageSerializer, responses={201: MessageSerializer})
    def post(self, request: Request, call_id: UUID) -> Response:
        """Write a line."""
        side = access_call(person(request), call_id)
        message = services.send_message(side, **body(SendMessageSerializer, request))
        return Response(show_message(message, _participants(side)), status=201)
