"""The same effect worked out otherwise: by other comparison schools, over other years.

A finding should not hang on either. Standard errors are the quick ones: it is the estimates that are compared.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import numpy as np

from ridgeway.impact.doubt import SpecificationTable, difference_of_changes, specifications
from ridgeway.impact.errors import DesignError, ImpactError
from ridgeway.impact.estimates import Estimate
from ridgeway.impact.outcomes import Flags, Outcomes
from ridgeway.impact.study.candidates import Stack
from ridgeway.impact.study.comparing import Comparison, match_by, weighted
from ridgeway.impact.study.estimating import estimator
from ridgeway.impact.study.file import Plan, Study
from ridgeway.impact.study.loading import Loaded
from ridgeway.impact.study.redrawing import MANY, stacked

_NEAREST: dict[str, Any] = {"ratio": 3, "caliper": "usual", "replacement": False, "inside_support": False}
_WAYS: Mapping[str, dict[str, Any]] = {
    "nearest odds, 3 to 1": {**_NEAREST, "matching": "propensity"},
    "nearest odds, 1 to 1": {**_NEAREST, "matching": "propensity", "ratio": 1},
    "nearest odds, 5 to 1, with replacement": {
        **_NEAREST,
        "matching": "propensity",
        "ratio": 5,
        "replacement": True,
    },
    "nearest by Mahalanobis distance, 3 to 1": {**_NEAREST, "matching": "mahalanobis"},
    "nearest by Mahalanobis distance within a caliper, 3 to 1": {
        **_NEAREST,
        "matching": "mahalanobis_in_caliper",
    },
    "weights by entropy balancing": {**_NEAREST, "matching": "entropy", "moments": 1},
}


@dataclass(frozen=True, slots=True, eq=False)
class Way:
    """Another way to choose who stands beside the treated schools: its grids by outcome, or why there are none."""

    name: str
    used: Mapping[str, Outcomes] | None
    refused: str = ""


def other_ways(study: Study, loaded: Loaded, comparison: Comparison) -> tuple[Way, ...]:
    """Return every other way of choosing comparison schools; each is made once for all outcomes."""
    if study.plan.method == "describe":
        raise DesignError("method", "describe", "A description has no comparison that could be made otherwise.")
    if comparison.lot is not None:
        remedy = "A lot decided who stands beside whom: no other comparison is as good."
        raise DesignError("method", study.plan.method, remedy)
    stack = stacked(comparison)
    ways = [_matched(study, loaded, stack, name, plan) for name, plan in _plans(study, comparison).items()]
    if comparison.match is None:
        return (
            *ways,
            Way("each school counting once", {key: _plain(grid) for key, grid in comparison.used.items()}),
        )
    return (*ways, Way("all other schools, not matched", loaded.outcomes))


def _plans(study: Study, comparison: Comparison) -> dict[str, Plan]:
    plans = {name: replace(study.plan, **said) for name, said in _WAYS.items()}
    return {name: plan for name, plan in plans.items() if comparison.match is None or plan != study.plan}


def _matched(study: Study, loaded: Loaded, stack: Stack, name: str, plan: Plan) -> Way:
    try:
        made = match_by(plan, stack.candidates, seed=study.choices.seed)
    except ImpactError as refusal:
        return Way(name, None, str(refusal))
    return Way(name, weighted(loaded, stack, made))


def _plain(grid: Outcomes) -> Outcomes:
    return replace(grid, weights=np.where(grid.known, 1.0, 0.0))


def by_other_ways(study: Study, ways: tuple[Way, ...], name: str) -> SpecificationTable:
    """Return the estimate of an outcome by every other way, each with the study's estimator."""

    def worked_out(way: Way) -> Estimate:
        if way.used is None:
            raise DesignError("matching", way.name, way.refused)
        return estimator(study, way.used[name], quick=True)(way.used[name])

    return specifications({way.name: partial(worked_out, way) for way in ways})


def by_other_years(study: Study, loaded: Loaded, comparison: Comparison, name: str) -> SpecificationTable:
    """Return the estimate with each year left out that the design can spare.

    Among very many schools without matching it is the difference of mean changes.
    """
    used = comparison.used[name]
    known = used.years[used.known.any(axis=0)]
    before = known < loaded.first_start
    after = known >= max(loaded.starts.values())
    spare = [year for side in (before, after) if side.sum() > 1 for year in known[side].tolist()]
    if not spare:
        remedy = "There must be two years before the first start, or from the last start on."
        raise DesignError("years", known.tolist(), remedy)
    quick = comparison.match is None and comparison.lot is None and len(used.schools) > MANY
    made = (
        partial(_by_changes, study, stacked(comparison), name)
        if quick
        else partial(_by_estimator, study, comparison, used)
    )
    return specifications({f"without {year}": partial(_without, made, used.years, year) for year in spare})


def _without(made: Callable[[Flags], Estimate], years: Any, year: int) -> Estimate:
    return made(years != year)


def _by_estimator(study: Study, comparison: Comparison, used: Outcomes, years: Flags) -> Estimate:
    some = used.only(np.ones(len(used.schools), dtype=np.bool_), years)
    return estimator(study, some, comparison.lot, quick=True)(some)


def _by_changes(study: Study, stack: Stack, name: str, years: Flags) -> Estimate:
    return difference_of_changes(
        stack.beside_others(study.outcomes.index(name), years), stack.candidates.treated, level=study.choices.level
    )
