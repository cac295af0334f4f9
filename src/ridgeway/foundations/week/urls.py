"""Addresses of the Monday page, part of the room's own."""

from django.urls import path

from ridgeway.foundations.week import views

MONDAY = "schools/<int:urn>/classes/<int:group>/monday/"

urlpatterns = [
    path(MONDAY, views.monday, name="monday"),
    path(f"{MONDAY}timings/", views.class_rhythms, name="class_rhythms"),
    path(f"{MONDAY}<int:pupil>/", views.why, name="not_practised"),
    path(f"{MONDAY}trying/", views.begin_remedy, name="begin_remedy"),
    path(f"{MONDAY}trying/<int:tried>/undo/", views.undo_remedy, name="undo_remedy"),
]
