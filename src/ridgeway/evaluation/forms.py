"""The forms of the six questions. Each says what is wrong with what was typed; none changes anything."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone

from ridgeway.evaluation.answers import Source, school_year_name
from ridgeway.evaluation.panels import About, about_panel
from ridgeway.evaluation.protocol import CHOSEN, DECIDED, FACTS, READERS
from ridgeway.evaluation.report.names import heading_of
from ridgeway.evaluation.schools_named import lines_of_list, starts_named
from ridgeway.evaluation.tables import OUTCOMES, schools_unknown
from ridgeway.impact.errors import ImpactError
from ridgeway.schools.models.calendar import academic_year_of

EARLIEST = 2005
LARGEST_FILE = 50 * 1024 * 1024
_OF_QUESTION: Final = {"form": "question", "accept": ".csv,.txt,.gz"}
"""A file's field stands below the question's form and is sent with it, so that what was typed is kept."""
_SHOWN: Final = 8
"""How many schools a message names before it says how many more there are."""


def _years_to_begin_in() -> list[tuple[int | str, str]]:
    """Next year first: a study may be laid down before its programme begins."""
    next_year = academic_year_of(timezone.localdate()) + 2  # named by the year in which it ends
    years = range(next_year, EARLIEST - 1, -1)
    return [("", "Choose a year"), *((year, school_year_name(year)) for year in years)]


class SchoolsForm(forms.Form):
    """What was done and in which schools, from when. `starts` are the schools' first years once it is valid."""

    title = forms.CharField(label="A name for this study", max_length=200)
    what = forms.CharField(
        label="What was done",
        help_text="In a sentence or two, as you would tell a colleague.",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    from_year = forms.TypedChoiceField(
        label="The school year in which it began",
        choices=_years_to_begin_in,
        coerce=int,
        help_text="The first year whose results it could have changed.",
    )
    schools = forms.MultipleChoiceField(
        label="Schools of this network that took part", required=False, widget=forms.CheckboxSelectMultiple
    )
    others = forms.CharField(
        label="Other schools, or other years",
        help_text="One a line: the URN, and the year if it is another one, such as 115851, 2018-19.",
        required=False,
        widget=forms.Textarea(attrs={"rows": 4, "spellcheck": "false"}),
    )

    def __init__(self, *args: Any, network_schools: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.starts: dict[str, int] = {}
        self.fields["schools"].choices = network_schools  # type: ignore[attr-defined]
        if not network_schools:
            del self.fields["schools"]

    def clean(self) -> dict[str, Any]:
        """Every school once, and enough of them to be compared."""
        said = self.cleaned_data
        if "from_year" not in said or "others" not in said:
            return said
        named = dict.fromkeys(said.get("schools", []), said["from_year"])
        try:
            self.starts = starts_named(said["others"], otherwise=said["from_year"], beside=named)
        except ImpactError as refusal:
            self.add_error("others", str(refusal))
            return said
        if len(self.starts) < 2:
            self.add_error(
                "schools" if "schools" in self.fields else "others",
                "Name at least two schools: what happened in one cannot be told from chance.",
            )
        return said


class ListForm(forms.Form):
    """A file of schools with their first years."""

    file = forms.FileField(
        label="A CSV file with the columns school and from",
        max_length=200,
        widget=forms.FileInput(attrs=_OF_QUESTION),
    )

    def clean_file(self) -> str:
        """The file as lines like those people type."""
        file: UploadedFile[Any] = self.cleaned_data["file"]
        try:
            return lines_of_list(_content(file), file.name or "the file")
        except ImpactError as refusal:
            raise forms.ValidationError(str(refusal)) from refusal


class PanelForm(forms.Form):
    """A panel of one's own."""

    file = forms.FileField(
        label="A CSV file with the columns school, year, measure and value",
        help_text="A column weight (pupils) and facts about the schools may follow. Up to 50 MB.",
        max_length=200,
        widget=forms.FileInput(attrs=_OF_QUESTION),
    )

    def clean_file(self) -> tuple[bytes, About]:
        """The content, and what is in it."""
        file: UploadedFile[Any] = self.cleaned_data["file"]
        content = _content(file)
        try:
            return content, about_panel(content, file.name or "the file")
        except ImpactError as refusal:
            raise forms.ValidationError(str(refusal)) from refusal


class ResultsForm(forms.Form):
    """Which results should have improved. `outcomes` and `years` are those of the chosen source."""

    source = forms.ChoiceField(label="Where the results are", widget=forms.RadioSelect)
    table_outcomes = forms.MultipleChoiceField(
        label="Results that should have improved", required=False, widget=forms.CheckboxSelectMultiple
    )
    table_years = forms.TypedMultipleChoiceField(
        label="School years to look at", required=False, coerce=int, widget=forms.CheckboxSelectMultiple
    )
    file_outcomes = forms.MultipleChoiceField(
        label="Results that should have improved", required=False, widget=forms.CheckboxSelectMultiple
    )
    file_years = forms.TypedMultipleChoiceField(
        label="School years to look at", required=False, coerce=int, widget=forms.CheckboxSelectMultiple
    )

    def __init__(
        self,
        *args: Any,
        table_years: Mapping[int, frozenset[str]],
        panel: About | None,
        starts: Mapping[str, int],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self._tables, self._panel, self._starts = table_years, panel, starts
        self.outcomes: tuple[str, ...] = ()
        self.years: tuple[int, ...] = ()
        sources: list[tuple[Source, str]] = [("file", "A file of my own")]
        if table_years:
            sources.insert(0, ("tables", "The national key stage 2 tables, as imported here"))
        self._choose("source", sources, sources[0][0])
        self._offer("table", OUTCOMES if table_years else (), list(table_years))
        self._offer("file", tuple(panel.measures) if panel else (), panel.years if panel else [])

    def _offer(self, source: str, outcomes: Sequence[str], years: list[int]) -> None:
        """Lets one choose among the results and years of a source; without any its fields are not there."""
        if not outcomes:
            del self.fields[f"{source}_outcomes"], self.fields[f"{source}_years"]
            return
        self._choose(f"{source}_outcomes", [(name, heading_of(name)) for name in outcomes])
        self._choose(f"{source}_years", [(year, school_year_name(year)) for year in years], years)

    def _choose(self, name: str, choices: Sequence[tuple[Any, str]], initial: Any = None) -> None:
        field = self.fields[name]
        field.choices = choices  # type: ignore[attr-defined]
        field.initial = initial

    def clean(self) -> dict[str, Any]:
        """At least one result, years on both sides of the start, and schools that the source knows."""
        said = self.cleaned_data
        source = said.get("source")
        if source is None:
            return said
        if source == "file" and self._panel is None:
            self.add_error("source", "Choose a file and press “Read the file” first.")
            return said
        which = "table" if source == "tables" else "file"
        self.outcomes = tuple(said.get(f"{which}_outcomes", ()))
        self.years = tuple(sorted(said.get(f"{which}_years", ())))
        if not self.outcomes:
            self.add_error(f"{which}_outcomes", "Choose at least one.")
        self._check_years(f"{which}_years", source)
        self._check_schools(source)
        return said

    def _check_years(self, field: str, source: Source) -> None:
        if not self._starts:
            return
        first = min(self._starts.values())
        if not any(year < first for year in self.years) or not any(year >= first for year in self.years):
            self.add_error(
                field,
                f"Take at least one year before {school_year_name(first)}, when it began, and one from then on.",
            )
        for name in self.outcomes:
            if absent := [school_year_name(year) for year in self.years if name not in self._held(source, year)]:
                self.add_error(
                    field,
                    f"“{heading_of(name)}” is not there in {', '.join(absent)}. Leave these years out, or it.",
                )

    def _held(self, source: Source, year: int) -> frozenset[str]:
        if source == "tables":
            return self._tables[year]
        measures = self._panel.measures if self._panel else {}
        return frozenset(name for name, years in measures.items() if year in years)

    def _check_schools(self, source: Source) -> None:
        if source == "tables":
            strangers = schools_unknown(self._starts, self.years) if self.years else []
        else:
            known = set(self._panel.schools) if self._panel else set()
            strangers = sorted(set(self._starts) - known)
        if strangers:
            more = f" and {len(strangers) - _SHOWN} more" if len(strangers) > _SHOWN else ""
            self.add_error(
                "source",
                f"These schools of yours are not in it: {', '.join(strangers[:_SHOWN])}{more}. Take them out of "
                "the first question, write them as the data do, or choose another source.",
            )


class ComparisonForm(forms.Form):
    """Which schools it is fair to compare with."""

    beside = forms.ChoiceField(
        label="Compare with",
        choices=[
            ("alike", "Schools that were alike before: for each of yours those most like it in results and size"),
            ("all", "All other schools in the data"),
            ("nobody", "Nobody: only describe what happened, beside the country"),
        ],
        initial="alike",
        widget=forms.RadioSelect,
    )
    same = forms.MultipleChoiceField(
        label="They must be of the same",
        help_text="The more must agree, the fewer schools are left to choose from.",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    ratio = forms.IntegerField(
        label="How many for each of your schools, if they are to be alike",
        help_text="More make the answer surer, as long as enough are truly alike.",
        min_value=1,
        max_value=20,
        initial=3,
    )

    def __init__(self, *args: Any, facts: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["same"].choices = [(fact, FACTS.get(fact, fact)) for fact in facts]  # type: ignore[attr-defined]
        if not facts:
            del self.fields["same"]


class ChosenForm(forms.Form):
    """Whether the schools were chosen because of their results."""

    chosen = forms.ChoiceField(
        label="How they were chosen", choices=list(CHOSEN.items()), widget=forms.RadioSelect
    )


class BeforehandForm(forms.Form):
    """What was decided beforehand."""

    decided = forms.ChoiceField(
        label="When you chose schools, results and comparison",
        choices=list(DECIDED.items()),
        widget=forms.RadioSelect,
    )
    notes = forms.CharField(
        label="Anything else that was decided",
        help_text="One sentence a line, such as how large a gain would be worth the cost.",
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def clean_notes(self) -> tuple[str, ...]:
        """The sentences, each once."""
        lines = (line.strip() for line in self.cleaned_data["notes"].splitlines())
        return tuple(dict.fromkeys(line for line in lines if line))


class ReadersForm(forms.Form):
    """Who will read it."""

    readers = forms.ChoiceField(
        label="Mostly",
        choices=[(key, f"{words[0].upper()}{words[1:]}") for key, words in READERS.items()],
        initial="network",
        widget=forms.RadioSelect,
    )


def _content(file: "UploadedFile[Any]") -> bytes:
    if (file.size or 0) > LARGEST_FILE:
        raise forms.ValidationError(
            f"{file.name} has more than 50 MB. Leave out schools or measures you do not need."
        )
    return bytes(file.read())
