"""Addresses of the indicators, all of a network."""

from django.urls import path

from ridgeway.evaluation.indicators import views

INDICATORS = "networks/<slug:network>/indicators/"

urlpatterns = [
    path(INDICATORS, views.indicators, name="indicators"),
    path(f"{INDICATORS}inspections/", views.inspections, name="inspections"),
    path(f"{INDICATORS}inspections/<int:inspection>/remove/", views.remove_inspection, name="remove_inspection"),
    path(f"{INDICATORS}surveys/", views.surveys, name="surveys"),
    path(f"{INDICATORS}surveys/<int:survey>/remove/", views.remove_survey, name="remove_survey"),
]
