"""The form of results: a row for each pupil."""

import json
from collections.abc import Sequence
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from ridgeway.foundations.paper.kinds import KINDS, MINUTE
from ridgeway.foundations.paper.models import LONGEST_SECONDS, SheetPage, SheetSet
from ridgeway.foundations.paper.results import Entry, Marks, entry_of
from ridgeway.foundations.paper.times import as_clock, read_time

FASTEST_SECONDS: Final = 0.25
"""Nobody writes answers faster than this; a shorter time is minutes typed as seconds."""


_BOX: Final = {"autocomplete": "off", "size": 5}
_COUNT: Final = _BOX | {"inputmode": "numeric", "class": "form-control paper-right"}


class ResultForm(forms.Form):
    """One pupil's row. Empty means absent; only rows that were touched since the page was opened count.

    Each field carries what it showed in the beginning, so that two people can enter a class at the same time. The
    time is asked where pupils work to the end; after a minute the number wrong is. Nothing wrong may stay empty.
    """

    time = forms.CharField(
        label=_("Time"),
        max_length=8,
        required=False,
        show_hidden_initial=True,
        widget=forms.TextInput(attrs=_BOX | {"inputmode": "decimal", "class": "form-control paper-time"}),
    )
    correct = forms.CharField(
        label=_("Right"),
        max_length=8,
        required=False,
        show_hidden_initial=True,
        widget=forms.TextInput(attrs=_COUNT),
    )
    errors_made = forms.CharField(
        label=_("Wrong"),
        max_length=8,
        required=False,
        show_hidden_initial=True,
        widget=forms.TextInput(attrs=_COUNT),
    )
    marks = forms.CharField(max_length=4000, required=False, show_hidden_initial=True, widget=forms.HiddenInput)

    def __init__(self, page: SheetPage, data: Any = None, *, timing: str, time_for_all: str = "") -> None:
        self.page = page
        self.questions = page.content.count
        self.has_cells = bool(page.content.rows())
        self._timing = timing
        self._time_for_all = time_for_all
        self.entry: Entry | None = None
        result = getattr(page, "result", None)
        self.has_result = result is not None
        self.settled = result is not None and result.settled_at is not None
        super().__init__(data, prefix=f"page-{page.number}", initial=_shown(entry_of(result)) if result else {})
        if timing != "to the end":
            del self.fields["time"]
        if timing != "one minute":
            del self.fields["errors_made"]
        for field in self.visible_fields():
            field.field.widget.attrs["aria-label"] = f"{field.label}: {page.pupil}"

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if self.errors or not any(cleaned.values()):
            return cleaned
        time, right, wrong = (cleaned.get(name, "") for name in ("time", "correct", "errors_made"))
        marks = self._marks(cleaned["marks"])
        correct = self._correct(right, marks)
        errors = self._wrong(wrong, correct, marks)
        seconds = self._seconds(time or self._time_for_all, correct)
        if not self.errors and correct is not None:
            self.entry = Entry(seconds, correct, marks, None if marks else errors)
        return cleaned

    def _marks(self, text: str) -> Marks | None:
        if not text:
            return None
        try:
            marks = read_marks(text, self.questions if self.has_cells else 0)
        except (ValueError, RecursionError):
            self.add_error("correct", _("The marked cells did not arrive whole. Please mark them again."))
            return None
        return marks

    def _correct(self, text: str, marks: Marks | None) -> int | None:
        counted = None if marks is None else self.questions - len(marks.wrong) - len(marks.blank)
        if not text and counted is not None:
            return counted
        if not text:
            self.add_error("correct", _("How many were right? Leave the whole row empty if the pupil was away."))
        elif not text.isdecimal() or int(text) > self.questions:
            self.add_error("correct", _not_a_count("right", text, self.questions))
        elif counted is not None and int(text) != counted:
            self.add_error(
                "correct", f"The cells you marked leave {counted} right. Change the number or the cells."
            )
        else:
            return int(text)
        return None

    def _wrong(self, text: str, correct: int | None, marks: Marks | None) -> int | None:
        if self._timing != "one minute" or correct is None:
            return None
        most = self.questions - correct
        if marks is not None:
            marked = len(marks.wrong)
            if text and text != str(marked):
                self.add_error("errors_made", f"You marked {marked} wrong. Change the number or the cells.")
            return marked
        if text and (not text.isdecimal() or int(text) > most):
            self.add_error("errors_made", _not_a_count("wrong", text, most))
            return None
        return int(text or 0)

    def _seconds(self, text: str, correct: int | None) -> int | None:
        if self._timing != "to the end":
            return MINUTE if self._timing == "one minute" else None
        seconds = read_time(text) if text else None
        if not text:
            self.add_error("time", _("What was the time? Type it as 3:20, or in seconds as 200."))
        elif seconds is None:
            self.add_error("time", f"“{text}” is no time: type minutes and seconds as 3:20, or seconds as 200.")
        elif not 1 <= seconds <= LONGEST_SECONDS:
            self.add_error("time", f"“{text}” is no time for a sheet: it takes from a second to an hour.")
        elif correct is not None and seconds < correct * FASTEST_SECONDS:
            self.add_error(
                "time", f"{seconds} seconds is too quick for {correct} answers. For minutes type {text}:00."
            )
        else:
            return seconds
        return None


def result_forms(sheet_set: SheetSet, pages: Sequence[SheetPage], data: Any = None) -> list[ResultForm]:
    """A row for each page. A time typed for everybody goes where a number right has no time of its own."""
    time_for_all = data.get("time_for_all", "").strip() if data is not None else ""
    timing = KINDS[sheet_set.kind].timing
    return [ResultForm(page, data, timing=timing, time_for_all=time_for_all) for page in pages]


def read_marks(text: str, questions: int) -> Marks:
    """Marked cells as the page sends them: {"wrong": [17], "blank": [98, 99]}. ValueError if they are not that."""
    found = json.loads(text)
    if not isinstance(found, dict) or set(found) != {"wrong", "blank"}:
        raise ValueError("Marks are the two lists wrong and blank.")
    cells = (
        [*found["wrong"], *found["blank"]] if all(isinstance(cells, list) for cells in found.values()) else [None]
    )
    if not all(type(cell) is int and 0 <= cell < questions for cell in cells) or len(set(cells)) < len(cells):
        raise ValueError("Each cell of the page may be marked once.")
    return Marks(tuple(sorted(found["wrong"])), tuple(sorted(found["blank"])))


def _not_a_count(of: str, text: str, most: int) -> str:
    return f"“{text}” {of} cannot be: type a whole number from 0 to {most}."


def _shown(entry: Entry) -> dict[str, str]:
    shown = {"correct": str(entry.correct)}
    if entry.seconds is not None:
        shown["time"] = as_clock(entry.seconds)
    if entry.wrong is not None:
        shown["errors_made"] = str(entry.wrong)
    if entry.marks is not None:
        shown["marks"] = json.dumps({"wrong": list(entry.marks.wrong), "blank": list(entry.marks.blank)})
    return shown
