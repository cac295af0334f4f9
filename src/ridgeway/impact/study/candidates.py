"""Who may be compared in a study: every school once for each starting year, what was known of it before, and what
changed about that year.

Everything used of the facts was known before the first start. Where schools started in the same year every school
stands once.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import polars as pl

from ridgeway.impact.doubt import changes
from ridgeway.impact.errors import StudyFileError
from ridgeway.impact.match import Candidates, candidates_of_starts
from ridgeway.impact.match.history import USUAL_YEARS
from ridgeway.impact.match.starts import START, Starts
from ridgeway.impact.outcomes import NEVER, Flags, Floats, Outcomes
from ridgeway.impact.study.file import Study
from ridgeway.impact.study.loading import Loaded
from ridgeway.impact.study.section import unknown

_KINDS: Final = ("level", "trend", "cohort")
"""What is known of an outcome before, by the names under which it may be matched on."""


@dataclass(frozen=True, slots=True, eq=False)
class Stack:
    """Everyone who may be compared. `schools` are those that the rows of `starts` point to, in their order.

    `grids` has the outcomes, each of all these schools; `changes` (candidates × outcomes) the mean from the
    candidate's starting year on less the mean before, NaN for none.
    """

    starts: Starts
    schools: tuple[str, ...]
    grids: tuple[Outcomes, ...]
    changes: Floats

    @property
    def candidates(self) -> Candidates:
        """The candidates with what they are compared on."""
        return self.starts.candidates

    def about(self, start: float, years: Flags | None = None) -> Floats:
        """Return every school's change about a year (schools × outcomes), from some of the years."""
        return np.column_stack([_change_about(grid, start, years) for grid in self.grids])

    def beside_others(self, outcome: int, years: Flags | None = None) -> Floats:
        """Return each candidate's change less the mean change of the untreated of its year (candidates).

        The difference in means of treated and untreated candidates is then the mean over treated schools of their
        change beside that of the untreated about the same year.
        """
        change = np.full(len(self.starts.rows), np.nan)
        for start in np.unique(self.starts.years).tolist():
            here = self.starts.years == start
            of_all = _change_about(self.grids[outcome], start, years)
            others = of_all[~self.grids[outcome].treated & ~np.isnan(of_all)]
            if len(others):
                change[here] = of_all[self.starts.rows[here]] - others.mean()
        return change


def stack_of(study: Study, loaded: Loaded) -> Stack:
    """Return everyone who may be compared, with what the study matches on, or else the outcomes' history."""
    asked = _asked(study)
    measures = [name for name in asked or () if name in loaded.panel.measures]
    facts = [name for name in asked or () if name not in (*_KINDS, *measures)]
    grids = dict(loaded.outcomes)
    for name in measures:
        grids.setdefault(name, loaded.panel.outcomes(name, years=study.choices.years))
    schools = everyone(loaded)
    aligned = [_aligned(outcomes, schools, loaded.starts) for outcomes in grids.values()]
    fewest = min(int((each.years < loaded.first_start).sum()) for each in aligned)
    fixed = {name: _fact(study, loaded, name) for name in facts}
    strata = _strata(study, loaded) if study.plan.method == "matched_did" else {}
    starts = candidates_of_starts(aligned, years=USUAL_YEARS if fewest > 1 else 1, fixed=fixed, strata=strata)
    starts = _chosen(starts, _kept(starts.candidates, study, measures, facts), loaded, schools)
    outcomes = tuple(aligned[: len(loaded.outcomes)])
    return Stack(starts, schools, outcomes, _changes(outcomes, starts))


def _asked(study: Study) -> tuple[str, ...] | None:
    return study.plan.match_on if study.plan.method == "matched_did" else None


def _chosen(starts: Starts, kept: Sequence[str], loaded: Loaded, schools: tuple[str, ...]) -> Starts:
    """Return the candidates with the columns that are kept, by plain names where all started in one year."""
    told = starts.candidates
    strata = dict(told.strata)
    if not loaded.staggered:
        strata.pop(START)
    names = told.schools if loaded.staggered else tuple(schools[row] for row in starts.rows.tolist())
    columns = [told.names.index(name) for name in kept]
    return replace(
        starts, candidates=Candidates(names, told.treated, tuple(kept), told.covariates[:, columns], strata)
    )


def _changes(grids: Sequence[Outcomes], starts: Starts) -> Floats:
    made = np.empty((len(starts.rows), len(grids)))
    for start in np.unique(starts.years).tolist():
        here = starts.years == start
        for column, outcomes in enumerate(grids):
            made[here, column] = _change_about(outcomes, start)[starts.rows[here]]
    return made


def _change_about(outcomes: Outcomes, start: float, years: Flags | None = None) -> Floats:
    """Return each school's change about a year, whenever it began itself (schools)."""
    moved = replace(outcomes, starts=np.where(outcomes.treated, start, outcomes.starts))
    if years is None:
        return changes(moved)
    return changes(replace(moved, values=np.where(years, moved.values, np.nan)))


def _kept(told: Candidates, study: Study, measures: Sequence[str], facts: Sequence[str]) -> tuple[str, ...]:
    """Return the columns to match on. Of the usual ones those that are the same everywhere are left out."""
    asked = _asked(study)
    kinds = _KINDS if asked is None else tuple(kind for kind in _KINDS if kind in asked)
    wanted = [f"{name} {kind} before" for name in study.outcomes for kind in kinds if kind != "cohort"]
    wanted += [f"{study.outcomes[0]} cohort before"] if "cohort" in kinds else []
    wanted += [f"{name} {kind} before" for name in measures for kind in ("level", "trend")]
    found = [name for name in dict.fromkeys(wanted) if name in told.names]
    if asked is None:
        found = [name for name in found if varies(told.covariates[:, told.names.index(name)])]
    return (*found, *facts)


def varies(column: Floats) -> bool:
    known = column[~np.isnan(column)]
    return bool(len(known) and np.ptp(known) > 0)


def everyone(loaded: Loaded) -> tuple[str, ...]:
    """Every school with a result of any outcome, in order of name."""
    return tuple(sorted({school for outcomes in loaded.outcomes.values() for school in outcomes.schools}))


def _aligned(outcomes: Outcomes, schools: Sequence[str], starts: Mapping[str, int]) -> Outcomes:
    """Return the outcomes on a longer list of schools, nothing being known of the others."""
    place = {school: row for row, school in enumerate(schools)}
    own = np.array([school in place for school in outcomes.schools])
    rows = [place[school] for school in outcomes.schools if school in place]
    values = np.full((len(schools), len(outcomes.years)), np.nan)
    weights = np.zeros_like(values)
    values[rows], weights[rows] = outcomes.values[own], outcomes.weights[own]
    first = np.array([starts.get(school, NEVER) for school in schools], dtype=np.float64)
    return Outcomes(outcomes.measure, tuple(schools), outcomes.years, values, weights, first)


def _known_facts(study: Study, loaded: Loaded, key: str, name: str) -> pl.DataFrame:
    told = loaded.panel.facts_in(loaded.first_start - 1)
    columns = [each for each in told.columns if each != "school"]
    if name not in columns:
        names = (*columns, *_KINDS, *loaded.panel.measures) if key == "match_on" else tuple(columns)
        raise StudyFileError(f"{study.path.name}, design.{key}", name, unknown("name", name, names))
    return told.select("school", name)


def _fact(study: Study, loaded: Loaded, name: str) -> Floats:
    told = _known_facts(study, loaded, "match_on", name)
    if not told[name].dtype.is_numeric():
        remedy = "It holds words: schools can only agree on it exactly. Put it under exact."
        raise StudyFileError(f"{study.path.name}, design.match_on", name, remedy)
    values = dict(told.drop_nulls().iter_rows())
    return np.array([values.get(school, np.nan) for school in everyone(loaded)], dtype=np.float64)


def _strata(study: Study, loaded: Loaded) -> dict[str, list[str | None]]:
    return {name: [labels.get(school) for school in everyone(loaded)] for name, labels in labels_of(study, loaded)}


def labels_of(study: Study, loaded: Loaded) -> list[tuple[str, dict[str, str]]]:
    """Return each fact on which schools must agree, with the schools' labels before the first start."""
    found = []
    for name in study.plan.exact:
        told = _known_facts(study, loaded, "exact", name).drop_nulls()
        found.append((name, {school: f"{label}" for school, label in told.iter_rows()}))
    return found
