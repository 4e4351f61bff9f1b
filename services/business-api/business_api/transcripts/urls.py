"""Addresses of transcripts."""

from django.urls import path

from business_api.transcripts import views

urlpatterns = [
    path("calls/<uuid:call_id>/transcript/", views.TranscriptView.as_view()),
    path("calls/<uuid:call_id>/transcript.<slug:ending>", views.TranscriptFileView.as_view()),
    path("calls/<uuid:call_id>/links/", views.LinksView.as_view()),
    path("calls/<uuid:call_id>/facts/", views.FactsView.as_view()),
    path("calls/<uuid:call_id>/segments/<int:segment_id>/correction/", views.CorrectionView.as_view()),
    path("calls/<uuid:call_id>/segments/<int:segment_id>/corrections/", views.CorrectionsView.as_view()),
    path("search/", views.SearchView.as_view()),
]
