"""What one chooses on the indicators page, and the files that a network brings in."""

from collections.abc import Callable, Sequence
from typing import Any, Final

from django import forms
from django.core.files.uploadedfile import UploadedFile

from ridgeway.evaluation.indicators.results import year_choices
from ridgeway.evaluation.report.names import heading_of
from ridgeway.evaluation.tables import OUTCOMES
from ridgeway.exchange.results.measures import EXPECTED
from ridgeway.impact.errors import ImpactError

LARGEST_FILE: Final = 2 * 1024 * 1024


class ChoiceForm(forms.Form):
    """A measure and two years. Without an answer: the usual measure, the years around when schools joined."""

    measure = forms.ChoiceField(label="Result", choices=[(name, heading_of(name)) for name in OUTCOMES])
    before = forms.TypedChoiceField(label="From", coerce=int)
    after = forms.TypedChoiceField(label="To", coerce=int)

    def __init__(self, *args: Any, years: Sequence[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("before", "after"):
            self.fields[name].choices = year_choices(years)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """The first year before the other."""
        said = self.cleaned_data
        if said.get("before", 0) >= said.get("after", 1):
            self.add_error("after", "Choose a later year than the first.")
        return said


def usual_choice(years: Sequence[int], first: int | None) -> dict[str, Any]:
    """What is looked at before anybody has chosen; `first` is that of the first tests after a school joined.

    `years` are at least two, ascending.
    """
    earlier = [year for year in years if first is not None and year < first]
    before = earlier[-1] if earlier and earlier[-1] != years[-1] else years[0]
    return {"measure": EXPECTED, "before": before, "after": years[-1]}


class FileForm(forms.Form):
    """A CSV file; `read` takes its content and name, and raises `ImpactError` for what it refuses."""

    file = forms.FileField(label="CSV file", widget=forms.FileInput(attrs={"accept": ".csv,.txt"}), max_length=200)

    def __init__(self, *args: Any, read: Callable[[bytes, str], Sequence[Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._read = read

    def clean_file(self) -> Sequence[Any]:
        """What is in the file; a file without a row is refused."""
        file: UploadedFile[Any] = self.cleaned_data["file"]
        name = file.name or "The file"
        if (file.size or 0) > LARGEST_FILE:
            raise forms.ValidationError(f"{name} has more than 2 MB. Bring it in as several files.")
        try:
            found = self._read(file.read(), name)
        except (ImpactError, OSError, EOFError) as refusal:
            raise forms.ValidationError(str(refusal)) from refusal
        if not found:
            raise forms.ValidationError(f"{name} has no row below its headings.")
        return found
