"""Addresses of blocks and complaints."""

from django.urls import path

from business_api.trust import views

urlpatterns = [
    path("people/<uuid:user_id>/block/", views.BlockView.as_view()),
    path("calls/<uuid:call_id>/block/", views.CallBlockView.as_view()),
    path("me/blocks/", views.BlocksView.as_view()),
    path("me/call-blocks/", views.CallBlocksView.as_view()),
    path("complaints/", views.ComplaintsView.as_view()),
]
