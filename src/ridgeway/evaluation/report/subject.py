"""The result that a report tells of, with the words that are needed in every section."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from math import floor, log10
from typing import Any

from ridgeway.evaluation.report.figures import counted
from ridgeway.evaluation.report.names import heading_of, in_words, phrase_of
from ridgeway.impact.doubt import RedrawnChanges
from ridgeway.impact.errors import ImpactError
from ridgeway.impact.panel.scales import is_percent
from ridgeway.impact.study import OutcomeResult, Result
from ridgeway.impact.study.redrawing import redrawn


@dataclass(frozen=True)
class Subject:
    """A result, and the same as plain values (`told`): sections read the values, pictures what lies behind."""

    result: Result
    told: Mapping[str, Any]

    @classmethod
    def of(cls, result: Result) -> Subject:
        """Return the subject of a result."""
        return cls(result, result.as_dict())

    @property
    def design(self) -> Mapping[str, Any]:
        """How schools were compared."""
        design: Mapping[str, Any] = self.told["study"]["design"]
        return design

    @property
    def describes(self) -> bool:
        """Whether the study only describes."""
        return bool(self.design["method"] == "describe")

    @property
    def over_years(self) -> bool:
        """Whether schools were followed over years; results of pupils in a trial are of one time."""
        return bool(self.result.loaded.starts)

    @property
    def treated(self) -> str:
        """How many were treated, in words."""
        count: int = self.told["study"]["n_treated"]
        return counted(count, "treated school") if self.over_years else f"{count:,} drawn for the programme"

    @property
    def beside(self) -> str:
        """What those beside the treated ones are called."""
        if not self.over_years:
            return "others"
        return "matched schools" if self.result.comparison.match is not None else "other schools"

    @property
    def level(self) -> str:
        """The level of all intervals: 95%."""
        return f"{self.design['level']:.0%}"

    @cached_property
    def say(self) -> Callable[[str], str]:
        """Puts plain English for the names of measures into a text."""
        return in_words({*self.result.loaded.panel.measures, *self.told["outcomes"]})

    @cached_property
    def redrawn(self) -> RedrawnChanges | None:
        """The re-draws of schools behind the result, None where there are none."""
        try:
            return redrawn(self.result.study, self.result.comparison)
        except ImpactError:
            return None

    @property
    def outcomes(self) -> Iterator[Outcome]:
        """Each outcome in the order of the study file."""
        for found in self.result.outcomes:
            yield Outcome(self, found)


@dataclass(frozen=True)
class Outcome:
    """One outcome of the study."""

    of: Subject
    found: OutcomeResult

    @property
    def name(self) -> str:
        """The name of the measure in the data."""
        return self.found.name

    @property
    def heading(self) -> str:
        """Its name as a heading."""
        return heading_of(self.name)

    @property
    def phrase(self) -> str:
        """Its name in the middle of a sentence."""
        return phrase_of(self.name)

    @property
    def told(self) -> Mapping[str, Any]:
        """Its estimate, as plain values."""
        return self._part("outcomes")

    @property
    def described(self) -> Mapping[str, Any]:
        """What happened, as plain values."""
        return self._part("describe")

    @property
    def doubts(self) -> Mapping[str, Any]:
        """What the checks found, as plain values."""
        part: Mapping[str, Any] = self.of.told["doubts"]["outcomes"][self.name]
        return part

    @property
    def is_percent(self) -> bool:
        """Whether values are percentages of pupils, told as such."""
        loaded, plan = self.of.result.loaded, self.of.result.study.plan
        return (
            self.of.over_years
            and not plan.standardise
            and is_percent(loaded.panel.scale(self.name, loaded.first_start))
        )

    @property
    def unit(self) -> str:
        """What stands behind a difference, with a space before it."""
        if self.of.result.study.plan.standardise:
            return " standard deviations"
        if not self.of.over_years:
            return " points"
        scale = self.of.result.loaded.panel.scale(self.name, self.of.result.loaded.first_start)
        return " percentage points" if self.is_percent else " units" if scale == "own" else " points"

    @property
    def step(self) -> float:
        """The last decimal worth writing of this outcome's figures: two figures of the standard error."""
        error = self.told["std_error"]
        return 10.0 ** max(-3, floor(log10(error)) - 1) if error and error > 0 else 0.001

    def titled(self, caption: str) -> str:
        """Return the title of a chart of this outcome that stands under such a caption."""
        return f"{self.heading}: {caption[:1].lower()}{caption[1:]}"

    def _part(self, key: str) -> Mapping[str, Any]:
        part: Mapping[str, Any] = self.of.told[key][self.name]
        return part
