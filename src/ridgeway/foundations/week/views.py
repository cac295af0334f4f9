"""Pages: a class on Monday morning, and what is tapped there: reasons, remedies, and how often to time."""

from django.http import Http404, HttpResponse, HttpResponseBadRequest
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST
from django_htmx.http import HttpResponseClientRefresh

from ridgeway.access.classes import class_crumbs, find_class
from ridgeway.access.gate import SchoolRequest, school_view
from ridgeway.foundations.week.due import choose_rhythms
from ridgeway.foundations.week.forms import ReasonForm, RhythmForm, TryingForm
from ridgeway.foundations.week.missing import look_back
from ridgeway.foundations.week.models import Reason, Tried
from ridgeway.foundations.week.monday import look_ahead
from ridgeway.foundations.week.reasons import say_why
from ridgeway.foundations.week.rows import due_rows, going_on, moves, next_sets, sheets_for, trying_rows
from ridgeway.foundations.week.school_weeks import last_school_week
from ridgeway.foundations.week.trying import begin, undo
from ridgeway.schools.models import Pupil


@school_view(needs="teach")
@require_GET
def monday(request: SchoolRequest, group: int) -> HttpResponse:
    """Who practised last week and who did not, who needs what next, what to print, and whom to time."""
    taught, urn = find_class(group), request.school.urn
    shown = look_ahead(taught, timezone.localdate())
    context = {
        "crumbs": class_crumbs(request.school, taught),
        "group": taught,
        "monday": shown,
        "moves": moves(shown.stuck, shown, urn),
        "moves_on_facts": moves(shown.with_facts, shown, urn),
        "trying": trying_rows(shown, urn),
        "focused": request.GET.get("focus", ""),
        "ready": next_sets(shown, urn),
        "growing": going_on(shown.growing, shown, urn),
        "early": going_on(shown.early, shown, urn),
        "due": due_rows(shown.due, taught, urn),
        "rhythm_form": RhythmForm(instance=shown.practice),
        "stuck_sheets_url": sheets_for([line.pupil for line in shown.stuck], "own-facts", taught, urn),
        "facts_sheets_url": sheets_for([line.pupil for line in shown.with_facts], "cover-facts", taught, urn),
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


@school_view(needs="teach")
@require_POST
def class_rhythms(request: SchoolRequest, group: int) -> HttpResponse:
    """Keeps how often the class is timed at each thing."""
    taught, form = find_class(group), RhythmForm(request.POST)
    if not form.is_valid():
        return HttpResponseBadRequest(form.errors.as_text(), content_type="text/plain; charset=utf-8")
    choose_rhythms(taught, **form.cleaned_data, by=request.user)
    return redirect(f"{reverse('foundations:monday', args=[request.school.urn, group])}#timings")


@school_view(needs="teach")
@require_POST
def begin_remedy(request: SchoolRequest, group: int) -> HttpResponse:
    """Keeps that a remedy is tried with some pupils from today on; goes back to where that was said."""
    taught, form = find_class(group), TryingForm(request.POST)
    if not form.is_valid():
        return HttpResponseBadRequest(form.errors.as_text(), content_type="text/plain; charset=utf-8")
    today, keys = timezone.localdate(), form.cleaned_data["pupils"]
    pupils = list(taught.pupils_on(today).filter(pk__in=keys))
    if len(pupils) < len(keys):
        raise Http404("Somebody of these is not in the class.")
    begun = begin(pupils, form.cleaned_data["remedy"], today, by=request.user)
    return redirect(_back(request, group, begun[0].pupil_id, f"undo-{begun[0].pk}"))


@school_view(needs="teach")
@require_POST
def undo_remedy(request: SchoolRequest, group: int, tried: int) -> HttpResponse:
    """Takes back that a remedy was begun with a pupil."""
    members = Pupil.objects.filter(memberships__group=find_class(group))
    found: Tried = get_object_or_404(Tried, pk=tried, pupil__in=members)
    undo(found)
    return redirect(_back(request, group, found.pupil_id, f"try-{found.pupil_id}"))


def _back(request: SchoolRequest, group: int, pupil: int, focus: str) -> str:
    """Where something was tapped: the pupil's page or the Monday page, and what has the focus there."""
    if request.POST.get("page") == "pupil":
        return reverse("foundations:pupil", args=[request.school.urn, group, pupil]) + "#trying"
    return f"{reverse('foundations:monday', args=[request.school.urn, group])}?focus={focus}#week"
