"""A text on paper: a copy for the pupil, and one for whoever listens, with the words counted line by line."""

from collections.abc import Sequence
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from ridgeway.foundations.reading.texts import Readable, level_in_words
from ridgeway.schools.models import Pupil
from ridgeway.web.pdf import render_pdf

TEMPLATE: Final = "foundations/typst/reading.typ"

SIZES: Final = {1: 20, 2: 18, 3: 17, 4: 16, 5: 15, 6: 14}
"""Points of the pupil's copy by school year; an own text without a year has those of Year 4."""

LARGE: Final = 24
PAPER_WIDTH: Final = 960
"""Characters to a line times points, so that a line of the pupil's copy fits between the margins of A4."""


class CopiesForm(forms.Form):
    """Which copies to print, and how large."""

    who = forms.ChoiceField(
        label=_("Copies"),
        choices=[
            ("both", _("One for the pupil, one to score on")),
            ("pupil", _("For the pupil only")),
            ("class", _("One for the pupil, one to score on for each of the class")),
        ],
        initial="both",
        required=False,
    )
    size = forms.ChoiceField(
        label=_("Type"), choices=[("", _("Usual for the year group")), ("large", _("Large print"))], required=False
    )

    def __init__(self, *args: Any, pupils: int = 0, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if pupils:
            *others, (value, words) = self.fields["who"].choices  # type: ignore[attr-defined]
            self.fields["who"].choices = [*others, (value, f"{words} ({pupils})")]  # type: ignore[attr-defined]


def copies_pdf(
    text: Readable, *, large: bool = False, scored_for: Sequence[Pupil | None] = (None,), class_name: str = ""
) -> bytes:
    """The pupil's copy, and a copy to score on for each of `scored_for`; None leaves the name to be written.

    Lines break at the same words on both, so that a finger on one finds its place on the other.
    """
    size = LARGE if large else SIZES[text.year or 4]
    read = text.passage
    lines = read.lines(PAPER_WIDTH // size)
    data = {
        "title": read.title,
        "size": size,
        "words": len(read.words),
        "about": level_in_words(read) if text.own is None else "",
        "form": f"Level {read.level}, form {read.form}" if text.own is None else "",
        "class": class_name,
        "paragraphs": [
            [{"text": line.text, "words": line.last} for line in lines if line.paragraph == place]
            for place in range(len(read.text))
        ],
        "questions": [{"text": each.text, "answer": each.answer} for each in read.questions],
        "names": ["" if pupil is None else str(pupil) for pupil in scored_for],
    }
    return render_pdf(TEMPLATE, data)


def file_name(text: Readable) -> str:
    """What the PDF is called when it is kept."""
    return f"Reading {text.title}.pdf"
