"""Addresses of the ledger."""

from django.urls import path

from business_api.recordings import views

urlpatterns = [
    path("calls/<uuid:call_id>/tracks/", views.TracksView.as_view()),
    path("tracks/<uuid:track_id>/slices/", views.SlicesView.as_view()),
    path("tracks/<uuid:track_id>/finish/", views.FinishView.as_view()),
]
