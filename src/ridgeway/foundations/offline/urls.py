"""Addresses of practice without a network, part of the room's own."""

from django.urls import path

from ridgeway.foundations.offline import views

CLASS = "schools/<int:urn>/classes/<int:group>/"
DEVICES = f"{CLASS}devices/"

urlpatterns = [
    path("worker.js", views.worker, name="worker"),
    path("practice.webmanifest", views.manifest, name="manifest"),
    path("practise/device/", views.device_page, name="device_page"),
    path(DEVICES, views.devices, name="devices"),
    path(f"{DEVICES}forget/", views.forget_devices, name="forget_devices"),
    path(f"{DEVICES}<int:device>/keep/", views.keep_device, name="keep_device"),
    path(f"{CLASS}refused/", views.refused_answers, name="refused_answers"),
]
