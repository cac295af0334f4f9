"""Sheets as a PDF: a page for each pupil (more for a long list), then the answers for whoever marks them.

The frame of a page is `sheets.typ`; what stands in it is drawn by the Typst file of its form, which comes under
the name `form.typ`.
"""

import datetime as dt
import io
from collections.abc import Mapping
from functools import cache
from typing import Any, Final

import segno
from django.urls import reverse
from django.utils.formats import date_format

from ridgeway.foundations.paper.contents import Content, WritingPage
from ridgeway.foundations.paper.kinds import KINDS, MINUTE
from ridgeway.foundations.paper.models import SheetPage, SheetResult, SheetSet
from ridgeway.foundations.paper.results import best_before
from ridgeway.foundations.paper.times import as_clock
from ridgeway.web.pdf import PACKAGE, render_pdf

FOLDER: Final = "foundations/typst/sheets"
TEMPLATE: Final = f"{FOLDER}/sheets.typ"
HALF: Final = 5
"""A page's code is printed in two halves of so many characters."""


def sheets_pdf(sheet_set: SheetSet, *, site: str) -> bytes:
    """The sheets as they were made, answers at the end; printed again they are the same.

    `site` is where this program is reached ("https://ridgeway.example/"): the QR codes begin with it. For
    a printer that prints on both sides the back of every sheet stays empty.
    """
    pages = list(sheet_set.pages.select_related("pupil"))
    contents = {page.pk: page.content for page in pages}
    timing = KINDS[sheet_set.kind].timing
    best = _bests(sheet_set, pages)
    data = {
        "title": sheet_set.title,
        "class": sheet_set.group.name,
        "date": date_format(sheet_set.day),
        "timing": timing,
        "look": sheet_set.look.drawn(),
        "double_sided": sheet_set.double_sided,
        "same_for_all": _same_for_all(sheet_set, list(contents.values())),
        "sheets": [_sheet(page, contents[page.pk], sheet_set, best.get(page.pupil_id)) for page in pages],
    }
    codes = {f"{page.code}.svg": _qr_code(site, page.code) for page in pages}
    return render_pdf(TEMPLATE, data, {**codes, **_sources(contents[pages[0].pk].FORM)})


def file_name(sheet_set: SheetSet) -> str:
    """What the PDF is called when it is kept."""
    day: dt.date = sheet_set.day
    return f"{sheet_set.title} {sheet_set.group.name} {day.isoformat()}.pdf"


@cache
def _sources(form: str) -> Mapping[str, bytes]:
    """The Typst files that the frame imports, with that of the form under the name by which the frame knows it."""
    files = {file.name: file.read_bytes() for file in sorted((PACKAGE / FOLDER).glob("*.typ"))}
    return {**files, "form.typ": files[f"{form}.typ"]}


def _same_for_all(sheet_set: SheetSet, contents: list[Content]) -> bool:
    alike = len(contents) > 1 and all(content == contents[0] for content in contents)
    return sheet_set.same_for_all or alike


def _sheet(page: SheetPage, content: Content, sheet_set: SheetSet, best: SheetResult | None) -> dict[str, Any]:
    return {
        "name": str(page.pupil),
        "code": f"{page.code[:HALF]}-{page.code[HALF:]}",
        "picture": f"{page.code}.svg",
        "count": content.count,
        "parts": [[part.start, part.stop] for part in content.parts(sheet_set.look)],
        "answers": [question.answer for question in content.questions],
        "asked": content.asked(),
        "solved": content.solved(),
        "aim": _aim(sheet_set, content.count),
        "best": _best(sheet_set, best),
        **content.drawn(),
    }


def _bests(sheet_set: SheetSet, pages: list[SheetPage]) -> Mapping[int, SheetResult]:
    """Each pupil's best so far; none where sheets of the kind are about something else every time."""
    alike = bool(sheet_set.of) or isinstance(pages[0].content, WritingPage)
    if not alike or KINDS[sheet_set.kind].timing == "untimed":
        return {}
    return best_before(sheet_set, [page.pupil_id for page in pages])


def _aim(sheet_set: SheetSet, count: int) -> str | None:
    """The aim in words for the pupil; None where there is none."""
    if sheet_set.aim_seconds is None:
        return None
    if KINDS[sheet_set.kind].timing == "one minute":
        return f"{min(int(MINUTE / sheet_set.aim_seconds), count)} right in a minute"
    return f"every answer right, in {as_clock(round(sheet_set.aim_seconds * count))} or less"


def _best(sheet_set: SheetSet, best: SheetResult | None) -> str | None:
    """The pupil's best so far; None on the first sheet of its kind."""
    if best is None or best.seconds is None:
        return None
    minute = KINDS[sheet_set.kind].timing == "one minute"
    return f"{best.correct} right" if minute else f"{best.correct} right in {as_clock(best.seconds)}"


def _qr_code(site: str, code: str) -> bytes:
    address = site.rstrip("/") + reverse("foundations:scanned", args=[code])
    picture = io.BytesIO()
    segno.make(address, error="m", micro=False).save(picture, kind="svg", border=0, xmldecl=False)
    return picture.getvalue()
