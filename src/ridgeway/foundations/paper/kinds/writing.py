"""Transcription, letters a minute: the alphabet, a sentence to copy, a sentence from memory."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from ridgeway.foundations.activities.models import LONGEST_TEXT
from ridgeway.foundations.paper.contents import Content, WritingPage
from ridgeway.foundations.paper.contents.writing import Task, alphabet_page, letters_in
from ridgeway.foundations.paper.kinds.kind import Family, Making, Options, OptionsForm, SheetKind, Timing

LEAST_LETTERS, MOST_LETTERS = 8, 120

SENTENCES: Final[Mapping[int, tuple[str, str]]] = {
    1: ("The dog ran up the hill and sat in the sun.", "I can hop and jump."),
    2: ("We saw a red fox run across the wet grass to the wood.", "My hat fell in the pond."),
    3: ("When the wind blew hard, the gate by the farm began to swing.", "The owl slept until dark."),
    4: ("A narrow path of white chalk climbs the quiet hill above our village.", "Every lark sings as it climbs."),
    5: (
        "Long before there were trains, travellers walked the ridge to keep their boots dry.",
        "The bridge was older than the road.",
    ),
    6: (
        "From the highest point of the ridge you can follow the shining river with your finger.",
        "Nobody expected the storm to last all night.",
    ),
}
"""Sentences of our own for each year: one to copy, and a shorter one to keep in mind."""


class SentenceField(forms.CharField):
    """The teacher's own sentence, or several; empty for one of ours that fits the year group."""

    widget = forms.Textarea(attrs={"rows": 2})

    def __init__(self) -> None:
        super().__init__(
            label=_("Sentence"),
            help_text=_("Leave it empty for a sentence of ours that fits the year group."),
            max_length=LONGEST_TEXT,
            required=False,
            initial="",
        )

    def clean(self, value: Any) -> str:
        text = " ".join(str(super().clean(value)).split())
        if not text.isprintable():
            raise ValidationError("There is a sign in it that cannot be printed. Type the sentence anew.")
        if text and not LEAST_LETTERS <= letters_in(text) <= MOST_LETTERS:
            raise ValidationError(
                f"Choose a sentence of {LEAST_LETTERS} to {MOST_LETTERS} letters; this has {letters_in(text)}."
            )
        return text


class SentenceForm(OptionsForm):
    """Which sentence."""

    text = SentenceField()


@dataclass(frozen=True)
class Writing(SheetKind):
    """A text to write for a minute. It is counted in letters."""

    key: Task
    title: str
    about: str
    form: type[OptionsForm] = SentenceForm
    family: Family = "Words and letters"
    timing: Timing = "one minute"

    def usual_aim(self, options: Options, year: int | None) -> Decimal | None:
        """None: hands grow at their own speed, so the aim is the pupil's own best."""
        return None

    def pages(self, making: Making) -> Mapping[int, Content]:
        page = alphabet_page() if self.key == "alphabet" else WritingPage(self.key, self._text(making))
        return dict.fromkeys((pupil.pk for pupil in making.pupils), page)

    def _text(self, making: Making) -> str:
        year = min(max(making.year or 1, 1), 6)
        ours: Any = SENTENCES[year][0 if self.key == "copying" else 1]
        return str(making.options["text"] or ours)


KINDS: Final = (
    Writing("alphabet", "Alphabet", "Write a to z again and again for a minute.", OptionsForm),
    Writing("copying", "Copy a sentence", "Copy a sentence as often as you can in a minute."),
    Writing("from-memory", "Sentence from memory", "Read it, cover it, write it from memory for a minute."),
)
