"""Addresses of calls."""

from django.urls import path

from business_api.calls import views

urlpatterns = [
    path("calls/", views.CallsView.as_view()),
    path("calls/<uuid:call_id>/", views.CallView.as_view()),
    path("calls/<uuid:call_id>/call-back/", views.CallBackView.as_view()),
    path("calls/<uuid:call_id>/ticket/", views.CallTicketView.as_view()),
    path("calls/<uuid:call_id>/consents/", views.ConsentsView.as_view()),
    path("calls/<uuid:call_id>/messages/", views.MessagesView.as_view()),
    path("tickets/presence/", views.PresenceTicketView.as_view()),
]
