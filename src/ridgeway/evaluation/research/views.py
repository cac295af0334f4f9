"""Releasing research data, and the logs of what was released."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from ridgeway.access.gate import NetworkRequest, SchoolRequest, network_view, school_view
from ridgeway.evaluation.research.forms import ReleaseForm
from ridgeway.evaluation.research.models import Release, SchoolRelease
from ridgeway.evaluation.research.pseudonyms import Pseudonyms
from ridgeway.evaluation.research.release import Looked, NothingLeftError, Why, look, make_release
from ridgeway.schools.models import NetworkSchool
from ridgeway.schools.models.calendar import academic_year_of
from ridgeway.schools.periods import holds_on


@network_view(needs="evaluate")
def research(request: NetworkRequest) -> HttpResponse:
    """Choosing what a release holds, looking what it would tell, making it; below, the log."""
    today = timezone.localdate()
    periods = NetworkSchool.objects.filter(holds_on(today), network=request.network).select_related("school")
    schools = [period.school for period in periods.order_by("school__name")]
    form = ReleaseForm(request.POST or None, schools=schools, this_year=academic_year_of(today))
    looked: Looked | None = None
    if request.method == "POST" and form.is_valid():
        if request.POST.get("go") != "make":
            looked = look(form.cleaned_data["schools"], form.asked, k=form.cleaned_data["k"], names=Pseudonyms())
        else:
            try:
                return _made(request, form)
            except NothingLeftError as refusal:
                form.add_error("k", str(refusal))
    said: dict[str, Any] = {
        "form": form,
        "looked": looked,
        "schools": schools,
        "releases": Release.objects.select_related("made_by"),
    }
    return render(request, "evaluation/research/page.html", said)


def _made(request: NetworkRequest, form: ReleaseForm) -> HttpResponse:
    said = form.cleaned_data
    why = Why(request.user, timezone.now(), said["purpose"], said["recipient"])
    release, content = make_release(request.network, list(said["schools"]), form.asked, why, k=said["k"])
    response = HttpResponse(content, content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="research-data-{release.digest[:8]}.zip"'
    return response


@school_view(needs="manage_roster")
def school_releases(request: SchoolRequest) -> HttpResponse:
    """Every release that held pupils of this school."""
    releases = SchoolRelease.objects.select_related("made_by", "released_by")
    return render(request, "evaluation/research/school.html", {"releases": releases})
