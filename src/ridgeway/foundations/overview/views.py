"""Fast Learning in the school: a page for those who lead it, and the same as files."""

from typing import Final

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from ridgeway.access.classes import current_year
from ridgeway.access.gate import SchoolRequest, school_view
from ridgeway.foundations.growth.names import name_of
from ridgeway.foundations.overview.figures import figures_in
from ridgeway.foundations.overview.looked_at import Overview, telling_of, works_of
from ridgeway.foundations.overview.spans import span_asked, spans_of
from ridgeway.foundations.overview.strands import NUMBER_FACTS, STRANDS, strand_asked
from ridgeway.foundations.overview.tables import Sheet, Telling, as_csv, as_xlsx
from ridgeway.web.shell import Link

CONTENT_TYPES: Final = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@school_view(needs="see_school")
def overview(request: SchoolRequest) -> HttpResponse:
    """How much is practised, what is fluent, and how it grows: by year group, class and characteristic."""
    shown = _asked(request)
    if shown is None:
        return render(request, "foundations/overview/page.html", {"nothing": True})
    whole, *divisions = shown.divisions
    in_words = shown.telling.in_words
    context = {
        "nothing": not any(each.known.met or each.days for each in shown.figures),
        "shown": shown,
        "measures": shown.telling.measures,
        "strands": [Link(each.name, f"?{shown.query(strand=each)}", each == shown.strand) for each in STRANDS],
        "works": [Link(name_of(each), f"?{shown.query(work=each)}", each == shown.work) for each in shown.works],
        "spans": [Link(each.name, f"?{shown.query(span=each)}", each == shown.span) for each in shown.spans],
        "whole": in_words(whole.groups[0]),
        "divisions": [(division.name, [in_words(group) for group in division.groups]) for division in divisions],
        "terms": [in_words(group)._replace(name=span.name) for span, group in shown.by_half_term()],
        "files": [_link(request, kind, shown) for kind in ("csv", "xlsx")],
    }  # fmt: skip
    return render(request, "foundations/overview/page.html", context)


@school_view(needs="see_school")
def overview_csv(request: SchoolRequest) -> HttpResponse:
    """The groups as a CSV file."""
    shown = _asked(request)
    columns = _telling(shown).group_columns
    return _file(request, shown, as_csv(columns, [] if shown is None else shown.rows()), "csv")


@school_view(needs="see_school")
def overview_xlsx(request: SchoolRequest) -> HttpResponse:
    """The groups as a spreadsheet; with every pupil on a second sheet for those who may see pupils."""
    shown = _asked(request)
    telling = _telling(shown)
    sheets: list[Sheet] = [("Groups", telling.group_columns, [] if shown is None else shown.rows())]
    if shown is not None and not shown.hides:
        sheets.append(("Pupils", telling.pupil_columns, telling.pupil_rows(shown.figures)))
    return _file(request, shown, as_xlsx(sheets, telling.formats), "xlsx")


def _telling(shown: Overview | None) -> Telling:
    """What files are about; of a school without a year their columns alone."""
    return telling_of(NUMBER_FACTS) if shown is None else shown.telling


def _link(request: SchoolRequest, kind: str, shown: Overview) -> Link:
    address = reverse(f"foundations:overview_{kind}", args=[request.school.urn])
    return Link(kind.upper(), f"{address}?{shown.query()}")


def _asked(request: SchoolRequest) -> Overview | None:
    """What to show; None where the school has no year yet."""
    today = timezone.localdate()
    year = current_year(today)
    if year is None:
        return None
    spans = spans_of(year, today)
    span, strand = span_asked(spans, request.GET.get("span")), strand_asked(request.GET.get("strand"))
    figures = figures_in(span, year.pk, strand)
    works = works_of(figures)
    work = next((each for each in works if each.key == request.GET.get("line")), next(iter(works), None))
    return Overview(year, spans, span, strand, figures, work, "see_pupils" not in request.capabilities)


def _file(request: SchoolRequest, shown: Overview | None, content: bytes, kind: str) -> HttpResponse:
    """A file whose name says of what strand and time it is, so that those of two half-terms lie side by side."""
    name = f"fast-learning-{request.school.urn}"
    if shown is not None:
        name += f"-{shown.strand.key}-{shown.year}-{shown.span.key}"
    response = HttpResponse(content, content_type=CONTENT_TYPES[kind])
    response["Content-Disposition"] = f'attachment; filename="{name}.{kind}"'
    return response
