"""REST: what recorders say to the ledger."""

from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from business_api.calls.selectors import access_call
from business_api.core.sites import host_of
from business_api.core.views import body, person
from business_api.recordings import ledger
from business_api.recordings.selectors import access_own_track
from business_api.recordings.serializers import (
    FinishedTrackSerializer,
    FinishSerializer,
    SlicesAnswerSerializer,
    SlicesSerializer,
    StartTrackSerializer,
    TrackIdSerializer,
)


class TracksView(APIView):
    """The tracks of a call."""

    @extend_schema(operation_id="start_track", request=StartTrackSerializer, responses={201: TrackIdSerializer})
    def post(self, request: Request, call_id: UUID) -> Response:
        """A recorder has started."""
        side = access_call(person(request), call_id)
        track = ledger.start_track(side, body(StartTrackSerializer, request))
        return Response({"track_id": str(track.pk)}, status=201)


class SlicesView(APIView):
    """The slices of one's own track."""

    @extend_schema(operation_id="take_slices", request=SlicesSerializer, responses=SlicesAnswerSerializer)
    def post(self, request: Request, track_id: UUID) -> Response:
        """Announce slices and confirm others, in one."""
        track, sent = access_own_track(person(request), track_id), body(SlicesSerializer, request)
        answer = ledger.take_slices(track, host_of(request), sent["announce"], sent["stored"])
        links = [{"sequence": number, "url": link.url, "headers": link.headers} for number, link in answer.links]
        return Response(answer._asdict() | {"links": links})


class FinishView(APIView):
    """The end of one's own track."""

    @extend_schema(operation_id="finish_track", request=FinishSerializer, responses=FinishedTrackSerializer)
    def post(self, request: Request, track_id: UUID) -> Response:
        """The recorder has stopped."""
        track = access_own_track(person(request), track_id)
        return Response({"state": ledger.finish_track(track, body(FinishSerializer, request)["slice_count"]).state})
