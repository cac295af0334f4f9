"""Who changed what: the school's audit trail, for those who answer for its data."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from ridgeway.access.gate import SchoolRequest, school_view
from ridgeway.access.trail.asking import TrailForm
from ridgeway.access.trail.finding import Place
from ridgeway.access.trail.telling import page_of
from ridgeway.web.shell import Link


@school_view(needs="manage_roster")
def changes(request: SchoolRequest) -> HttpResponse:
    """What was changed, by whom and when, newest first."""
    form = TrailForm(request.GET, school=request.school)
    act = _act(request.GET.get("act", ""))
    place = Place.named(request.GET.get("before", ""))
    context = {
        "form": form,
        "page": page_of(request.school, form.asked(act), place) if form.is_valid() else None,
        "narrowed": form.has_changed(),
        "act": act,
        "first": place is None,
        "crumbs": [Link(request.school.name, reverse("access:school", args=[request.school.urn]))],
    }
    return render(request, "access/changes.html", context)


def _act(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
