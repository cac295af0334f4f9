"""Pages: what can be read, and the school's own texts."""

from itertools import groupby

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from ridgeway.access.classes import find_class
from ridgeway.access.gate import SchoolRequest, school_view
from ridgeway.fluency.passages import passages
from ridgeway.foundations.reading.forms import TextForm
from ridgeway.foundations.reading.models import ReadingText
from ridgeway.foundations.reading.overview import look_at_class
from ridgeway.foundations.reading.printing import CopiesForm
from ridgeway.foundations.reading.texts import (
    Readable,
    add_text,
    change_text,
    choices,
    level_in_words,
    own_texts,
    set_withdrawn,
)
from ridgeway.foundations.reading.views import reading_crumbs
from ridgeway.schools.models import TeachingGroup
from ridgeway.web.shell import Link


@school_view(needs="teach")
def texts(request: SchoolRequest, group: int) -> HttpResponse:
    """Every text with its length and readability, to print and to choose from."""
    found = find_class(group)
    levels = [
        (f"Level {level}", level_in_words(forms[0]), [Readable(form) for form in forms])
        for level, forms in (
            (level, list(each)) for level, each in groupby(passages(), key=lambda form: form.level)
        )
    ]
    own = own_texts()
    withdrawn = ReadingText.objects.filter(current=True, withdrawn=True)
    context = {
        "group": found,
        "levels": levels,
        "own": own,
        "choices": choices(own),
        "next": look_at_class(found, timezone.localdate()).next,
        "withdrawn": withdrawn,
        "copies": CopiesForm(pupils=found.pupils_on(timezone.localdate()).count()),
        "crumbs": reading_crumbs(request, found),
    }
    return render(request, "foundations/reading/texts.html", context)


@school_view(needs="teach")
def new_text(request: SchoolRequest, group: int) -> HttpResponse:
    """A form to paste a text into."""
    found = find_class(group)
    form = TextForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        read = form.cleaned_data["passage"]
        text = add_text(request.school, read, form.cleaned_data["year"], by=request.user)
        messages.success(request, f"“{text}” can be read now: {len(read.words)} words.")
        return redirect("foundations:reading_text", request.school.urn, group, text.pk)
    context = {"group": found, "form": form, "crumbs": _crumbs(request, found)}
    return render(request, "foundations/reading/text.html", context)


@school_view(needs="teach")
def own_text(request: SchoolRequest, group: int, text: int) -> HttpResponse:
    """A school's own text: how hard it is, and a form to change it."""
    found = find_class(group)
    shown = _text(text)
    form = TextForm(
        request.POST if request.method == "POST" else None,
        initial={"title": shown.title, "body": shown.body, "year": shown.year or ""},
    )
    if request.method == "POST" and form.is_valid():
        changed = change_text(shown, form.cleaned_data["passage"], form.cleaned_data["year"], by=request.user)
        if changed.pk == shown.pk:
            messages.success(request, f"Saved “{changed}”.")
        else:
            messages.success(request, f"Saved “{changed}” with its new words. Readings so far keep the old ones.")
        return redirect("foundations:reading_text", request.school.urn, group, changed.pk)
    context = {
        "group": found,
        "form": form,
        "text": Readable(shown.passage, shown),
        "readability": shown.passage.readability,
        "crumbs": _crumbs(request, found),
    }
    return render(request, "foundations/reading/text.html", context)


@school_view(needs="teach")
@require_POST
def withdraw_text(request: SchoolRequest, group: int, text: int) -> HttpResponse:
    """Takes a text off the list."""
    find_class(group)
    shown = _text(text)
    set_withdrawn(shown, withdrawn=True)
    messages.success(request, f"“{shown}” is off the list. It can be brought back at the end of this page.")
    return redirect("foundations:reading_texts", request.school.urn, group)


@school_view(needs="teach")
@require_POST
def bring_back_text(request: SchoolRequest, group: int, text: int) -> HttpResponse:
    """Puts a text back on the list."""
    find_class(group)
    shown = _text(text)
    set_withdrawn(shown, withdrawn=False)
    messages.success(request, f"“{shown}” is on the list again.")
    return redirect("foundations:reading_texts", request.school.urn, group)


def _text(key: int) -> ReadingText:
    text: ReadingText = get_object_or_404(ReadingText.objects.filter(current=True), pk=key)
    return text


def _crumbs(request: SchoolRequest, group: TeachingGroup) -> list[Link]:
    here = reverse("foundations:reading_texts", args=[request.school.urn, group.pk])
    return [*reading_crumbs(request, group), Link("Texts", here)]
