"""REST: adverts and their pictures."""

from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.parsers import MultiPartParser
from rest_framework.permissions import SAFE_METHODS, AllowAny, BasePermission, IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from business_api.adverts import services
from business_api.adverts.selectors import access_advert, access_own_advert, find_adverts
from business_api.adverts.serializers import (
    AdvertSerializer,
    ChangeAdvertSerializer,
    FindAdvertsSerializer,
    OrderPicturesSerializer,
    WriteAdvertSerializer,
    show_advert,
)
from business_api.core.paging import page_of, query, take_page
from business_api.core.pictures import PictureSerializer, save_picture
from business_api.core.views import body, confirmed_person, person, viewer

PICTURE_PIXELS = 1600


class _ReadersView(APIView):
    """Strangers may read; whoever changes is known."""

    def get_permissions(self) -> list[BasePermission]:
        """By method."""
        return [AllowAny() if self.request.method in SAFE_METHODS else IsAuthenticated()]


def _answer(request: Request, advert_id: UUID, status: int = 200) -> Response:
    me = viewer(request)
    return Response(show_advert(request, access_advert(me, advert_id), me), status=status)


class AdvertsView(_ReadersView):
    """Finding and placing adverts."""

    @extend_schema(
        operation_id="find_adverts",
        parameters=[FindAdvertsSerializer],
        responses=page_of(AdvertSerializer, "AdvertsPage"),
    )
    def get(self, request: Request) -> Response:
        """Adverts that fit; with words, the likest of the newest 300 first, spelling mistakes tolerated."""
        wanted, me = query(FindAdvertsSerializer, request), viewer(request)
        page = take_page(find_adverts(me, wanted), wanted["page"])
        return Response(page.body(lambda advert: show_advert(request, advert, me)))

    @extend_schema(operation_id="create_advert", request=WriteAdvertSerializer, responses={201: AdvertSerializer})
    def post(self, request: Request) -> Response:
        """Place an advert."""
        advert = services.create_advert(confirmed_person(request), body(WriteAdvertSerializer, request))
        return _answer(request, advert.pk, 201)


class AdvertView(_ReadersView):
    """One advert."""

    @extend_schema(operation_id="read_advert", responses=AdvertSerializer)
    def get(self, request: Request, advert_id: UUID) -> Response:
        """The advert."""
        return _answer(request, advert_id)

    @extend_schema(operation_id="change_advert", request=ChangeAdvertSerializer, responses=AdvertSerializer)
    def patch(self, request: Request, advert_id: UUID) -> Response:
        """Change one's own."""
        advert = access_own_advert(person(request), advert_id)
        services.change_advert(advert, body(ChangeAdvertSerializer, request, partial=True))
        return _answer(request, advert_id)


class PicturesView(APIView):
    """The pictures of one's own advert."""

    parser_classes = (MultiPartParser,)

    @extend_schema(
        operation_id="add_picture",
        request={"multipart/form-data": PictureSerializer},
        responses={201: AdvertSerializer},
    )
    def post(self, request: Request, advert_id: UUID) -> Response:
        """Add one behind the others."""
        advert = access_own_advert(confirmed_person(request), advert_id)
        services.refuse_more_pictures(advert)
        services.add_picture(advert, save_picture(body(PictureSerializer, request)["picture"], PICTURE_PIXELS))
        return _answer(request, advert_id, 201)


class PictureView(APIView):
    """One picture of one's own advert."""

    @extend_schema(operation_id="remove_picture", request=None, responses=AdvertSerializer)
    def delete(self, request: Request, advert_id: UUID, picture_id: UUID) -> Response:
        """Take it away."""
        services.remove_picture(access_own_advert(person(request), advert_id), picture_id)
        return _answer(request, advert_id)


class PicturesOrderView(APIView):
    """The order of one's own advert's pictures."""

    @extend_schema(operation_id="order_pictures", request=OrderPicturesSerializer, responses=AdvertSerializer)
    def put(self, request: Request, advert_id: UUID) -> Response:
        """Set it."""
        advert = access_own_advert(person(request), advert_id)
        services.order_pictures(advert, body(OrderPicturesSerializer, request)["picture_ids"])
        return _answer(request, advert_id)
