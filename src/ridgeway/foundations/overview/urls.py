"""Addresses of the leaders' page, part of the room's own."""

from django.urls import path

from ridgeway.foundations.overview import views

PAGE = "schools/<int:urn>/fast-learning/"

urlpatterns = [
    path(PAGE, views.overview, name="overview"),
    path(f"{PAGE}figures.csv", views.overview_csv, name="overview_csv"),
    path(f"{PAGE}figures.xlsx", views.overview_xlsx, name="overview_xlsx"),
]
