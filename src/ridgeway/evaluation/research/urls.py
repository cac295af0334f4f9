"""Addresses of research data: the network's, and each school's own log."""

from django.urls import path

from ridgeway.evaluation.research import views

urlpatterns = [
    path("networks/<slug:network>/research/", views.research, name="research"),
    path("schools/<int:urn>/releases/", views.school_releases, name="school_releases"),
]
