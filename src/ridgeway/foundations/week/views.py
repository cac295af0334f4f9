"""Pages: a class on Monday morning, and a reason tapped."""

from django.http import HttpResponse, HttpResponseBadRequest
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST
from django_htmx.http import HttpResponseClientRefresh

from ridgeway.access.classes import find_class
from ridgeway.access.gate import SchoolRequest, school_view
from ridgeway.foundations.week.due import WEEKS, weeks_asked
from ridgeway.foundations.week.forms import ReasonForm
from ridgeway.foundations.week.missing import look_back
from ridgeway.foundations.week.models import Reason
from ridgeway.foundations.week.monday import look_ahead
from ridgeway.foundations.week.reasons import say_why
from ridgeway.foundations.week.rows import due_rows, going_on, moves, next_sets, sheets_for
from ridgeway.foundations.week.school_weeks import last_school_week
from ridgeway.schools.models import Pupil
from ridgeway.web.shell import Link


@never_cache
@school_view(needs="teach")
@require_GET
def monday(request: SchoolRequest, group: int) -> HttpResponse:
    """Who practised last week and who did not, who needs what next, what to print, and whom to time."""
    taught, urn = find_class(group), request.school.urn
    weeks = weeks_asked(request.GET.get("weeks"))
    shown = look_ahead(taught, timezone.localdate(), weeks=weeks)
    context = {
        "crumbs": [Link(request.school.name, reverse("access:school", args=[urn]))],
        "group": taught,
        "monday": shown,
        "moves": moves(shown, urn),
        "ready": next_sets(shown, urn),
        "growing": going_on(shown.growing, shown, urn),
        "early": going_on(shown.early, shown, urn),
        "due": due_rows(shown.due, taught, urn),
        "weeks": weeks,
        "choices": [Link(f"{each} weeks", f"?weeks={each}#timings", each == weeks) for each in WEEKS],
        "stuck_sheets_url": sheets_for([line.pupil for line in shown.stuck], "own-facts", taught, urn),
        "reasons": Reason,
    }
    return render(request, "foundations/week/monday.html", context)


@school_view(needs="teach")
@require_POST
def why(request: SchoolRequest, group: int, pupil: int) -> HttpResponse:
    """Keeps why a pupil did not practise, or leaves it unsaid again; answers with the pupil's own line."""
    taught = find_class(group)
    asked: Pupil = get_object_or_404(taught.pupils_on(timezone.localdate()), pk=pupil)
    form = ReasonForm(request.POST, latest=last_school_week(timezone.localdate()))
    if not form.is_valid():
        return HttpResponseBadRequest(form.errors.as_text(), content_type="text/plain; charset=utf-8")
    week = form.cleaned_data["week"]
    say_why(asked, week, form.said, by=request.user)
    if not request.htmx:  # type: ignore[attr-defined]
        return redirect("foundations:monday", request.school.urn, group)
    missing = look_back(taught, [asked], week).missing
    if not missing:
        return HttpResponseClientRefresh()
    context = {"group": taught, "missing": missing[0], "reasons": Reason}
    return render(request, "foundations/week/why.html", context)
