"""Fast Learning in the school: a page for those who lead it, and the same as files."""

from dataclasses import dataclass
from typing import Final

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from ridgeway.access.classes import current_year
from ridgeway.access.gate import SchoolRequest, school_view
from ridgeway.foundations.overview.figures import PupilFigures, figures_in
from ridgeway.foundations.overview.groups import Division, GroupFigures, divide, whole_school
from ridgeway.foundations.overview.spans import Span, span_asked, spans_of
from ridgeway.foundations.overview.tables import (
    GROUP_COLUMNS,
    PUPIL_COLUMNS,
    Cell,
    Sheet,
    as_csv,
    as_xlsx,
    group_rows,
    in_words,
    pupil_rows,
)
from ridgeway.schools.models import AcademicYear
from ridgeway.web.shell import Link

CONTENT_TYPES: Final = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@dataclass(frozen=True, slots=True)
class Overview:
    """What a request asks for: a time, and the school in it."""

    year: AcademicYear
    spans: list[Span]
    span: Span
    figures: list[PupilFigures]
    hides: bool
    """Whether small numbers are hidden: from those who may not see pupils."""

    @property
    def divisions(self) -> list[Division]:
        """The school, whole and divided."""
        return divide(self.figures, self.span.weeks, hide=self.hides)

    def by_half_term(self) -> list[tuple[Span, GroupFigures]]:
        """The whole school in each half-term so far."""
        figures = {
            span: self.figures if span == self.span else figures_in(span, self.year.pk) for span in self.spans[:-1]
        }
        return [(span, whole_school(each, span.weeks, hide=self.hides)) for span, each in figures.items()]

    def rows(self) -> list[list[Cell]]:
        """What the page shows, as numbers: first the groups in the time asked for, then the school
        in the other half-terms.
        """
        others = [(span, group) for span, group in self.by_half_term() if span != self.span]
        return [
            *group_rows(self.span.name, self.divisions),
            *(row for span, group in others for row in group_rows(span.name, [Division("School", [group])])),
        ]


@school_view(needs="see_school")
def overview(request: SchoolRequest) -> HttpResponse:
    """How much is practised, what is fluent, and how it grows: by year group, class and characteristic."""
    shown = _asked(request)
    if shown is None:
        return render(request, "foundations/overview/page.html", {"nothing": True})
    whole, *divisions = shown.divisions
    context = {
        "nothing": not any(each.met or each.days for each in shown.figures),
        "span": shown.span,
        "spans": [Link(each.name, f"?span={each.key}", each == shown.span) for each in shown.spans],
        "whole": in_words(whole.groups[0]),
        "divisions": [(division.name, [in_words(group) for group in division.groups]) for division in divisions],
        "terms": [in_words(group)._replace(name=span.name) for span, group in shown.by_half_term()],
        "hides": shown.hides,
        "files": [_link(request, kind, shown.span) for kind in ("csv", "xlsx")],
    }  # fmt: skip
    return render(request, "foundations/overview/page.html", context)


@school_view(needs="see_school")
def overview_csv(request: SchoolRequest) -> HttpResponse:
    """The groups as a CSV file."""
    shown = _asked(request)
    return _file(request, shown, as_csv(GROUP_COLUMNS, [] if shown is None else shown.rows()), "csv")


@school_view(needs="see_school")
def overview_xlsx(request: SchoolRequest) -> HttpResponse:
    """The groups as a spreadsheet; with every pupil on a second sheet for those who may see pupils."""
    shown = _asked(request)
    sheets: list[Sheet] = [("Groups", GROUP_COLUMNS, [] if shown is None else shown.rows())]
    if shown is not None and not shown.hides:
        sheets.append(("Pupils", PUPIL_COLUMNS, pupil_rows(shown.figures)))
    return _file(request, shown, as_xlsx(sheets), "xlsx")


def _link(request: SchoolRequest, kind: str, span: Span) -> Link:
    address = reverse(f"foundations:overview_{kind}", args=[request.school.urn])
    return Link(kind.upper(), f"{address}?span={span.key}")


def _asked(request: SchoolRequest) -> Overview | None:
    """What to show; None where the school has no year yet."""
    today = timezone.localdate()
    year = current_year(today)
    if year is None:
        return None
    spans = spans_of(year, today)
    span = span_asked(spans, request.GET.get("span"))
    return Overview(year, spans, span, figures_in(span, year.pk), "see_pupils" not in request.capabilities)


def _file(request: SchoolRequest, shown: Overview | None, content: bytes, kind: str) -> HttpResponse:
    """A file whose name says of what time it is, so that those of two half-terms lie side by side."""
    name = f"fast-learning-{request.school.urn}"
    if shown is not None:
        name += f"-{shown.year}-{shown.span.key}"
    response = HttpResponse(content, content_type=CONTENT_TYPES[kind])
    response["Content-Disposition"] = f'attachment; filename="{name}.{kind}"'
    return response
