"""Addresses of this room: pupils' practice and its API, the teacher's pages of a class, and its sheets."""

from django.urls import include, path

from ridgeway.foundations import views
from ridgeway.foundations.activities.urls import urlpatterns as activity_urls
from ridgeway.foundations.api import api_urls
from ridgeway.foundations.growth.urls import urlpatterns as growth_urls
from ridgeway.foundations.offline.urls import urlpatterns as offline_urls
from ridgeway.foundations.overview.urls import urlpatterns as overview_urls
from ridgeway.foundations.paper.urls import urlpatterns as paper_urls
from ridgeway.foundations.reading.urls import urlpatterns as reading_urls
from ridgeway.foundations.slip.urls import urlpatterns as slip_urls
from ridgeway.foundations.spelling.urls import urlpatterns as spelling_urls
from ridgeway.foundations.steering.urls import urlpatterns as steering_urls
from ridgeway.foundations.week.urls import urlpatterns as week_urls

app_name = "foundations"

CLASS = "schools/<int:urn>/classes/<int:group>/"
SESSION = f"{CLASS}pupils/<int:pupil>/sessions/<uuid:session>/"

urlpatterns = [
    path("practise/", views.practise, name="practise"),
    path("api/", include(api_urls)),
    path(CLASS, views.show_class, name="class"),
    path(f"{CLASS}pupils/<int:pupil>/", views.show_pupil, name="pupil"),
    path(f"{SESSION}not-theirs/", views.not_this_pupil, name="not_this_pupil"),
    path(f"{SESSION}theirs/", views.this_pupil_after_all, name="this_pupil_after_all"),
    *growth_urls,
    *overview_urls,
    *paper_urls,
    *offline_urls,
    *steering_urls,
    *reading_urls,
    *activity_urls,
    *spelling_urls,
    *slip_urls,
    *week_urls,
]
