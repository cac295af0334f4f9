"""What can stand on a page. A page is stored as the record it makes of itself, and is printed again from it."""

from collections.abc import Mapping
from typing import Any, Final

from ridgeway.fluency.errors import UnknownItemError
from ridgeway.foundations.paper.contents.content import VERSION, Cell, Content, ContentError, Question, Row
from ridgeway.foundations.paper.contents.facts import FactPage
from ridgeway.foundations.paper.contents.grid import Grid, StartGrid
from ridgeway.foundations.paper.contents.words import CoverCopy, Dictation, Word
from ridgeway.foundations.paper.contents.writing import WritingPage

__all__ = [
    "FORMS",
    "Cell",
    "Content",
    "ContentError",
    "CoverCopy",
    "Dictation",
    "FactPage",
    "Grid",
    "Question",
    "Row",
    "StartGrid",
    "Word",
    "WritingPage",
    "read_content",
]

FORMS: Final[Mapping[str, type[Content]]] = {
    form.FORM: form for form in (Grid, StartGrid, FactPage, Dictation, CoverCopy, WritingPage)
}


def read_content(record: Mapping[str, Any]) -> Content:
    """The page that `record()` kept."""
    if record.get("version") != VERSION:
        raise ContentError(f"This page has version {record.get('version')!r}; it must be {VERSION}.")
    # The first pages did not name their form: they were grids, which say so, and pages of facts.
    named = record.get("form", "grid" if "grid" in record else "facts")
    form = FORMS.get(named)
    if form is None:
        raise ContentError(f"There is no page of the form {named!r}: it must be one of {', '.join(FORMS)}.")
    try:
        page = form.read(record)
        if not page.count:
            raise ContentError("There is nothing to do on this page.")
    except (KeyError, TypeError, UnknownItemError) as error:
        raise ContentError(f"This page cannot be read: {error}") from error
    return page
