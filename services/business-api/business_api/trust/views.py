"""REST: blocks and complaints."""

from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from business_api.accounts.selectors import blocked_people
from business_api.accounts.serializers import PersonSerializer, show_person
from business_api.core.paging import PageSerializer, page_of, query, take_page
from business_api.core.views import body, person
from business_api.trust import services
from business_api.trust.selectors import call_blocks_of
from business_api.trust.serializers import (
    CallBlockSerializer,
    ComplaintSerializer,
    WriteComplaintSerializer,
    show_call_block,
)


class BlockView(APIView):
    """One's own block of a person."""

    @extend_schema(operation_id="block_person", request=None, responses={204: None})
    def put(self, request: Request, user_id: UUID) -> Response:
        """Block."""
        services.block_person(person(request), user_id)
        return Response(status=204)

    @extend_schema(operation_id="unblock_person", request=None, responses={204: None})
    def delete(self, request: Request, user_id: UUID) -> Response:
        """Take it back."""
        services.unblock_person(person(request), user_id)
        return Response(status=204)


class CallBlockView(APIView):
    """One's own block of the other person of a call."""

    @extend_schema(operation_id="block_other", request=None, responses={204: None})
    def put(self, request: Request, call_id: UUID) -> Response:
        """Block whoever was in the call."""
        services.block_other(person(request), call_id)
        return Response(status=204)

    @extend_schema(operation_id="unblock_other", request=None, responses={204: None})
    def delete(self, request: Request, call_id: UUID) -> Response:
        """Take it back."""
        services.unblock_other(person(request), call_id)
        return Response(status=204)


class BlocksView(APIView):
    """Whom one has blocked by name."""

    @extend_schema(
        operation_id="list_blocks", parameters=[PageSerializer], responses=page_of(PersonSerializer, "BlocksPage")
    )
    def get(self, request: Request) -> Response:
        """Newest first."""
        page = take_page(blocked_people(person(request)), query(PageSerializer, request)["page"])
        return Response(page.body(lambda user: show_person(request, user)))


class CallBlocksView(APIView):
    """Whom one has blocked by a call alone."""

    @extend_schema(
        operation_id="list_call_blocks",
        parameters=[PageSerializer],
        responses=page_of(CallBlockSerializer, "CallBlocksPage"),
    )
    def get(self, request: Request) -> Response:
        """Newest first."""
        page = take_page(call_blocks_of(person(request)), query(PageSerializer, request)["page"])
        return Response(page.body(show_call_block))


class ComplaintsView(APIView):
    """Reports about people."""

    @extend_schema(operation_id="complain", request=WriteComplaintSerializer, responses={201: ComplaintSerializer})
    def post(self, request: Request) -> Response:
        """Report somebody."""
        complaint = services.complain(person(request), body(WriteComplaintSerializer, request))
        return Response({"complaint_id": str(complaint.pk)}, status=201)
