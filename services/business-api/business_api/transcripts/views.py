"""REST: reading, searching and downloading what was said."""

from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from business_api.calls.selectors import access_call
from business_api.core.paging import query
from business_api.core.sites import host_of
from business_api.core.views import person
from business_api.transcripts.selectors import search_segments, segments_of
from business_api.transcripts.serializers import (
    LinksSerializer,
    ReadTranscriptSerializer,
    SearchAnswerSerializer,
    SearchSerializer,
    TranscriptSerializer,
    cursor_of,
    show_found,
    show_links,
    show_transcript,
)


class TranscriptView(APIView):
    """The transcript of a call."""

    @extend_schema(
        operation_id="read_transcript", parameters=[ReadTranscriptSerializer], responses=TranscriptSerializer
    )
    def get(self, request: Request, call_id: UUID) -> Response:
        """A part of it, in the order it was said."""
        side, wanted = access_call(person(request), call_id), query(ReadTranscriptSerializer, request)
        segments = list(segments_of(side.call, wanted["after_ms"])[: wanted["limit"] + 1])
        return Response(show_transcript(side, segments, wanted["limit"]))


class LinksView(APIView):
    """Links to the record of a call."""

    @extend_schema(operation_id="make_links", responses=LinksSerializer)
    def get(self, request: Request, call_id: UUID) -> Response:
        """Fresh ones."""
        return Response(show_links(access_call(person(request), call_id), host_of(request)))


class SearchView(APIView):
    """Finding what was said."""

    @extend_schema(operation_id="search", parameters=[SearchSerializer], responses=SearchAnswerSerializer)
    def get(self, request: Request) -> Response:
        """In all one's own calls, or in one of them; newest first."""
        user, wanted = person(request), query(SearchSerializer, request)
        found = search_segments(user, wanted["q"], wanted.get("call_id"), wanted.get("before"))
        rows = list(found[: wanted["limit"] + 1])
        shown = rows[: wanted["limit"]]
        return Response(
            {
                "items": [show_found(row, user.pk) for row in shown],
                "next": cursor_of(shown[-1]) if len(rows) > len(shown) else None,
            }
        )
