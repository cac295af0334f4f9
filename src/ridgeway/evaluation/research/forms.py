"""What a network's lead chooses for a release."""

from collections.abc import Sequence
from typing import Any, Final

from django import forms

from ridgeway.evaluation.research.columns import TABLES
from ridgeway.evaluation.research.facts import CHOSEN, NAMES
from ridgeway.evaluation.research.reading import Asked
from ridgeway.schools.models import School
from ridgeway.schools.models.calendar import academic_year_name
from ridgeway.schools.small_numbers import LEAST

USUAL_K: Final = 10
_YEARS: Final = 10


class ReleaseForm(forms.Form):
    """Schools, years, tables, characteristics, and why for whom. `asked` is what to read once it is valid."""

    schools = forms.ModelMultipleChoiceField(
        School.objects.none(), label="Schools", widget=forms.CheckboxSelectMultiple
    )
    first_year = forms.TypedChoiceField(label="From the school year", coerce=int)
    last_year = forms.TypedChoiceField(label="To the school year", coerce=int)
    tables = forms.MultipleChoiceField(
        label="Tables",
        help_text="Choose only what the purpose needs.",
        choices=[(name, about) for name, (about, _) in TABLES.items()],
        widget=forms.CheckboxSelectMultiple,
    )
    characteristics = forms.MultipleChoiceField(
        label="Characteristics of pupils",
        help_text="School year and year group are always told. The more of these, the more coarsely each is told.",
        choices=[(name, NAMES[name]) for name in CHOSEN],
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    k = forms.IntegerField(
        label="Least number of pupils alike",
        help_text="Each combination of year group and characteristics is that of at least so many pupils.",
        min_value=LEAST,
        max_value=100,
        initial=USUAL_K,
    )
    recipient = forms.CharField(
        label="For whom", help_text="Person and institution that will hold the file.", max_length=200
    )
    purpose = forms.CharField(
        label="Purpose",
        help_text="What the data are to answer, and when they will be deleted. The schools read this.",
        min_length=30,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    agreed = forms.BooleanField(label="The schools have agreed to this release")

    def __init__(self, *args: Any, schools: Sequence[School], this_year: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["schools"].queryset = School.objects.filter(  # type: ignore[attr-defined]
            pk__in=[school.pk for school in schools]
        )
        years = [(year, academic_year_name(year)) for year in range(this_year, this_year - _YEARS, -1)]
        for name in ("first_year", "last_year"):
            self.fields[name].choices = years  # type: ignore[attr-defined]
            self.fields[name].initial = this_year

    def clean(self) -> dict[str, Any]:
        """The first year not after the last."""
        said = self.cleaned_data
        if said.get("first_year", 0) > said.get("last_year", said.get("first_year", 0)):
            self.add_error("last_year", "Choose the first year or a later one.")
        return said

    @property
    def asked(self) -> Asked:
        """What is to be read."""
        said = self.cleaned_data
        return Asked(said["first_year"], said["last_year"], tuple(said["characteristics"]), tuple(said["tables"]))
