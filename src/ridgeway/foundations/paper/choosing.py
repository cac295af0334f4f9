"""The form that makes sheets: which kind, with what on it, for whom, and how it looks on paper."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from ridgeway.foundations.paper.kinds import KINDS, Options, OptionsForm, SheetKind
from ridgeway.foundations.paper.look import PAPERS, Look
from ridgeway.foundations.paper.models import SheetSet
from ridgeway.schools.models import Pupil, TeachingGroup

FARTHEST: Final = dt.timedelta(days=366)
"""A date of sheets farther away is a slip of the finger, and would stand on the charts."""


def asked_for(query: QueryDict) -> dict[str, Any]:
    """With what an address asks the form to begin: a kind of sheet, its source, and some pupils by their keys."""
    kind, source, pupils = query.get("kind"), query.get("source"), query.getlist("pupils")
    of_kind: dict[str, Any] = {"kind": kind} if kind in KINDS else {}
    if of_kind and source:
        of_kind["options"] = {"source": source}
    return {**of_kind, "who": "some", "pupils": pupils} if pupils else of_kind


@dataclass(frozen=True, slots=True)
class KindChoice:
    """A kind on the page, with the form of what may be chosen for it."""

    kind: SheetKind
    form: OptionsForm
    chosen: bool

    @property
    def picture(self) -> str:
        """The static file that shows a sheet of the kind."""
        return f"foundations/paper/kinds/{self.kind.key}.svg"


class SheetsForm(forms.Form):
    """What to print, and for whom."""

    kind = forms.ChoiceField(choices=[(key, kind.title) for key, kind in KINDS.items()])
    same = forms.ChoiceField(
        label=_("The same sheet for everybody?"),
        choices=[
            ("", _("No, each pupil has an order of their own")),
            ("yes", _("Yes, the same sheet: quicker to mark together")),
        ],
        widget=forms.RadioSelect,
        required=False,
    )
    who = forms.ChoiceField(
        label=_("For whom"),
        choices=[("all", _("Everybody")), ("some", _("Some pupils"))],
        initial="all",
        widget=forms.RadioSelect,
    )
    pupils = forms.MultipleChoiceField(label=_("Pupils"), widget=forms.CheckboxSelectMultiple, required=False)
    day = forms.DateField(
        label=_("Date on the sheets"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )
    paper = forms.ChoiceField(label=_("Paper"), choices=[(size, size.upper()) for size in PAPERS], initial="a4")
    large = forms.BooleanField(
        label=_("Large print"), help_text=_("Bigger type, and fewer questions on a page."), required=False
    )
    spaced = forms.BooleanField(
        label=_("Wide spacing"), help_text=_("Easier to read with dyslexia."), required=False
    )
    contrast = forms.BooleanField(
        label=_("High contrast"), help_text=_("Black on white, with heavier lines."), required=False
    )
    double_sided = forms.BooleanField(
        label=_("Our printer prints on both sides"),
        help_text=_("Leaves the back of each sheet empty, so that every pupil has their own paper."),
        required=False,
    )
    aim = forms.DecimalField(
        label=_("Aim: seconds for each answer"),
        help_text=_("Leave it empty for the usual aim of the year group."),
        min_value=Decimal("0.5"),
        max_value=Decimal(60),
        decimal_places=1,
        required=False,
    )

    def __init__(
        self,
        *args: Any,
        group: TeachingGroup,
        pupils: Sequence[Pupil],
        last: Mapping[str, SheetSet],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self._group = group
        self._pupils = {str(pupil.pk): pupil for pupil in pupils}
        choices = [(key, pupil.list_name) for key, pupil in self._pupils.items()]
        self.fields["pupils"].choices = choices  # type: ignore[attr-defined]
        everybody, some = self.fields["who"].choices  # type: ignore[attr-defined]
        self.fields["who"].choices = [("all", f"{everybody[1]} ({len(choices)})"), some]  # type: ignore[attr-defined]
        self._forms = {key: self._options_form(kind, last.get(key)) for key, kind in KINDS.items()}

    def _options_form(self, kind: SheetKind, last: SheetSet | None) -> OptionsForm:
        """The form of a kind, filled in as the last time. When a form was sent, only the chosen kind's is read."""
        chosen = self["kind"].value() == kind.key
        shown = kind.form.shown(kind.usual if last is None else last.options)
        if chosen:
            shown |= self.initial.get("options", {})
        form = kind.form(self.data if chosen and self.is_bound else None, prefix=kind.key, initial=shown)
        form.for_class(self._group)
        return form

    @property
    def choices(self) -> list[tuple[str, list[KindChoice]]]:
        """The kinds to choose from, family by family."""
        families: dict[str, list[KindChoice]] = {}
        for key, kind in KINDS.items():
            choice = KindChoice(kind, self._forms[key], key == self["kind"].value())
            families.setdefault(kind.family, []).append(choice)
        return list(families.items())

    @property
    def options_form(self) -> OptionsForm | None:
        """The form of the kind that was chosen."""
        return self._forms.get(self["kind"].value() or "")

    def clean_day(self) -> dt.date:
        day: dt.date = self.cleaned_data["day"]
        if abs(day - timezone.localdate()) > FARTHEST:
            raise forms.ValidationError(
                f"{date_format(day)} is more than a year away: choose a day nearer to today."
            )
        return day

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("who") == "some" and not cleaned.get("pupils") and "pupils" not in self.errors:
            self.add_error("pupils", _("Tick the pupils who need a sheet."))
        return cleaned

    def is_valid(self) -> bool:
        options = self.options_form
        return super().is_valid() and options is not None and options.is_valid()

    @property
    def chosen(self) -> list[Pupil]:
        """The pupils to make sheets for, in the order of the register."""
        if self.cleaned_data["who"] == "all":
            return list(self._pupils.values())
        return [pupil for key, pupil in self._pupils.items() if key in self.cleaned_data["pupils"]]

    @property
    def options(self) -> Options:
        """What was chosen for the kind."""
        return self._forms[self.cleaned_data["kind"]].options()

    @property
    def look(self) -> Look:
        """How the sheets are to look."""
        wanted = self.cleaned_data
        return Look(wanted["paper"], wanted["large"], wanted["spaced"], wanted["contrast"])

    @property
    def same_for_all(self) -> bool:
        """Whether everybody gets the same sheet: where it is mixed, and the facts are not the pupil's own."""
        kind = KINDS[self.cleaned_data["kind"]]
        return bool(self.cleaned_data["same"] == "yes" and kind.shuffles and not kind.own(self.options))

    @property
    def aim_seconds(self) -> Decimal | None:
        """The aim that was set, where the kind has one."""
        aim: Decimal | None = self.cleaned_data["aim"]
        return aim if KINDS[self.cleaned_data["kind"]].has_aim else None
