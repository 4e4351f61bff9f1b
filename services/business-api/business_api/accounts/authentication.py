"""How REST requests are authenticated: the session cookie, with CSRF."""

from typing import Any

from django.http import HttpRequest
from django.middleware.csrf import CsrfViewMiddleware
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request

from business_api.accounts.models import User


class _Check(CsrfViewMiddleware):
    def _reject(self, request: HttpRequest, reason: str) -> str:
        return reason


class SessionAuthentication(BaseAuthentication):
    """The person of the session. DRF's views are exempt from Django's own CSRF check, so it is made here."""

    def authenticate(self, request: Request) -> tuple[User, None] | None:
        """The person, or None for a stranger."""
        check_csrf(request._request)
        # A lazy object that stands for our own User, or for None.
        user: Any = request._request.user
        return (user, None) if user else None

    def authenticate_header(self, request: Request) -> str:
        """Makes a refusal 401, not 403."""
        return "Session"


def check_csrf(request: HttpRequest) -> None:
    """Raise PermissionDenied when a changing request lacks the CSRF token, logged in or not."""
    check = _Check(lambda _: None)  # type: ignore[arg-type]  # never called
    check.process_request(request)
    reason = check.process_view(request, lambda _: None, (), {})  # type: ignore[arg-type, return-value]  # never called
    if reason:
        raise PermissionDenied(f"CSRF: {reason}")
