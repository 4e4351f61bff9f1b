"""REST: negotiations, their deal cards, exports and calendars."""

from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction
from django.http import HttpResponse
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.permissions import AllowAny
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from business_api.accounts.models import User
from business_api.core import limits
from business_api.core.errors import NotFound
from business_api.core.language import Text
from business_api.core.paging import page_of, query, take_page
from business_api.core.sites import origin_of
from business_api.core.views import body, confirmed_person, person
from business_api.deals import calendar, export, services
from business_api.deals.models import Outcome
from business_api.deals.negotiations import access_negotiation, find_negotiations
from business_api.deals.serializers import (
    ChangeNegotiationSerializer,
    ConfirmCardSerializer,
    EditCardSerializer,
    ExportNegotiationsSerializer,
    FeedSerializer,
    ListNegotiationsSerializer,
    NegotiationSerializer,
    NegotiationSummarySerializer,
)
from business_api.deals.show import show_negotiation, show_negotiations

EXPORTS_PER_MINUTE = 5
OFTEN = Text(
    f"Таблицу можно скачать {EXPORTS_PER_MINUTE} раз в минуту. Подождите немного и скачайте снова.",
    f"You can download the table {EXPORTS_PER_MINUTE} times a minute. Wait a little and try again.",
)
FEEDS_PER_MINUTE = 30


def _shown(user: User, negotiation_id: UUID) -> Response:
    return Response(show_negotiation(user, access_negotiation(user, negotiation_id)))


class NegotiationsView(APIView):
    """The history of one's negotiations."""

    @extend_schema(
        operation_id="list_negotiations",
        parameters=[ListNegotiationsSerializer],
        responses=page_of(NegotiationSummarySerializer, "NegotiationsPage"),
    )
    def get(self, request: Request) -> Response:
        """By words, state and role."""
        user, wanted = person(request), query(ListNegotiationsSerializer, request)
        page = take_page(find_negotiations(user, wanted), wanted["page"])
        items = show_negotiations(user, page.items)
        return Response({"items": items, "page": page.number, "has_more": page.has_more})


class AnyRenderer(DefaultContentNegotiation):
    """For views whose own `format` names a file: errors come as JSON whatever it says."""

    def select_renderer(
        self, request: Request, renderers: Any, format_suffix: str | None = None
    ) -> tuple[BaseRenderer, str]:
        """The only one there is."""
        return renderers[0], renderers[0].media_type


class ExportView(APIView):
    """The same as a file."""

    content_negotiation_class = AnyRenderer

    @extend_schema(
        operation_id="export_negotiations",
        parameters=[ExportNegotiationsSerializer],
        responses={200: OpenApiTypes.BINARY},
    )
    def get(self, request: Request) -> HttpResponse:
        """CSV or XLSX."""
        user, wanted = person(request), query(ExportNegotiationsSerializer, request)
        limits.take("export", str(user.pk), EXPORTS_PER_MINUTE, 60, OFTEN)
        rows = show_negotiations(user, list(find_negotiations(user, wanted)[: export.MOST_ROWS + 1]))
        content_type, write = export.TYPES[wanted["format"]]
        zone = user.profile.time_zone
        answer = HttpResponse(write(rows, zone), content_type=content_type)
        name = f"lodbic-{timezone.now().astimezone(ZoneInfo(zone)):%Y-%m-%d}.{wanted['format']}"
        answer["Content-Disposition"] = f'attachment; filename="{name}"'
        return answer


class NegotiationView(APIView):
    """One negotiation."""

    @extend_schema(operation_id="read_negotiation", responses=NegotiationSerializer)
    def get(self, request: Request, negotiation_id: UUID) -> Response:
        """With its card, its versions and its calls."""
        return _shown(person(request), negotiation_id)

    @extend_schema(
        operation_id="change_negotiation", request=ChangeNegotiationSerializer, responses=NegotiationSerializer
    )
    def patch(self, request: Request, negotiation_id: UUID) -> Response:
        """Say how it ended, or note one's own next step."""
        user, wanted = confirmed_person(request), body(ChangeNegotiationSerializer, request)
        negotiation = access_negotiation(user, negotiation_id)
        if "state" in wanted:
            outcome = wanted["state"] if wanted["state"] in Outcome.values else ""
            services.set_outcome(user, negotiation, outcome)
        if "next_step" in wanted:
            services.set_next_step(user, negotiation, wanted["next_step"])
        return _shown(user, negotiation_id)


class CardView(APIView):
    """The deal card."""

    @extend_schema(operation_id="edit_card", request=EditCardSerializer, responses=NegotiationSerializer)
    def put(self, request: Request, negotiation_id: UUID) -> Response:
        """Write a new version."""
        user, wanted = confirmed_person(request), body(EditCardSerializer, request)
        negotiation = access_negotiation(user, negotiation_id)
        version, confirm = wanted.pop("base_version"), wanted.pop("confirm")
        services.edit_card(user, negotiation, version, wanted, confirm)
        return _shown(user, negotiation_id)


class ConfirmView(APIView):
    """Saying yes to the card."""

    @extend_schema(operation_id="confirm_card", request=ConfirmCardSerializer, responses=NegotiationSerializer)
    def post(self, request: Request, negotiation_id: UUID) -> Response:
        """To exactly one version of it."""
        user, wanted = confirmed_person(request), body(ConfirmCardSerializer, request)
        services.confirm_card(user, access_negotiation(user, negotiation_id), wanted["version"])
        return _shown(user, negotiation_id)


def _calendar(data: bytes, name: str) -> HttpResponse:
    answer = HttpResponse(data, content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["Cache-Control"] = "private, no-store"
    return answer


class MeetingView(APIView):
    """The agreed meeting as a file."""

    @extend_schema(operation_id="read_meeting", responses={(200, "text/calendar"): OpenApiTypes.STR})
    def get(self, request: Request, negotiation_id: UUID) -> HttpResponse:
        """NotFound before both have agreed on a moment; cancelled once it was called off."""
        user = person(request)
        meeting = calendar.meeting_of(access_negotiation(user, negotiation_id))
        if meeting is None:
            raise NotFound()
        return _calendar(calendar.file_of(meeting, user, user.profile.language), "lodbic-meeting.ics")


class FeedView(APIView):
    """The address of one's calendar."""

    @extend_schema(operation_id="read_feed", responses=FeedSerializer)
    def get(self, request: Request) -> Response:
        """Any calendar can subscribe to it."""
        return Response({"url": origin_of(request) + calendar.feed_address(person(request))})


class RenewFeedView(APIView):
    """A new address of one's calendar."""

    @extend_schema(operation_id="renew_feed", request=None, responses=FeedSerializer)
    def post(self, request: Request) -> Response:
        """Whoever knows the old one loses it."""
        with transaction.atomic():
            path = calendar.renew_feed(person(request))
        return Response({"url": origin_of(request) + path})


class FeedFileView(APIView):
    """What a calendar that has subscribed reads: the address is the key."""

    authentication_classes = ()
    permission_classes = (AllowAny,)

    @extend_schema(operation_id="read_feed_file", auth=[], responses={(200, "text/calendar"): OpenApiTypes.STR})
    def get(self, request: Request, user_hex: str, signature: str) -> HttpResponse:
        """All agreed meetings of its owner."""
        owner = calendar.owner_of(user_hex, signature)
        # A calendar service reads for many people from one address: it is guesses that are counted by it.
        who = ("feed-guess", limits.client_address(request)) if owner is None else ("feed", str(owner.pk))
        limits.take(*who, FEEDS_PER_MINUTE, 60)
        if owner is None:
            raise NotFound()
        return _calendar(calendar.feed_of(owner, owner.profile.language), "lodbic.ics")
