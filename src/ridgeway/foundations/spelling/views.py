"""Pages: a class's spelling lists, one list with what came of it, and the form that makes and changes them."""

from django.contrib import messages
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.views.decorators.http import require_POST

from ridgeway.access.classes import class_crumbs, find_class
from ridgeway.access.gate import SchoolRequest, school_view
from ridgeway.foundations.activities.setting import Progress, progress_of, set_spelling
from ridgeway.foundations.spelling.forms import ListForm
from ridgeway.foundations.spelling.lists import bring_back, change_list, keep_list, lists_of, put_away, words_on
from ridgeway.foundations.spelling.models import SpellingList
from ridgeway.foundations.spelling.results import results_of
from ridgeway.schools.models import TeachingGroup
from ridgeway.web.shell import Link


@school_view(needs="teach")
def spelling_lists(request: SchoolRequest, group: int) -> HttpResponse:
    """The lists that the class may use, and those put away."""
    found = find_class(group)
    set_now = _set_now(found)
    context = {
        "group": found,
        "lists": [(each, set_now.get(each.pk)) for each in lists_of(found)],
        "put_away": lists_of(found, put_away=True),
        "crumbs": class_crumbs(request.school, found),
    }
    return render(request, "foundations/spelling/lists.html", context)


@school_view(needs="teach")
def new_list(request: SchoolRequest, group: int) -> HttpResponse:
    """A form to paste words into."""
    found = find_class(group)
    form = ListForm(request.POST if request.method == "POST" else None, initial={"day": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        wanted = form.cleaned_data
        held = keep_list(
            request.school.pk,
            wanted["words"],
            name=wanted["name"],
            day=wanted["day"],
            group=None if form.for_everyone else found,
            by=request.user,
        )
        messages.success(request, f"Kept “{held}”. Set it on screen, or print it.")
        return redirect("foundations:spelling_list", request.school.urn, group, held.pk)
    context = {"group": found, "form": form, "crumbs": _crumbs(request, found)}
    return render(request, "foundations/spelling/form.html", context)


@school_view(needs="teach")
def change(request: SchoolRequest, group: int, held: int) -> HttpResponse:
    """The same form, to change a list."""
    found = find_class(group)
    shown = _list(found, held)
    data = request.POST if request.method == "POST" else None
    form = ListForm(data, shared=shown.group_id is None, initial=ListForm.shown(shown))
    if request.method == "POST" and form.is_valid():
        wanted = form.cleaned_data
        own = None if form.for_everyone else found
        change_list(shown, wanted["words"], name=wanted["name"], day=wanted["day"], group=own)
        messages.success(request, f"Saved “{shown}”.")
        return redirect("foundations:spelling_list", request.school.urn, group, held)
    context = {"group": found, "form": form, "held": shown, "crumbs": _crumbs(request, found, shown)}
    return render(request, "foundations/spelling/form.html", context)


@school_view(needs="teach")
def spelling_list(request: SchoolRequest, group: int, held: int) -> HttpResponse:
    """A list: its words, and who spelled them how."""
    found = find_class(group)
    shown = _list(found, held)
    context = {
        "group": found,
        "held": shown,
        "words": words_on(shown),
        "results": results_of(shown, found, timezone.localdate()),
        "set_now": _set_now(found).get(shown.pk),
        "crumbs": _crumbs(request, found),
    }
    return render(request, "foundations/spelling/list.html", context)


@school_view(needs="teach")
@require_POST
def set_list(request: SchoolRequest, group: int, held: int) -> HttpResponse:
    """Offers a list to the class until the end of the week."""
    found = find_class(group)
    made = set_spelling(found, _list(found, held), at=timezone.now(), by=request.user)
    day = date_format(made.last_day, "SHORT_DATE_FORMAT")
    messages.success(request, f"Set: pupils find it on their first screen until {day}.")
    return redirect("foundations:spelling_list", request.school.urn, group, held)


@school_view(needs="teach")
@require_POST
def put_list_away(request: SchoolRequest, group: int, held: int) -> HttpResponse:
    """Takes a list out of sight."""
    shown = _list(find_class(group), held)
    put_away(shown, at=timezone.now())
    messages.success(request, f"“{shown}” is put away. It can be brought back at the end of this page.")
    return redirect("foundations:spelling_lists", request.school.urn, group)


@school_view(needs="teach")
@require_POST
def bring_list_back(request: SchoolRequest, group: int, held: int) -> HttpResponse:
    """Puts a list where it was."""
    shown = _list(find_class(group), held)
    bring_back(shown)
    messages.success(request, f"“{shown}” is back.")
    return redirect("foundations:spelling_lists", request.school.urn, group)


def _list(group: TeachingGroup, key: int) -> SpellingList:
    """A list that the class may use, put away or not."""
    held: SpellingList = get_object_or_404(SpellingList.objects.filter(Q(group=group) | Q(group=None)), pk=key)
    return held


def _set_now(group: TeachingGroup) -> dict[int, Progress]:
    """What is set of lists for a class today, by the key of the list."""
    held = progress_of(group, timezone.localdate())
    return {each.spelling_list: each for each in held if each.spelling_list is not None}


def _crumbs(request: SchoolRequest, group: TeachingGroup, held: SpellingList | None = None) -> list[Link]:
    where = [request.school.urn, group.pk]
    crumbs = [
        *class_crumbs(request.school, group),
        Link("Spelling lists", reverse("foundations:spelling_lists", args=where)),
    ]
    return (
        crumbs
        if held is None
        else [*crumbs, Link(held.name, reverse("foundations:spelling_list", args=[*where, held.pk]))]
    )
