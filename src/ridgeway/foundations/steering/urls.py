"""Addresses of the steering pages, part of the room's own."""

from django.urls import path

from ridgeway.foundations.steering import views

CLASS = "schools/<int:urn>/classes/<int:group>/"
STEERING = f"{CLASS}steering/"
OF_PUPIL = f"{CLASS}pupils/<int:pupil>/steering/"

urlpatterns = [
    path(STEERING, views.class_steering, name="class_steering"),
    path(f"{STEERING}practice/", views.class_practice, name="class_practice"),
    path(f"{STEERING}<int:steer>/take-back/", views.take_steer_back, name="take_steer_back"),
    path(f"{STEERING}<int:steer>/put-back/", views.put_steer_back, name="put_steer_back"),
    path(OF_PUPIL, views.pupil_steering, name="pupil_steering"),
    path(f"{OF_PUPIL}preferences/", views.pupil_preferences, name="pupil_preferences"),
]
