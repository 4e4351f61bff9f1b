"""Which of this site's addresses a browser uses: links are signed for its host and mail points at it."""

from functools import cache
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest


@cache
def _hosts() -> dict[str, str]:
    return {urlsplit(origin).netloc: origin for origin in settings.PUBLIC_ORIGINS}


def host_of(request: HttpRequest) -> str:
    """The request's host when it is one of ours, else our first: a foreign Host header gets no link of its own."""
    host = request.META.get("HTTP_HOST", "")
    return host if host in _hosts() else next(iter(_hosts()))


def origin_of(request: HttpRequest) -> str:
    """The origin (scheme and host) behind `host_of`."""
    return _hosts()[host_of(request)]
