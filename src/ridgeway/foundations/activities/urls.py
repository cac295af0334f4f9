"""Addresses of the activities' pages, part of the room's own."""

from django.urls import path

from ridgeway.foundations.activities import views

CLASS = "schools/<int:urn>/classes/<int:group>/"
ACTIVITIES = f"{CLASS}activities/"

urlpatterns = [
    path(ACTIVITIES, views.activities, name="activities"),
    path(f"{ACTIVITIES}rehearsal/", views.start_rehearsal, name="start_rehearsal"),
    path(f"{ACTIVITIES}writing/", views.set_minute_of_writing, name="set_writing"),
    path(f"{ACTIVITIES}<int:activity>/take-back/", views.take_activity_back, name="take_activity_back"),
    path(f"{CLASS}tables-check/", views.tables_check, name="tables_check"),
]
