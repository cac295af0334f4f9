"""Forms of the reading pages: a reading with its marks, totals from paper, a school's own text."""

import datetime as dt
import json
from collections.abc import Sequence
from typing import Any, Final

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from ridgeway.fluency.errors import FluencyError
from ridgeway.fluency.passages import LONGEST_TITLE, MOST_CHARACTERS, Passage
from ridgeway.fluency.reading import LONGEST, SHORTEST, Mark, Reading, read_marks
from ridgeway.foundations.paper.times import as_clock, read_time
from ridgeway.foundations.reading.models import LONGEST_NOTE, YEARS, Expression, ReadingResult
from ridgeway.foundations.reading.results import Heard
from ridgeway.foundations.reading.texts import Readable, choices, own_texts
from ridgeway.schools.models import Pupil

EARLIEST: Final = dt.date(2000, 1, 1)
FASTEST: Final = 400
"""Words a minute that nobody reads aloud: more is a slip of the finger."""

LONGEST_MARKS: Final = 60_000
"""Characters of a thousand marks, and some."""

_COUNT_ERRORS: Final = {
    "invalid": _("Type a whole number, such as 104."),
    "min_value": _("Type a whole number from 0."),
}
_NUMBER: Final = {"inputmode": "numeric", "autocomplete": "off", "size": 4}
_DATE: Final = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
HOW_IT_SOUNDED: Final[list[tuple[Any, Any]]] = [("", _("Not noted")), *Expression.choices]


class _Noted(forms.Form):
    """What every reading has: who read, its day, how it sounded, and a note.

    Who read is the `pupil` of the page, or one of the `classmates` where another was meant.
    """

    pupil = forms.ChoiceField(label=_("Who read"), required=False)
    day = forms.DateField(label=_("Day"), widget=_DATE)
    expression = forms.TypedChoiceField(
        label=_("How it sounded"),
        choices=HOW_IT_SOUNDED,
        coerce=int,
        empty_value=None,
        required=False,
        widget=forms.RadioSelect,
    )
    note = forms.CharField(label=_("Note"), max_length=LONGEST_NOTE, required=False)

    def __init__(
        self,
        *args: Any,
        pupil: Pupil,
        classmates: Sequence[Pupil] = (),
        text: Readable,
        today: dt.date,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.words = len(text.passage.words)
        self._pupil = pupil
        self._readers = {str(each.pk): each for each in (*classmates, pupil)}
        choices = [(key, each.list_name) for key, each in self._readers.items()]
        self.fields["pupil"].choices = choices  # type: ignore[attr-defined]
        self.fields["pupil"].initial = str(pupil.pk)
        self._today = today
        self.heard: Heard | None = None

    def clean_pupil(self) -> Pupil:
        return self._readers.get(self.cleaned_data["pupil"], self._pupil)

    def clean_day(self) -> dt.date:
        return _day(self.cleaned_data["day"], self._today)


class HeardForm(_Noted):
    """A reading as the hearing page sends it. Nothing but the marks, the last word and the time is believed."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    seconds = forms.IntegerField(min_value=SHORTEST, max_value=LONGEST, widget=forms.HiddenInput)
    last_word = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
    marks = forms.CharField(max_length=LONGEST_MARKS, widget=forms.HiddenInput)

    def clean_last_word(self) -> int:
        last_word: int = self.cleaned_data["last_word"]
        if last_word > self.words:
            raise forms.ValidationError(
                f"The text has {self.words} words: the last word read can't be {last_word}."
            )
        return last_word

    def clean_marks(self) -> tuple[Mark, ...]:
        try:
            entries = [(mark["word"], mark["kind"]) for mark in json.loads(self.cleaned_data["marks"])]
            return read_marks(entries, words=self.words)
        except (ValueError, TypeError, KeyError, RecursionError) as refusal:
            raise forms.ValidationError("The marks did not arrive whole. Please save again.") from refusal

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors:
            marks = cleaned["marks"]
            figures = Reading.of(marks, last_word=cleaned["last_word"], seconds=cleaned["seconds"])
            _refuse_haste(self, figures.words, cleaned["seconds"])
            self.heard = Heard(cleaned["day"], figures, marks, cleaned["expression"], cleaned["note"])
        return cleaned


class TotalsForm(_Noted):
    """A reading of which only totals are known: to be corrected."""

    time = forms.CharField(
        label=_("Time"),
        max_length=8,
        help_text=_("As 1:00, or in seconds as 60."),
        widget=forms.TextInput(_NUMBER),
    )
    last_word = forms.IntegerField(
        label=_("Words read"),
        help_text=_("The number of the last word read, errors included."),
        min_value=0,
        error_messages=_COUNT_ERRORS,
        widget=forms.TextInput(_NUMBER),
    )
    mistakes = forms.IntegerField(
        label=_("Errors"), min_value=0, error_messages=_COUNT_ERRORS, widget=forms.TextInput(_NUMBER)
    )

    def clean_time(self) -> int:
        return _seconds(self.cleaned_data["time"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors:
            _refuse_totals(self, cleaned["last_word"], cleaned["mistakes"], cleaned["time"], self.words)
        if not self.errors:
            figures = Reading(cleaned["last_word"], cleaned["mistakes"], cleaned["time"])
            self.heard = Heard(cleaned["day"], figures, None, cleaned["expression"], cleaned["note"])
        return cleaned

    @staticmethod
    def shown(result: ReadingResult) -> dict[str, Any]:
        """A reading as the form first shows it."""
        return {
            "day": result.day,
            "time": as_clock(result.seconds),
            "last_word": result.last_word,
            "mistakes": result.errors,
            "expression": result.expression or "",
            "note": result.note,
        }


class PaperForm(forms.Form):
    """What is the same for all whose readings on paper are entered together."""

    text = forms.ChoiceField(label=_("Text"))
    day = forms.DateField(label=_("Day"), widget=_DATE)
    time = forms.CharField(label=_("Time for each"), max_length=8, widget=forms.TextInput(_NUMBER))
    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, today: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._today = today
        self.fields["text"].choices = choices(own_texts())  # type: ignore[attr-defined]

    def clean_day(self) -> dt.date:
        return _day(self.cleaned_data["day"], self._today)

    def clean_time(self) -> int:
        return _seconds(self.cleaned_data["time"])


class PaperRow(forms.Form):
    """One pupil's words and errors; an empty row is a pupil who was not heard."""

    last_word = forms.IntegerField(
        label=_("Words read"), min_value=0, error_messages=_COUNT_ERRORS, required=False
    )
    mistakes = forms.IntegerField(label=_("Errors"), min_value=0, error_messages=_COUNT_ERRORS, required=False)

    def __init__(self, data: Any = None, *, pupil: Pupil) -> None:
        super().__init__(data, prefix=f"pupil-{pupil.pk}")
        self.pupil = pupil
        for name, field in self.fields.items():
            place = {
                "aria-label": f"{field.label}: {pupil}",
                "class": "form-control reading-number",
                "data-place": name,
            }
            field.widget = forms.TextInput(_NUMBER | place)

    @property
    def filled(self) -> bool:
        """Whether something that can be read was typed for the pupil."""
        return self.cleaned_data.get("last_word") is not None or self.cleaned_data.get("mistakes") is not None

    def refuse(self, *, seconds: int, words: int) -> None:
        """Puts an error on what cannot be of a text of so many words, in that time."""
        last_word = self.cleaned_data.get("last_word")
        if last_word is not None:
            _refuse_totals(self, last_word, self.cleaned_data.get("mistakes") or 0, seconds, words)
        elif self.filled:
            self.add_error(
                "last_word", _("How many words were read? Leave the errors empty too if nobody listened.")
            )

    def heard(self, day: dt.date, seconds: int) -> Heard:
        """The reading of a row that is filled and has no error."""
        return Heard(day, Reading(self.cleaned_data["last_word"], self.cleaned_data["mistakes"] or 0, seconds))


class TextForm(forms.Form):
    """A school's own text."""

    title = forms.CharField(
        label=_("Title"), max_length=LONGEST_TITLE, error_messages={"required": _("Give the text a title.")}
    )
    body = forms.CharField(
        label=_("Text"),
        help_text=_(
            "Paste the words that the pupil will read, 30 to 1,000 of them, with a blank line between paragraphs."
            " Make sure that you may copy the text."
        ),
        max_length=MOST_CHARACTERS,
        error_messages={"required": _("Paste the words to be read.")},
        widget=forms.Textarea({"rows": 14}),
    )
    year = forms.TypedChoiceField(
        label=_("Year group"), choices=[("", _("Any")), *YEARS], coerce=int, empty_value=None, required=False
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors:
            try:
                cleaned["passage"] = Passage.from_text(cleaned["title"], cleaned["body"])
            except FluencyError as refusal:
                if refusal.argument == "title":
                    self.add_error("title", f"There is nothing to see in this title: {refusal.allowed}.")
                else:
                    self.add_error("body", f"There are {refusal.value} {refusal.argument}: {refusal.allowed}.")
        return cleaned


def _day(day: dt.date, today: dt.date) -> dt.date:
    if not EARLIEST <= day <= today:
        raise forms.ValidationError(f"{date_format(day)} cannot be: a reading was heard today or before.")
    return day


def _seconds(text: str) -> int:
    seconds = read_time(text)
    if seconds is None:
        raise forms.ValidationError(f"“{text}” is no time: type minutes and seconds as 1:00, or seconds as 60.")
    if not SHORTEST <= seconds <= LONGEST:
        raise forms.ValidationError(
            f"“{text}” is no time for a reading: it lasts from a second to {LONGEST // 60} minutes."
        )
    return seconds


def _refuse_totals(form: forms.Form, last_word: int, mistakes: int, seconds: int, words: int) -> None:
    """Puts an error on the field that cannot be."""
    if last_word > words:
        form.add_error("last_word", f"The text has {words} words: {last_word} can't have been read.")
    elif mistakes > last_word:
        form.add_error("mistakes", f"Of {last_word} words read, {mistakes} can't have been errors.")
    else:
        _refuse_haste(form, last_word, seconds)


def _refuse_haste(form: forms.Form, last_word: int, seconds: int) -> None:
    if 60 * last_word > FASTEST * seconds:
        unit = "second" if seconds == 1 else "seconds"
        problem = f"Nobody reads {last_word} words in {seconds} {unit}: look at the last word and the time."
        form.add_error("last_word", problem)
