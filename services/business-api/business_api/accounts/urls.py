"""Addresses of accounts."""

from django.urls import path

from business_api.accounts import views

urlpatterns = [
    path("session/", views.SessionView.as_view()),
    path("accounts/", views.AccountsView.as_view()),
    path("accounts/confirm/", views.ConfirmView.as_view()),
    path("accounts/confirm/resend/", views.ResendView.as_view()),
    path("accounts/password/forgot/", views.ForgotView.as_view()),
    path("accounts/password/reset/", views.ResetView.as_view()),
    path("me/", views.MeView.as_view()),
    path("me/avatar/", views.AvatarView.as_view()),
    path("me/password/", views.MyPasswordView.as_view()),
    path("me/sessions/", views.MySessionsView.as_view()),
    path("me/sessions/<str:digest>/", views.MySessionView.as_view()),
    path("me/close/", views.CloseView.as_view()),
    path("people/", views.PeopleView.as_view()),
    path("people/<uuid:user_id>/", views.PersonView.as_view()),
]
