"""The page that prints slips for parents."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from ridgeway.access.classes import class_crumbs, find_class
from ridgeway.access.gate import SchoolRequest, school_view
from ridgeway.foundations.slip.forms import SlipsForm
from ridgeway.foundations.slip.printing import file_name, slips_pdf
from ridgeway.foundations.slip.slips import slips_of
from ridgeway.foundations.slip.wording import Worded, in_words
from ridgeway.schools.models import Pupil, TeachingGroup
from ridgeway.web.pdf_reply import pdf_reply
from ridgeway.web.shell import Link


@school_view(needs="teach")
def slips(request: SchoolRequest, group: int) -> HttpResponse:
    """Choose pupils, paper and words; one slip as it will be; the slips as a PDF."""
    found = find_class(group)
    pupils = list(found.pupils_on(timezone.localdate()))
    form = SlipsForm(request.POST if request.method == "POST" else None, pupils=pupils)
    if form.is_valid() and form.prints and pupils:
        return _pdf(request, found, form)
    shown = form.previewed
    context = {
        "group": found,
        "form": form,
        "pupils": pupils,
        "slip": None if shown is None else _worded(found, form, [shown])[0],
        "today": timezone.localdate(),
        "crumbs": [
            *class_crumbs(request.school, found),
            Link("Growth", reverse("foundations:class_growth", args=[request.school.urn, group])),
        ],
    }
    return render(request, "foundations/slip/slips.html", context)


def _pdf(request: SchoolRequest, group: TeachingGroup, form: SlipsForm) -> HttpResponse:
    today = timezone.localdate()
    pdf = slips_pdf(
        request.school,
        group,
        _worded(group, form, form.chosen),
        layout=form.cleaned_data["layout"],
        room_to_write=form.cleaned_data["room_to_write"],
        day=today,
    )
    return pdf_reply(pdf, file_name(group, today))


def _worded(group: TeachingGroup, form: SlipsForm, pupils: list[Pupil]) -> list[Worded]:
    return [in_words(slip, form.words_to(slip.pupil)) for slip in slips_of(group, pupils, timezone.now())]
