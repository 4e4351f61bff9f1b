"""Pictures by an address that does not run out: whoever has its random name may see it."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from business_api.core import storage
from business_api.core.sites import host_of
from lodbic_contracts.keys import picture_key


def picture(request: HttpRequest, name: str) -> HttpResponse:
    """Send the browser on to storage, for a quarter of an hour."""
    response = HttpResponseRedirect(storage.picture_link(host_of(request), picture_key(name)))
    response["Cache-Control"] = "private, max-age=900"
    return response
