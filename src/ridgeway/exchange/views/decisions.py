"""Deciding about a file: apply it, look again with other options, discard it, or take it back."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from ridgeway.access.gate import SchoolRequest, school_view
from ridgeway.exchange.forms import HoldsForm
from ridgeway.exchange.imports import ImportStateError, apply_run, discard_run, undo_run
from ridgeway.exchange.journal import UndoRefusedError
from ridgeway.exchange.models import ImportRun, State
from ridgeway.exchange.opening import Options
from ridgeway.exchange.undecided import reopen
from ridgeway.exchange.views.imports import crumbs, preview_told, run_of


@school_view(needs="manage_roster")
@require_POST
def change_options(request: SchoolRequest, run: int) -> HttpResponse:
    """The same file with another day, or for the whole school instead of some pupils."""
    found = run_of(request.school, run)
    form = HoldsForm(request.POST)
    if found.state != State.PREVIEWED:
        return _back(request, found)
    if not form.is_valid():
        said = {"run": found, "crumbs": crumbs(request.school)}
        return render(request, "exchange/import_preview.html", said | preview_told(reopen(found), form))
    before = Options.from_json(found.options)
    chosen = form.cleaned_data
    reopen(found, Options(on=chosen["on"], whole_school=chosen["whole_school"], columns=before.columns))
    return _back(request, found)


@school_view(needs="manage_roster")
@require_POST
def apply_import(request: SchoolRequest, run: int) -> HttpResponse:
    """Does what the person has seen; when the records have changed meanwhile, they see the new preview first."""
    found = run_of(request.school, run)
    if found.state != State.PREVIEWED:
        messages.warning(request, f"This import is {found.get_state_display().lower()} already.")
        return _back(request, found)
    opened = reopen(found)
    if opened.fingerprint != request.POST.get("seen"):
        messages.warning(request, "The school's records have changed since you looked. Look again, then apply.")
        return _back(request, found)
    try:
        apply_run(found, opened.importer)
    except ImportStateError as refusal:
        messages.warning(request, str(refusal))
    return _back(request, found)


@school_view(needs="manage_roster")
@require_POST
def discard_import(request: SchoolRequest, run: int) -> HttpResponse:
    """Forgets the file; nothing has changed."""
    found = run_of(request.school, run)
    if found.state != State.PREVIEWED:
        return _back(request, found)
    discard_run(found)
    messages.success(request, f"{found.file_name} is forgotten. Nothing was changed.")
    return redirect("exchange:imports", request.school.urn)


@school_view(needs="manage_roster")
@require_POST
def undo_import(request: SchoolRequest, run: int) -> HttpResponse:
    """Takes an import back as a whole."""
    found = run_of(request.school, run)
    try:
        undo_run(found)
    except UndoRefusedError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"{found.file_name} is taken back: everything is as it was before.")
    return _back(request, found)


def _back(request: SchoolRequest, run: ImportRun) -> HttpResponse:
    return redirect("exchange:import", request.school.urn, run.pk)
