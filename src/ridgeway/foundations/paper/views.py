"""Pages: making sheets for a class, and entering what came back."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from ridgeway.access.classes import class_crumbs, find_class
from ridgeway.access.gate import SchoolRequest, places_of, school_view
from ridgeway.access.models import User
from ridgeway.foundations.paper.choosing import SheetsForm, asked_for
from ridgeway.foundations.paper.forms import ResultForm, result_forms
from ridgeway.foundations.paper.kinds import KINDS
from ridgeway.foundations.paper.models import SheetPage, SheetSet
from ridgeway.foundations.paper.printing import file_name, sheets_pdf
from ridgeway.foundations.paper.results import enter_results
from ridgeway.foundations.paper.sheets import SheetError, last_sets, make_sheets, sets_of
from ridgeway.schools.models import TeachingGroup
from ridgeway.schools.tenancy import school_scope
from ridgeway.web.pdf_reply import pdf_reply
from ridgeway.web.shell import Link

SETS_A_PAGE = 20
SCANNING = "scanning"
"""In an address: the person came from a sheet's code, and goes on to the next sheet."""


@school_view(needs="teach")
def sheets(request: SchoolRequest, group: int) -> HttpResponse:
    """What to print, and the sheets made so far. Sheets just made open as a PDF at once."""
    found = find_class(group)
    pupils = list(found.pupils_on(timezone.localdate()))
    last = last_sets(found)
    initial = _like_the_last(last) | asked_for(request.GET)
    form = SheetsForm(request.POST or None, group=found, pupils=pupils, last=last, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            return _make(request, found, form)
        except SheetError as error:
            form.add_error(None, str(error))
    context = {
        "group": found,
        "form": form,
        "pupils": pupils,
        "page": Paginator(sets_of(found), SETS_A_PAGE).get_page(request.GET.get("page")),
        "crumbs": class_crumbs(request.school, found),
    }
    return render(request, "foundations/paper/sheets.html", context)


@require_GET
@school_view(needs="teach")
def sheets_as_pdf(request: SchoolRequest, group: int, sheet_set: int) -> HttpResponse:
    """The PDF of sheets made before."""
    found = _sheet_set(group, sheet_set)
    pdf = sheets_pdf(found, site=request.build_absolute_uri("/"))
    return pdf_reply(pdf, file_name(found))


@school_view(needs="teach")
def results(request: SchoolRequest, group: int, sheet_set: int) -> HttpResponse:
    """A class's results on one page: type them, or tap what was wrong."""
    found = _sheet_set(group, sheet_set)
    forms = result_forms(found, list(_pages(found)), request.POST if request.method == "POST" else None)
    if request.method == "POST" and _entered(request, found, forms):
        return redirect(request.path)
    context = {
        "sheet_set": found,
        "forms": forms,
        "wanting": [form for form in forms if form.is_bound and form.errors],
        "entered": sum(form.has_result for form in forms),
        "settled": any(form.settled for form in forms),
        "timing": KINDS[found.kind].timing,
        "time_for_all": request.POST.get("time_for_all", ""),
        "crumbs": [*class_crumbs(request.school, found.group), Link("Sheets", _sheets_url(request, found.group))],
    }
    return render(request, "foundations/paper/results.html", context)


@school_view(needs="teach")
def page_result(request: SchoolRequest, group: int, sheet_set: int, number: int) -> HttpResponse:
    """One pupil's result, with the cells to tap: where the code on the paper leads.

    Who came by scanning goes on to scan the next sheet.
    """
    found = _sheet_set(group, sheet_set)
    page = get_object_or_404(_pages(found), number=number)
    results_url = reverse("foundations:results", args=[request.school.urn, found.group_id, found.pk])
    data = request.POST if request.method == "POST" else None
    form = ResultForm(page, data, timing=KINDS[found.kind].timing)
    if request.method == "POST" and _entered(request, found, [form]):
        return redirect(_next_url(request, found) if SCANNING in request.GET else results_url)
    context = {
        "sheet_set": found,
        "form": form,
        "scanning": SCANNING in request.GET,
        "rows": page.content.rows(),
        "results_url": results_url,
        "crumbs": [
            *class_crumbs(request.school, found.group),
            Link("Sheets", _sheets_url(request, found.group)),
            Link("Results", results_url),
        ],
    }
    return render(request, "foundations/paper/page_result.html", context)


@require_GET
@school_view(needs="teach")
def cells(request: SchoolRequest, group: int, sheet_set: int, number: int) -> HttpResponse:
    """A fragment: one sheet's cells as buttons, with the answers that should stand in them."""
    page = get_object_or_404(_pages(_sheet_set(group, sheet_set)), number=number)
    return render(request, "foundations/paper/cells.html", {"page": page, "rows": page.content.rows()})


@require_GET
@school_view(needs="teach")
def next_sheet(request: SchoolRequest, group: int, sheet_set: int) -> HttpResponse:
    """Between two sheets: scan the next, type its code, or choose a pupil whose result is still wanting."""
    found = _sheet_set(group, sheet_set)
    typed = request.GET.get("code", "")
    code = _code(typed)
    if code and SheetPage.objects.filter(code=code).exists():
        return redirect("foundations:scanned", code)
    pages = list(_pages(found))
    context = {
        "sheet_set": found,
        "typed": typed,
        "wanting": [page for page in pages if getattr(page, "result", None) is None],
        "pages": pages,
        "results_url": reverse("foundations:results", args=[request.school.urn, found.group_id, found.pk]),
        "scanning": SCANNING,
        "crumbs": [*class_crumbs(request.school, found.group), Link("Sheets", _sheets_url(request, found.group))],
    }
    return render(request, "foundations/paper/next_sheet.html", context)


@require_GET
def scanned(request: HttpRequest, code: str) -> HttpResponseBase:
    """The address in the QR code of a sheet: leads the pupil's teacher to its result."""
    if not isinstance(request.user, User):
        return redirect_to_login(request.get_full_path())
    places = places_of(request.user, timezone.localdate())
    with school_scope(*(place.school_id for place in places)):
        page = SheetPage.objects.select_related("school", "sheet_set").filter(code=_code(code)).first()
    if page is None:
        raise Http404("No such sheet.")
    where = [page.school.urn, page.sheet_set.group_id, page.sheet_set_id, page.number]
    return redirect(f"{reverse('foundations:page_result', args=where)}?{SCANNING}")


def _code(typed: str) -> str:
    """A sheet's code as it is kept, however it was typed."""
    return "".join(filter(str.isalnum, typed)).upper()


def _make(request: SchoolRequest, group: TeachingGroup, form: SheetsForm) -> HttpResponse:
    wanted = form.cleaned_data
    sheet_set = make_sheets(
        group,
        wanted["kind"],
        on=wanted["day"],
        pupils=form.chosen,
        options=form.options,
        same_for_all=form.same_for_all,
        look=form.look,
        aim_seconds=form.aim_seconds,
        double_sided=wanted["double_sided"],
        made_by=request.user,
    )
    return redirect("foundations:sheets_pdf", request.school.urn, group.pk, sheet_set.pk)


def _entered(request: SchoolRequest, sheet_set: SheetSet, forms: list[ResultForm]) -> bool:
    """Keeps the rows that were touched, if all of them can be kept."""
    touched = [form for form in forms if form.has_changed()]
    if [form for form in touched if not form.is_valid()]:
        return False
    changed = enter_results(sheet_set, {form.page: form.entry for form in touched}, by=request.user)
    emptied = sum(form.entry is None and form.has_result for form in touched)
    said = [
        f"{verb} {count} result{'s' if count > 1 else ''}."
        for verb, count in (("Saved", changed - emptied), ("Took away", emptied))
        if count > 0
    ]
    if said:
        messages.success(request, " ".join(said))
    else:
        messages.info(request, "Nothing has changed, so there was nothing to save.")
    return True


def _sheet_set(group: int, key: int) -> SheetSet:
    found: SheetSet = get_object_or_404(SheetSet.objects.select_related("group"), group_id=group, pk=key)
    return found


def _pages(sheet_set: SheetSet) -> Any:
    return sheet_set.pages.select_related("pupil", "result")


def _like_the_last(last: Mapping[str, SheetSet]) -> dict[str, Any]:
    """The form as it was last filled in for the class, dated today."""
    today = {"day": timezone.localdate(), "who": "all", "kind": next(iter(KINDS)), "same": ""}
    if not last:
        return today
    latest = max(last.values(), key=lambda each: each.pk)
    same = "yes" if latest.same_for_all else ""
    return today | {
        "kind": latest.kind,
        "same": same,
        "double_sided": latest.double_sided,
        **latest.look.drawn(),
    }


def _sheets_url(request: SchoolRequest, group: TeachingGroup) -> str:
    return reverse("foundations:sheets", args=[request.school.urn, group.pk])


def _next_url(request: SchoolRequest, sheet_set: SheetSet) -> str:
    return reverse("foundations:next_sheet", args=[request.school.urn, sheet_set.group_id, sheet_set.pk])
