"""The forms in which a teacher sets a probe or a minute of writing."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ridgeway.foundations.activities.probes import GRID, choices
from ridgeway.foundations.timings.models import Writing


class WritingForm(forms.Form):
    """What is written for a minute this week."""

    writing = forms.ChoiceField(
        label=_("What to write"),
        choices=Writing.choices,
        error_messages={"invalid_choice": _("Choose something from the list.")},
    )


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
