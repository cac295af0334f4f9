"""The front door, and the front pages of schools and networks."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from ridgeway.access.classes import classes_of, figures_of
from ridgeway.access.front_door import front_door_cards
from ridgeway.access.gate import (
    NetworkPlace,
    NetworkRequest,
    Place,
    SchoolRequest,
    network_view,
    networks_of,
    places_of,
    school_view,
)
from ridgeway.access.models import User
from ridgeway.schools.periods import holds_on


def home(request: HttpRequest) -> HttpResponse:
    """Two doors for those who are not signed in; staff go to their school or network, or choose among several."""
    if not isinstance(request.user, User):
        return render(request, "access/front.html", {"cards": front_door_cards()})
    today = timezone.localdate()
    places, networks = places_of(request.user, today), networks_of(request.user, today)
    if len(places) + len(networks) == 1:
        only: Place | NetworkPlace = places[0] if places else networks[0]
        return redirect(f"access:{only.kind}", only.key)
    return render(request, "access/places.html", {"places": places, "networks": networks})


@school_view(needs="see_school")
def school(request: SchoolRequest) -> HttpResponse:
    """The school's classes, or only its figures for those who may not see pupils."""
    today = timezone.localdate()
    if "see_pupils" not in request.capabilities:
        figures = figures_of(request.school, today)
        return render(request, "access/school_figures.html", {"figures": figures})
    manages = "manage_staff" in request.capabilities
    return render(request, "access/school.html", {"classes": classes_of(request.user, today), "manages": manages})


@network_view(needs="see_network")
def network(request: NetworkRequest) -> HttpResponse:
    """The schools of the network today."""
    periods = request.network.periods.filter(holds_on(timezone.localdate())).select_related("school")
    return render(request, "access/network.html", {"periods": periods.order_by("school__name", "school__urn")})
