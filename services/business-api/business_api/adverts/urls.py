"""Addresses of adverts."""

from django.urls import path

from business_api.adverts import views

urlpatterns = [
    path("adverts/", views.AdvertsView.as_view()),
    path("adverts/<uuid:advert_id>/", views.AdvertView.as_view()),
    path("adverts/<uuid:advert_id>/pictures/", views.PicturesView.as_view()),
    path("adverts/<uuid:advert_id>/pictures/order/", views.PicturesOrderView.as_view()),
    path("adverts/<uuid:advert_id>/pictures/<uuid:picture_id>/", views.PictureView.as_view()),
]
