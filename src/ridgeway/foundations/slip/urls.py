"""The address of the slips for parents, part of the room's own."""

from django.urls import path

from ridgeway.foundations.slip import views

urlpatterns = [path("schools/<int:urn>/classes/<int:group>/slips/", views.slips, name="slips")]
