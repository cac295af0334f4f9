"""Addresses of the Monday page, part of the room's own."""

from django.urls import path

from ridgeway.foundations.week import views

MONDAY = "schools/<int:urn>/classes/<int:group>/monday/"

urlpatterns = [
    path(MONDAY, views.monday, name="monday"),
    path(f"{MONDAY}<int:pupil>/", views.why, name="not_practised"),
]
