"""The assistant's memory: what has been typed under each question, and the answers once all of it holds.

What is typed is kept at every step as it was typed, whole or not, so that going back, closing the lid or leaving a
question half answered loses nothing. The forms judge it when it is to be used.
"""

from collections.abc import Mapping
from functools import cached_property
from typing import Any, Final

from django import forms
from django.db import transaction
from django.db.models import Q
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from ridgeway.evaluation.answers import QUESTIONS, Answers, school_year_name
from ridgeway.evaluation.forms import (
    BeforehandForm,
    ChosenForm,
    ComparisonForm,
    ReadersForm,
    ResultsForm,
    SchoolsForm,
)
from ridgeway.evaluation.models import Study, StudyFile, packed
from ridgeway.evaluation.panels import About
from ridgeway.evaluation.protocol import FACTS
from ridgeway.evaluation.tables import all_mainstream, years_of_tables
from ridgeway.exchange.results.reading import measures_of
from ridgeway.schools.models import School

PANEL: Final = "panel.csv"
"""The name under which a panel of one's own is kept."""
_NOT_TYPED: Final = ("csrfmiddlewaretoken", "go")


class OpenQuestionError(Exception):
    """A question is not answered yet, or not in a way that holds; its key is the message."""


class Assistant:
    """One study's draft, question by question."""

    def __init__(self, study: Study) -> None:
        self.study = study

    def form(self, key: str, *, checked: bool = False) -> forms.Form:
        """The form of a question with what was typed so far; `checked`: with what is wrong with it."""
        typed: Mapping[str, list[str]] = self.study.draft.get(key, {})
        if checked:
            return self._made(key, MultiValueDict(typed))
        form = self._made(key)
        for name, values in typed.items():
            if name in form.fields:
                form.initial[name] = values if _may_be_none(form.fields[name]) else values[0]
        return form

    def keep(self, key: str, posted: QueryDict) -> "Assistant":
        """Keeps what was typed under a question; returns the assistant of the study as it is then."""
        typed: dict[str, list[str]]
        typed = {name: [] for name, field in self._made(key).fields.items() if _may_be_none(field)}
        for name, told in posted.lists():
            if name not in _NOT_TYPED:
                typed[name] = [each.replace("\0", "") for each in told]  # PostgreSQL keeps no such character
        with transaction.atomic():
            study: Study = Study.objects.select_for_update().get(pk=self.study.pk)
            study.draft = {**study.draft, key: typed}
            if title := " ".join(typed.get("title", [])).strip():
                study.title = title[:200]
            study.save(update_fields=["draft", "title"])
        return Assistant(study)

    def keep_panel(self, content: bytes, about: About, called: str) -> None:
        """Keeps a panel of one's own in place of an earlier one, among whose results nothing is chosen yet."""
        StudyFile.objects.update_or_create(
            study=self.study,
            name=PANEL,
            defaults={
                "network_id": self.study.network_id,
                "packed": packed(content),
                "about": about.as_json() | {"called": called},
            },
        )
        typed = self.study.draft.get("results", {})
        chosen = {name: told for name, told in typed.items() if name not in {"file_outcomes", "file_years"}}
        self.study.draft = {**self.study.draft, "results": chosen}
        self.study.save(update_fields=["draft"])

    def add_schools(self, lines: str) -> None:
        """Puts lines of schools from a file behind those that were typed."""
        typed = self.study.draft.get("schools", {})
        others = "\n".join(filter(None, [*typed.get("others", []), lines]))
        self.study.draft = {**self.study.draft, "schools": {**typed, "others": [others]}}
        self.study.save(update_fields=["draft"])

    def take_panel_of(self, other: Study) -> None:
        """Takes over the panel of one's own that another study has, if it has one."""
        for file in StudyFile.objects.filter(study=other, name=PANEL):
            StudyFile.objects.create(
                study=self.study,
                network_id=self.study.network_id,
                name=PANEL,
                packed=file.packed,
                about=file.about,
            )

    @property
    def first_open(self) -> str | None:
        """The first question that is not answered yet, or not in a way that holds; None when all are."""
        return next((each.key for each in QUESTIONS if not self._judged[each.key].is_valid()), None)

    @property
    def answered(self) -> set[str]:
        """The questions whose answers hold."""
        return {key for key, form in self._judged.items() if form.is_valid()}

    @property
    def answers(self) -> Answers:
        """All answers. Raises `OpenQuestionError` unless all of them hold."""
        if self.first_open is not None:
            raise OpenQuestionError(self.first_open)
        schools, results, comparison, chosen, beforehand, readers = (self._judged[each.key] for each in QUESTIONS)
        assert isinstance(schools, SchoolsForm) and isinstance(results, ResultsForm)  # noqa: S101
        source = results.cleaned_data["source"]
        return Answers(
            title=schools.cleaned_data["title"],
            what=" ".join(schools.cleaned_data["what"].split()),
            starts=schools.starts,
            source=source,
            panel=PANEL,
            years=results.years,
            outcomes=results.outcomes,
            beside=comparison.cleaned_data["beside"],
            same=tuple(comparison.cleaned_data.get("same", ())),
            mainstream=source == "tables" and all_mainstream(schools.starts, results.years),
            ratio=comparison.cleaned_data["ratio"],
            chosen=chosen.cleaned_data["chosen"],
            decided=beforehand.cleaned_data["decided"],
            notes=beforehand.cleaned_data["notes"],
            readers=readers.cleaned_data["readers"],
        )

    @cached_property
    def panel(self) -> StudyFile | None:
        """The panel of one's own, if there is one."""
        return StudyFile.objects.filter(study=self.study, name=PANEL).first()

    @cached_property
    def _judged(self) -> dict[str, forms.Form]:
        return {each.key: self.form(each.key, checked=True) for each in QUESTIONS}

    def _made(self, key: str, typed: MultiValueDict[str, str] | None = None) -> forms.Form:
        match key:
            case "schools":
                return SchoolsForm(typed, network_schools=self._network_schools, initial=self._first_guess)
            case "results":
                return ResultsForm(
                    typed, table_years=self._tables, panel=self._about_panel, starts=self._starts, initial={}
                )
            case "comparison":
                return ComparisonForm(typed, facts=self._facts, initial={})
            case "chosen":
                return ChosenForm(typed, initial={})
            case "beforehand":
                return BeforehandForm(typed, initial={})
            case _:
                return ReadersForm(typed, initial={})

    @property
    def _first_guess(self) -> dict[str, Any]:
        return {"schools": [urn for urn, _ in self._network_schools], "title": self.study.title}

    @cached_property
    def _network_schools(self) -> list[tuple[str, str]]:
        """Every school that is or was in the network."""
        mine = School.objects.filter(Q(network_periods__network=self.study.network_id)).distinct()
        return [(str(school.urn), f"{school.name} ({school.urn})") for school in mine.order_by("name", "urn")]

    @cached_property
    def _tables(self) -> dict[int, frozenset[str]]:
        """The measures that the imported tables of each year have."""
        return {year: frozenset(measures_of(school_year_name(year))) for year in years_of_tables()}

    @property
    def _about_panel(self) -> About | None:
        if self.panel is None:
            return None
        return About(**{name: self.panel.about[name] for name in ("measures", "schools", "facts")})

    @cached_property
    def _starts(self) -> Mapping[str, int]:
        form = self.form("schools", checked=True)
        assert isinstance(form, SchoolsForm)  # noqa: S101
        return form.starts if form.is_valid() else {}

    @property
    def _facts(self) -> list[str]:
        """The facts of the chosen source on which schools can agree."""
        if self.study.draft.get("results", {}).get("source") == ["file"]:
            return self._about_panel.facts if self._about_panel else []
        return list(FACTS)


def _may_be_none(field: forms.Field) -> bool:
    """Whether a field is a group of boxes, of which a browser sends nothing where none is ticked."""
    return isinstance(field.widget, forms.CheckboxSelectMultiple)
