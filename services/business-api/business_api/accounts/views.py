"""REST: the session, one's own account, and other people."""

from uuid import UUID

from django.middleware.csrf import get_token
from django.utils.translation import override
from drf_spectacular.utils import extend_schema
from rest_framework.parsers import MultiPartParser
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from business_api.accounts import selectors, services
from business_api.accounts.serializers import (
    ChangePasswordSerializer,
    ChangeProfileSerializer,
    EmailSerializer,
    FindPeopleSerializer,
    LoginSerializer,
    MeSerializer,
    PasswordSerializer,
    PersonSerializer,
    RegisterSerializer,
    ResetSerializer,
    SessionsSerializer,
    SessionStateSerializer,
    TokenSerializer,
    show_me,
    show_person,
    show_session,
)
from business_api.core.paging import page_of, query, take_page
from business_api.core.pictures import PictureSerializer, save_picture
from business_api.core.views import body, person, viewer

AVATAR_PIXELS = 512


class SessionView(APIView):
    """The login session of this browser."""

    permission_classes = (AllowAny,)

    @extend_schema(operation_id="read_session", responses=SessionStateSerializer)
    def get(self, request: Request) -> Response:
        """Who is logged in, if anybody. Sets the CSRF cookie."""
        get_token(request._request)
        me = viewer(request)
        return Response({"me": show_me(request, me) if me else None})

    @extend_schema(operation_id="log_in", request=LoginSerializer, responses=SessionStateSerializer)
    def post(self, request: Request) -> Response:
        """Log in with login or e-mail."""
        user = services.log_in(request._request, **body(LoginSerializer, request))
        return Response({"me": show_me(request, user)})

    @extend_schema(operation_id="log_out", request=None, responses={204: None})
    def delete(self, request: Request) -> Response:
        """Log out."""
        if me := viewer(request):
            services.log_out(request._request, me)
        return Response(status=204)


class AccountsView(APIView):
    """New accounts."""

    permission_classes = (AllowAny,)

    @extend_schema(operation_id="register", request=RegisterSerializer, responses={201: SessionStateSerializer})
    def post(self, request: Request) -> Response:
        """Make an account and log in to it."""
        data = body(RegisterSerializer, request)
        with override(data["language"]):
            user = services.register(request._request, **data)
        return Response({"me": show_me(request, user)}, status=201)


class ConfirmView(APIView):
    """Confirming an e-mail address."""

    permission_classes = (AllowAny,)

    @extend_schema(operation_id="confirm_email", request=TokenSerializer, responses=SessionStateSerializer)
    def post(self, request: Request) -> Response:
        """Use the link from the letter."""
        user = services.confirm_email(body(TokenSerializer, request)["token"])
        me = viewer(request)
        mine = me is not None and me.pk == user.pk
        return Response({"me": show_me(request, user) if mine else None})


class ResendView(APIView):
    """The confirmation letter, again."""

    @extend_schema(operation_id="resend_confirmation", request=None, responses={204: None})
    def post(self, request: Request) -> Response:
        """Send it."""
        services.resend_confirmation(request._request, person(request))
        return Response(status=204)


class ForgotView(APIView):
    """A forgotten password."""

    permission_classes = (AllowAny,)

    @extend_schema(operation_id="forget_password", request=EmailSerializer, responses={204: None})
    def post(self, request: Request) -> Response:
        """Send a link for a new one; the answer never tells whether there is such an account."""
        services.forget_password(request._request, body(EmailSerializer, request)["email"])
        return Response(status=204)


class ResetView(APIView):
    """A new password by a mailed link."""

    permission_classes = (AllowAny,)

    @extend_schema(operation_id="reset_password", request=ResetSerializer, responses={204: None})
    def post(self, request: Request) -> Response:
        """Set it; every session ends."""
        data = body(ResetSerializer, request)
        services.reset_password(data["token"], data["password"])
        return Response(status=204)


class MeView(APIView):
    """One's own account."""

    @extend_schema(operation_id="read_me", responses=MeSerializer)
    def get(self, request: Request) -> Response:
        """The account."""
        return Response(show_me(request, person(request)))

    @extend_schema(operation_id="change_me", request=ChangeProfileSerializer, responses=MeSerializer)
    def patch(self, request: Request) -> Response:
        """Change the profile; a new e-mail wants the password."""
        user = services.change_profile(request._request, person(request), body(ChangeProfileSerializer, request))
        return Response(show_me(request, user))


class AvatarView(APIView):
    """One's own picture."""

    parser_classes = (MultiPartParser,)

    @extend_schema(
        operation_id="set_avatar", request={"multipart/form-data": PictureSerializer}, responses=MeSerializer
    )
    def put(self, request: Request) -> Response:
        """Show this picture from now on."""
        picture = save_picture(body(PictureSerializer, request)["picture"], AVATAR_PIXELS)
        return Response(show_me(request, services.change_avatar(person(request), picture.key)))

    @extend_schema(operation_id="remove_avatar", request=None, responses=MeSerializer)
    def delete(self, request: Request) -> Response:
        """Show none."""
        return Response(show_me(request, services.change_avatar(person(request), None)))


class MyPasswordView(APIView):
    """One's own password."""

    @extend_schema(operation_id="change_password", request=ChangePasswordSerializer, responses={204: None})
    def post(self, request: Request) -> Response:
        """Set a new one; every other session ends."""
        services.change_password(request._request, person(request), **body(ChangePasswordSerializer, request))
        return Response(status=204)


class MySessionsView(APIView):
    """One's own logins."""

    @extend_schema(operation_id="list_my_sessions", responses=SessionsSerializer)
    def get(self, request: Request) -> Response:
        """All that have not run out."""
        current = request._request.session.session_key
        return Response({"items": [show_session(row, current) for row in selectors.sessions_of(person(request))]})

    @extend_schema(operation_id="end_other_sessions", request=None, responses={204: None})
    def delete(self, request: Request) -> Response:
        """End all but this."""
        services.end_other_sessions(request._request, person(request))
        return Response(status=204)


class MySessionView(APIView):
    """One of one's own logins."""

    @extend_schema(operation_id="end_session", request=None, responses={204: None})
    def delete(self, request: Request, digest: str) -> Response:
        """End it."""
        services.end_session(person(request), digest)
        return Response(status=204)


class CloseView(APIView):
    """The end of one's own account."""

    @extend_schema(operation_id="close_account", request=PasswordSerializer, responses={204: None})
    def post(self, request: Request) -> Response:
        """Close it."""
        services.close_account(person(request), body(PasswordSerializer, request)["password"])
        return Response(status=204)


class PeopleView(APIView):
    """Finding people."""

    permission_classes = (AllowAny,)

    @extend_schema(
        operation_id="find_people", parameters=[FindPeopleSerializer], responses=page_of(PersonSerializer, "PeoplePage")
    )
    def get(self, request: Request) -> Response:
        """People whose name is like the words, spelling mistakes tolerated."""
        wanted = query(FindPeopleSerializer, request)
        page = take_page(selectors.find_people(viewer(request), wanted["q"], wanted["city"]), wanted["page"])
        return Response(page.body(lambda user: show_person(request, user)))


class PersonView(APIView):
    """A person's public page."""

    permission_classes = (AllowAny,)

    @extend_schema(operation_id="read_person", responses=PersonSerializer)
    def get(self, request: Request, user_id: UUID) -> Response:
        """The person."""
        return Response(show_person(request, selectors.access_person(viewer(request), user_id)))
