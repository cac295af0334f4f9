"""Addresses of the pictures of growth, part of the room's own."""

from django.urls import path

from ridgeway.foundations.growth import views

CLASS = "schools/<int:urn>/classes/<int:group>/"

urlpatterns = [
    path(f"{CLASS}growth/", views.of_class, name="class_growth"),
    path(f"{CLASS}growth.pdf", views.of_class_as_pdf, name="class_growth_pdf"),
    path(f"{CLASS}growth/together/", views.of_some, name="growth_together"),
    path(f"{CLASS}growth/together.pdf", views.of_some_as_pdf, name="growth_together_pdf"),
    path(f"{CLASS}pupils/<int:pupil>/growth/", views.of_pupil, name="pupil_growth"),
    path(f"{CLASS}pupils/<int:pupil>/growth.pdf", views.of_pupil_as_pdf, name="pupil_growth_pdf"),
]
