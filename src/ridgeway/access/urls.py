"""Addresses of this room: schools and networks, staff, and the way in for pupils."""

from django.urls import path

from ridgeway.access.views import class_sign_in, class_staff, front, pupils, staff, terms, trail

app_name = "access"

CLASS = "schools/<int:urn>/classes/<int:group>/sign-in/"
CLASS_STAFF = "schools/<int:urn>/classes/<int:group>/staff/"

urlpatterns = [
    path("schools/<int:urn>/", front.school, name="school"),
    path("networks/<slug:network>/", front.network, name="network"),
    path("schools/<int:urn>/staff/", staff.staff, name="staff"),
    path("schools/<int:urn>/staff/<int:membership>/end/", staff.stop_role, name="stop_role"),
    path("schools/<int:urn>/staff/<int:membership>/link/", staff.new_link, name="new_link"),
    path(
        "schools/<int:urn>/staff/<int:membership>/second-factor/",
        staff.turn_off_second_factor,
        name="turn_off_second_factor",
    ),
    path("schools/<int:urn>/terms/", terms.terms, name="terms"),
    path("schools/<int:urn>/terms/<int:start_year>/", terms.change_terms, name="change_terms"),
    path("schools/<int:urn>/changes/", trail.changes, name="changes"),
    path(CLASS_STAFF, class_staff.class_staff, name="class_staff"),
    path(f"{CLASS_STAFF}<int:assignment>/end/", class_staff.stop_teaching, name="stop_teaching"),
    path(CLASS, class_sign_in.class_sign_in, name="class_sign_in"),
    path(f"{CLASS}code/", class_sign_in.new_code, name="new_code"),
    path(f"{CLASS}badges/", class_sign_in.badges, name="badges"),
    path(f"{CLASS}pictures/", class_sign_in.new_pictures, name="new_pictures"),
    path(f"{CLASS}pictures/cards/", class_sign_in.picture_cards, name="picture_cards"),
    path(f"{CLASS}<int:pupil>/new-badge/", class_sign_in.new_badge, name="new_badge"),
    path(f"{CLASS}<int:pupil>/badge-alone/", class_sign_in.badge_alone, name="badge_alone"),
    path("pupils/", pupils.pupil_sign_in, name="pupil_sign_in"),
    path("pupils/badge/", pupils.pupil_badge, name="pupil_badge"),
    path("pupils/sign-out/", pupils.pupil_sign_out, name="pupil_sign_out"),
    path("pupils/<str:code>/", pupils.pupil_names, name="pupil_names"),
    path("pupils/<str:code>/<int:pupil>/", pupils.pupil_pictures, name="pupil_pictures"),
    path("b/<str:key>/", pupils.badge, name="badge"),
]
