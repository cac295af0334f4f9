"""The forms in which a teacher sets a probe or a minute of writing."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ridgeway.foundations.activities.probes import GRID, choices
from ridgeway.foundations.paper.kinds.writing import SentenceField
from ridgeway.foundations.timings.models import Writing


class WritingForm(forms.Form):
    """What is written for a minute this week."""

    writing = forms.ChoiceField(
        label=_("What to write"),
        choices=Writing.choices,
        error_messages={"invalid_choice": _("Choose something from the list.")},
    )
    text = SentenceField()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("text") and cleaned.get("writing") == Writing.ALPHABET:
            self.add_error("text", _("The alphabet has no sentence: leave this empty, or choose another writing."))
        return cleaned


class ProbeForm(forms.Form):
    """What this week's probe is about."""

    of = forms.ChoiceField(
        label=_("About"),
        help_text=_("The same for the whole class, in an order of each pupil's own."),
        initial=GRID,
        error_messages={"invalid_choice": _("Choose something from the list.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["of"].choices = choices()  # type: ignore[attr-defined]
