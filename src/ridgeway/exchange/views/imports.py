"""Choosing a file, seeing what it would do, and what became of it."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from ridgeway.access.gate import SchoolRequest, school_view
from ridgeway.exchange.forms import HoldsForm, UploadForm
from ridgeway.exchange.models import Format, ImportRun, State
from ridgeway.exchange.problems import BadFile, Problem
from ridgeway.exchange.telling import counts_told, groups_told, in_words, problems_told, share_leaving
from ridgeway.exchange.undecided import Opened, keep_upload, reopen
from ridgeway.schools.models import School
from ridgeway.web.shell import Link

ON_A_PAGE = 20


@school_view(needs="manage_roster")
def imports(request: SchoolRequest) -> HttpResponse:
    """The imports so far, and the form for the next file."""
    form = UploadForm(request.POST, request.FILES) if request.method == "POST" else UploadForm()
    problems: tuple[Problem, ...] = ()
    if form.is_bound and form.is_valid():
        try:
            run = keep_upload(form.cleaned_data["file"], request.school, request.user)
        except BadFile as refused:
            problems = refused.problems
        else:
            return redirect("exchange:import", request.school.urn, run.pk)
    runs = (
        ImportRun.objects.filter(school=request.school)
        .exclude(state=State.DISCARDED)
        .select_related("made_by")
        .defer("content")
    )
    page = Paginator(runs, ON_A_PAGE).get_page(request.GET.get("page"))
    said = {
        "form": form,
        "refused": problems_told(problems),
        "page": page,
        "runs": [(run, in_words(run.counts)) for run in page],
    }
    return render(request, "exchange/imports.html", said)


@school_view(needs="manage_roster")
def show_import(request: SchoolRequest, run: int) -> HttpResponse:
    """A file's preview until somebody decides; what it did afterwards."""
    found = run_of(request.school, run)
    said: dict[str, Any] = {"run": found, "crumbs": crumbs(request.school)}
    if found.state != State.PREVIEWED:
        said["counts"] = counts_told(found.counts)
        return render(request, "exchange/import_done.html", said)
    if found.format == Format.PUPIL_CSV and not found.counts:
        return redirect("exchange:import_columns", request.school.urn, run)
    return render(request, "exchange/import_preview.html", said | preview_told(reopen(found)))


def preview_told(opened: Opened, form: HoldsForm | None = None) -> dict[str, Any]:
    """What the preview page shows of a file."""
    preview, options = opened.preview, opened.run.options
    rejected = [problem for problem in preview.problems if problem.severity == "rejected"]
    notes = [problem for problem in preview.problems if problem.severity != "rejected"]
    about_file = [problem for problem in notes if problem.field.startswith("Header/")]
    initial = {"on": options["on"], "whole_school": "yes" if options["whole_school"] else "no"}
    return {
        "counts": counts_told(preview.counts),
        "groups": groups_told(preview.lines),
        "rejected": problems_told(rejected),
        "all_left_out": preview.counts.get("rejected", 0) >= preview.counts.get("read", 0) > 0,
        "about_file": problems_told(about_file),
        "notes": problems_told(problem for problem in notes if problem not in about_file),
        "leaving": share_leaving(preview.counts),
        "changes_anything": preview.changes_anything,
        "fingerprint": opened.fingerprint,
        "form": form or HoldsForm(initial=initial),
    }


def run_of(school: School, key: int) -> ImportRun:
    """An import of this school, and of no other."""
    return get_object_or_404(ImportRun.objects.select_related("made_by"), pk=key, school=school)


def crumbs(school: School) -> list[Link]:
    """The way back."""
    return [Link("Imports", reverse("exchange:imports", args=[school.urn]))]
