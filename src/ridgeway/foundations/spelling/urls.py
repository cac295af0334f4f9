"""Addresses of the spelling lists' pages, part of the room's own."""

from django.urls import path

from ridgeway.foundations.spelling import views

SPELLING = "schools/<int:urn>/classes/<int:group>/spelling/"
LIST = f"{SPELLING}<int:held>/"

urlpatterns = [
    path(SPELLING, views.spelling_lists, name="spelling_lists"),
    path(f"{SPELLING}new/", views.new_list, name="new_spelling_list"),
    path(LIST, views.spelling_list, name="spelling_list"),
    path(f"{LIST}change/", views.change, name="change_spelling_list"),
    path(f"{LIST}set/", views.set_list, name="set_spelling_list"),
    path(f"{LIST}put-away/", views.put_list_away, name="put_spelling_list_away"),
    path(f"{LIST}bring-back/", views.bring_list_back, name="bring_spelling_list_back"),
]
