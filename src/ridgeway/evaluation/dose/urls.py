"""The address of practice beside growth."""

from django.urls import path

from ridgeway.evaluation.dose import views

urlpatterns = [path("networks/<slug:network>/dose/", views.dose, name="dose")]
