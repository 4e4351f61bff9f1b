"""Finds the person behind the session cookie."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from business_api.accounts.sessions import person_of_session


class AccountMiddleware:
    """Sets `request.user` lazily: a User, or None for a stranger."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Django hands in the next step."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on."""
        session: Any = request.session  # our SESSION_ENGINE's
        request.user = SimpleLazyObject(lambda: person_of_session(session))  # type: ignore[assignment]  # our own User, or None
        return self.get_response(request)
