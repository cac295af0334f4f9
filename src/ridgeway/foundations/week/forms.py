"""The forms behind what a teacher taps: a reason, a remedy that is tried, and how often the class is timed."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from ridgeway.foundations.steering.models import ClassPractice
from ridgeway.foundations.week.due import WHATS
from ridgeway.foundations.week.models import ANY_REMEDY, Reason
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


class TryingForm(forms.Form):
    """A remedy, and the keys of the pupils with whom it is tried, with commas between them."""

    remedy = forms.ChoiceField(label=_("Remedy"), choices=[(each, each) for each in ANY_REMEDY])
    pupils = forms.RegexField(
        r"^[0-9]{1,18}(,[0-9]{1,18})*$",
        label=_("Pupils"),
        max_length=2000,
        error_messages={"invalid": _("Give the keys of pupils with commas between them, such as 12,15.")},
    )

    def clean_pupils(self) -> set[int]:
        return set(map(int, self.cleaned_data["pupils"].split(",")))


class RhythmForm(forms.ModelForm):  # type: ignore[type-arg]
    """How often everybody in a class is timed at each thing."""

    class Meta:
        model = ClassPractice
        fields = tuple(f"{what}_timed" for what in WHATS)
        labels = {f"{what}_timed": name for what, name in WHATS.items()}
