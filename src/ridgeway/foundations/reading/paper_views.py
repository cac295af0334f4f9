"""Pages: copies to print, and what comes back on them."""

from uuid import UUID, uuid4, uuid5

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from ridgeway.access.classes import find_class
from ridgeway.access.gate import SchoolRequest, school_view
from ridgeway.access.models import User
from ridgeway.fluency.passages import MOST_WORDS
from ridgeway.fluency.reading import LONGEST
from ridgeway.foundations.reading.forms import PaperForm, PaperRow
from ridgeway.foundations.reading.overview import look_at_class
from ridgeway.foundations.reading.printing import CopiesForm, copies_pdf, file_name
from ridgeway.foundations.reading.results import Heard, ReadingError, keep_reading
from ridgeway.foundations.reading.texts import Readable, find_text
from ridgeway.foundations.reading.views import reading_crumbs, reading_page
from ridgeway.schools.models import Pupil
from ridgeway.web.pdf_reply import pdf_reply


@require_GET
@school_view(needs="teach")
def copies(request: SchoolRequest, group: int) -> HttpResponse:
    """A text as a PDF, for the pupil and to score on."""
    found = find_class(group)
    text = find_text(request.GET.get("text", ""))
    form = CopiesForm(request.GET)
    if text is None or not form.is_valid():
        raise Http404("No such text.")
    who = form.cleaned_data["who"]
    names: list[Pupil | None] = [] if who == "pupil" else [None]
    if who == "class":
        names = list(found.pupils_on(timezone.localdate()))
    large = form.cleaned_data["size"] == "large"
    pdf = copies_pdf(text, large=large, scored_for=names, class_name=found.name)
    return pdf_reply(pdf, file_name(text))


@school_view(needs="teach")
def from_paper(request: SchoolRequest, group: int) -> HttpResponse:
    """Words and errors of a class that was heard with paper copies: all rows are kept, or none."""
    found = find_class(group)
    pupils = list(found.pupils_on(timezone.localdate()))
    data = request.POST if request.method == "POST" else None
    today = timezone.localdate()
    next_text = look_at_class(found, today).next
    first = {"day": today, "time": "1:00", "key": uuid4(), "text": next_text.name if next_text else ""}
    head = PaperForm(data, today=today, initial=first)
    rows = [PaperRow(data, pupil=pupil) for pupil in pupils]
    if data is not None and _kept(request, head, rows):
        return redirect(f"{reading_page(request, found)}?entered={head.cleaned_data['key']}")
    context = {
        "group": found,
        "form": head,
        "rows": rows,
        "wanting": [row for row in rows if row.is_bound and row.errors],
        "crumbs": reading_crumbs(request, found),
    }
    return render(request, "foundations/reading/paper.html", context)


def _kept(request: SchoolRequest, head: PaperForm, rows: list[PaperRow]) -> bool:
    """Whether what was typed is kept; if not, the forms say why."""
    sound = head.is_valid()
    given = head.cleaned_data
    text = find_text(given.get("text", ""))
    for row in rows:
        if row.is_valid():
            row.refuse(seconds=given.get("time", LONGEST), words=len(text.passage.words) if text else MOST_WORDS)
    if text is None or not sound or any(row.errors for row in rows):
        return False
    filled = [row for row in rows if row.filled]
    if not filled:
        head.add_error(None, "Nothing is typed yet: give the words read and the errors of one pupil at least.")
        return False
    heard = {row.pupil: row.heard(given["day"], given["time"]) for row in filled}
    try:
        _keep_all(text, heard, key=given["key"], by=request.user)
    except ReadingError as refusal:
        head.add_error(None, str(refusal))
        return False
    count = len(heard)
    messages.success(request, f"Saved {count} reading{'s' if count > 1 else ''} of “{text.title}”.")
    return True


@transaction.atomic
def _keep_all(text: Readable, heard: dict[Pupil, Heard], *, key: UUID, by: User) -> None:
    """Keeps the readings of one page; each pupil's has a key of its own, the same when the page is sent again."""
    for pupil, each in heard.items():
        keep_reading(pupil, text, each, key=uuid5(key, str(pupil.pk)), by=by)
