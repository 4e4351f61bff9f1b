"""REST: reading, searching and downloading what was said."""

from uuid import UUID

from django.http import HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from business_api.calls.selectors import access_call
from business_api.core.paging import query
from business_api.core.sites import host_of
from business_api.core.views import body, confirmed_person, person
from business_api.deals.show import show_prices
from business_api.recordings.models import JobKind, JobState
from business_api.transcripts.corrections import access_segment, author_names, correct, corrections_of
from business_api.transcripts.files import write_file
from business_api.transcripts.search_serializers import SearchAnswerSerializer, SearchSerializer, answer_search
from business_api.transcripts.selectors import facts_of, segments_of
from business_api.transcripts.serializers import (
    CorrectSerializer,
    FactsSerializer,
    LinksSerializer,
    ReadTranscriptSerializer,
    SegmentSerializer,
    TranscriptSerializer,
    VersionsSerializer,
    file_name,
    show_fact,
    show_links,
    show_segment,
    show_transcript,
    show_version,
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


class TranscriptFileView(APIView):
    """The transcript as a file."""

    @extend_schema(operation_id="read_transcript_file", responses={(200, "text/plain"): OpenApiTypes.STR})
    def get(self, request: Request, call_id: UUID, ending: str) -> HttpResponse:
        """`vtt`, `srt` or `txt`, with what was corrected."""
        side = access_call(person(request), call_id)
        content_type, content = write_file(side, ending)
        answer = HttpResponse(content, content_type=content_type)
        answer["Content-Disposition"] = f'attachment; filename="{file_name(side)}.{ending}"'
        answer["Cache-Control"] = "private, no-store"
        return answer


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
        return Response(answer_search(user, wanted))


class FactsView(APIView):
    """What a call is remembered for."""

    @extend_schema(operation_id="read_facts", responses=FactsSerializer)
    def get(self, request: Request, call_id: UUID) -> Response:
        """Every fact with the second it was said."""
        user = person(request)
        side = access_call(user, call_id)
        facts, names = facts_of(side), author_names(side)
        unread = side.call.jobs.filter(kind=JobKind.TRANSCRIPT, state=JobState.DONE, read=False).exists()
        return Response(
            {
                "ready": side.call.text_url is not None and not unread,
                "items": [show_fact(fact, names, user.pk) for fact in facts],
                "prices": show_prices(facts, user),
            }
        )


class CorrectionView(APIView):
    """Correcting a line."""

    @extend_schema(operation_id="correct_segment", request=CorrectSerializer, responses=SegmentSerializer)
    def put(self, request: Request, call_id: UUID, segment_id: int) -> Response:
        """The original stays, and giving it takes the correction back."""
        user = confirmed_person(request)
        side, given = access_call(user, call_id), body(CorrectSerializer, request)
        segment = correct(side, access_segment(side, segment_id), given["text"], given.get("base"))
        return Response(show_segment(segment, author_names(side), user.pk, corrections_of(call_id)))


class CorrectionsView(APIView):
    """The versions of a line."""

    @extend_schema(operation_id="list_corrections", responses=VersionsSerializer)
    def get(self, request: Request, call_id: UUID, segment_id: int) -> Response:
        """Oldest first."""
        user = person(request)
        side = access_call(user, call_id)
        versions, names = corrections_of(call_id).versions(access_segment(side, segment_id)), author_names(side)
        return Response({"items": [show_version(version, names, user.pk) for version in versions]})
