"""Saying what the columns of a list in CSV hold."""

from django.http import HttpResponse
from django.shortcuts import redirect, render

from ridgeway.access.gate import SchoolRequest, school_view
from ridgeway.exchange.forms import ColumnsForm
from ridgeway.exchange.models import Format, State
from ridgeway.exchange.opening import Options
from ridgeway.exchange.pupil_csv import Mapping
from ridgeway.exchange.telling import samples
from ridgeway.exchange.undecided import kept_sheet, remember_columns, reopen
from ridgeway.exchange.views.imports import crumbs, run_of


@school_view(needs="manage_roster")
def choose_columns(request: SchoolRequest, run: int) -> HttpResponse:
    """Each column with what is in it and what it is taken for; what a person chooses is remembered."""
    found = run_of(request.school, run)
    if found.state != State.PREVIEWED or found.format != Format.PUPIL_CSV:
        return redirect("exchange:import", request.school.urn, run)
    sheet, options = kept_sheet(found), Options.from_json(found.options)
    given = request.POST if request.method == "POST" else None
    form = ColumnsForm(sheet, Mapping.from_dict(options.columns or {}), given)
    if form.is_valid():
        columns = form.cleaned_data["columns"]
        reopen(found, Options(options.on, options.whole_school, columns=columns))
        remember_columns(sheet, request.school, columns)
        return redirect("exchange:import", request.school.urn, run)
    columns_told = [(form[f"column_{at}"], samples(sheet.column(name))) for at, name in enumerate(sheet.headings)]
    said = {"run": found, "form": form, "columns": columns_told, "crumbs": crumbs(request.school)}
    return render(request, "exchange/import_columns.html", said)
