"""Addresses of negotiations and calendars."""

from django.urls import path, re_path

from business_api.deals import views

urlpatterns = [
    path("negotiations/", views.NegotiationsView.as_view()),
    path("negotiations/export/", views.ExportView.as_view()),
    path("negotiations/<uuid:negotiation_id>/", views.NegotiationView.as_view()),
    path("negotiations/<uuid:negotiation_id>/card/", views.CardView.as_view()),
    path("negotiations/<uuid:negotiation_id>/confirm/", views.ConfirmView.as_view()),
    path("negotiations/<uuid:negotiation_id>/meeting.ics", views.MeetingView.as_view()),
    path("calendar/feed/", views.FeedView.as_view()),
    path("calendar/feed/renew/", views.RenewFeedView.as_view()),
    re_path(r"^calendar/(?P<user_hex>[0-9a-f]{32})\.(?P<signature>[\w-]{32})\.ics$", views.FeedFileView.as_view()),
]
