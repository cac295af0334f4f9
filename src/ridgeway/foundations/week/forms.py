"""The form behind the reasons that a teacher taps."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from ridgeway.foundations.week.models import Reason
from ridgeway.foundations.weeks import Week


class ReasonForm(forms.Form):
    """Why somebody did not practise in a week; an empty reason takes back what was said."""

    week = forms.DateField(label=_("Week"))
    reason = forms.ChoiceField(label=_("Reason"), choices=Reason.choices, required=False)

    def __init__(self, *args: Any, latest: Week, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._latest = latest

    def clean_week(self) -> Week:
        day = self.cleaned_data["week"]
        if day > self._latest.monday:
            raise ValidationError(_("This week is not over yet: choose an earlier one."))
        return Week.of(day)

    @property
    def said(self) -> Reason | None:
        """The reason; None where it is to be left unsaid."""
        reason = self.cleaned_data["reason"]
        return Reason(reason) if reason else None
