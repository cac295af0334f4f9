"""The indicators of a network on one page, and the two files that it brings in itself."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from ridgeway.access.gate import NetworkRequest, network_view
from ridgeway.evaluation.indicators import inspections as inspected
from ridgeway.evaluation.indicators import surveys as surveyed
from ridgeway.evaluation.indicators import telling
from ridgeway.evaluation.indicators.afterwards import since_the_end
from ridgeway.evaluation.indicators.attainment import attainment
from ridgeway.evaluation.indicators.forms import ChoiceForm, FileForm, usual_choice
from ridgeway.evaluation.indicators.models import SchoolInspection, Survey, SurveyFigure
from ridgeway.evaluation.indicators.results import read_results
from ridgeway.evaluation.indicators.schools import Member, members_of
from ridgeway.evaluation.tables import years_of_tables
from ridgeway.web.shell import Link


@network_view(needs="see_network")
def indicators(request: NetworkRequest) -> HttpResponse:
    """Attainment, gains, inspections, surveys, the years after a school left; each with what it cannot show."""
    members = members_of(request.network)
    kept = inspected.inspections_of(SchoolInspection.objects.all())
    standing = inspected.standing_of(members, kept)
    said = _of_results(request, members) | {
        "members": members,
        "limits": telling.LIMITS,
        "standing": telling.standing_told(standing),
        "inspected": telling.inspected_rows(standing),
        "apart": list(dict.fromkeys(each.apart for each in standing.schools if each.apart)),
        "surveys": surveyed.tables_of(SurveyFigure.objects.select_related("survey")),
    }
    return render(request, "evaluation/indicators/page.html", said)


def _of_results(request: NetworkRequest, members: list[Member]) -> dict[str, Any]:
    """What the page says from the national tables: nothing where there are not two years of them."""
    years = years_of_tables()
    if len(years) < 2 or not members:
        return {"years": years, "form": None}
    usual = usual_choice(years, min(each.first for each in members))
    form = ChoiceForm({**usual, **request.GET.dict()}, years=years)
    if not form.is_valid():
        return {"years": years, "form": form}
    chosen = form.cleaned_data
    results = read_results([each.urn for each in members], chosen["measure"])
    found = attainment(members, results, before=chosen["before"], after=chosen["after"])
    return {
        "years": years,
        "form": form,
        "attainment": found,
        "nothing_done": telling.nothing_done_told(found) if found.nothing_done else "",
        "change": telling.change_told(found.change) if found.change else "",
        "gains": telling.gains_told(found.gains) if found.gains else [],
        "since": telling.since_rows(since_the_end(members, results)),
        "left": [each for each in members if each.last is not None],
    }


@network_view(needs="evaluate")
def inspections(request: NetworkRequest) -> HttpResponse:
    """The inspections that are kept, and a file with more."""
    members = members_of(request.network)
    form = FileForm(
        request.POST or None, request.FILES or None, read=partial(inspected.read_file, members=members)
    )
    if request.method == "POST" and form.is_valid():
        inspected.record_inspections(request.network, form.cleaned_data["file"])
        messages.success(request, f"{len(form.cleaned_data['file'])} inspections are kept.")
        return redirect("evaluation:inspections", request.network.slug)
    names = {each.urn: each.name for each in members}
    kept = list(SchoolInspection.objects.all())
    said = {
        "form": form,
        "rows": [
            (row.pk, names.get(row.urn, str(row.urn)), telling.grades_told(each))
            for row, each in zip(kept, inspected.inspections_of(kept), strict=True)
        ],
        "scales": inspected.scales(),
        "crumbs": _crumbs(request),
    }
    return render(request, "evaluation/indicators/inspections.html", said)


@network_view(needs="evaluate")
@require_POST
def remove_inspection(request: NetworkRequest, inspection: int) -> HttpResponse:
    """Removes one inspection; the audit trail keeps what it said."""
    get_object_or_404(SchoolInspection.objects.all(), pk=inspection).delete()
    messages.success(request, "The inspection is removed.")
    return redirect("evaluation:inspections", request.network.slug)


@network_view(needs="evaluate")
def surveys(request: NetworkRequest) -> HttpResponse:
    """The surveys that are kept, and a file with more."""
    form = FileForm(request.POST or None, request.FILES or None, read=surveyed.read_file)
    if request.method == "POST" and form.is_valid():
        kept = surveyed.record_surveys(request.network, form.cleaned_data["file"])
        messages.success(request, f"{kept} survey{'s are' if kept != 1 else ' is'} kept.")
        return redirect("evaluation:surveys", request.network.slug)
    said = {"form": form, "surveys": Survey.objects.all(), "crumbs": _crumbs(request)}
    return render(request, "evaluation/indicators/surveys.html", said)


@network_view(needs="evaluate")
@require_POST
def remove_survey(request: NetworkRequest, survey: int) -> HttpResponse:
    """Removes a survey with its figures."""
    found = get_object_or_404(Survey.objects.all(), pk=survey)
    found.delete()
    messages.success(request, f"“{found.name}” is removed.")
    return redirect("evaluation:surveys", request.network.slug)


def _crumbs(request: NetworkRequest) -> list[Link]:
    return [Link("Indicators", reverse("evaluation:indicators", args=[request.network.slug]))]
