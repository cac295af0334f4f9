"""Pages: what was decided for a class or a pupil, deciding something, and taking it back."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from ridgeway.access.classes import class_crumbs, find_class
from ridgeway.access.gate import SchoolRequest, school_view
from ridgeway.foundations.steering.choices import choices_of
from ridgeway.foundations.steering.deciding import (
    SteeringError,
    Whom,
    choose_practice,
    decide,
    put_back,
    take_back,
)
from ridgeway.foundations.steering.forms import ClassPracticeForm, DecisionForm, PreferencesForm
from ridgeway.foundations.steering.models import ClassPractice, Preferences, Steer
from ridgeway.foundations.steering.preferences import keep_preferences
from ridgeway.foundations.steering.shown import decisions_for
from ridgeway.schools.models import Pupil, TeachingGroup
from ridgeway.web.shell import Link


@school_view(needs="teach")
def class_steering(request: SchoolRequest, group: int) -> HttpResponse:
    """What holds for a class, and a form to decide something."""
    found = find_class(group)
    form = _decision_form(request, found, request.POST if request.method == "POST" else None)
    if request.method == "POST" and _decided(request, found, form):
        return redirect(request.path)
    return _class_page(request, found, form, ClassPracticeForm(practice=_practice(found)))


@school_view(needs="teach")
@require_POST
def class_practice(request: SchoolRequest, group: int) -> HttpResponse:
    """Keeps how a class practises."""
    found = find_class(group)
    form = ClassPracticeForm(request.POST, practice=_practice(found))
    if not form.is_valid():
        return _class_page(request, found, _decision_form(request, found), form)
    choose_practice(found, **form.cleaned_data, by=request.user)
    messages.success(request, f"{found} practises like this from the next session on.")
    return redirect("foundations:class_steering", request.school.urn, group)


@school_view(needs="teach")
def pupil_steering(request: SchoolRequest, group: int, pupil: int) -> HttpResponse:
    """What holds for a pupil, the class's decisions among it, and a form to decide something."""
    found, shown = find_class(group), _pupil(group, pupil)
    form = _decision_form(request, found, request.POST if request.method == "POST" else None)
    if request.method == "POST" and _decided(request, shown, form):
        return redirect(request.path)
    return _pupil_page(request, found, shown, form, _preferences_form(shown))


@school_view(needs="teach")
@require_POST
def pupil_preferences(request: SchoolRequest, group: int, pupil: int) -> HttpResponse:
    """Keeps how practice looks and behaves for a pupil."""
    found, shown = find_class(group), _pupil(group, pupil)
    form = _preferences_form(shown, request.POST)
    if not form.is_valid():
        return _pupil_page(request, found, shown, _decision_form(request, found), form)
    keep_preferences(shown, form.cleaned_data, by=request.user)
    messages.success(request, f"Practice looks like this for {shown.forename} from the next session on.")
    return redirect("foundations:pupil_steering", request.school.urn, group, pupil)


@school_view(needs="teach")
@require_POST
def take_steer_back(request: SchoolRequest, group: int, steer: int) -> HttpResponse:
    """Ends a decision now; the page that follows offers to undo that."""
    found = _steer(group, steer)
    take_back(found, by=request.user, at=timezone.now())
    return redirect(f"{_page_of(request, group, found)}?taken_back={found.pk}")


@school_view(needs="teach")
@require_POST
def put_steer_back(request: SchoolRequest, group: int, steer: int) -> HttpResponse:
    """Lets a decision that was taken back hold again."""
    found = _steer(group, steer)
    try:
        put_back(found)
    except SteeringError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "It holds again.")
    return redirect(_page_of(request, group, found))


def _class_page(
    request: SchoolRequest, group: TeachingGroup, form: DecisionForm, practice_form: ClassPracticeForm
) -> HttpResponse:
    context = {
        "practice": _practice(group),
        "practice_form": practice_form,
        "crumbs": class_crumbs(request.school, group),
    }
    return _page(request, "foundations/steering/class.html", group, group, form, context)


def _pupil_page(
    request: SchoolRequest,
    group: TeachingGroup,
    pupil: Pupil,
    form: DecisionForm,
    preferences_form: PreferencesForm,
) -> HttpResponse:
    here = reverse("foundations:pupil", args=[request.school.urn, group.pk, pupil.pk])
    context = {
        "pupil": pupil,
        "preferences": preferences_form.instance,
        "preferences_form": preferences_form,
        "crumbs": [*class_crumbs(request.school, group), Link(str(pupil), here)],
    }
    return _page(request, "foundations/steering/pupil.html", group, pupil, form, context)


def _page(
    request: SchoolRequest,
    template: str,
    group: TeachingGroup,
    whom: Whom,
    form: DecisionForm,
    context: dict[str, Any],
) -> HttpResponse:
    today = timezone.localdate()
    decisions = decisions_for(whom, group, today)
    asked = request.GET.get("taken_back", "")
    just = next((row for row in decisions.earlier if str(row.steer.pk) == asked and row.may_be_put_back), None)
    shown = {"group": group, "form": form, "decisions": decisions, "just_taken_back": just}
    return render(request, template, shown | context)


def _decision_form(request: SchoolRequest, group: TeachingGroup, data: Any = None) -> DecisionForm:
    chosen = {"kind": request.GET.get("kind")}
    subjects = choices_of([group.pk]).subjects
    return DecisionForm(data, initial=chosen, subjects=subjects, today=timezone.localdate())


def _decided(request: SchoolRequest, whom: Whom, form: DecisionForm) -> bool:
    """Whether the decision was kept; if not, the form says why."""
    if not form.is_valid():
        return False
    try:
        decide(whom, form.decision, by=request.user)
    except SteeringError as refusal:
        form.add_error(None, str(refusal))
        return False
    messages.success(request, "Decided. Every session from its first day on obeys it.")
    return True


def _members(group: int) -> QuerySet[Pupil]:
    return Pupil.objects.filter(memberships__group=group).distinct()


def _pupil(group: int, key: int) -> Pupil:
    pupil: Pupil = get_object_or_404(_members(group), pk=key)
    return pupil


def _steer(group: int, key: int) -> Steer:
    """A decision for the class or for a pupil in it."""
    steer: Steer = get_object_or_404(Steer.objects.select_related("group", "pupil"), pk=key)
    if steer.pupil_id is None:
        get_object_or_404(Steer.objects.all(), pk=key, group=group)
    else:
        _pupil(group, steer.pupil_id)
    return steer


def _practice(group: TeachingGroup) -> ClassPractice:
    return ClassPractice.objects.select_related("chosen_by").filter(group=group).first() or ClassPractice(
        group=group
    )


def _preferences_form(pupil: Pupil, data: Any = None) -> PreferencesForm:
    kept = Preferences.objects.select_related("set_by").filter(pupil=pupil).first()
    return PreferencesForm(data, instance=kept or Preferences(pupil=pupil))


def _page_of(request: SchoolRequest, group: int, steer: Steer) -> str:
    if steer.pupil_id is None:
        return reverse("foundations:class_steering", args=[request.school.urn, group])
    return reverse("foundations:pupil_steering", args=[request.school.urn, group, steer.pupil_id])
