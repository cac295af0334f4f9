"""Forms of the steering pages: a decision, how a class practises, and a pupil's preferences."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from django import forms
from django.forms.boundfield import BoundWidget
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from ridgeway.fluency import SUBJECTS, Subject, catalogue
from ridgeway.foundations.steering.deciding import Decision
from ridgeway.foundations.steering.models import LEAST_MINUTES, MOST_MINUTES, ClassPractice, Kind, Preferences
from ridgeway.foundations.steering.names import SUBJECT_NAMES, find_fact, what_can_be_named
from ridgeway.foundations.steering.preferences import CHOSEN

KIND_CHOICES: Final = [
    (Kind.SET.value, _("Practise only some sets")),
    (Kind.PAUSE.value, _("Leave something alone")),
    (Kind.AIM.value, _("Set an aim")),
    (Kind.SLOWER.value, _("Go slower: half as many new ones a session")),
]

LEAST_SECONDS, MOST_SECONDS = Decimal("0.5"), Decimal(120)

FARTHEST: Final = dt.timedelta(days=2 * 366)
"""A day farther away than two years is a slip of the finger."""


@dataclass(frozen=True, slots=True)
class Strand:
    """A strand's tick boxes: the whole of it first, then its sets."""

    title: str
    boxes: Sequence[BoundWidget]

    @property
    def sets(self) -> int:
        """How many sets it has."""
        return len(self.boxes) - 1

    @property
    def ticked(self) -> bool:
        """Whether any box is ticked."""
        return any(box.data["selected"] for box in self.boxes)


class DecisionForm(forms.Form):
    """What a teacher decides, about what, from when until when."""

    kind = forms.ChoiceField(label=_("What"), choices=KIND_CHOICES, widget=forms.RadioSelect)
    seconds = forms.DecimalField(
        label=_("Aim: seconds for each answer"),
        help_text=_("An answer within the aim counts as fluent."),
        min_value=LEAST_SECONDS,
        max_value=MOST_SECONDS,
        decimal_places=1,
        error_messages={"required": _("How many seconds is the aim?")},
    )
    names = forms.MultipleChoiceField(label=_("About"), widget=forms.CheckboxSelectMultiple, required=False)
    fact = forms.CharField(
        label=_("Or about one fact"),
        help_text=_("As it is asked, such as 7 x 8. For an aim, or to leave it alone."),
        max_length=40,
        required=False,
    )
    starts = forms.DateField(label=_("From"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}))
    until = forms.DateField(
        label=_("Until and with"),
        help_text=_("Leave it empty for as long as you do not take it back."),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        required=False,
    )
    note = forms.CharField(
        label=_("Note for colleagues"), help_text=_("Why, in a few words."), max_length=200, required=False
    )

    def __init__(self, *args: Any, subjects: Sequence[Subject], today: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._subjects, self._today = subjects, today
        self.fields["starts"].initial = today
        self.fields["seconds"].required = not self.is_bound or self.data.get("kind") == Kind.AIM
        self.fields["names"].choices = [  # type: ignore[attr-defined]
            group for subject in subjects for group in what_can_be_named(catalogue(subject))
        ]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        kind, names, fact = (cleaned.get(name) for name in ("kind", "names", "fact"))
        if fact and kind in {Kind.AIM, Kind.PAUSE}:
            cleaned["fact"] = find_fact(fact, self._subjects)
            if cleaned["fact"] is None:
                self.add_error("fact", f"No question here reads “{fact}”. Type it as it is asked, such as 7 x 8.")
        elif kind and kind != Kind.SLOWER and not names and "names" not in self.errors:
            self.add_error("names", _("Tick what it is about."))
        starts, until = cleaned.get("starts"), cleaned.get("until")
        if starts is not None and starts < self._today:
            self.add_error("starts", _("What pupils have done is done: begin today or later."))
        elif starts is not None and until is not None and until < starts:
            self.add_error("until", _("The last day must not be before the first."))
        for name, day in (("starts", starts), ("until", until)):
            if day is not None and day - self._today > FARTHEST:
                self.add_error(
                    name, f"{date_format(day)} is more than two years away: choose a day nearer to today."
                )
        return cleaned

    @property
    def strands(self) -> list[Strand]:
        """The choices of `names` by strand, each with its tick boxes."""
        boxes = iter(self["names"])
        choices = self.fields["names"].choices  # type: ignore[attr-defined]
        return [Strand(title, [next(boxes) for _ in named]) for title, named in choices]

    @property
    def decision(self) -> Decision:
        """What was decided, without what does not belong to its kind."""
        given = self.cleaned_data
        kind = Kind(given["kind"])
        names = [] if kind == Kind.SLOWER else list(given["names"])
        if kind in {Kind.AIM, Kind.PAUSE} and given["fact"]:
            names.append(given["fact"])
        return Decision(
            kind=kind,
            names=names,
            starts=given["starts"],
            until=given["until"],
            milliseconds=int(given["seconds"] * 1000) if kind == Kind.AIM else None,
            note=given["note"],
        )


class ClassPracticeForm(forms.Form):
    """How a class practises."""

    minutes = forms.IntegerField(
        label=_("Minutes a session"),
        min_value=LEAST_MINUTES,
        max_value=MOST_MINUTES,
        help_text=_("Five is usual."),
    )
    further_subjects = forms.MultipleChoiceField(
        label=_("Besides number facts"),
        choices=[(each, SUBJECT_NAMES[each]) for each in SUBJECTS[1:]],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    starts_with_check = forms.BooleanField(
        label=_("New pupils start with a short check"),
        help_text=_("Three minutes of number facts, from easy to hard, before the first practice."),
        required=False,
    )

    def __init__(self, *args: Any, practice: ClassPractice, **kwargs: Any) -> None:
        fields = ("minutes", "further_subjects", "starts_with_check")
        kwargs["initial"] = {name: getattr(practice, name) for name in fields}
        super().__init__(*args, **kwargs)


class PreferencesForm(forms.ModelForm):  # type: ignore[type-arg]
    """How practice looks and behaves for a pupil."""

    class Meta:
        model = Preferences
        fields = CHOSEN
        widgets = dict.fromkeys(("timer", "type", "motion", "contrast", "pad"), forms.RadioSelect)
