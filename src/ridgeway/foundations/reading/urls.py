"""Addresses of the reading pages, part of the room's own."""

from django.urls import path

from ridgeway.foundations.reading import paper_views, text_views, views

READING = "schools/<int:urn>/classes/<int:group>/reading/"
PUPIL = f"{READING}pupils/<int:pupil>/"
RESULT = f"{READING}results/<int:result>/"
TEXTS = f"{READING}texts/"

urlpatterns = [
    path(READING, views.reading, name="reading"),
    path(PUPIL, views.reading_pupil, name="reading_pupil"),
    path(f"{PUPIL}hear/", views.hear, name="hear"),
    path(RESULT, views.reading_result, name="reading_result"),
    path(f"{RESULT}remove/", views.remove_reading, name="remove_reading"),
    path(f"{RESULT}restore/", views.restore_reading, name="restore_reading"),
    path(f"{READING}paper/", paper_views.from_paper, name="reading_from_paper"),
    path(f"{READING}copies.pdf", paper_views.copies, name="reading_copies"),
    path(TEXTS, text_views.texts, name="reading_texts"),
    path(f"{TEXTS}new/", text_views.new_text, name="new_reading_text"),
    path(f"{TEXTS}<int:text>/", text_views.own_text, name="reading_text"),
    path(f"{TEXTS}<int:text>/withdraw/", text_views.withdraw_text, name="withdraw_reading_text"),
    path(f"{TEXTS}<int:text>/bring-back/", text_views.bring_back_text, name="bring_back_reading_text"),
]
