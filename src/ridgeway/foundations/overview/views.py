"""Fast Learning in the school: a page for those who lead it, and the same as files."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from ridgeway.access.classes import current_year
from ridgeway.access.gate import SchoolRequest, school_view
from ridgeway.foundations.overview.figures import PupilFigures, figures_in
from ridgeway.foundations.overview.groups import Division, divide, group_figures, hidden_where_small
from ridgeway.foundations.overview.spans import Span, span_asked, spans_of
from ridgeway.foundations.overview.tables import (
    GROUP_COLUMNS,
    PUPIL_COLUMNS,
    Sheet,
    as_csv,
    as_xlsx,
    group_rows,
    in_words,
    pupil_rows,
)
from ridgeway.schools.models import AcademicYear
from ridgeway.web.shell import Link

CSV, XLSX = "text/csv; charset=utf-8", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True, slots=True)
class Overview:
    """What a request asks for: a time, and the school in it."""

    spans: list[Span]
    span: Span
    figures: list[PupilFigures]
    hides: bool
    """Whether small numbers are hidden: from those who may not see pupils."""

    @property
    def divisions(self) -> list[Division]:
        """The school, whole and divided."""
        return divide(self.figures, self.span.weeks, hide=self.hides)


@school_view(needs="see_school")
def overview(request: SchoolRequest) -> HttpResponse:
    """How much is practised, what is fluent, and how it grows: by year group, class and characteristic."""
    year = current_year(timezone.localdate())
    if year is None:
        return render(request, "foundations/overview/page.html", {"nothing": True})
    shown = _asked(request, year)
    whole, *divisions = shown.divisions
    context = {
        "nothing": not any(each.met for each in shown.figures),
        "span": shown.span,
        "spans": [Link(each.name, f"?span={each.key}", each == shown.span) for each in shown.spans],
        "whole": in_words(whole.groups[0]),
        "divisions": [(division.name, [in_words(group) for group in division.groups]) for division in divisions],
        "terms": _over_terms(shown, year),
        "hides": shown.hides,
        "files": [_link(request, kind, shown.span) for kind in ("csv", "xlsx")],
    }  # fmt: skip
    return render(request, "foundations/overview/page.html", context)


@school_view(needs="see_school")
def overview_csv(request: SchoolRequest) -> HttpResponse:
    """The groups as a CSV file."""
    year = current_year(timezone.localdate())
    shown = None if year is None else _asked(request, year)
    rows = [] if shown is None else group_rows(shown.divisions)
    return _file(as_csv(GROUP_COLUMNS, rows), CSV, f"fast-learning-{request.school.urn}.csv")


@school_view(needs="see_school")
def overview_xlsx(request: SchoolRequest) -> HttpResponse:
    """The groups as a spreadsheet; with every pupil on a second sheet for those who may see pupils."""
    year = current_year(timezone.localdate())
    shown = None if year is None else _asked(request, year)
    sheets: list[Sheet] = [("Groups", GROUP_COLUMNS, [] if shown is None else group_rows(shown.divisions))]
    if shown is not None and not shown.hides:
        sheets.append(("Pupils", PUPIL_COLUMNS, pupil_rows(shown.figures)))
    return _file(as_xlsx(sheets), XLSX, f"fast-learning-{request.school.urn}.xlsx")


def _link(request: SchoolRequest, kind: str, span: Span) -> Link:
    address = reverse(f"foundations:overview_{kind}", args=[request.school.urn])
    return Link(kind.upper(), f"{address}?span={span.key}")


def _asked(request: SchoolRequest, year: AcademicYear) -> Overview:
    spans = spans_of(year, timezone.localdate())
    span = span_asked(spans, request.GET.get("span"))
    return Overview(spans, span, figures_in(span, year.pk), "see_pupils" not in request.capabilities)


def _over_terms(shown: Overview, year: AcademicYear) -> list[object]:
    """The whole school in each half-term so far."""
    figures = {
        span: shown.figures if span == shown.span else figures_in(span, year.pk) for span in shown.spans[:-1]
    }
    groups = [group_figures(span.name, each, span.weeks) for span, each in figures.items()]
    return [in_words(group) for each in groups for group in hidden_where_small([each], hide=shown.hides)]


def _file(content: bytes, kind: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
