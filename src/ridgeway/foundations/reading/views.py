"""Pages: who is due to be heard, hearing a pupil, and what came of it."""

from collections.abc import Sequence
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from ridgeway.access.classes import class_crumbs, find_class
from ridgeway.access.gate import SchoolRequest, key_named, school_view
from ridgeway.foundations.reading.forms import HeardForm, TotalsForm
from ridgeway.foundations.reading.hearing import correction_page, hearing_page
from ridgeway.foundations.reading.models import ReadingResult
from ridgeway.foundations.reading.overview import (
    gain_of,
    growth_chart,
    look_at_class,
    look_at_pupil,
    rate_chart,
    removed_readings,
)
from ridgeway.foundations.reading.results import (
    ReadingError,
    correct_reading,
    keep_reading,
    set_removed,
)
from ridgeway.foundations.reading.texts import Readable, choices, days_read, find_text, own_texts, text_of
from ridgeway.foundations.years import year_in
from ridgeway.schools.models import Pupil, TeachingGroup
from ridgeway.web.shell import Link


@school_view(needs="teach")
def reading(request: SchoolRequest, group: int) -> HttpResponse:
    """Who is due, what each pupil read last, and the next text of each, one click away."""
    found = find_class(group)
    context = {
        "group": found,
        "readings": look_at_class(found, timezone.localdate()),
        "saved": _just_saved(request, found),
        "crumbs": class_crumbs(request.school, found),
    }
    return render(request, "foundations/reading/reading.html", context)


@school_view(needs="teach")
def reading_pupil(request: SchoolRequest, group: int, pupil: int) -> HttpResponse:
    """One pupil's readings, the newest first, with their growth."""
    found = find_class(group)
    today = timezone.localdate()
    shown = _pupil(found, pupil)
    reader = look_at_pupil(shown, year_in(shown, found), today)
    context = {
        "group": found,
        "reader": reader,
        "gain": gain_of(reader.readings),
        "charts": [rate_chart(reader.readings), growth_chart(reader.readings)] if reader.readings else [],
        "newest_first": reader.readings[::-1],
        "choices": choices(own_texts(), days_read(shown)),
        "middle": look_at_class(found, today).middle,
        "removed": removed_readings(shown),
        "saved": _just_saved(request, found),
        "crumbs": reading_crumbs(request, found),
    }
    return render(request, "foundations/reading/pupil.html", context)


@school_view(needs="teach")
def hear(request: SchoolRequest, group: int, pupil: int) -> HttpResponse:
    """The passage, to tap on while the pupil reads. What was noted is sent here too, and answered in JSON."""
    found = find_class(group)
    shown = _pupil(found, pupil)
    today = timezone.localdate()
    classmates = list(found.pupils_on(today))
    named = request.GET.get("text")
    text = find_text(named) if named else look_at_pupil(shown, year_in(shown, found), today).next
    if text is None:
        messages.info(request, f"Choose what {shown.forename} is to read.")
        return redirect("foundations:reading_pupil", request.school.urn, group, pupil)
    if request.method == "POST":
        form = HeardForm(request.POST, pupil=shown, classmates=classmates, text=text, today=today)
        return _keep(request, found, text, form)
    context = hearing_page(shown, text, key=uuid4(), today=today, classmates=classmates)
    return _hearing(request, found, context)


@school_view(needs="teach")
def reading_result(request: SchoolRequest, group: int, result: int) -> HttpResponse:
    """A reading as it was noted, to look at and to correct."""
    found = find_class(group)
    noted = _result(found, result)
    text = text_of(noted)
    today = timezone.localdate()
    classmates = list(found.pupils_on(today))
    if noted.marks is None or noted.words_of != text.words_of:
        return _correct_totals(request, found, noted, text, classmates)
    if request.method == "POST":
        form = HeardForm(request.POST, pupil=noted.pupil, classmates=classmates, text=text, today=today)
        if not form.is_valid() or form.heard is None:
            return _problems(form)
        correct_reading(noted, form.cleaned_data["pupil"], form.heard)
        pupils_page = reverse("foundations:reading_pupil", args=[request.school.urn, group, noted.pupil_id])
        return _saved(noted, pupils_page)
    return _hearing(request, found, correction_page(noted, text, classmates=classmates))


@school_view(needs="teach")
@require_POST
def remove_reading(request: SchoolRequest, group: int, result: int) -> HttpResponse:
    """Takes a reading out of every list and figure; the pupil's page can put it back."""
    noted = _result(find_class(group), result)
    set_removed(noted, removed=True)
    messages.success(request, "The reading is removed. It can be put back at the end of this page.")
    return redirect("foundations:reading_pupil", request.school.urn, group, noted.pupil_id)


@school_view(needs="teach")
@require_POST
def restore_reading(request: SchoolRequest, group: int, result: int) -> HttpResponse:
    """Puts a removed reading back."""
    noted = _result(find_class(group), result)
    set_removed(noted, removed=False)
    messages.success(request, "The reading is back.")
    return redirect("foundations:reading_pupil", request.school.urn, group, noted.pupil_id)


def reading_crumbs(request: SchoolRequest, group: TeachingGroup) -> list[Link]:
    """The way to the class's readings."""
    return [*class_crumbs(request.school, group), Link("Reading", reading_page(request, group))]


def reading_page(request: SchoolRequest, group: TeachingGroup) -> str:
    """The address of the class's readings."""
    return reverse("foundations:reading", args=[request.school.urn, group.pk])


def _keep(request: SchoolRequest, group: TeachingGroup, text: Readable, form: HeardForm) -> HttpResponse:
    """Keeps a reading, or says what cannot be kept."""
    if not form.is_valid() or form.heard is None:
        return _problems(form)
    try:
        pupil, key = form.cleaned_data["pupil"], form.cleaned_data["key"]
        noted = keep_reading(pupil, text, form.heard, key=key, by=request.user)
    except ReadingError as refusal:
        return JsonResponse({"problems": [str(refusal)]}, status=409)
    return _saved(noted, reading_page(request, group))


def _saved(noted: ReadingResult, next_page: str) -> HttpResponse:
    """Says where to go next. That page tells what was saved, once, however often the reading was sent."""
    return JsonResponse({"saved": f"{next_page}?saved={noted.pk}"})


def _just_saved(request: SchoolRequest, group: TeachingGroup) -> ReadingResult | None:
    return _of_class(group).filter(pk=key_named(request.GET.get("saved", ""))).first()


def _problems(form: HeardForm) -> HttpResponse:
    said = [error for field in form.errors.values() for error in field]
    return JsonResponse({"problems": said}, status=422)


def _hearing(request: SchoolRequest, group: TeachingGroup, page: dict[str, Any]) -> HttpResponse:
    context = {"group": group, "crumbs": reading_crumbs(request, group), **page}
    return render(request, "foundations/reading/hear.html", context)


def _correct_totals(
    request: SchoolRequest,
    group: TeachingGroup,
    noted: ReadingResult,
    text: Readable,
    classmates: Sequence[Pupil],
) -> HttpResponse:
    """A form for the totals of a reading whose marks are not known, or belong to other words."""
    form = TotalsForm(
        request.POST if request.method == "POST" else None,
        pupil=noted.pupil,
        classmates=classmates,
        text=text,
        today=timezone.localdate(),
        initial=TotalsForm.shown(noted),
    )
    if request.method == "POST" and form.is_valid() and form.heard is not None:
        correct_reading(noted, form.cleaned_data["pupil"], form.heard)
        messages.success(request, "Saved the reading.")
        return redirect("foundations:reading_pupil", request.school.urn, group.pk, noted.pupil_id)
    context = {
        "group": group,
        "noted": noted,
        "text": text,
        "form": form,
        "words_changed": noted.words_of != text.words_of,
        "crumbs": reading_crumbs(request, group),
    }
    return render(request, "foundations/reading/totals.html", context)


def _pupil(group: TeachingGroup, key: int) -> Pupil:
    pupil: Pupil = get_object_or_404(Pupil.objects.filter(memberships__group=group).distinct(), pk=key)
    return pupil


def _result(group: TeachingGroup, key: int) -> ReadingResult:
    result: ReadingResult = get_object_or_404(_of_class(group), pk=key)
    return result


def _of_class(group: TeachingGroup) -> QuerySet[ReadingResult]:
    of_class: QuerySet[ReadingResult] = ReadingResult.objects.filter(pupil__memberships__group=group).distinct()
    return of_class.select_related("pupil", "text")
