"""What happens around every request: it gets a number, and input that no handler can use is refused."""

import logging
import re
import uuid
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, JsonResponse

log = logging.getLogger("business_api.requests")
_NUMBER = re.compile(r"^[0-9a-zA-Z-]{8,64}$")


class RequestMiddleware:
    """Number the request (`X-Request-Id`, taken from nginx or made here), keep answers out of caches, refuse NUL."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Django hands in the next step."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on."""
        given = request.headers.get("X-Request-Id", "")
        number = given if _NUMBER.match(given) else uuid.uuid4().hex
        request.request_id = number  # type: ignore[attr-defined]  # Django's request is open for this
        if "\x00" in request.path or "%00" in request.META.get("QUERY_STRING", ""):
            response: HttpResponse = JsonResponse(
                {"code": "invalid", "message": "NUL in the address: it leads nowhere.", "fields": {}}, status=400
            )
        else:
            response = self.get_response(request)
        response["X-Request-Id"] = number
        response.setdefault("Cache-Control", "no-store")
        if response.status_code >= 500:
            # A calendar's address is its key: the pattern is told, not what stood in it.
            route = request.resolver_match.route if request.resolver_match else "?"
            log.error("%s %s %s %s", number, request.method, route, response.status_code)
        return response
