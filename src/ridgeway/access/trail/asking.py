"""The form that says which changes one wants to see."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django import forms
from django.utils.text import capfirst

from ridgeway.access.models import Membership, User
from ridgeway.access.trail.finding import Asked
from ridgeway.access.trail.things import things
from ridgeway.schools.models import Pupil, School, TeachingGroup

OTHERS = [("pupils", "Pupils themselves"), ("machine", "Nobody: commands and nightly work")]

Choices = list[tuple[str, Any]]


class TrailForm(forms.Form):
    """Narrows the trail of one school; every field may stay blank. Needs the school's scope."""

    who = forms.ChoiceField(label="Who did it", required=False)
    about = forms.ChoiceField(label="Pupil or class", required=False)
    thing = forms.ChoiceField(label="What it is", required=False)
    day = forms.DateField(
        label="Day", required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def __init__(self, *args: Any, school: School, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choose("who", "Everybody", _people(school))
        self.choose("about", "All pupils and classes", _pupils_and_classes())
        self.choose("thing", "Everything", sorted((each.key, capfirst(each.name)) for each in things()))

    def choose(self, field: str, everything: str, choices: Iterable[tuple[str, Any]]) -> None:
        self.fields[field].choices = [("", everything), *choices]  # type: ignore[attr-defined]

    def asked(self, act: UUID | None) -> Asked:
        """What the form asks for, of everything or of what one act changed; only of a form that is valid."""
        if not self.is_valid():
            return Asked(act=act)
        who, (kind, _, key) = self.cleaned_data["who"], self.cleaned_data["about"].partition("-")
        return Asked(
            who=int(who) if who.isdecimal() else who or None,
            pupil=int(key) if kind == "pupil" else None,
            group=int(key) if kind == "class" else None,
            thing=self.cleaned_data["thing"],
            day=self.cleaned_data["day"],
            act=act,
        )


def _people(school: School) -> Choices:
    """Everybody who has or had a role at the school, and whoever else changes things."""
    members = Membership.objects.filter(school=school).values("user")
    users = User.objects.filter(pk__in=members).order_by("last_name", "first_name", "email")
    return [*((str(user.pk), str(user)) for user in users), *OTHERS]


def _pupils_and_classes() -> Choices:
    groups = TeachingGroup.objects.select_related("academic_year").order_by("-academic_year__start_year", "name")
    pupils = Pupil.objects.order_by("legal_surname", "legal_forename", "pk")
    return [
        ("Classes", [(f"class-{group.pk}", f"{group} ({group.academic_year})") for group in groups]),
        ("Pupils", [(f"pupil-{pupil.pk}", str(pupil)) for pupil in pupils]),
    ]
