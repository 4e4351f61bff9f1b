"""Every address of the REST API."""

from django.contrib.staticfiles.views import serve
from django.urls import include, path, re_path
from drf_spectacular.views import SpectacularAPIView

from business_api.core.docs import DocsView
from business_api.core.health import health
from business_api.core.picture_views import picture

APPS = ("accounts", "adverts", "calls", "recordings", "deals", "transcripts", "trust")

handler404 = "business_api.core.errors.not_found"
handler500 = "business_api.core.errors.server_error"

urlpatterns = [
    path("api/health/", health),
    path("api/schema/", SpectacularAPIView.as_view(), name="schema"),
    path("api/docs/", DocsView.as_view(url_name="schema"), name="docs"),
    re_path(r"^api/static/(?P<path>drf_spectacular_sidecar/.*)$", serve, {"insecure": True}),
    path("api/pictures/<slug:name>.webp", picture),
    *(path("api/", include(f"business_api.{app}.urls")) for app in APPS),
]
