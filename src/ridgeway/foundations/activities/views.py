"""Pages: what is set for a class and what came of it, and what its tables rehearsals show."""

from typing import Final

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.views.decorators.http import require_POST

from ridgeway.access.classes import class_crumbs, find_class
from ridgeway.access.gate import SchoolRequest, school_view
from ridgeway.foundations.activities.forms import ProbeForm, WritingForm
from ridgeway.foundations.activities.models import SetActivity
from ridgeway.foundations.activities.rehearsals import rehearsals_of
from ridgeway.foundations.activities.results import probe_results
from ridgeway.foundations.activities.setting import progress_of, set_probe, set_rehearsal, set_writing, take_back
from ridgeway.foundations.activities.showing import fact_rows, score_rows, table_map
from ridgeway.foundations.timings.models import Writing
from ridgeway.schools.models import TeachingGroup
from ridgeway.web.shell import Link

MOST_FACTS: Final = 12


@school_view(needs="teach")
def activities(request: SchoolRequest, group: int) -> HttpResponse:
    """What is set, a form to set a probe, and what came of each."""
    found, now = find_class(group), timezone.now()
    form = ProbeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        _say_until(request, set_probe(found, form.cleaned_data["of"], at=now, by=request.user))
        return redirect(request.path)
    return _activities_page(request, found, form, WritingForm())


@school_view(needs="teach")
@require_POST
def set_minute_of_writing(request: SchoolRequest, group: int) -> HttpResponse:
    """Offers the class a minute of writing until the end of the week."""
    found = find_class(group)
    form = WritingForm(request.POST)
    if not form.is_valid():
        return _activities_page(request, found, ProbeForm(), form)
    writing, text = Writing(form.cleaned_data["writing"]), form.cleaned_data["text"]
    _say_until(request, set_writing(found, writing, text, at=timezone.now(), by=request.user))
    return redirect("foundations:activities", request.school.urn, group)


def _say_until(request: SchoolRequest, made: SetActivity) -> None:
    day = date_format(made.last_day, "SHORT_DATE_FORMAT")
    messages.success(request, f"Set: pupils find it on their first screen until {day}.")


def _activities_page(
    request: SchoolRequest, found: TeachingGroup, form: ProbeForm, writing_form: WritingForm
) -> HttpResponse:
    today = timezone.localdate()
    context = {
        "group": found,
        "form": form,
        "writing_form": writing_form,
        "progress": progress_of(found, today),
        "results": probe_results(found, today),
        "crumbs": class_crumbs(request.school, found),
    }
    return render(request, "foundations/activities/activities.html", context)


@school_view(needs="teach")
@require_POST
def start_rehearsal(request: SchoolRequest, group: int) -> HttpResponse:
    """Offers the class a rehearsal of the tables check for today."""
    set_rehearsal(find_class(group), at=timezone.now(), by=request.user)
    messages.success(request, "Set for today: pupils find Tables rehearsal on their first screen.")
    return redirect("foundations:tables_check", request.school.urn, group)


@school_view(needs="teach")
@require_POST
def take_activity_back(request: SchoolRequest, group: int, activity: int) -> HttpResponse:
    """Offers something that was set no longer."""
    found = get_object_or_404(SetActivity.objects.all(), pk=activity, group=group)
    take_back(found, at=timezone.now(), by=request.user)
    messages.success(request, "Taken back. What pupils have done by now counts.")
    return redirect("foundations:activities", request.school.urn, group)


@school_view(needs="teach")
def tables_check(request: SchoolRequest, group: int) -> HttpResponse:
    """Scores of 25 by pupil, and which tables and facts go wrong."""
    found, today = find_class(group), timezone.localdate()
    rehearsals = rehearsals_of(found, today)
    set_today = [each for each in progress_of(found, today) if each.is_rehearsal]
    context = {
        "group": found,
        "rehearsals": rehearsals,
        "scores": score_rows(rehearsals),
        "tables": table_map(rehearsals),
        "facts": fact_rows(rehearsals)[:MOST_FACTS],
        "more_facts": max(0, len(rehearsals.facts) - MOST_FACTS),
        "set_today": set_today[0] if set_today else None,
        "crumbs": [
            *class_crumbs(request.school, found),
            Link("Activities", reverse("foundations:activities", args=[request.school.urn, group])),
        ],
    }
    return render(request, "foundations/activities/tables_check.html", context)
